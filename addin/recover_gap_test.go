package addin

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"sentry1c/addin/internal/record"
)

// TestRecover_gapOfHeir: what of a dead run's records cannot be read is told of by who goes on after its
// heir, too: the file says no more that anything was there.
func TestRecover_gapOfHeir(t *testing.T) {
	for name, damage := range map[string]func(f *fixture){
		"damaged record": func(f *fixture) { overwrite(t, f.host.ring, record.RingFileRecordsAt, []byte("XXXXXXXX")) },
		"passed over": func(f *fixture) {
			const attemptsAt = 52 // package ringfile
			overwrite(t, f.host.ring, attemptsAt, []byte{3})
		},
		"damaged further ring": func(f *fixture) {
			must(os.WriteFile(strings.TrimSuffix(f.host.ring, ".ring")+".1.ring", []byte("nonsense"), 0o600))
		},
		"damaged state": func(f *fixture) { overwrite(t, f.worker.life.Run.Log.Path(), 3, []byte{0xFF}) },
	} {
		for _, dies := range []string{"", "at the beginning", "after the first record"} {
			t.Run(fmt.Sprint(name, ", heir dies ", dies), func(t *testing.T) {
				f := ready(t, "")
				f.leave("SetTag", "a", "1")
				f.leave("Init", testDSN, "") // it is the same object as before
				f.leave("CaptureMessage", "left 1")
				damage(f)
				heir := f
				if dies != "" {
					next, claim := f.claimed()
					r := next.recovery(claim)
					if dies != "at the beginning" {
						gives(t, r)
					}
					r.close()
					claim.Release() // it is killed here
					heir = next
				}
				heir.die()
				last := heir.heir()
				last.recovers()
				if told := last.event().Text("contexts", "sdk_problems", "scope"); !strings.Contains(told, "could not be read") {
					t.Errorf("of the scope is told %q", told)
				}
			})
		}
	}
}

// gives interprets the first record that a dead run left, or passes over it, and gives it up.
func gives(t *testing.T, r *recovery) {
	t.Helper()
	run, err := r.ring.Next(recoverChunk)
	must(err)
	entry, rest, ok, err := record.Next(run)
	if !ok || err != nil {
		if done, err := r.step(); done || err != nil { // it is no record
			t.Fatal(done, err)
		}
		return
	}
	must(r.one(entry))
	must(r.ring.Advance(len(run) - len(rest)))
}

// TestRecover_gapCompacted: the log of a run that lacks records goes on to say so when its heir writes it anew.
func TestRecover_gapCompacted(t *testing.T) {
	for _, compacts := range []bool{false, true} {
		f := ready(t, "")
		f.worker.life.Run.Log.Limit = 0 // no room
		f.call(1, "SetTag", "late", "gone")
		f.leave("SetTag", "other", "1")
		f.leave("CaptureMessage", "left late")
		next, claim := f.claimed()
		r := next.recovery(claim)
		if compacts {
			r.worker.compactState() // as it is when it has grown
		}
		r.close()
		claim.Release() // it is killed here
		next.die()
		last := next.heir()
		last.recovers()
		if told := last.event().Text("contexts", "sdk_problems", "scope"); !strings.Contains(told, "incomplete") {
			t.Errorf("compacted %v: of the scope is told %q", compacts, told)
		}
	}
}
