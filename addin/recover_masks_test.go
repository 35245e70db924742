package addin

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// hides checks that events came that were captured with "left PIN-1234", or none, and nothing showed that number.
func (f *fixture) hides(what string, events int) {
	f.t.Helper()
	if came, shown := f.projects("event", "left"), f.projects("event", "1234"); len(came) != events || len(shown) > 0 {
		f.t.Errorf("%s: %d events of %d came, %d not hidden", what, len(came), events, len(shown))
	}
}

// TestRecover_manyMasks: all of more patterns than an Init may give are hidden, too.
func TestRecover_manyMasks(t *testing.T) {
	patterns := func(word string) string {
		all := []string{`CVC \d+`}
		if word == "b" {
			all = []string{`PIN-\d+`}
		}
		for i := range 30 {
			all = append(all, fmt.Sprintf("%s%dx", word, i))
		}
		text, _ := json.Marshal(map[string]any{"maskPatterns": all})
		return string(text)
	}
	f := newFixture(t)
	if !f.bool(1, "Init", testDSN, patterns("a")) || !f.bool(2, "Init", testDSN, patterns("b")) {
		t.Fatal(f.lastError(1))
	}
	must(os.Remove(f.worker.life.Run.Log.Path()))
	f.write(of(f, 1, "CaptureMessage", "left PIN-1234 CVC 777"))
	next, s := f.takenOver()
	if text := next.event().Text("logentry", "formatted"); strings.Contains(text, "1234") || strings.Contains(text, "777") {
		t.Errorf("%q, %+v", text, s.Recovered)
	}
}

