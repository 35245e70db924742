package addin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/spool"
)

// TestRecover_unwrittenProject: an object that is initialised for another project while the state cannot be
// written sends nothing to its former one after a kill: what nobody knows the project of is counted.
func TestRecover_unwrittenProject(t *testing.T) {
	for _, closed := range []bool{false, true} {
		for _, read := range []bool{false, true} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "")
			f.bool(2, "Init", testDSN, "")
			f.worker.life.Run.Log.Limit = 0 // as a full /dev/shm, or states of 64 MB
			f.call(1, "SetTag", "a", "1")
			if f.worker.state.failed == "" {
				t.Fatal("the state was written")
			}
			if closed {
				f.bool(1, "Close", 1000)
			}
			f.bool(1, "Init", otherProject, "")
			entry := of(f, 1, "CaptureMessage", "meant for 43")
			f.write(entry)
			if read { // and not given up yet
				must(f.worker.Apply(entry))
				f.settle()
			}
			f.write(of(f, 2, "CaptureMessage", "meant for 42"))
			next, s := f.takenOver()
			for _, project := range append(f.projects("event", "meant for 43"), next.projects("event", "meant for 43")...) {
				if project != "43" {
					t.Errorf("closed %v, read %v: sent to %s", closed, read, project)
				}
			}
			if s.Recovered.Unknown != 1 {
				t.Errorf("closed %v, read %v: %+v", closed, read, s.Recovered)
			}
			if got := next.projects("event", "meant for 42"); len(got) != 1 || got[0] != "42" {
				t.Errorf("closed %v, read %v: what the log knows was sent to %q", closed, read, got)
			}
		}
	}
}

// TestRecover_writtenAgain: nothing is in doubt once the state could be written.
func TestRecover_writtenAgain(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "")
	log := f.worker.life.Run.Log
	limit := log.Limit
	log.Limit = 0
	f.call(1, "SetTag", "a", "1")
	f.bool(1, "Init", otherProject, "")
	log.Limit = limit
	f.worker.compactState()
	f.leave("CaptureMessage", "meant for 43")
	next, _ := f.takenOver()
	if got := next.projects("event", "meant for 43"); len(got) != 1 || got[0] != "43" {
		t.Errorf("sent to %q", got)
	}
}

// TestRecover_unwrittenClosed: what the log says of an object that was closed before it could be written again is what it
// sends no more, once it is initialised for another project.
func TestRecover_unwrittenClosed(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "")
	log := f.worker.life.Run.Log
	limit := log.Limit
	log.Limit = 0
	f.call(1, "SetTag", "a", "1")
	f.bool(1, "Init", otherProject, "")
	f.bool(1, "Close", 1000)
	log.Limit = limit
	f.worker.compactState() // as a minute later
	log.Limit = 0
	f.call(1, "SetTag", "a", "2")
	f.worker.compactState()
	f.bool(1, "Init", testDSN, "")
	f.write(of(f, 1, "CaptureMessage", "meant for 42"))
	next, s := f.takenOver()
	if sent := next.projects("event", "meant for 42"); len(sent) != 0 || s.Recovered.Unknown != 1 {
		t.Errorf("sent to %q, %+v", sent, s.Recovered)
	}
}

// TestRecover_closedThenUnwritten: nor does an object send to its former project that was closed while the log could
// be written, and initialised for another one when it could not.
func TestRecover_closedThenUnwritten(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "")
	f.bool(2, "Init", testDSN, "")
	f.bool(1, "Close", 1000)
	f.worker.life.Run.Log.Limit = 0
	f.call(2, "SetTag", "a", "1")
	if f.worker.state.failed == "" {
		t.Fatal("the state was written")
	}
	f.bool(1, "Init", otherProject, "")
	f.settle()
	f.write(of(f, 1, "CaptureMessage", "meant for 43"))
	next, s := f.takenOver()
	if sent := next.projects("event", "meant for 43"); len(sent) != 0 || s.Recovered.Unknown != 1 {
		t.Errorf("sent to %q, %+v", sent, s.Recovered)
	}
}

// TestRecover_unwrittenNoFolder: nor where the other project could not even have its folder.
func TestRecover_unwrittenNoFolder(t *testing.T) {
	for _, by := range []uint32{1, 3} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.bool(2, "Init", testDSN, "")
		f.worker.life.Run.Log.Limit = 0
		f.call(2, "SetTag", "a", "1")
		// The folder of that project cannot be made: no room on the disk, no rights.
		project := strings.Replace(filepath.Dir(f.worker.spools()[0].Dir()), filepath.Base(filepath.Dir(f.worker.spools()[0].Dir())), spool.Project(otherProject), 1)
		must(os.WriteFile(project, nil, 0o600))
		free := func() { must(os.Remove(project)) }
		f.bool(by, "Init", otherProject, "")
		free()
		f.write(of(f, by, "CaptureMessage", "meant for 43"))
		next, s := f.takenOver()
		if sent := next.projects("event", "meant for 43"); len(sent) != 0 || s.Recovered.Unknown != 1 {
			t.Errorf("object %d: sent to %q, %+v", by, sent, s.Recovered)
		}
	}
}
