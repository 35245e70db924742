package addin

import (
	"fmt"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// forgets is 1C's end of an object, in its place among the records.
func (f *fixture) forgets(object uint32) {
	f.count++
	must(f.worker.Apply(recordtest.Call{Object: object, Method: record.MethodDestroyed, Sequence: f.count, At: f.now}.Encode()))
	f.worker.Keep()
}

// giveUpClients lets the clients go that nobody has used for long.
func (f *fixture) giveUpClients() {
	for i := range 4 {
		giveUpClients(f.worker, time.Now().Add(time.Duration(i)*clientKept))
	}
}

// TestKey_parkedAnew: what waits under a key that a closed object has, too, is there after the log was written anew.
func TestKey_parkedAnew(t *testing.T) {
	bad := 0
	for range 30 {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "", "k")
		f.bool(1, "Close", 1000)
		f.bool(2, "Init", testDSN, "", "k")
		f.call(2, "SetTag", "a", "1")
		f.forgets(2)
		f.worker.compactState()
		last := f.after(true, "", of(f, 1, "Init", testDSN, "", "other"), of(f, 3, "Init", testDSN, "", "k"), of(f, 3, "CaptureMessage", "left"))
		if tag := last.event().Text("tags", "a"); tag != "1" {
			bad++
		}
	}
	if bad > 0 {
		t.Errorf("%d of 30 lost the tag", bad)
	}
}

// TestKey_goneWithClosed: an object that goes on in memory leaves what it shared to a closed one.
func TestKey_goneWithClosed(t *testing.T) {
	for _, key := range []string{"k", "other"} {
		for _, killed := range []bool{false, true} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "", "k")
			f.call(1, "SetUser", "alice")
			f.bool(1, "Close", 1000)
			f.bool(2, "Init", testDSN, "", "k")
			f.bool(2, "Init", testDSN, `{"memoryOnly":true}`, key)
			last := f.after(killed, "", of(f, 1, "Init", testDSN, "", "k"), of(f, 1, "CaptureMessage", "left"))
			if user := last.event().Text("user", "id"); user != "alice" {
				t.Errorf("key %s, killed %v: the event has user %q", key, killed, user)
			}
		}
	}
}

// TestKey_closedLong: what was closed so long ago that its client is gone waits all the same.
func TestKey_closedLong(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "", "k")
	f.bool(9, "Init", otherProject, "")
	f.call(1, "SetUser", "alice")
	f.bool(1, "Close", 1000)
	f.settle()
	f.giveUpClients()
	f.forgets(1)
	f.bool(3, "Init", testDSN, "", "k")
	f.call(3, "CaptureMessage", "left")
	f.settle()
	if user := f.event().Text("user", "id"); user != "alice" {
		t.Errorf("the event has user %q", user)
	}
}

// TestKey_closedLongTwo: and of two.
func TestKey_closedLongTwo(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "", "k")
	f.call(1, "SetUser", "alice")
	f.bool(2, "Init", testDSN, `{"release":"2"}`, "k")
	f.bool(1, "Close", 1000)
	f.bool(2, "Close", 1000)
	f.settle()
	f.giveUpClients()
	f.forgets(2)
	f.forgets(1)
	f.bool(3, "Init", testDSN, "", "k")
	f.call(3, "CaptureMessage", "left")
	f.settle()
	if user := f.event().Text("user", "id"); user != "alice" {
		t.Errorf("the event has user %q", user)
	}
}

// TestKey_closedLongClient: and where the client of its key is there.
func TestKey_closedLongClient(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "", "k")
	f.call(1, "SetUser", "alice")
	f.bool(2, "Init", testDSN, `{"release":"2"}`, "k")
	f.forgets(2)
	f.bool(1, "Close", 1000)
	f.settle()
	f.giveUpClients()
	f.forgets(1)
	f.bool(3, "Init", testDSN, "", "k")
	f.call(3, "CaptureMessage", "left")
	f.settle()
	if user := f.event().Text("user", "id"); user != "alice" {
		t.Errorf("the event has user %q", user)
	}
}

// TestRecover_closedLong: it is there after a kill, too, however the log was written.
func TestRecover_closedLong(t *testing.T) {
	for _, how := range []string{"living", "killed", "compacted"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.bool(9, "Init", otherProject, "")
		f.call(1, "SetUser", "alice")
		f.bool(1, "Close", 1000)
		f.settle()
		f.giveUpClients()
		if how == "compacted" {
			f.worker.compactState()
		}
		last := f.after(how != "living", "", of(f, 1, "Init", testDSN, ""), of(f, 1, "CaptureMessage", "left"))
		if user := last.event().Text("user", "id"); user != "alice" {
			t.Errorf("%s: the event has user %q", how, user)
		}
	}
}

