package addin

import (
	"strings"
	"testing"
)

// TestRecover_gapCompacted: the log of a run that lacks records goes on to say so when its heir writes it anew.
func TestRecover_gapCompacted(t *testing.T) {
	for _, compacts := range []bool{false, true} {
		f := ready(t, "")
		f.worker.life.Run.Log.Limit = 0 // no room
		f.call(1, "SetTag", "late", "gone")
		f.leave("SetTag", "other", "1")
		f.leave("CaptureMessage", "left late")
		next, claim := f.claimed()
		p := next.worker.process
		ring, err := p.life.RingOf(claim.ID)
		must(err)
		r := p.beginRecovery(claim, ring, nil)
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
