package addin

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestRecover_full: where neither the disk nor the server takes what the records of a dead run
// become, they stay in its ring, however often that is tried, and arrive when there is place.
func TestRecover_full(t *testing.T) {
	const records = 2 * maxUntold
	f := ready(t, "")
	for i := range records {
		f.leave("CaptureMessage", fmt.Sprint("left ", i))
	}
	project := filepath.Dir(f.worker.spools()[0].Dir())
	full := func() {
		if err := errors.Join(os.Rename(project, project+"-aside"), os.WriteFile(project, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	free := func() {
		if err := errors.Join(os.Remove(project), os.Rename(project+"-aside", project)); err != nil {
			t.Fatal(err)
		}
	}
	last := f
	for round := range 5 { // more often than processes may end over one record
		next, claim := f.claimed()
		next.server.status = 503
		if round > 0 {
			next.call(1, "CaptureMessage", fmt.Sprint("own ", round))
			for deadline := time.Now().Add(10 * time.Second); next.statistics(1).Retry.Failures == 0; time.Sleep(time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatal("the server refuses nothing")
				}
			}
		}
		p := next.worker.process
		ring, err := p.life.RingOf(claim.ID)
		if err != nil {
			t.Fatal(err)
		}
		r := p.beginRecovery(claim, ring, nil)
		full()
		for done := false; !done; {
			if done, err = r.step(); err != nil {
				t.Fatal(err)
			}
		}
		s := next.statistics(1)
		if inMemory := s.Queued + s.InFlight - s.Spooled; inMemory > maxUntold || round > 0 && inMemory > 1 {
			t.Errorf("round %d: %d wait in memory", round, inMemory)
		}
		if s.Recovered.Failed == "" {
			t.Errorf("round %d: nothing says that records stay", round)
		}
		free()
		if err := r.end(); err != errStays {
			t.Fatalf("round %d: %v", round, err)
		}
		next.die()
		last = next
	}
	heir := last.heir()
	s := heir.recovers()
	_, left := arrivals(t, heir)
	if want := records - maxUntold; left < want || s.Recovered.PassedOver != 0 || s.Recovered.Damaged != 0 {
		t.Errorf("%d left arrived, want at least %d: %+v", left, want, s.Recovered)
	}
}

// TestRecover_fullAtStart: so it is where the next process could not even make a folder of its own.
func TestRecover_fullAtStart(t *testing.T) {
	const records = 2 * maxUntold
	f := ready(t, "")
	for i := range records {
		f.leave("CaptureMessage", fmt.Sprint("left ", i))
	}
	project := filepath.Dir(f.worker.spools()[0].Dir())
	f.die()
	if err := errors.Join(os.Rename(project, project+"-aside"), os.WriteFile(project, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	next := f.heir()
	next.server.status = 503
	if !next.bool(1, "Init", testDSN, "") {
		t.Fatal(next.lastError(1))
	}
	for range 100 {
		if !next.worker.Recover() {
			break
		}
	}
	s := next.statistics(1)
	if inMemory := s.Queued + s.InFlight; s.Spooled != 0 || inMemory > maxUntold || s.Recovered.Failed == "" {
		t.Errorf("%d of %d wait in memory: %+v", inMemory, records, s.Recovered)
	}
	next.die()
	if err := errors.Join(os.Remove(project), os.Rename(project+"-aside", project)); err != nil {
		t.Fatal(err)
	}
	heir := next.heir()
	s = heir.recovers()
	if _, left := arrivals(t, heir); left < records-maxUntold {
		t.Errorf("%d left arrived, want at least %d: %+v", left, records-maxUntold, s.Recovered)
	}
}

// TestTakesNow: what came from a ring waits in memory only while the server takes it: not behind an
// error of it, and not behind a limit.
func TestTakesNow(t *testing.T) {
	for _, c := range []struct {
		status int
		takes  bool
	}{{200, true}, {503, false}, {429, false}} {
		f := ready(t, "")
		cl := f.worker.objects[1].client
		if !takesNow(cl) {
			t.Error("nothing is known of the server: it takes nothing")
		}
		f.server.status = c.status
		f.call(1, "CaptureMessage", "message")
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
			if answer := f.statistics(1).LastResponse; answer != nil && answer.Status == c.status {
				break
			} else if time.Now().After(deadline) {
				t.Fatalf("no answer %d", c.status)
			}
		}
		if takes := takesNow(cl); takes != c.takes {
			t.Errorf("after %d: it takes something: %v", c.status, takes)
		}
	}
}