// TestRecover_otherMasks: objects that got other masks while the state was full put nobody in doubt.
func TestRecover_otherMasks(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "")
	f.bool(2, "Init", testDSN, "")
	f.bool(3, "Init", testDSN, "")
	f.bool(4, "Init", otherProject, "")
	f.settle()
	f.worker.life.Run.Log.Limit = 0
	f.call(1, "SetTag", "a", "1")
	f.bool(1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
	f.bool(2, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
	f.settle()
	f.write(of(f, 3, "CaptureMessage", "left"))
	f.write(of(f, 4, "CaptureMessage", "left"))
	f.write(of(f, 1, "CaptureMessage", "left PIN-1234"))
	next, s := f.takenOver()
	if got := next.projects("event", "left"); len(got) != 3 || len(next.projects("event", "1234")) != 0 {
		t.Errorf("sent to %q, %+v", got, s.Recovered)
	}
}

// TestRecover_masksClosed: what comes of an object that was closed, as the log has it, is hidden as its Init says which the log lacks.
func TestRecover_masksClosed(t *testing.T) {
	for _, before := range []string{"live", "closed", "off"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.bool(2, "Init", testDSN, "")
		switch before {
		case "closed":
			f.bool(1, "Close", 1000)
		case "off":
			f.bool(1, "Init", "off")
		}
		f.worker.life.Run.Log.Limit = 0
		f.call(2, "SetTag", "a", "1")
		f.bool(1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
		last := f.after(true, "", of(f, 1, "CaptureMessage", "left PIN-1234"))
		last.hides(before, 1)
	}
}

// TestRecover_masksScope: so is what its scope has.
func TestRecover_masksScope(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "")
	f.call(1, "SetUser", "alice PIN-1234")
	f.call(1, "SetTag", "a", "PIN-1234")
	f.bool(2, "Init", testDSN, "")
	f.worker.life.Run.Log.Limit = 0
	f.call(2, "SetTag", "a", "1")
	f.bool(1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
	last := f.after(true, "", of(f, 1, "CaptureMessage", "left"))
	last.hides("of its scope", 1)
}

// TestRecover_masksOtherRoot: so it is if that Init named another root.
func TestRecover_masksOtherRoot(t *testing.T) {
	f := newFixture(t)
	in := `"spoolPath":` + strconv.Quote(folder(t))
	f.bool(1, "Init", testDSN, "")
	f.bool(2, "Init", testDSN, "")
	f.worker.life.Run.Log.Limit = 0
	f.call(2, "SetTag", "a", "1")
	f.bool(1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"],`+in+`}`)
	last := f.after(true, "{"+in+"}", of(f, 1, "CaptureMessage", "left PIN-1234"))
	last.hides("in another root", 1)
}

// TestRecover_masksNoFolder: so it is if the next process has no folder for the options of before.
func TestRecover_masksNoFolder(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "")
	f.bool(2, "Init", testDSN, "")
	f.settle()
	f.worker.life.Run.Log.Limit = 0
	f.call(2, "SetTag", "a", "1")
	f.bool(1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"],"release":"2"}`)
	f.write(of(f, 1, "CaptureMessage", "left PIN-1234"))
	f.die()
	next := f.heir()
	if !next.bool(1, "Init", testDSN, `{"release":"heir"}`) {
		t.Fatal(next.lastError(1))
	}
	own := next.worker.spools()[0].Dir()
	for i := 2; i < 9; i++ {
		must(os.WriteFile(strings.TrimSuffix(own, "1")+strconv.Itoa(i), nil, 0o600))
	}
	for next.worker.Recover() {
	}
	next.settle()
	next.hides("no folder", 1)
}

// TestRecover_masksTooMany: of what cannot all be hidden nothing is sent, and that is counted.
func TestRecover_masksTooMany(t *testing.T) {
	options := func(first, word string, padding int) string {
		all := []string{first}
		for i := range 40 {
			all = append(all, fmt.Sprint(word, i, "x", strings.Repeat("q", padding)))
		}
		text, _ := json.Marshal(map[string]any{"maskPatterns": append(all, `PIN-\d+`)})
		return string(text)
	}
	for what, test := range map[string]struct {
		own, other string
		padding    int
		sent       int
	}{
		"longer than can be joined": {"y", "z", 900, 0},
		"one that is long":          {strings.Repeat("w", 998), "z", 0, 1},
	} {
		for _, gone := range []bool{false, true} {
			f := newFixture(t)
			own := strings.Replace(options(test.own, "a", test.padding), "PIN-", "TIN-", 1)
			if !f.bool(1, "Init", testDSN, own) || !f.bool(2, "Init", testDSN, own) {
				t.Fatal(f.lastError(1))
			}
			if !gone {
				f.worker.life.Run.Log.Limit = 0
				f.call(2, "SetTag", "a", "1")
			}
			if !f.bool(2, "Init", testDSN, options(test.other, "b", test.padding)) {
				t.Fatal(f.lastError(2))
			}
			if gone {
				must(os.Remove(f.worker.life.Run.Log.Path()))
			}
			f.write(of(f, 2, "CaptureMessage", "left PIN-1234"))
			next, s := f.takenOver()
			next.hides(what, test.sent)
			if s.Recovered.Unknown != 1-test.sent {
				t.Errorf("%s, log gone %v: %+v", what, gone, s.Recovered)
			}
		}
	}
}

// TestRecover_masksTwice: what is hidden for want of records is hidden by whoever goes on after that process, too.
func TestRecover_masksTwice(t *testing.T) {
	for count := range 3 {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.bool(2, "Init", testDSN, "")
		f.worker.life.Run.Log.Limit = 0
		f.call(2, "SetTag", "a", "1")
		f.bool(1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
		f.settle()
		f.write(of(f, 1, "SetTag", "b", "PIN-1234"))
		f.write(of(f, 1, "CaptureMessage", "left PIN-1234"))
		f.die()
		next := f.heir()
		next.bool(1, "Init", testDSN, "")
		if count > 0 {
			next.takesSome(f, count)
		}
		next.pauses()
		next.die()
		last := next.heir()
		last.recovers()
		last.settle()
		last.hides(fmt.Sprint("after ", count), 1)
		next.hides(fmt.Sprint("by the one after ", count), 0)
	}
}

// TestRecover_masksFurtherRing: it is hidden as well if what is missing stood in a ring that is damaged.
func TestRecover_masksFurtherRing(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "")
	f.bool(2, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
	f.settle()
	f.write(of(f, 1, "CaptureMessage", "left PIN-1234"))
	must(os.WriteFile(strings.TrimSuffix(f.host.ring, ".ring")+".1.ring", []byte("nonsense"), 0o600))
	last := f.after(true, "")
	last.hides("", 1)
}

// TestRecover_masksNewer: what a newer version was to hide, and this one cannot, is left to that version.
func TestRecover_masksNewer(t *testing.T) {
	for _, from := range []string{"snapshot", "Init"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+","ofToday"]}`)
		if from == "snapshot" {
			snapshotWith(f, `"ofToday"`, `"(?<!of)Tomorrow"`)
		} else {
			f.write(of(f, 1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+","(?<!of)Tomorrow"]}`))
		}
		f.write(of(f, 1, "CaptureMessage", "left PIN-1234"))
		next, s := f.takenOver()
		next.hides(from, 0)
		if _, err := os.Lstat(f.host.ring); err != nil || s.Recovered.Unknown != 0 {
			t.Errorf("%s: %v, %+v", from, err, s.Recovered)
		}
	}
}
