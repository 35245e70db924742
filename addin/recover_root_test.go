package addin

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestRecover_otherRootLooks: a process of another root, with which a dead run has nothing in common but
// the folder of rings, takes nothing away of what the run left, even if its ring is damaged.
func TestRecover_otherRootLooks(t *testing.T) {
	for _, looks := range []bool{false, true} {
		f := ready(t, withRelease)
		f.call(1, "StartSession")
		f.settle()
		f.leave("CaptureMessage", "left")
		overwrite(t, f.host.ring, 3, []byte{0xFF})
		old := time.Now().Add(-2 * time.Hour)
		must(os.Chtimes(f.worker.life.Run.Log.Path(), old, old))
		must(os.Chtimes(f.host.ring, old, old))
		f.die()
		if looks {
			other := newFixture(t)
			other.worker.life.RingFolders = f.worker.life.RingFolders
			other.recovers()
		}
		next := f.heir()
		s := next.recovers()
		if _, ends := next.sessions(); s.Recovered.Damaged != 1 || len(ends) != 1 {
			t.Errorf("another root looked %v: %+v, %d ends of sessions", looks, s.Recovered, len(ends))
		}
	}
}

// TestRecover_secondRoot: an idle process that uses two roots notices the end of a run of either.
func TestRecover_secondRoot(t *testing.T) {
	for _, second := range []bool{false, true} {
		f := ready(t, "") // the run that will end
		f.leave("CaptureMessage", "left 1")
		p := newFixture(t)
		p.host.woken = make(chan struct{}, 1)
		p.worker.life.RingFolders = f.worker.life.RingFolders
		roots := []string{`{"spoolPath":` + strconv.Quote(f.worker.root()) + `}`, ""}
		if second {
			slices.Reverse(roots)
		}
		for i, options := range roots {
			if !p.bool(uint32(i+1), "Init", testDSN, options) {
				t.Fatal(p.lastError(uint32(i + 1)))
			}
		}
		for p.worker.Recover() {
		}
		rest := p.worker.RestFor()
		if rest > time.Minute {
			t.Errorf("second %v: it looks in %v", second, rest)
		}
		f.die()
		if rest > 0 {
			continue // this system does not tell
		}
		select {
		case <-p.host.woken:
		case <-time.After(10 * time.Second):
			t.Fatalf("second %v: nobody wakes the worker, which sleeps for ever", second)
		}
		p.recovers()
		if n := len(p.events()); n != 1 {
			t.Errorf("second %v: %d events came", second, n)
		}
	}
}

// TestRecover_locksRemoved: an idle process whose folder of locks somebody removes makes it again, and
// notices who ends then.
func TestRecover_locksRemoved(t *testing.T) {
	f := ready(t, "")
	f.host.woken = make(chan struct{}, 1)
	woken := func(what string) {
		t.Helper()
		select {
		case <-f.host.woken:
		case <-time.After(10 * time.Second):
			t.Fatal(what)
		}
		for f.worker.Recover() {
		}
	}
	for f.worker.Recover() {
	}
	if f.worker.RestFor() > 0 {
		t.Skip("this system does not tell")
	}
	must(os.RemoveAll(filepath.Dir(f.worker.life.Run.Lock.Path())))
	woken("nobody wakes the worker when the folder is gone")
	if _, err := os.Lstat(f.worker.life.Run.Lock.Path()); err != nil || f.worker.RestFor() > 0 {
		t.Errorf("it is not made again, or not watched: %v", err)
	}
	other := f.heir()
	other.bool(1, "Init", testDSN, "")
	other.leave("CaptureMessage", "left")
	other.die()
	woken("nobody wakes the worker when another run ends")
	if s := f.statistics(1); s.Recovered.Runs != 1 {
		t.Errorf("%+v", s.Recovered)
	}
}

// twoRoots is a process with an object for a project in its own root, and one for another project in
// another root, that is killed before what they capture is read.
func twoRoots(t *testing.T) (f *fixture, second string) {
	f, second = newFixture(t), t.TempDir()
	for i, init := range [][]any{{"Init", testDSN, ""}, {"Init", otherProject, `{"spoolPath":` + strconv.Quote(second) + `}`}} {
		if !f.bool(uint32(i+1), init[0].(string), init[1:]...) {
			t.Fatal(f.lastError(uint32(i + 1)))
		}
	}
	f.write(of(f, 1, "CaptureMessage", "of the first"))
	f.write(of(f, 2, "CaptureMessage", "of the second"))
	return f, second
}

// TestRecover_switchedOff: what a dead run left for a spool that somebody has switched off goes nowhere
// until that is over, and to its own project then.
func TestRecover_switchedOff(t *testing.T) {
	f, second := twoRoots(t)
	f.die()
	off := filepath.Join(second, "disabled")
	must(os.WriteFile(off, nil, 0o600))
	next := f.heir()
	next.bool(1, "Init", testDSN, "")
	for next.worker.Recover() {
	}
	next.settle()
	if sent := next.projects("event", "of the second"); len(sent) != 0 {
		t.Errorf("sent to %q though it is switched off", sent)
	}
	next.die()
	must(os.Remove(off))
	last := next.heir()
	last.recovers()
	last.settle()
	first := append(next.projects("event", "of the first"), last.projects("event", "of the first")...)
	if of := last.projects("event", "of the second"); len(first) != 1 || first[0] != "42" || len(of) != 1 || of[0] != "43" {
		t.Errorf("of the first to %q, of the second to %q", first, of)
	}
}

