package addin

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/statelog"
)

// futureDSN is one that only a newer version takes.
const futureDSN = "future://key@host/42"

// TestRecover_elsewhereNewTwice: where the first Init of an object led, as far as this version knows it, is forgotten by
// no process after that.
func TestRecover_elsewhereNewTwice(t *testing.T) {
	for count := range 3 {
		f := newFixture(t)
		f.bool(1, "Init", otherProject, "")
		f.settle()
		f.write(of(f, 2, "Init", futureDSN, ""))
		f.write(of(f, 2, "CaptureMessage", "meant for 42"))
		f.die()
		next := f.heir()
		next.bool(1, "Init", otherProject, "")
		if count > 0 {
			next.takesSome(f, count)
		}
		next.die()
		last := next.heir()
		last.bool(1, "Init", otherProject, "")
		for last.worker.Recover() {
		}
		last.settle()
		if got := append(next.projects("event", "meant for 42"), last.projects("event", "meant for 42")...); len(got) != 0 {
			t.Errorf("heir ended after %d: sent to %q", count, got)
		}
	}
}

// TestRecover_elsewhereOfLogTwice: so it is with an object of the log, also after that was written anew.
func TestRecover_elsewhereOfLogTwice(t *testing.T) {
	for count := range 3 {
		f := newFixture(t)
		f.bool(1, "Init", otherProject, "")
		f.bool(2, "Init", otherProject, `{"release":"2"}`)
		f.settle()
		path := f.worker.life.Run.Log.Path()
		log, records, err := statelog.Reopen(filepath.Dir(path), f.worker.id)
		must(err)
		var changed []byte
		for len(records) > 0 {
			entry, rest, _, err := record.Next(records)
			must(err)
			records = rest
			if entry.Method != record.MethodSnapshot || entry.Object != 2 {
				changed = append(changed, entry.Bytes()...)
				continue
			}
			content := string(entry.Arguments(nil)[0].Raw)
			changed = append(changed, record.Append(nil, record.MethodSnapshot, entry.Object, entry.Sequence, []byte(strings.Replace(content, otherProject, futureDSN, -1)))...)
		}
		must(log.Replace(changed))
		must(log.Doubt(1))
		log.Close()
		f.write(of(f, 1, "Init", otherProject, ""))
		f.write(of(f, 2, "CaptureMessage", "meant for the future"))
		f.die()
		next := f.heir()
		next.bool(1, "Init", otherProject, "")
		if count > 0 {
			next.takesSome(f, count)
		}
		next.die()
		last := next.heir()
		last.bool(1, "Init", otherProject, "")
		for last.worker.Recover() {
		}
		last.settle()
		if got := append(next.projects("event", "meant for"), last.projects("event", "meant for")...); len(got) != 0 {
			t.Errorf("heir ended after %d: sent to %q", count, got)
		}
	}
}

// TestRecover_elsewhereSharesTwice: what such an object changes of what it shares is there for the others, or they say
// that it may be missing.
func TestRecover_elsewhereSharesTwice(t *testing.T) {
	for _, how := range []string{"once", "by the next", "by the next, compacted"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "", "key")
		f.bool(2, "Init", testDSN, "", "key")
		f.bool(3, "Init", testDSN, `{"settingsKey":"k","environment":"x"}`)
		f.bool(3, "Init", " ", `{"settingsKey":"k"}`)
		f.settle()
		f.write(of(f, 2, "Init", " ", `{"settingsKey":"k"}`, "key"))
		f.write(of(f, 2, "SetTag", "who", "bob"))
		f.write(of(f, 1, "CaptureMessage", "left"))
		f.die()
		next := f.heir()
		next.bool(1, "Init", "off", `{"settingsKey":"k"}`)
		next.bool(1, "Init", testDSN, "")
		if how != "once" {
			claim := f.claimAgain()
			r := next.recovery(claim)
			some(r, 1)
			if strings.HasSuffix(how, "compacted") {
				r.worker.compactState() // as for any long log
			}
			r.close()
			claim.Release()
			next.die()
			next = next.heir()
		}
		next.recovers()
		next.settle()
		e := next.event()
		if e.Text("tags", "who") != "bob" && e.Text("contexts", "sdk_problems", "scope") == "" {
			t.Errorf("%s: the event lacks a tag, and does not say so", how)
		}
	}
}

// TestRecover_initNotSame: an Init that changes what is hidden is none that changes nothing, also if the log lacks
// records.
func TestRecover_initNotSame(t *testing.T) {
	const masks = `{"release":"1","maskPatterns":["PIN-\\d+"]}`
	const plain = `{"release":"1"}`
	for _, killed := range []bool{false, true} {
		for _, order := range [][2]string{{masks, plain}, {plain, masks}} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, order[1])
			f.bool(2, "Init", testDSN, order[0])
			f.call(2, "StartSession")
			must(f.worker.life.Run.Log.Lacks())
			last := f.after(killed, "", of(f, 2, "Init", testDSN, order[1]), of(f, 2, "EndSession", "crashed"))
			_, ends := last.sessions()
			if len(ends) != 1 || ends[0].Text("status") != "exited" {
				t.Errorf("killed %v, to %s: %v", killed, order[1], ends)
			}
		}
	}
}

