package addin

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// gone is the record of the end of object 1.
func (f *fixture) gone() []byte {
	f.count++
	return recordtest.Call{Object: 1, Method: record.MethodDestroyed, Sequence: f.count, At: f.now}.Encode()
}

// partings are ways in which object 1 goes and leaves its key to another.
var partings = map[string]func(f *fixture){
	"plain": func(f *fixture) { must(f.worker.Apply(f.gone())); f.worker.Keep() },
	"changed": func(f *fixture) {
		must(f.worker.Apply(append(f.encoded("SetTag", "password", "secret"), f.gone()...)))
		f.worker.Keep()
	},
	"error": func(f *fixture) {
		must(f.worker.Apply(append(f.encoded("CaptureMessage", "m", "error"), f.gone()...)))
		f.worker.Keep()
	},
	"compacted": func(f *fixture) { must(f.worker.Apply(f.gone())); f.worker.Keep(); f.worker.compactState() },
}

// endsAfter lets the next process take over a run in which something was open under the release "after":
// there it must end, once. What was open before may end there as well.
func (f *fixture) endsAfter(what string) {
	f.t.Helper()
	next := f.heir()
	next.recoversWith(withTraces)
	next.settle()
	_, ends := next.sessions()
	transactions := next.items("transaction")
	if len(ends) == 0 || len(transactions) != 1 {
		f.t.Errorf("%s: %d ends of sessions and %d transactions", what, len(ends), len(transactions))
	}
	for _, e := range ends {
		if release := e.Text("attrs", "release"); release != "after" {
			f.t.Errorf("%s: the session ended in release %q", what, release)
		}
	}
	for _, e := range transactions {
		if !strings.Contains(string(e.Payload), `"release":"after"`) {
			f.t.Errorf("%s: the transaction ended in another release: %s", what, e.Payload)
		}
	}
}

// TestRecover_keyTaken: what an object that came for a key has open when its process is killed ends with
// its own options, not with those of the one that left it the key.
func TestRecover_keyTaken(t *testing.T) {
	other := strings.Replace(testDSN, "/42", "/43", 1)
	const after = `{"release":"after","tracesSampleRate":1}`
	for _, dsn := range []string{testDSN, other} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.call(1, "StartSession")
		f.destroy(1)
		f.bool(2, "Init", dsn, after, "k")
		f.call(2, "StartSession")
		f.call(2, "StartTransaction", "Обмен", "task")
		f.settle()
		f.die()
		f.endsAfter(dsn)
	}
}

// TestRecover_keyParked: so it is however that one went.
func TestRecover_keyParked(t *testing.T) {
	const after = `{"release":"after","tracesSampleRate":1}`
	for name, leaves := range partings {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.call(1, "StartSession")
		leaves(f)
		f.bool(2, "Init", testDSN, after, "k")
		f.call(2, "StartSession")
		f.call(2, "StartTransaction", "Обмен", "task")
		f.settle()
		f.die()
		f.endsAfter(name)
	}
}

// TestRecover_keyLeft: so it is if what that one had open was over.
func TestRecover_keyLeft(t *testing.T) {
	const after = `{"release":"after","tracesSampleRate":1}`
	for name, leaves := range map[string]func(f *fixture){
		"expired": func(f *fixture) {
			f.destroy(1)
			f.worker.endParked(time.Now().Add(2*parkedFor), false)
			f.worker.Keep()
		},
		"closed":               func(f *fixture) { f.bool(1, "Close", 1000) },
		"off":                  func(f *fixture) { f.bool(1, "Init", "off") },
		"closed and destroyed": func(f *fixture) { f.bool(1, "Close", 1000); f.destroy(1) },
	} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.call(1, "StartSession")
		leaves(f)
		f.bool(2, "Init", testDSN, after, "k")
		f.call(2, "StartSession")
		f.call(2, "StartTransaction", "Обмен", "task")
		f.settle()
		f.die()
		f.endsAfter(name)
	}
}

// TestRecover_keyParkedClose: a Close that its process had no time for ends what was left under the key.
func TestRecover_keyParkedClose(t *testing.T) {
	for name, leaves := range partings {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.call(1, "StartSession")
		leaves(f)
		f.bool(2, "Init", testDSN, withTraces, "k")
		f.settle()
		method, _ := positionOf(t, "Close")
		f.count++
		f.write(recordtest.Call{Object: 2, Method: method, Sequence: f.count, At: f.now, Args: []any{0}}.Encode())
		f.die()
		next := f.heir()
		next.bool(1, "Init", testDSN, withTraces)
		next.recoversWith(withTraces)
		next.settle()
		_, ends := next.sessions()
		for _, e := range ends {
			if s := e.Text("status"); s != "exited" {
				t.Errorf("%s: the session ended as %q", name, s)
			}
		}
		if len(ends) != 1 {
			t.Errorf("%s: %d ends", name, len(ends))
		}
	}
}

