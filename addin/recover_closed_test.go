package addin

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestRecover_closedCompacted: what an object had when it was closed is there after its next Init, however
// the log of states was written, whether or not the process was killed before it read that Init.
func TestRecover_closedCompacted(t *testing.T) {
	for _, test := range []struct {
		key string
		by  uint32
	}{{"", 1}, {"k", 1}, {"k", 2}} {
		for _, how := range []string{"living", "killed", "killed, log anew", "killed, log grown"} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "", test.key)
			f.call(1, "SetTag", "a", "1")
			f.bool(1, "Close", 1000)
			if how == "killed, log anew" {
				f.worker.compactState()
			}
			if how == "killed, log grown" {
				f.bool(3, "Init", testDSN, "")
				for i := range 2 * minCompact / 40_000 {
					f.call(3, "SetContext", "big", `{"text":"`+strings.Repeat(fmt.Sprint(i%10), 40_000)+`"}`)
				}
			}
			last := f.after(how != "living", "", of(f, test.by, "Init", testDSN, "", test.key), of(f, test.by, "CaptureMessage", "left"))
			if tag := last.event().Text("tags", "a"); tag != "1" {
				t.Errorf("%+v, %s: the tag is %q", test, how, tag)
			}
		}
	}
}

// after lets the records be read by who lives, or by the heir of who was killed before it read them.
func (f *fixture) after(killed bool, options string, entries ...[]byte) (last *fixture) {
	for _, entry := range entries {
		if killed {
			f.write(entry)
		} else {
			must(f.worker.Apply(entry))
		}
	}
	f.settle()
	last = f
	if killed {
		f.die()
		last = f.heir()
		last.recoversWith(options)
		last.settle()
	}
	return last
}

// TestRecover_closedLate: a call of another thread that was let through as its object was closed has an
// id, and is sent.
func TestRecover_closedLate(t *testing.T) {
	for _, anew := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.bool(2, "Init", otherProject, "")
		f.bool(1, "Close", 1000)
		if anew {
			f.worker.compactState()
		}
		last := f.after(true, "", of(f, 1, "CaptureMessage", "let through"))
		if got := last.projects("event", "let through"); len(got) != 1 || got[0] != "42" {
			t.Errorf("the log anew %v: it came to %q", anew, got)
		}
	}
}

// TestRecover_closedChanged: what an object was told in a way that no record may tell is there after its
// next Init, also where it was closed in the same run of records.
func TestRecover_closedChanged(t *testing.T) {
	for _, key := range []string{"", "k"} {
		for _, end := range []string{"Close", "off"} {
			for _, together := range []bool{false, true} {
				f := newFixture(t)
				f.bool(1, "Init", testDSN, "", key)
				run := of(f, 1, "SetTag", "password", "secret")
				if !together {
					must(f.worker.Apply(run))
					f.worker.Keep()
					run = nil
				}
				if end == "Close" {
					run = append(run, of(f, 1, "Close", 0)...)
				} else {
					run = append(run, of(f, 1, "Init", "off")...)
				}
				must(f.worker.Apply(run))
				f.worker.Keep()
				last := f.after(true, "", of(f, 1, "Init", testDSN, "", key), of(f, 1, "CaptureMessage", "left"))
				if tag := last.event().Text("tags", "password"); tag != "[Filtered]" {
					t.Errorf("key %q, %s, one run %v: the tag is %q", key, end, together, tag)
				}
			}
		}
	}
}

// TestRecover_keyExpired: what was given up under a key, because nobody came back for it, is not what the
// next object of the key finds after a kill.
func TestRecover_keyExpired(t *testing.T) {
	for _, killed := range []bool{false, true} {
		for _, reason := range []string{"time", "number"} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, withTraces, "k")
			f.call(1, "SetUser", "alice")
			f.call(1, "StartSession")
			f.destroy(1)
			f.worker.Keep()
			if reason == "time" {
				f.worker.endParked(time.Now().Add(2*parkedFor), false)
			} else {
				for i := range maxParked {
					f.bool(uint32(10+i), "Init", testDSN, withTraces, fmt.Sprint("k", i))
					f.now = f.now.Add(time.Millisecond)
					f.destroy(uint32(10 + i))
				}
			}
			f.worker.Keep()
			if f.worker.keyed["k"] != nil {
				t.Fatal("it is parked still")
			}
			last := f.after(killed, withTraces, of(f, 3, "Init", testDSN, withTraces, "k"), of(f, 3, "CaptureMessage", "left"))
			if user := last.event().Text("user", "id"); user != "" {
				t.Errorf("killed %v, %s: the event has user %s", killed, reason, user)
			}
		}
	}
}

// TestKey_leftByClosed: what waits under a key stays when a closed object of the key takes another one.
func TestKey_leftByClosed(t *testing.T) {
	for _, killed := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "", "k")
		f.bool(1, "Close", 1000)
		f.bool(2, "Init", testDSN, "", "k")
		f.call(2, "SetTag", "a", "1")
		f.call(2, "SetUser", "ann")
		f.destroy(2)
		last := f.after(killed, "", of(f, 1, "Init", testDSN, "", "other"), of(f, 3, "Init", testDSN, "", "k"), of(f, 3, "CaptureMessage", "left"))
		e := last.event()
		if tag, user := e.Text("tags", "a"), e.Text("user", "id"); tag != "1" || user != "ann" {
			t.Errorf("killed %v: tag %q, user %q", killed, tag, user)
		}
	}
}

// TestKey_closedGone: what an object put together under a key waits for the next one, also if it was
// closed before it went; once, however many closed objects go.
func TestKey_closedGone(t *testing.T) {
	for _, killed := range []bool{false, true} {
		for name, goes := range map[string]func(f *fixture){
			"closed": func(f *fixture) { f.bool(1, "Close", 1000); f.destroy(1) },
			"off":    func(f *fixture) { f.bool(1, "Init", "off"); f.destroy(1) },
			"two closed": func(f *fixture) {
				f.bool(2, "Init", testDSN, "", "k")
				f.bool(1, "Close", 1000)
				f.bool(2, "Close", 1000)
				f.destroy(1)
				f.destroy(2)
			},
			"parked, and one that is here again": func(f *fixture) {
				f.bool(2, "Init", testDSN, "", "k")
				f.bool(1, "Close", 1000)
				f.destroy(2)
				f.bool(1, "Init", testDSN, "")
				f.destroy(1)
			},
		} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "", "k")
			f.call(1, "SetUser", "alice")
			goes(f)
			f.worker.Keep()
			if waiting := len(f.worker.objects); waiting != 1 {
				t.Errorf("%s: %d objects wait", name, waiting)
			}
			last := f.after(killed, "", of(f, 3, "Init", testDSN, "", "k"), of(f, 3, "CaptureMessage", "left"))
			if user := last.event().Text("user", "id"); user != "alice" {
				t.Errorf("killed %v, %s: the event has user %q", killed, name, user)
			}
		}
	}
}

// TestRecover_closedTwiceLate: what was let through is sent after two calls of Close, too.
func TestRecover_closedTwiceLate(t *testing.T) {
	for _, killed := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.bool(2, "Init", otherProject, "")
		f.bool(1, "Close", 1000)
		f.bool(1, "Close", 1000)
		last := f.after(killed, "", of(f, 1, "CaptureMessage", "let through"))
		if got := last.projects("event", "let through"); len(got) != 1 || got[0] != "42" {
			t.Errorf("killed %v: it came to %q", killed, got)
		}
	}
}
