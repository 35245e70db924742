package addin

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestRecover_masksScopeOfUnknown: what an object whose state is lost was told before its first event is hidden, too.
func TestRecover_masksScopeOfUnknown(t *testing.T) {
	for _, how := range []string{"log gone", "new object", "doubt", "passed over"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.bool(2, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
		f.settle()
		object := uint32(2)
		switch how {
		case "log gone":
			must(os.Remove(f.worker.life.Run.Log.Path()))
		case "new object":
			f.worker.life.Run.Log.Limit = 0
			f.call(1, "SetTag", "a", "1")
			f.bool(3, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
			f.settle()
			object = 3
		case "doubt":
			must(f.worker.life.Run.Log.Doubt(2))
		case "passed over":
			f.write(of(f, 2, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`))
			const attemptsAt = 52 // package ringfile
			overwrite(t, f.host.ring, attemptsAt, []byte{3})
		}
		f.write(of(f, object, "SetTag", "b", "PIN-1234"))
		f.write(of(f, object, "CaptureMessage", "left"))
		next, _ := f.takenOver()
		next.hides(how, 1)
	}
}

// TestRecover_masksRootOfLog: what the run noted in a root that only its log names is hidden, too.
func TestRecover_masksRootOfLog(t *testing.T) {
	f := newFixture(t)
	in := `"spoolPath":` + strconv.Quote(folder(t))
	f.bool(3, "Init", otherProject, "") // the lock is in the usual root
	f.bool(1, "Init", testDSN, "{"+in+"}")
	f.bool(2, "Init", testDSN, "{"+in+"}")
	f.settle()
	f.worker.life.Run.Log.Limit = 0
	f.call(2, "SetTag", "a", "1")
	f.bool(1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"],`+in+`}`)
	last := f.after(true, "", of(f, 1, "CaptureMessage", "left PIN-1234"))
	last.hides("in another root", 1)
}

// TestRecover_masksShared: what an object of which it is not known where it sends changes of what it shares is hidden,
// too.
func TestRecover_masksShared(t *testing.T) {
	for _, how := range []string{"elsewhere", "passed over", "doubt"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "", "key")
		f.bool(2, "Init", otherProject, `{"maskPatterns":["PIN-\\d+"]}`, "key")
		f.bool(3, "Init", otherProject, `{"settingsKey":"k","maskPatterns":["PIN-\\d+"]}`)
		f.settle()
		switch how {
		case "elsewhere":
			f.write(of(f, 2, "Init", " ", `{"settingsKey":"k"}`, "key"))
		case "doubt":
			must(f.worker.life.Run.Log.Doubt(2))
		case "passed over":
			f.write(of(f, 2, "Init", otherProject, `{"maskPatterns":["PIN-\\d+"]}`, "key"))
			overwrite(t, f.host.ring, 52, []byte{3})
		}
		f.write(of(f, 2, "SetTag", "b", "PIN-1234"))
		f.write(of(f, 1, "CaptureMessage", "left"))
		f.die()
		next := f.heir()
		next.bool(1, "Init", "off", `{"settingsKey":"k"}`)
		next.recovers()
		next.settle()
		next.hides(how, 1)
	}
}

// TestRecover_masksManyTwice: what could be hidden once can be hidden again: by the next process, or as more is missing.
func TestRecover_masksManyTwice(t *testing.T) {
	patterns := func(word string) string {
		all := []string{`CVC \d+`}
		if word == "b" {
			all = []string{`PIN-\d+`}
		}
		for i := range 30 {
			all = append(all, fmt.Sprintf("%s%dx%s", word, i, strings.Repeat("q", 400)))
		}
		text, _ := json.Marshal(map[string]any{"maskPatterns": all})
		return string(text)
	}
	for _, how := range []string{"once", "again", "by the next"} {
		f := newFixture(t)
		if !f.bool(1, "Init", testDSN, patterns("a")) || !f.bool(2, "Init", testDSN, patterns("b")) {
			t.Fatal(f.lastError(1))
		}
		f.settle()
		must(f.worker.life.Run.Log.Lacks())
		f.write(of(f, 1, "SetTag", "a", "b"))
		f.write(of(f, 1, "CaptureMessage", "left PIN-1234 CVC 777"))
		if how == "again" {
			must(os.WriteFile(strings.TrimSuffix(f.host.ring, ".ring")+".1.ring", []byte("nonsense"), 0o600))
		}
		f.die()
		next := f.heir()
		next.bool(1, "Init", testDSN, "")
		if how == "by the next" {
			claim := f.claimAgain()
			r := next.recovery(claim)
			r.worker.compactState() // as for any long log
			r.close()
			claim.Release()
			next.die()
			next = next.heir()
		}
		s := next.recovers()
		next.settle()
		next.hides(how, 1)
		if s.Recovered.Unknown != 0 {
			t.Errorf("%s: %+v", how, s.Recovered)
		}
	}
}

// TestRecover_masksLessOptions: what is sent without an option that only a newer version takes is hidden all the same.
func TestRecover_masksLessOptions(t *testing.T) {
	for _, from := range []string{"snapshot", "Init"} {
		f := newFixture(t)
		const given, newer = `{"maskPatterns":["PIN-\\d+"],"environment":"test","httpProxy":"http://proxy:1"}`, `{"maskPatterns":["PIN-\\d+"],"environment":"test","httpProxy":"tomorrow://proxy:1"}`
		if !f.bool(1, "Init", testDSN, given) {
			t.Fatal(f.lastError(1))
		}
		if from == "snapshot" {
			snapshotWith(f, `http://proxy:1`, `tomorrow://proxy:1`)
		} else {
			f.write(of(f, 1, "Init", testDSN, newer))
		}
		f.write(of(f, 1, "CaptureMessage", "left PIN-1234"))
		next, _ := f.takenOver()
		next.hides(from, 1)
	}
}

// TestRecover_masksCost: what objects without a client are told holds nobody up: a chunk of records is interpreted before
// the living ones are looked after.
func TestRecover_masksCost(t *testing.T) {
	for _, how := range []string{"no masks", "masks", "many clients"} {
		f := newFixture(t)
		masks := func(w string) string {
			var all []string
			for i := range 45 {
				all = append(all, fmt.Sprintf(`"%s%dPIN-%s"`, w, i, strings.Repeat(`\\d+[a-z]{2,9}x`, 60)))
			}
			return `{"maskPatterns":[` + strings.Join(all, ",") + `]}`
		}
		if how != "masks" {
			masks = func(string) string { return "" }
		}
		if !f.bool(1, "Init", testDSN, masks("a")) {
			t.Fatal(f.lastError(1))
		}
		f.bool(2, "Init", otherProject, masks("a"))
		if how == "many clients" {
			for i := range 100 {
				f.bool(uint32(10+i), "Init", testDSN, fmt.Sprintf(`{"release":"%d","maskPatterns":["aPIN\\d+","bPIN\\d+","cPIN\\d+"]}`, i))
			}
		}
		f.settle()
		must(f.worker.life.Run.Log.Doubt(2))
		const n = 250
		for i := range n {
			f.write(of(f, 2, "SetTag", "a", fmt.Sprint("b", i)))
		}
		f.die()
		next := f.heir()
		next.bool(1, "Init", testDSN, "")
		claim := f.claimAgain()
		r := next.recovery(claim)
		began := time.Now()
		_, err := r.step()
		must(err)
		took := time.Since(began)
		t.Logf("%s: %d records take %v", how, n, took)
		if took > time.Second {
			t.Errorf("%s: one step of 250 records (a chunk is 64 KB) takes %v", how, took)
		}
		must(r.end())
	}
}

// TestRecover_masksOfTaken: what any of the run's options hide for a project is hidden, also if another process has
// taken the folders in which they are noted, and has left the ring.
func TestRecover_masksOfTaken(t *testing.T) {
	for _, order := range [][2]string{{`{"release":"1"}`, `{"maskPatterns":["PIN-\\d+"]}`}, {`{"maskPatterns":["PIN-\\d+"]}`, `{"release":"1"}`}} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, order[0])
		f.bool(2, "Init", testDSN, order[1])
		f.call(1, "CaptureMessage", "before")
		f.call(2, "CaptureMessage", "before")
		f.settle()
		must(f.worker.life.Run.Log.Lacks())
		for object := range uint32(2) {
			f.write(of(f, object+1, "CaptureMessage", "left PIN-1"))
		}
		f.die()
		next := f.heir()
		next.bool(1, "Init", otherProject, "")
		r := next.recovery(f.claimAgain())
		r.leaveRing(nil) // as where it cannot be read for now
		if err := r.end(); err != errStays {
			t.Fatal(err)
		}
		next.die()
		last := next.heir()
		last.recovers()
		last.settle()
		got := append(next.projects("event", "left"), last.projects("event", "left")...)
		if leaks := append(next.projects("event", "PIN-1"), last.projects("event", "PIN-1")...); len(got) != 2 || len(leaks) != 0 {
			t.Errorf("%s first: %d events, %d of them not hidden", order[0], len(got), len(leaks))
		}
	}
}
