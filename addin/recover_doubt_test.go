package addin

import (
	"strings"
	"testing"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// TestRecover_doubtOpenTwice: what is open of an object in doubt is ended by the process after the one that read
// another's Init, too.
func TestRecover_doubtOpenTwice(t *testing.T) {
	third := strings.Replace(testDSN, "/42", "/44", 1)
	for count := range 3 {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, traced)
		f.bool(2, "Init", testDSN, traced)
		f.bool(3, "Init", testDSN, traced)
		f.call(3, "StartSession")
		open := recordtest.Call{Object: 3, Args: []any{"open", "op"}}
		open.ID[0], open.ID[7] = 0xA0, 1
		f.apply(open, "StartTransaction")
		f.settle()
		f.worker.life.Run.Log.Limit = 0
		f.call(1, "SetTag", "a", "1")
		f.bool(1, "Init", otherProject, "")
		f.bool(2, "Init", otherProject, "")
		f.settle()
		f.write(of(f, 1, "Init", third, ""))
		f.write(of(f, 1, "CaptureMessage", "meant for 44"))
		f.die()
		next := f.heir()
		next.bool(1, "Init", testDSN, "")
		if count > 0 {
			next.takesSome(f, count)
		}
		next.pauses()
		next.die()
		last := next.heir()
		s := last.recovers()
		last.settle()
		got := append(next.projects("event", "meant for 44"), last.projects("event", "meant for 44")...)
		if len(got) != 1 || got[0] != "44" {
			t.Errorf("heir ended after %d: sent to %q, %+v", count, got, s.Recovered)
		}
		tx := len(last.projects("transaction", "open")) + len(next.projects("transaction", "open"))
		_, ends := last.sessions()
		if tx != 1 || len(ends) != 1 {
			t.Errorf("heir ended after %d: %d transactions, %d ends of sessions, %+v", count, tx, len(ends), s.Recovered)
		}
	}
}

// TestRecover_doubtParked: so is what is open of one that waits under its key, or shares it.
func TestRecover_doubtParked(t *testing.T) {
	third := strings.Replace(testDSN, "/42", "/44", 1)
	for _, kind := range []string{"parked", "shared", "plain"} {
		for count := range 3 {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, traced)
			f.bool(2, "Init", testDSN, traced)
			key := "k"
			if kind == "plain" {
				key = ""
			}
			f.bool(3, "Init", testDSN, traced, key)
			if kind == "shared" {
				f.bool(4, "Init", testDSN, traced, key)
			}
			f.call(3, "StartSession")
			open := recordtest.Call{Object: 3, Args: []any{"open", "op"}}
			open.ID[0], open.ID[7] = 0xA0, 1
			f.apply(open, "StartTransaction")
			if kind == "parked" {
				f.count++
				must(f.worker.Apply(recordtest.Call{Object: 3, Method: record.MethodDestroyed, Sequence: f.count, At: f.now}.Encode()))
			}
			f.settle()
			f.worker.life.Run.Log.Limit = 0
			f.call(1, "SetTag", "a", "1")
			f.bool(1, "Init", otherProject, "")
			f.bool(2, "Init", otherProject, "")
			f.settle()
			f.write(of(f, 1, "Init", third, ""))
			f.write(of(f, 1, "CaptureMessage", "meant for 44"))
			f.die()
			next := f.heir()
			next.bool(1, "Init", testDSN, "")
			if count > 0 {
				next.takesSome(f, count)
			}
			next.pauses()
			next.die()
			last := next.heir()
			s := last.recovers()
			last.settle()
			tx := len(last.projects("transaction", "open")) + len(next.projects("transaction", "open"))
			_, ends := last.sessions()
			_, ends2 := next.sessions()
			if tx != 1 || len(ends)+len(ends2) != 1 {
				t.Errorf("%s: heir ended after %d: %d transactions, %d ends of sessions, %+v", kind, count, tx, len(ends)+len(ends2), s.Recovered)
			}
		}
	}
}

// TestRecover_doubtOnly: in a run of one project what an object in doubt captures is sent by the process after the one
// that read another's Init, too.
func TestRecover_doubtOnly(t *testing.T) {
	for _, open := range []bool{false, true} {
		for count := range 3 {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "")
			f.bool(2, "Init", testDSN, `{"release":"1"}`)
			if open {
				f.call(2, "StartSession")
			}
			f.call(1, "CaptureMessage", "first")
			f.settle()
			must(f.worker.life.Run.Log.Doubt(1))
			must(f.worker.life.Run.Log.Doubt(2))
			f.write(of(f, 1, "Init", testDSN, `{"release":"2"}`))
			f.write(of(f, 2, "CaptureMessage", "left"))
			f.die()
			next := f.heir()
			next.bool(1, "Init", testDSN, "")
			if count > 0 {
				next.takesSome(f, count)
			}
			next.pauses()
			next.die()
			last := next.heir()
			s := last.recovers()
			last.settle()
			got := append(next.projects("event", "left"), last.projects("event", "left")...)
			if len(got) != 1 {
				t.Errorf("open %v: heir ended after %d: sent to %q, %+v", open, count, got, s.Recovered)
			}
		}
	}
}