// TestRecover_rootsStateless: without its state it is not known where the objects of a run sent that had
// two roots, of which a process may see one: their events go to no other project, and are counted.
func TestRecover_rootsStateless(t *testing.T) {
	f, _ := twoRoots(t)
	overwrite(t, f.worker.life.Run.Log.Path(), 200, []byte{0xFF})
	next, s := f.takenOver()
	if n := len(next.events()); n != 0 || s.Recovered.Unknown != 2 {
		t.Errorf("%d events, %+v", n, s.Recovered)
	}
}

// TestRecover_ownRootSwitchedOff: the root of a user, which no option names, may be the one that is switched off.
func TestRecover_ownRootSwitchedOff(t *testing.T) {
	f, second := newFixture(t), t.TempDir()
	in := `{"spoolPath":` + strconv.Quote(second) + `}`
	f.bool(1, "Init", testDSN, in)
	f.bool(2, "Init", otherProject, "")
	f.write(of(f, 1, "CaptureMessage", "of the first"))
	f.write(of(f, 2, "CaptureMessage", "of the second"))
	f.die()
	off := filepath.Join(f.worker.root(), "disabled")
	must(os.MkdirAll(f.worker.root(), 0o700))
	must(os.WriteFile(off, nil, 0o600))
	next := f.heir()
	next.bool(1, "Init", testDSN, in)
	for next.worker.Recover() {
	}
	next.settle()
	next.die()
	must(os.Remove(off))
	last := next.heir()
	last.recoversWith(in)
	last.settle()
	first := append(next.projects("event", "of the first"), last.projects("event", "of the first")...)
	if of := append(next.projects("event", "of the second"), last.projects("event", "of the second")...); len(first) != 1 || first[0] != "42" || len(of) != 1 || of[0] != "43" {
		t.Errorf("of the first to %q, of the second to %q", first, of)
	}
}

// TestRecover_opensSwitchedOff: what was opened for a spool that is switched off goes nowhere else.
func TestRecover_opensSwitchedOff(t *testing.T) {
	for _, anew := range []bool{false, true} {
		f, second := newFixture(t), t.TempDir()
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.bool(2, "Init", otherProject, `{"release":"2","tracesSampleRate":1,"spoolPath":`+strconv.Quote(second)+`}`, "k")
		f.call(2, "StartTransaction", "обмен", "task")
		f.call(2, "StartSession")
		f.forgets(2)
		if anew {
			f.worker.compactState()
		}
		f.settle()
		f.die()
		off := filepath.Join(second, "disabled")
		must(os.WriteFile(off, nil, 0o600))
		next := f.heir()
		next.bool(1, "Init", testDSN, withTraces)
		for next.worker.Recover() {
		}
		next.settle()
		next.die()
		must(os.Remove(off))
		last := next.heir()
		last.recoversWith(withTraces)
		last.settle()
		for _, kind := range []string{"transaction", "session"} {
			if got := append(next.projects(kind, ""), last.projects(kind, "")...); len(got) != 1 || got[0] != "43" {
				t.Errorf("anew %v: a %s of 43 came to %q", anew, kind, got)
			}
		}
	}
}

// TestRecover_initSwitchedOff: what follows an Init that was not read yet waits, too, if its spool is switched off.
func TestRecover_initSwitchedOff(t *testing.T) {
	for _, by := range []uint32{1, 2} {
		f, second := newFixture(t), t.TempDir()
		given := `{"environment": "test", "spoolPath": ` + strconv.Quote(second) + `}`
		f.bool(1, "Init", testDSN, "")
		f.bool(7, "Init", otherProject, given) // so that the boundary knows the answer
		f.bool(7, "Close", 1000)
		f.forgets(7)
		f.worker.compactState()
		f.settle()
		f.write(of(f, by, "Init", otherProject, given))
		f.write(of(f, by, "CaptureMessage", "meant for 43"))
		f.die()
		off := filepath.Join(second, "disabled")
		must(os.WriteFile(off, nil, 0o600))
		next := f.heir()
		next.bool(1, "Init", testDSN, "")
		for next.worker.Recover() {
		}
		next.settle()
		next.die()
		must(os.Remove(off))
		last := next.heir()
		last.recovers()
		last.settle()
		if got := append(next.projects("event", "meant for 43"), last.projects("event", "meant for 43")...); len(got) != 1 || got[0] != "43" {
			t.Errorf("object %d: sent to %q, %+v", by, got, next.worker.recovered)
		}
	}
}

// TestRecover_secondRootLeft: what lies in a second root that no object uses any more is found by who uses that root.
func TestRecover_secondRootLeft(t *testing.T) {
	f, second := newFixture(t), folder(t)
	f.bool(1, "Init", testDSN, "")
	f.server.failing = errors.New("down")
	in := `{"spoolPath":` + strconv.Quote(second) + `}`
	f.bool(2, "Init", otherProject, in)
	f.call(2, "CaptureMessage", "left")
	f.bool(2, "Init", testDSN, "")
	f.die()
	next := f.heir()
	next.recovers()
	next.die()
	last := next.heir()
	last.recoversWith(in)
	last.settle()
	if n := len(append(next.projects("event", "left"), last.projects("event", "left")...)); n != 1 {
		t.Errorf("%d came", n)
	}
}