// TestRecover_keyClosed: so it does if another object of the key was closed before.
func TestRecover_keyClosed(t *testing.T) {
	for _, killed := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k")
		f.bool(2, "Init", testDSN, withTraces, "k")
		f.call(1, "StartSession")
		f.bool(2, "Close", 1000)
		f.settle()
		if killed {
			f.leave("Close", 0)
			f.die()
			f = f.heir()
			f.recoversWith(withTraces)
		} else {
			f.bool(1, "Close", 1000)
		}
		f.settle()
		_, ends := f.sessions()
		if len(ends) != 1 || ends[0].Text("status") != "exited" {
			t.Errorf("killed %v: %v", killed, ends)
		}
	}
}

// of is the record of a call of any object.
func of(f *fixture, object uint32, name string, args ...any) []byte {
	method, _ := positionOf(f.t, name)
	f.count++
	return recordtest.Call{Object: object, Method: method, Sequence: f.count, At: f.now, Args: args}.Encode()
}

// TestRecover_keyChanged: what an object has changed of a scope that it shares, by a call that no record may tell,
// is kept for the others, whatever becomes of it.
func TestRecover_keyChanged(t *testing.T) {
	for name, end := range map[string]func(f *fixture) []byte{
		"lives":            func(f *fixture) []byte { return nil },
		"closed":           func(f *fixture) []byte { return of(f, 2, "Close", 0) },
		"off":              func(f *fixture) []byte { return of(f, 2, "Init", "off") },
		"other key":        func(f *fixture) []byte { return of(f, 2, "Init", testDSN, "", "k2") },
		"memory":           func(f *fixture) []byte { return of(f, 2, "Init", testDSN, `{"memoryOnly":true}`, "k2") },
		"memory, same key": func(f *fixture) []byte { return of(f, 2, "Init", testDSN, `{"memoryOnly":true}`, "k") },
		"destroyed": func(f *fixture) []byte {
			f.count++
			return recordtest.Call{Object: 2, Method: record.MethodDestroyed, Sequence: f.count, At: f.now}.Encode()
		},
	} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "", "k")
		f.bool(2, "Init", testDSN, "", "k")
		must(f.worker.Apply(append(of(f, 2, "SetTag", "password", "secret"), end(f)...)))
		f.worker.Keep()
		f.leave("CaptureMessage", "left")
		f.die()
		next := f.heir()
		next.recovers()
		if tag := next.event().Text("tags", "password"); tag != "[Filtered]" {
			t.Errorf("%s: the tag is %q", name, tag)
		}
	}
}

// TestScopeKey_leftToClosed: an object that goes to another key leaves the scope to one that is closed.
func TestScopeKey_leftToClosed(t *testing.T) {
	for _, leaves := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces, "k1")
		f.bool(2, "Init", testDSN, withTraces, "k1")
		long := bytes.Repeat([]byte("x"), 300<<10)
		f.host.sides[7] = long
		f.call(1, "AddAttachment", "long.bin", recordtest.Side(7, record.Bytes, len(long)))
		f.call(1, "AddAttachment", "short.bin", "short")
		f.call(1, "SetTag", "a", "1")
		f.bool(2, "Close", 1000)
		if leaves {
			f.bool(1, "Init", testDSN, withTraces, "k2")
		} else {
			f.destroy(1)
		}
		f.bool(2, "Init", testDSN, withTraces, "k1")
		f.call(2, "CaptureMessage", "m")
		f.settle()
		if tag, attachments := f.event().Text("tags", "a"), len(f.attachments()); tag != "1" || attachments != 2 {
			t.Errorf("takes another key %v: the tag is %q, %d attachments", leaves, tag, attachments)
		}
	}
}

// TestRecover_keyMemory: what an object had under a key before it went on in memory only is not what the
// next object of the key finds after a kill.
func TestRecover_keyMemory(t *testing.T) {
	for name, leaves := range map[string]func(f *fixture){
		"in memory, another key":      func(f *fixture) { f.bool(1, "Init", testDSN, `{"memoryOnly":true}`, "l"); f.destroy(1) },
		"in memory, another key kept": func(f *fixture) { f.bool(1, "Init", testDSN, `{"memoryOnly":true}`, "l") },
		"in memory, the same key":     func(f *fixture) { f.bool(1, "Init", testDSN, `{"memoryOnly":true}`, "k"); f.call(1, "SetUser", "bob") },
	} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "", "k")
		f.call(1, "SetUser", "alice")
		leaves(f)
		f.worker.Keep()
		for _, c := range [][]any{{"Init", testDSN, "", "k"}, {"CaptureMessage", "left"}} {
			f.write(of(f, 3, c[0].(string), c[1:]...))
		}
		f.die()
		next := f.heir()
		next.recovers()
		if user := next.event().Text("user", "id"); user == "alice" {
			t.Errorf("%s: the event has user %s", name, user)
		}
	}
}