// TestRecover_hiddenStale: an object closed and initialised for another project in a gap sends there after a second gap,
// too.
func TestRecover_hiddenStale(t *testing.T) {
	for _, how := range []string{"close", "passed over"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.bool(2, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
		f.bool(3, "Init", otherProject, "")
		f.settle()
		must(f.worker.life.Run.Log.Lacks())
		if how == "close" {
			f.write(of(f, 1, "Close", 0))
		}
		f.write(of(f, 1, "Init", otherProject, ""))
		f.write(of(f, 1, "CaptureMessage", "left 43"))
		f.die()
		next := f.heir()
		next.bool(1, "Init", testDSN, "")
		claim := f.claimAgain()
		r := next.recovery(claim)
		n := 1
		if how == "close" {
			n = 2
		}
		some(r, n)
		must(r.lacks()) // a damaged record, or one passed over
		steps(r)
		must(r.end())
		next.worker.life.Soon()
		for next.worker.Recover() {
		}
		next.settle()
		if got := next.projects("event", "left 43"); fmt.Sprint(got) != "[43]" {
			t.Errorf("%s: sent to %q, want 43; %+v", how, got, next.worker.recovered)
		}
	}
}

// TestRecover_elsewhereKey: an Init that led elsewhere with another key leaves the scope that was shared before.
func TestRecover_elsewhereKey(t *testing.T) {
	for _, how := range []string{"others", "own"} {
		for _, killed := range []bool{false, true} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "", "b")
			f.bool(2, "Init", testDSN, "", "b")
			f.call(1, "SetTag", "of", "b")
			f.bool(3, "Init", testDSN, `{"settingsKey":"k"}`)
			f.settle()
			entries := [][]byte{of(f, 2, "Init", " ", `{"settingsKey":"k"}`, "a"), of(f, 2, "SetTag", "who", "bob")}
			if how == "others" {
				entries = append(entries, of(f, 1, "CaptureMessage", "left"))
			} else {
				entries = append(entries, of(f, 2, "Init", testDSN, ""), of(f, 2, "CaptureMessage", "left"))
			}
			for _, e := range entries {
				if killed {
					f.write(e)
				} else {
					must(f.worker.Apply(e))
				}
			}
			f.settle()
			last := f
			if killed {
				f.die()
				last = f.heir()
				last.bool(1, "Init", "off", `{"settingsKey":"k"}`)
				last.recovers()
				last.settle()
			}
			e := last.event()
			got := "of=" + e.Text("tags", "of") + " who=" + e.Text("tags", "who")
			want := "of=b who="
			if how == "own" {
				want = "of= who=bob"
			}
			if said := e.Text("contexts", "sdk_problems", "scope"); got != want {
				t.Errorf("killed %v, %s: tags %s, want %s, it says %q", killed, how, got, want, said)
			}
		}
	}
}

// TestRecover_elsewhereScope: what an object had is there when it is initialised again after an Init that led elsewhere,
// or its events say that it may be missing.
func TestRecover_elsewhereScope(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		for _, when := range []string{"before", "after"} {
			for _, compact := range []bool{false, true} {
				for count := range 5 {
					f := newFixture(t)
					f.bool(1, "Init", testDSN, "")
					f.bool(2, "Init", testDSN, "")
					f.bool(3, "Init", testDSN, `{"settingsKey":"k","environment":"x"}`)
					f.bool(3, "Init", " ", `{"settingsKey":"k"}`)
					value := "bob"
					if hidden {
						value = "password=abcdefg"
					}
					if when == "before" {
						f.call(2, "SetTag", "who", value)
					}
					f.settle()
					f.write(of(f, 2, "Init", " ", `{"settingsKey":"k"}`))
					f.write(of(f, 2, "SetTag", "other", "x"))
					if when == "after" {
						f.write(of(f, 2, "SetTag", "who", value))
					}
					f.write(of(f, 1, "SetTag", "z", "x"))
					f.write(of(f, 2, "Init", testDSN, ""))
					f.write(of(f, 2, "CaptureMessage", "left"))
					f.die()
					next := f.heir()
					next.bool(1, "Init", "off", `{"settingsKey":"k"}`)
					next.bool(1, "Init", testDSN, "")
					if count > 0 {
						n := count
						if when == "before" && n > 3 {
							n = 3
						}
						claim := f.claimAgain()
						r := next.recovery(claim)
						some(r, n)
						if compact {
							r.worker.compactState()
						}
						r.close()
						claim.Release()
					}
					next.pauses()
					next.die()
					last := next.heir()
					s := last.recovers()
					last.settle()
					es := append(next.events(), last.events()...)
					if len(es) != 1 {
						t.Errorf("%v %s compact %v %d: %d events, %+v", hidden, when, compact, count, len(es), s.Recovered)
						continue
					}
					e := es[0]
					if e.Text("tags", "who") == "" && e.Text("contexts", "sdk_problems", "scope") == "" {
						t.Errorf("hidden %v, %s, compact %v, heir killed after %d: the event lacks a tag, and does not say so", hidden, when, compact, count)
					}
				}
			}
		}
	}
}
