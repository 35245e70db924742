package addin

import (
	"os"
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