// TestKey_backWithout: an object that comes back to its key by an Init without one, for whichever project, has
// what waits there: it is no more what nobody came back for.
func TestKey_backWithout(t *testing.T) {
	for _, dsn := range []string{testDSN, otherProject} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.bool(1, "Close", 1000)
		f.bool(2, "Init", testDSN, withTraces, "k")
		f.call(2, "SetUser", "alice")
		f.forgets(2)
		f.bool(1, "Init", dsn, withTraces)
		f.call(1, "SetTag", "a", "1")
		f.worker.endParked(time.Now().Add(2*parkedFor), false)
		f.call(1, "CaptureMessage", "left")
		f.settle()
		e := f.event()
		if user, tag := e.Text("user", "id"), e.Text("tags", "a"); user != "alice" || tag != "1" {
			t.Errorf("%s: user %q, tag %q", dsn, user, tag)
		}
	}
}

// TestKey_backWithoutOpens: what it opens is sent to its project, also if what waited has expired.
func TestKey_backWithoutOpens(t *testing.T) {
	for _, expired := range []string{"no", "before", "after"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.bool(1, "Close", 1000)
		f.bool(2, "Init", testDSN, withTraces, "k")
		f.call(2, "SetUser", "alice")
		f.forgets(2)
		if expired == "before" {
			f.worker.endParked(time.Now().Add(2*parkedFor), false)
		}
		f.bool(1, "Init", otherProject, withTraces)
		f.call(1, "StartTransaction", "обмен", "task")
		f.call(1, "StartSession")
		if expired == "after" {
			f.worker.endParked(time.Now().Add(2*parkedFor), false)
		}
		f.forgets(1)
		f.worker.endParked(time.Now().Add(6*parkedFor), false)
		f.settle()
		if got := f.projects("transaction", "обмен"); len(got) != 1 || got[0] != "43" {
			t.Errorf("expired %s: the transaction came to %q", expired, got)
		}
		if got := f.projects("session", "exited"); len(got) != 1 || got[0] != "43" {
			t.Errorf("expired %s: the end of the session came to %q", expired, got)
		}
	}
}

// TestKey_expiredBack: what expired under a key that a closed object has is left to that one.
func TestKey_expiredBack(t *testing.T) {
	for _, what := range []string{"lives", "killed", "lives, gone"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.bool(1, "Close", 1000)
		f.bool(2, "Init", testDSN, withTraces, "k")
		f.forgets(2)
		f.worker.endParked(time.Now().Add(2*parkedFor), false)
		f.worker.Keep()
		f.bool(1, "Init", testDSN, withTraces)
		f.call(1, "SetUser", "alice")
		if what == "lives, gone" {
			f.call(1, "StartTransaction", "tx", "task")
			f.forgets(1)
			f.worker.endParked(time.Now().Add(6*parkedFor), false)
			f.settle()
			if n := len(f.projects("transaction", "tx")); n != 1 || len(f.worker.objects) > 0 {
				t.Errorf("%s: %d transactions, %d objects", what, n, len(f.worker.objects))
			}
			continue
		}
		last := f.after(what == "killed", withTraces, of(f, 3, "Init", testDSN, withTraces, "k"), of(f, 3, "CaptureMessage", "left"))
		if user := last.event().Text("user", "id"); user != "alice" {
			t.Errorf("%s: user %q", what, user)
		}
	}
}

// TestKey_closedTwice: closing twice forgets nothing.
func TestKey_closedTwice(t *testing.T) {
	for _, killed := range []bool{false, true} {
		for name, ends := range map[string]func(f *fixture){
			"Close, Close": func(f *fixture) { f.bool(1, "Close", 1000); f.bool(1, "Close", 1000) },
			"Close, off":   func(f *fixture) { f.bool(1, "Close", 1000); f.bool(1, "Init", "off") },
			"off, Close":   func(f *fixture) { f.bool(1, "Init", "off"); f.bool(1, "Close", 1000) },
		} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "", "k")
			f.call(1, "SetUser", "alice")
			ends(f)
			f.forgets(1)
			last := f.after(killed, "", of(f, 3, "Init", testDSN, "", "k"), of(f, 3, "CaptureMessage", "left"))
			if user := last.event().Text("user", "id"); user != "alice" {
				t.Errorf("killed %v, %s: the event has user %q", killed, name, user)
			}
		}
	}
}

// TestKey_clockBack: under a clock that went back the last of too many that wait for their keys gives way at once.
func TestKey_clockBack(t *testing.T) {
	f := newFixture(t)
	for i := range maxParked + 1 {
		f.bool(uint32(10+i), "Init", testDSN, "", fmt.Sprint("k", i))
		f.now = f.now.Add(time.Millisecond)
		if i == maxParked {
			f.now = f.now.Add(-time.Hour)
		}
		f.destroy(uint32(10 + i))
	}
	for _, cl := range f.worker.clients {
		if cl.Objects != 0 {
			t.Errorf("%d objects", cl.Objects)
		}
	}
}
