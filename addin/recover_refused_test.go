package addin

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/spool"
)

// TestRecover_refusedInInit: a record of a dead run that finds no place in the middle of Init leaves
// nothing in the log of the living process.
func TestRecover_refusedInInit(t *testing.T) {
	for _, full := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces)
		for i := range 50 {
			f.call(1, "SetTag", "of", fmt.Sprint("dead ", i))
		}
		f.call(1, "StartTransaction", "Обмен", "task")
		f.leave("Init", strings.Replace(testDSN, "/42", "/43", 1), withTraces)
		f.leave("CaptureMessage", "left by the dead")
		next, claim := f.claimed()
		next.awayFor()
		next.call(1, "SetTag", "of", "heir")
		r := next.recovery(claim)
		free := func() {}
		if full {
			free = inTheWay(filepath.Dir(f.worker.spools()[0].Dir()))
		}
		steps(r)
		free()
		_ = r.end()
		next.leave("CaptureMessage", "left by the heir")
		next.die()
		last := next.heir()
		s := last.recoversWith(withTraces)
		last.settle()
		if n := last.arrived("event", "left by the heir"); n != 1 {
			t.Errorf("full %v: the heir's own event came %d times: %+v dropped %v", full, n, s.Recovered, s.Dropped)
		} else {
			for _, p := range last.payloads("event") {
				if strings.Contains(p, "left by the heir") && !strings.Contains(p, `"of":"heir"`) {
					t.Errorf("full %v: wrong scope: %s", full, p)
				}
			}
		}
	}
}

// TestRecover_noLog: nor does a dead run whose log can neither be read nor written anew.
func TestRecover_noLog(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, withTraces)
	for i := range 50 {
		f.call(1, "SetTag", "of", fmt.Sprint("dead ", i))
	}
	f.leave("Init", strings.Replace(testDSN, "/42", "/43", 1), withTraces)
	f.leave("CaptureMessage", "left by the dead")
	overwrite(t, f.worker.life.Run.Log.Path(), 3, []byte{0xFF}) // damaged
	blocked := f.worker.life.Run.Log.Path() + ".tmp"            // and no room for another
	for _, path := range []string{blocked, blocked + ".damaged"} {
		must(os.MkdirAll(filepath.Join(path, "x"), 0o700))
	}
	next, claim := f.claimed()
	next.call(1, "SetTag", "of", "heir")
	r := next.recovery(claim)
	steps(r)
	_ = r.end()
	next.leave("CaptureMessage", "left by the heir")
	next.die()
	last := next.heir()
	s := last.recoversWith(withTraces)
	last.settle()
	for _, p := range last.payloads("event") {
		if strings.Contains(p, "left by the heir") && !strings.Contains(p, `"of":"heir"`) {
			t.Errorf("wrong scope: %s", p)
		}
	}
	if n := last.arrived("event", "left by the heir"); n != 1 {
		t.Errorf("the heir's own event came %d times: %+v dropped %v", n, s.Recovered, s.Dropped)
	}
}

// TestRecover_folderBeside: the folder of another run, of a newer version, in the project that a record
// leads to holds up nothing that the run left.
func TestRecover_folderBeside(t *testing.T) {
	other := strings.Replace(testDSN, "/42", "/43", 1)
	for _, foreign := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.leave("Init", other, "")
		f.leave("CaptureMessage", "left 1")
		g := f.heir()
		g.server.status = 503
		g.bool(1, "Init", other, "")
		g.call(1, "CaptureMessage", "of a newer version")
		if foreign {
			owner := filepath.Join(g.worker.spools()[0].Dir(), spool.OwnerFile)
			whole, err := os.ReadFile(owner)
			must(err)
			must(os.WriteFile(owner, bytes.Replace(whole, []byte(" 1 "), []byte(" 2 "), 1), 0o600))
		}
		next, claim := f.claimed() // g lives
		err := next.takes(claim)
		next.settle()
		if n := next.arrived("event", "left 1"); n != 1 || err != nil {
			t.Errorf("foreign %v: came %d times, %v", foreign, n, err)
		}
	}
}

// TestRecover_endsOverInterpreted: a record that was interpreted is not lost because processes ended over it.
func TestRecover_endsOverInterpreted(t *testing.T) {
	f := ready(t, "")
	f.covered(true, []any{"CaptureMessage", "event"}, []any{"SetTag", "a", "1"})
	const attemptsAt = 52
	overwrite(t, f.host.ring, attemptsAt, []byte{3})
	next := f.heir()
	s := next.recovers()
	if s.Recovered.PassedOver != 0 || len(s.Dropped) != 0 {
		t.Errorf("%+v, dropped %v, arrived %d", s.Recovered, s.Dropped, next.arrived("event", "event"))
	}
}

// TestRecover_halfInMemory: a record of which a part waits in memory waits there as a whole, and comes once.
func TestRecover_halfInMemory(t *testing.T) {
	f := ready(t, "")
	f.leave("CaptureMessage", "plain")
	f.leave("AddAttachment", "a.txt", "text")
	for i := range 20 {
		f.leave("CaptureMessage", fmt.Sprint("left ", i))
	}
	f.die()
	next := f.heir()
	hang := make(chan struct{})
	next.worker.roundTripper = gate{next.worker.roundTripper, hang}
	if !next.bool(1, "Init", testDSN, "") {
		t.Fatal(next.lastError(1))
	}
	claim := f.claimAgain()
	r := next.recovery(claim)
	free := inTheWay(filepath.Dir(f.worker.spools()[0].Dir()))
	steps(r)
	free()
	if err := r.end(); err != errStays {
		t.Fatal(err)
	}
	close(hang)
	next.settle()
	if err := next.takes(f.claimAgain()); err != nil {
		t.Fatal(err)
	}
	next.settle()
	ids := map[string]int{}
	for _, e := range next.events() {
		ids[e.Text("event_id")+e.Text("logentry", "formatted")]++
	}
	for id, n := range ids {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
	if len(ids) != 21 {
		t.Errorf("%d events", len(ids))
	}
}

// gate lets requests through when it is opened.
type gate struct {
	http.RoundTripper
	open chan struct{}
}

func (g gate) RoundTrip(r *http.Request) (*http.Response, error) {
	<-g.open
	return g.RoundTripper.RoundTrip(r)
}

// TestRecover_interpretedDamaged: what says which records were interpreted and cannot be read costs itself.
func TestRecover_interpretedDamaged(t *testing.T) {
	f := ready(t, "")
	f.leave("CaptureMessage", "left")
	must(f.worker.life.Run.Log.Append(record.Append(nil, record.MethodInterpreted, 0, 0, []byte("x"))))
	next, claim := f.claimed()
	for range 3 {
		if err := next.takes(claim); err == nil {
			break
		}
		claim = f.claimAgain()
	}
	next.settle()
	if n := next.arrived("event", "left"); n != 1 {
		t.Errorf("came %d times", n)
	}
}
