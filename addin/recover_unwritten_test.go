package addin

import "testing"

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
			f.die()
			next := f.heir()
			s := next.recovers()
			next.settle()
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
	f.die()
	next := f.heir()
	next.recovers()
	next.settle()
	if got := next.projects("event", "meant for 43"); len(got) != 1 || got[0] != "43" {
		t.Errorf("sent to %q", got)
	}
}
