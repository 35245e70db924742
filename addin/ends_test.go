package addin

import (
	"strings"
	"testing"
	"time"
)

// withTraces are options with which sessions and transactions are sent.
const withTraces = `{"release":"1","tracesSampleRate":1}`

// counts are how many transactions and ends of sessions came.
func (f *fixture) counts() (transactions, ends int) {
	f.t.Helper()
	f.settle()
	_, ended := f.sessions()
	return len(f.items("transaction")), len(ended)
}

// TestTransaction_endsOnce: a transaction and a session that ended with the object's work are not
// ended again by the next process.
func TestTransaction_endsOnce(t *testing.T) {
	for name, end := range map[string]func(f *fixture){
		"Close":          func(f *fixture) { f.bool(1, "Close", 10000) },
		"Init off":       func(f *fixture) { f.bool(1, "Init", "off") },
		"Init in memory": func(f *fixture) { f.bool(1, "Init", testDSN, `{"release":"2","memoryOnly":true}`) },
		"nobody comes":   func(f *fixture) { f.destroy(1); f.worker.endParked(time.Now().Add(2*parkedFor), false) },
		"another project": func(f *fixture) {
			f.destroy(1)
			f.bool(2, "Init", strings.Replace(testDSN, "/42", "/43", 1), `{"memoryOnly":true}`, "k")
		},
	} {
		for _, session := range []bool{false, true} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, withTraces, "k")
			f.call(1, "StartTransaction", "Обмен", "task")
			if session {
				f.call(1, "StartSession")
			}
			end(f)
			transactions, ends := f.counts()
			f.die()
			next := f.heir()
			next.recoversWith(withTraces)
			again, endsAgain := next.counts()
			if transactions != 1 || again != 0 || (ends == 1) != session || endsAgain != 0 {
				t.Errorf("%s: %d and %d transactions, %d and %d ends of sessions (one: %v)", name, transactions, again, ends, endsAgain, session)
			}
		}
	}
}

// TestScopeKey_changes: an object that takes a key takes along what it has open; one that takes
// another key, or one under which something was gathered, ends what it leaves.
func TestScopeKey_changes(t *testing.T) {
	for _, c := range []struct {
		what, before string
		used         bool
		open         bool
	}{{"a key", "", false, true}, {"another key", "k1", false, false}, {"a key that others use", "", true, false}} {
		f := newFixture(t)
		if c.used {
			f.bool(2, "Init", testDSN, withTraces, "k2")
		}
		f.bool(1, "Init", testDSN, withTraces, c.before)
		f.call(1, "StartSession")
		span := f.start("StartTransaction", "Обмен", "task")
		f.bool(1, "Init", testDSN, withTraces, "k2")
		if transactions, ends := f.counts(); (transactions == 0) != c.open || (ends == 0) != c.open {
			t.Errorf("%s: %d transactions and %d ends of sessions", c.what, transactions, ends)
		}
		if c.open {
			f.call(1, "FinishSpan", span)
		}
		f.destroy(1)
		f.destroy(2)
		f.worker.endParked(time.Now().Add(2*parkedFor), false)
		if transactions, ends := f.counts(); transactions != 1 || ends != 1 {
			t.Errorf("%s: at the end %d transactions and %d ends of sessions, want one of each", c.what, transactions, ends)
		}
		if len(f.worker.objects)+len(f.worker.keyed) != 0 {
			t.Errorf("%s: %d objects and %d keys are left", c.what, len(f.worker.objects), len(f.worker.keyed))
		}
	}
}

// TestScopeKey_closed: what objects have open under a key ends once, when none of them goes on.
func TestScopeKey_closed(t *testing.T) {
	for what, c := range map[string]struct {
		does     func(f *fixture)
		lasts    bool // until nobody came back
		restarts bool
	}{
		"both are closed":                {func(f *fixture) { f.bool(1, "Close", 1000); f.bool(2, "Close", 1000) }, false, false},
		"one is closed, the other gone":  {func(f *fixture) { f.bool(1, "Close", 1000); f.destroy(2) }, true, false},
		"the closed one is gone as well": {func(f *fixture) { f.bool(1, "Close", 1000); f.destroy(2); f.destroy(1) }, true, false},
		"the closed one comes back":      {func(f *fixture) { f.bool(1, "Close", 1000); f.destroy(2); f.bool(1, "Init", testDSN, withTraces, "k") }, true, true},
	} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.bool(2, "Init", testDSN, withTraces, "k")
		f.call(1, "StartSession")
		f.call(1, "StartTransaction", "Обмен", "task")
		c.does(f)
		if transactions, ends := f.counts(); (transactions == 0) != c.lasts || (ends == 0) != c.lasts {
			t.Errorf("%s: %d transactions and %d ends of sessions", what, transactions, ends)
		}
		if c.restarts {
			f.call(1, "CaptureMessage", "in the transaction")
			f.settle()
			want(t, f.event(), "Обмен", "transaction")
		}
		f.destroy(1)
		f.destroy(2)
		f.worker.endParked(time.Now().Add(2*parkedFor), false)
		if transactions, ends := f.counts(); transactions != 1 || ends != 1 {
			t.Errorf("%s: at the end %d transactions and %d ends of sessions, want one of each", what, transactions, ends)
		}
	}
}

// TestScopeKey_twoSessions: an object that goes to another project with a key ends its own session
// and that of the key; the next process, which finds the call, does the same.
func TestScopeKey_twoSessions(t *testing.T) {
	other := strings.Replace(testDSN, "/42", "/43", 1)
	for _, killed := range []bool{false, true} {
		f := newFixture(t)
		f.bool(2, "Init", testDSN, withTraces, "k")
		f.call(2, "StartSession")
		f.destroy(2)
		f.bool(1, "Init", testDSN, withTraces)
		f.call(1, "StartSession")
		f.settle()
		if killed {
			f.leave("Init", other, withTraces, "k")
			f.die()
			f = f.heir()
			f.recoversWith(withTraces)
		} else {
			f.bool(1, "Init", other, withTraces, "k")
		}
		ended := map[string]bool{}
		f.settle()
		_, ends := f.sessions()
		for _, s := range ends {
			ended[s.Text("sid")] = true
		}
		if len(ended) != 2 || len(ends) != 2 {
			t.Errorf("killed %v: %d ends of %d sessions, want those of 2", killed, len(ends), len(ended))
		}
	}
}

// TestScopeKey_flush: an object that goes on with a key in another project waits for what it sends
// there, not for what was ended in the former one.
func TestScopeKey_flush(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, withTraces, "k")
	for range 5 { // numbers of entries belong to one delivery
		f.call(1, "CaptureMessage", "before")
	}
	f.call(1, "StartTransaction", "Обмен", "task")
	f.destroy(1)
	f.settle()
	f.bool(2, "Init", strings.Replace(testDSN, "/42", "/43", 1), withTraces, "k")
	f.call(2, "CaptureMessage", "mine")
	if began := time.Now(); !f.bool(2, "Flush", 5000) {
		t.Errorf("not all was sent after %v", time.Since(began))
	}
	if transactions, _ := f.counts(); transactions != 1 {
		t.Errorf("%d transactions", transactions)
	}
}
