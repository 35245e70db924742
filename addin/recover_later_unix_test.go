//go:build unix

package addin

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/spool"
)

// TestRecover_ringLater: the ring of a run cannot be read for a while, in which its files are sent: what
// was made of its records already is not made again of them later, by whatever process.
func TestRecover_ringLater(t *testing.T) {
	for _, dies := range []bool{false, true} {
		f := newFixture(t)
		f.server.status = 503
		f.bool(1, "Init", testDSN, "")
		f.both("CaptureMessage", "left 1")
		f.both("Metric", "counter", "a", 1)
		f.leave("CaptureMessage", "left 2")
		must(os.Chmod(f.host.ring, 0o644)) // or no descriptor is free for it
		next, claim := f.claimed()
		for range 2 {
			if err := next.takes(claim); err != errStays {
				t.Fatal(err)
			}
			next.settle()
			claim = f.claimAgain()
		}
		must(os.Chmod(f.host.ring, 0o600))
		last := next
		if dies {
			claim.Release()
			next.die()
			last = next.heir()
			last.recovers()
		} else if err := next.takes(claim); err != nil {
			t.Fatal(err)
		}
		last.settle()
		for text, want := range map[string]int{"left 1": 1, "left 2": 1} {
			count := next.arrived("event", text)
			if dies {
				count += last.arrived("event", text)
			}
			if count != want {
				t.Errorf("dies %v: %q came %d times", dies, text, count)
			}
		}
		metrics := next.arrived("trace_metric", "")
		if dies {
			metrics += last.arrived("trace_metric", "")
		}
		if metrics > 1 {
			t.Errorf("dies %v: the metric came %d times", dies, metrics)
		}
		if _, err := os.Lstat(root.Sides(f.worker.root(), f.worker.id)); err == nil {
			t.Error("what was noted of the run is still there")
		}
	}
}

// TestRecover_statelessLater: so it is of a run whose state is lost as well: its records go to the only
// project that it had, though its folder there is gone.
func TestRecover_statelessLater(t *testing.T) {
	f := ready(t, `{"environment":"dead"}`)
	f.leave("CaptureMessage", "left 1")
	must(os.Remove(f.worker.life.Run.Log.Path()))
	must(os.Chmod(f.host.ring, 0o644))
	next, claim := f.claimed()
	if err := next.takes(claim); err != errStays {
		t.Fatal(err)
	}
	next.die()
	must(os.Chmod(f.host.ring, 0o600))
	last := f.heir()
	if !last.bool(1, "Init", strings.Replace(testDSN, "/42", "/43", 1), "") {
		t.Fatal(last.lastError(1))
	}
	for range 1000 {
		if !last.worker.Recover() {
			break
		}
	}
	last.settle()
	want(t, last.event(), "dead", "environment")
}

// TestRecover_notNoted: if what was made cannot be noted, the files stay where the next one finds them.
func TestRecover_notNoted(t *testing.T) {
	f := newFixture(t)
	f.server.status = 503
	f.bool(1, "Init", testDSN, "")
	f.both("CaptureMessage", "left 1")
	must(os.Chmod(f.host.ring, 0o644))
	next, claim := f.claimed()
	blocked := filepath.Join(root.Sides(f.worker.root(), claim.ID), spool.MadeFile+".tmp")
	for _, path := range []string{blocked, blocked + ".damaged"} {
		must(os.MkdirAll(filepath.Join(path, "x"), 0o700))
	}
	if err := next.takes(claim); err == nil || err == errStays {
		t.Errorf("taken over: %v", err)
	}
	next.settle()
	if n := next.arrived("event", "left 1"); n != 0 {
		t.Errorf("the event came %d times", n)
	}
	must(errors.Join(os.RemoveAll(blocked), os.Chmod(f.host.ring, 0o600)))
	if err := next.takes(f.claimAgain()); err != nil {
		t.Error(err)
	}
	next.settle()
	if n := next.arrived("event", "left 1"); n != 1 {
		t.Errorf("the event came %d times", n)
	}
}

// TestRecover_halfARecord: the envelope of an event finds room on the disk, its attachment does not, and the
// server takes nothing: both come once, however often that is tried.
func TestRecover_halfARecord(t *testing.T) {
	f := ready(t, "")
	content := make([]byte, 19<<20)
	f.host.sides[5] = content
	f.call(1, "AddAttachment", "log.bin", recordtest.Side(5, record.Bytes, len(content)))
	f.leave("CaptureMessage", "left 1")
	next, claim := f.claimed()
	next.awayFor()
	var limit unix.Rlimit
	must(unix.Getrlimit(unix.RLIMIT_FSIZE, &limit))
	for range 3 {
		small := limit
		small.Cur = 18 << 20 // the log of this test needs room, too
		must(unix.Setrlimit(unix.RLIMIT_FSIZE, &small))
		err := next.takes(claim)
		must(unix.Setrlimit(unix.RLIMIT_FSIZE, &limit))
		if err != errStays {
			t.Fatal(err)
		}
		claim = f.claimAgain()
	}
	if err := next.takes(claim); err != nil {
		t.Fatal(err)
	}
	next.back()
	if events, attachments := next.arrived("event", "left 1"), next.arrived("attachment", ""); events != 1 || attachments != 1 {
		t.Errorf("the event came %d times, its attachment %d times", events, attachments)
	}
}

// TestRecover_folderOfNewer: what a newer version has noted of a folder of the run cannot be read: its
// records wait, for they may have been made into files there.
func TestRecover_folderOfNewer(t *testing.T) {
	f := newFixture(t)
	f.server.status = 503
	f.bool(1, "Init", testDSN, "")
	f.both("CaptureMessage", "left 1")
	owner := filepath.Join(f.worker.spools()[0].Dir(), spool.OwnerFile)
	whole, err := os.ReadFile(owner)
	must(err)
	must(os.WriteFile(owner, bytes.Replace(whole, []byte(" 1 "), []byte(" 2 "), 1), 0o600))
	next, claim := f.claimed()
	if err := next.takes(claim); err != errStays {
		t.Errorf("taken over: %v", err)
	}
	must(os.WriteFile(owner, whole, 0o600))
	if err := next.takes(f.claimAgain()); err != nil {
		t.Fatal(err)
	}
	next.settle()
	if n := next.arrived("event", "left 1"); n != 1 {
		t.Errorf("the event came %d times", n)
	}
}
