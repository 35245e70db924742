package addin

import (
	"os"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// TestScope_noMemory: events after a change of the scope for which there was no memory say
// so, those of the next process as well, until Init.
func TestScope_noMemory(t *testing.T) {
	for name, value := range map[string]any{
		"refused": recordtest.Bad(record.BadMemory, 90<<10),
		"gone":    recordtest.Side(12, record.Text, 90<<10), // with the process that it was in
	} {
		t.Run(name, func(t *testing.T) {
			f := ready(t, "")
			f.call(1, "SetContext", "big", `{"step":1}`)
			f.call(1, "CaptureMessage", "вовремя")
			f.call(1, "SetContext", "big", value)
			f.worker.compactState()
			f.call(1, "CaptureMessage", "поздно")
			f.leave("CaptureMessage", "потом")
			f.die()
			told := map[string]bool{}
			note := func(f *fixture) {
				f.settle()
				for _, e := range f.events() {
					told[e.Text("logentry", "formatted")] = strings.Contains(e.Text("contexts", "sdk_problems", "scope"), "no memory")
				}
			}
			note(f)
			next := f.heir()
			next.recovers()
			note(next)
			f.bool(1, "Init", testDSN, "")
			f.call(1, "CaptureMessage", "заново")
			note(f)
			for text, want := range map[string]bool{"вовремя": false, "поздно": true, "потом": true, "заново": false} {
				if got, came := told[text]; !came || got != want {
					t.Errorf("%s: %v (came: %v), want %v", text, got, came, want)
				}
			}
		})
	}
}

// lacks reports whether the items of a type, of which one says something, tell that their scope lacks
// something.
func (f *fixture) lacks(kind, something string) (came, told bool) {
	f.t.Helper()
	f.settle()
	for _, item := range f.items(kind) {
		if payload := string(item.Payload); strings.Contains(payload, something) {
			came, told = true, strings.Contains(payload, "incomplete")
		}
	}
	return came, told
}

// TestScope_lacksTold: whatever carries the scope tells what it lacks: events, feedback, transactions.
func TestScope_lacksTold(t *testing.T) {
	for _, dropped := range []bool{false, true} {
		f := ready(t, withTraces)
		var flags uint16
		if dropped {
			flags = record.FlagScopeIncomplete
		}
		for name, args := range map[string][]any{
			"CaptureMessage": {"сообщение"}, "CaptureFeedback": {"Не работает"}, "StartTransaction": {"Обмен", "task", "", `{"durationMs":1}`},
		} {
			f.apply(recordtest.Call{Object: 1, Args: args, Flags: flags}, name)
		}
		for kind, something := range map[string]string{"event": "сообщение", "feedback": "Не работает", "transaction": "Обмен"} {
			if came, told := f.lacks(kind, something); !came || told != dropped {
				t.Errorf("%s: came %v, tells that changes were dropped: %v, want %v", kind, came, told, dropped)
			}
		}
	}
}

// TestScope_lacksShared: what is missing in a scope under a key is told by each who uses it, and by
// the next process.
func TestScope_lacksShared(t *testing.T) {
	for name, spoil := range map[string]func(f *fixture){
		"the journal was full": func(f *fixture) {
			f.apply(recordtest.Call{Object: 1, Args: []any{"first"}, Flags: record.FlagScopeIncomplete}, "CaptureMessage")
		},
		"there was no memory": func(f *fixture) { f.call(1, "SetContext", "big", recordtest.Bad(record.BadMemory, 90<<10)) },
	} {
		for _, gone := range []bool{false, true} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "", "k")
			spoil(f)
			if gone {
				f.destroy(1)
			}
			f.bool(2, "Init", testDSN, "", "k")
			f.call(2, "CaptureMessage", "of the other")
			if came, told := f.lacks("event", "of the other"); !came || !told {
				t.Errorf("%s, the first is gone: %v: came %v, told %v", name, gone, came, told)
			}
			method, _ := positionOf(t, "CaptureMessage")
			f.count++
			f.write(recordtest.Call{Object: 2, Method: method, Sequence: f.count, At: f.now, Args: []any{"left"}, ID: [16]byte{1}}.Encode())
			f.die()
			next := f.heir()
			next.recovers()
			if came, told := next.lacks("event", "left"); !came || !told {
				t.Errorf("%s, the first is gone: %v: after a kill: came %v, told %v", name, gone, came, told)
			}
		}
	}
}

