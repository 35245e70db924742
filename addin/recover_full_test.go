package addin

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/client"
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
		free := inTheWay(project)
		steps(r)
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
	free := inTheWay(project)
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
	free()
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

// inTheWay puts a file in the place of a folder, and answers how it is taken away again.
func inTheWay(dir string) (free func()) {
	must(errors.Join(os.Rename(dir, dir+"-aside"), os.WriteFile(dir, nil, 0o600)))
	return func() { must(errors.Join(os.Remove(dir), os.Rename(dir+"-aside", dir))) }
}

// TestRecover_fullLines: lines of a log stay in the ring as well, if neither the disk nor the server takes
// them, and come once, in few envelopes, when there is place.
func TestRecover_fullLines(t *testing.T) {
	const lines = client.MaxBatch + maxUntold
	for name, away := range map[string]bool{"the server is away": true, "nothing is known of the server": false} {
		f := ready(t, "")
		for i := range lines {
			f.leave("Log", "info", fmt.Sprint("line ", i))
		}
		next, claim := f.claimed()
		if next.server.status = 503; away {
			next.awayFor()
		}
		r := next.recovery(claim)
		free := inTheWay(filepath.Dir(f.worker.spools()[0].Dir()))
		steps(r)
		free()
		if err := r.end(); err != errStays {
			t.Fatalf("%s: %v", name, err)
		}
		next.die()
		heir := next.heir()
		s := heir.recovers()
		heir.settle()
		came, least := 0, lines
		if !away {
			least -= maxUntold
		}
		for i := range lines {
			if n := strings.Count(strings.Join(heir.payloads("log"), ""), fmt.Sprintf(`"line %d"`, i)); n == 1 {
				came++
			} else if n > 1 {
				t.Errorf("%s: line %d came %d times", name, i, n)
			}
		}
		if envelopes := len(heir.payloads("log")); came < least || envelopes > 2 {
			t.Errorf("%s: %d of %d lines came in %d envelopes: %+v, dropped %v", name, came, lines, envelopes, s.Recovered, s.Dropped)
		}
	}
}

// TestRecover_fullEnds: the transactions and sessions that a dead run left open are told of when there is place
// for that, if neither the disk nor the server takes it before.
func TestRecover_fullEnds(t *testing.T) {
	const options = `{"release":"1","tracesSampleRate":1}`
	f := newFixture(t)
	f.bool(1, "Init", testDSN, options)
	f.call(1, "StartTransaction", "Обмен", "task")
	f.call(1, "StartSession")
	f.settle()
	next, claim := f.claimed()
	next.awayFor()
	r := next.recovery(claim)
	free := inTheWay(filepath.Dir(f.worker.spools()[0].Dir()))
	steps(r)
	if err := r.end(); err == nil {
		t.Error("nothing stays")
	}
	if s := next.statistics(1); s.Queued > 1 || s.Recovered.Failed == "" {
		t.Errorf("%d wait, told is %q", s.Queued, s.Recovered.Failed)
	}
	free()
	next.die()
	heir := next.heir()
	s := heir.recoversWith(options)
	heir.settle() // another client may have them
	if transactions, sessions := len(heir.payloads("transaction")), len(heir.payloads("session")); transactions != 1 || sessions != 1 {
		t.Errorf("%d transactions, %d ends of sessions: %+v, dropped %v", transactions, sessions, s.Recovered, s.Dropped)
	}
}

// payloads are what came of a type of items.
func (f *fixture) payloads(kind string) (all []string) {
	f.server.mu.Lock()
	defer f.server.mu.Unlock()
	for _, e := range f.server.envelopes {
		for _, i := range e.Items {
			if i.Type() == kind {
				all = append(all, string(i.Payload))
			}
		}
	}
	return all
}
