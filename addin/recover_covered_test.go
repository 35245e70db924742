package addin

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// both leaves the record of a call in the ring and interprets it, too: the process is killed after
// the log has it, and before the ring has given it up.
func (f *fixture) both(name string, args ...any) {
	f.t.Helper()
	f.leave(name, args...)
	f.count--
	f.call(1, name, args...)
}

// TestRecover_coveredInit: an Init that was followed by what the log has does not take back what is
// said there of the scope.
func TestRecover_coveredInit(t *testing.T) {
	f := ready(t, "")
	f.both("Init", testDSN, "")
	f.both("SetContext", "big", recordtest.Bad(record.BadMemory, 90<<10))
	f.leave("CaptureMessage", "left")
	f.die()
	next := f.heir()
	next.recovers()
	if came, told := next.lacks("event", "left"); !came || !told {
		t.Errorf("came %v, tells that its scope lacks something: %v", came, told)
	}
}

// TestRecover_coveredClose: a Close, or an Init with another project, ends nothing that was begun
// after it.
func TestRecover_coveredClose(t *testing.T) {
	for name, before := range map[string]func(f *fixture){
		"another project": func(f *fixture) {
			f.both("Init", strings.Replace(testDSN, "/42", "/43", 1), withTraces)
			f.both("Init", testDSN, withTraces)
		},
		"closed": func(f *fixture) { f.both("Close", 0); f.both("Init", testDSN, withTraces) },
	} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces)
		before(f)
		f.both("StartSession")
		f.both("StartTransaction", "Обмен", "task")
		f.settle()
		f.leave("FinishSpan", "")
		f.leave("EndSession", "exited")
		f.die()
		next := f.heir()
		next.recoversWith(withTraces)
		next.settle()
		tx := next.only("transaction")
		_, ends := next.sessions()
		if status := tx.Text("contexts", "trace", "status"); status != "ok" || len(ends) != 1 || ends[0].Text("status") != "exited" {
			t.Errorf("%s: the transaction ended as %q, sessions as %v", name, status, ends)
		}
	}
}

// TestRecover_openEnds: a transaction that is left open ends when its object was heard of last,
// whether its state was written anew or not, and beside a record of any number of attachments.
func TestRecover_openEnds(t *testing.T) {
	for _, compacted := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces)
		f.call(1, "StartTransaction", "Обмен", "task")
		for i := range 100 {
			f.call(1, "AddAttachment", fmt.Sprint(i, ".txt"), "x")
		}
		f.now = f.now.Add(10 * time.Minute)
		f.call(1, "SetTag", "a", "1")
		heard := f.now
		if compacted {
			f.worker.compactState()
		} else {
			f.leave("CaptureMessage", "left")
			heard = f.now
		}
		f.die()
		next := f.heir()
		next.recoversWith(withTraces)
		tx := next.only("transaction")
		if end, want := tx.Text("timestamp"), heard.UTC().Format("2006-01-02T15:04:05.000Z"); end != want {
			t.Errorf("compacted %v: it ended at %s, want %s", compacted, end, want)
		}
	}
}