// TestScope_lacksUnsaid: an object that lost a change may say no more than that it is gone, or nothing at all: who shares
// its scope tells of it all the same.
func TestScope_lacksUnsaid(t *testing.T) {
	tag, _ := positionOf(t, "SetTag")
	for name, lose := range map[string]func(f *fixture){
		"done": func(f *fixture) {
			f.count++
			must(f.worker.Apply(recordtest.Call{Object: 1, Method: record.MethodDone, Sequence: f.count, At: f.now, Flags: record.FlagScopeIncomplete}.Encode()))
			f.forgets(1)
		},
		"destroyed": func(f *fixture) {
			f.count++
			must(f.worker.Apply(recordtest.Call{Object: 1, Method: record.MethodDestroyed, Sequence: f.count, At: f.now, Flags: record.FlagScopeIncomplete}.Encode()))
		},
		"nothing": func(f *fixture) {
			f.bool(2, "Init", testDSN, "", "k")
			f.host.drops = []Drop{{Client: 1, Method: int(tag), Count: 1}}
			f.worker.countDrops()
		},
	} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "", "k")
		lose(f)
		f.bool(2, "Init", testDSN, "", "k")
		f.call(2, "CaptureMessage", "of the other")
		f.bool(3, "Init", testDSN, "", "another")
		f.call(3, "CaptureMessage", "of none of them")
		if came, told := f.lacks("event", "of the other"); !came || !told {
			t.Errorf("%s: came %v, told %v", name, came, told)
		}
		if came, told := f.lacks("event", "of none of them"); !came || told {
			t.Errorf("%s: with another key: came %v, told %v", name, came, told)
		}
	}
}

// TestScope_sharedWithMemory: what an object whose records are not kept changes in a scope that it
// shares is there for the next process.
func TestScope_sharedWithMemory(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "", "k")
	f.bool(2, "Init", testDSN, `{"memoryOnly":true}`, "k")
	f.call(2, "SetTag", "a", "1")
	f.leave("CaptureMessage", "left")
	f.die()
	next := f.heir()
	next.recovers()
	want(t, next.event(), "1", "tags", "a")
}

// TestScope_lostTwice: a scope that was lost with the state of a process is told of as incomplete, too,
// by who takes over from the one that found that out.
func TestScope_lostTwice(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "from", "scope")
	f.leave("CaptureMessage", "first")
	f.leave("SetTag", "password", "secret") // a snapshot is taken
	f.leave("CaptureMessage", "second")
	must(os.Remove(f.worker.life.Run.Log.Path()))
	next, claim := f.claimed()
	r := next.recovery(claim)
	some(r, 2)
	r.giveUp() // it is killed here
	next.die()
	last := next.heir()
	last.recovers()
	events := last.events()
	for _, e := range events {
		if e.Text("contexts", "sdk_problems", "scope") == "" {
			t.Errorf("%q says nothing of its scope", e.Text("logentry", "formatted"))
		}
	}
	if len(events) != 2 {
		t.Errorf("%d events", len(events))
	}
}

// TestInit_stateUnwritten: an object that is initialised while the state cannot be written is one whose
// records outlive the process all the same, and its scope does as soon as the state can be.
func TestInit_stateUnwritten(t *testing.T) {
	for _, heals := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		log := f.worker.life.Run.Log
		limit := log.Limit
		log.Limit = 0
		f.call(1, "SetTag", "a", "1")
		if f.worker.state.failed == "" {
			t.Fatal("the state was written")
		}
		if heals {
			log.Limit, f.worker.state.full = limit, false
			f.worker.state.retry = time.Now().Add(stateRetry / 2)
		}
		f.bool(2, "Init", testDSN, "")
		f.call(2, "SetTag", "b", "2")
		if said := f.lastError(2); (said == "") != heals {
			t.Errorf("heals %v: LastError = %q", heals, said)
		}
		method, _ := positionOf(t, "CaptureMessage")
		f.count++
		f.write(recordtest.Call{Object: 2, Method: method, Sequence: f.count, At: f.now, Args: []any{"left"}, ID: [16]byte{1}}.Encode())
		if !f.worker.objects[2].durable {
			t.Errorf("heals %v: its records go with the process", heals)
		}
		f.die()
		next := f.heir()
		next.recovers()
		e := next.event()
		if told, tag := e.Text("contexts", "sdk_problems", "scope"), e.Text("tags", "b"); (told == "") != heals || (tag == "2") != heals {
			t.Errorf("heals %v: of the scope is told %q, the tag is %q", heals, told, tag)
		}
	}
}
