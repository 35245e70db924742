package addin

import (
	"os"
	"strings"
	"testing"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/addin/internal/root"
)

// asked is the record of a call that somebody waits for.
func asked(f *fixture, object uint32, name string, args ...any) []byte {
	method, _ := positionOf(f.t, name)
	f.count++
	return recordtest.Call{Object: object, Method: method, Sequence: f.count, At: f.now, Args: args, Reply: uint32(f.count)}.Encode()
}

// saying is an environment.
func saying(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := vars[name]; return v, ok }
}

// TestRecover_initMalformed: an Init whose options nobody can read leaves the object as it was, in a dead run as in a living one.
func TestRecover_initMalformed(t *testing.T) {
	for _, bad := range []string{`{"maskPatterns":["PIN-\\d+"]`, `[1]`, `release`} {
		for _, killed := range []bool{false, true} {
			f := newFixture(t)
			f.worker.getenv = saying(map[string]string{"SENTRY_RELEASE": "dead"})
			f.bool(1, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"],"environment":"test"}`)
			var last *fixture
			if killed {
				last = f.after(true, "", asked(f, 1, "Init", testDSN, bad), of(f, 1, "CaptureMessage", "left PIN-1234"))
			} else {
				if f.bool(1, "Init", testDSN, bad) {
					t.Fatal("accepted")
				}
				last = f.after(false, "", of(f, 1, "CaptureMessage", "left PIN-1234"))
			}
			e := last.event()
			if text := e.Text("logentry", "formatted"); strings.Contains(text, "1234") || e.Text("environment") != "test" {
				t.Errorf("%s, killed %v: %q, environment %q", bad, killed, text, e.Text("environment"))
			}
		}
	}
}

// TestRecover_initSettingsDSN: an Init that names settings to keep goes where its own environment led.
func TestRecover_initSettingsDSN(t *testing.T) {
	for _, heir := range []string{testDSN, ""} {
		for _, by := range []uint32{1, 2} {
			for _, reply := range []bool{false, true} {
				f := newFixture(t)
				third := strings.Replace(testDSN, "/42", "/44", 1)
				f.worker.getenv = saying(map[string]string{"SENTRY_DSN": third})
				const given = `{"settingsKey":"k","environment":"test"}`
				f.bool(1, "Init", otherProject, "")
				f.bool(7, "Init", " ", given)
				f.settle()
				entry := of(f, by, "Init", " ", given)
				if reply {
					entry = asked(f, by, "Init", " ", given)
				}
				f.write(entry)
				f.write(of(f, by, "CaptureMessage", "meant for 44"))
				f.die()
				next := f.heir()
				if heir != "" {
					next.worker.getenv = saying(map[string]string{"SENTRY_DSN": heir})
				}
				s := next.recovers()
				next.settle()
				if got := next.projects("event", "meant for 44"); len(got) != 1 || got[0] != "44" {
					t.Errorf("heir %q, by %d, reply %v: sent to %q, %+v", heir, by, reply, got, s.Recovered)
				}
			}
		}
	}
}

// TestRecover_initSettingsDamaged: settings that cannot be read lead to no former project.
func TestRecover_initSettingsDamaged(t *testing.T) {
	for _, damage := range []string{"damaged", "newer"} {
		f := newFixture(t)
		f.bool(1, "Init", otherProject, "")
		f.bool(2, "Init", testDSN, `{"settingsKey":"k","environment":"x"}`)
		f.bool(3, "Init", " ", `{"settingsKey":"k"}`)
		f.settle()
		f.write(of(f, 1, "Init", " ", `{"settingsKey":"k"}`))
		f.write(of(f, 1, "CaptureMessage", "meant for 42"))
		f.die()
		path := root.Settings(f.worker.root(), "k")
		content, err := os.ReadFile(path)
		must(err)
		if damage == "newer" {
			content = []byte(strings.Replace(string(content), `"version":1`, `"version":2`, 1))
		} else {
			content = content[:len(content)/2]
		}
		must(os.WriteFile(path, content, 0o600))
		next := f.heir()
		s := next.recovers()
		next.settle()
		for _, got := range next.projects("event", "meant for 42") {
			if got != "42" {
				t.Errorf("%s: sent to %q, %+v", damage, got, s.Recovered)
			}
		}
	}
}

// TestRecover_initForgets: what a dead run asked for forgets nothing of what was kept since.
func TestRecover_initForgets(t *testing.T) {
	for _, dsn := range []string{"", "off", " "} {
		f := newFixture(t)
		const given = `{"settingsKey":"k","environment":"test"}`
		f.worker.getenv = saying(map[string]string{"SENTRY_DSN": testDSN})
		if !f.bool(1, "Init", testDSN, given) {
			t.Fatal(f.lastError(1))
		}
		f.settle()
		if dsn == " " {
			f.write(of(f, 2, "Init", dsn, given))
		} else {
			f.write(asked(f, 2, "Init", dsn, given))
		}
		f.die()
		next := f.heir()
		next.recoversWith(given)
		other := f.heir()
		if !other.bool(1, "Init", "", `{"settingsKey":"k"}`) {
			t.Errorf("%q: nothing is kept any more", dsn)
		}
	}
}

// TestRecover_initSpotlight: nonsense that the environment says of Spotlight is no nonsense of the options.
func TestRecover_initSpotlight(t *testing.T) {
	for _, reply := range []bool{false, true} {
		f := newFixture(t)
		f.worker.getenv = saying(map[string]string{"SENTRY_SPOTLIGHT": "localhost:8969"})
		if !f.bool(1, "Init", testDSN, "") || !f.bool(2, "Init", otherProject, "") {
			t.Fatal(f.lastError(1))
		}
		entry := of(f, 1, "Init", otherProject, "")
		if reply {
			entry = asked(f, 1, "Init", otherProject, "")
		}
		last := f.after(true, "", entry, of(f, 1, "CaptureMessage", "meant for 43"))
		if got := last.projects("event", "meant for 43"); len(got) != 1 || got[0] != "43" {
			t.Errorf("reply %v: sent to %q", reply, got)
		}
	}
}

// TestRecover_initElsewhereTwice: what an Init led to that cannot be had any more is forgotten by no process after that.
func TestRecover_initElsewhereTwice(t *testing.T) {
	for count := range 3 {
		f := newFixture(t)
		f.bool(1, "Init", otherProject, "")
		f.bool(2, "Init", testDSN, `{"settingsKey":"k","environment":"x"}`)
		f.bool(3, "Init", " ", `{"settingsKey":"k"}`)
		f.settle()
		f.write(of(f, 1, "Init", " ", `{"settingsKey":"k"}`))
		f.write(of(f, 1, "CaptureMessage", "meant for 42"))
		f.die()
		next := f.heir()
		next.bool(1, "Init", "off", `{"settingsKey":"k"}`)
		next.bool(1, "Init", testDSN, "")
		if count > 0 {
			next.takesSome(f, count)
		}
		next.die()
		last := next.heir()
		s := last.recovers()
		last.settle()
		if got := append(next.projects("event", "meant for 42"), last.projects("event", "meant for 42")...); len(got) != 0 {
			t.Errorf("heir ended after %d: sent to %q, %+v", count, got, s.Recovered)
		}
	}
}

// TestRecover_initDoubtTwice: an Init that ends the doubt about an object ends it for the process after that, too.
func TestRecover_initDoubtTwice(t *testing.T) {
	for count := range 3 {
		f := newFixture(t)
		third := strings.Replace(testDSN, "/42", "/44", 1)
		f.bool(1, "Init", testDSN, "")
		f.bool(2, "Init", testDSN, "")
		f.worker.life.Run.Log.Limit = 0
		f.call(1, "SetTag", "a", "1")
		f.bool(1, "Init", otherProject, "")
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
		if got := append(next.projects("event", "meant for 44"), last.projects("event", "meant for 44")...); len(got) != 1 || got[0] != "44" {
			t.Errorf("heir ended after %d: sent to %q, %+v", count, got, s.Recovered)
		}
	}
}

// TestRecover_initPassedOver: an Init that is passed over leads nothing of what follows to the former project, and
// one that cannot be read either shows nothing of what its options hide.
func TestRecover_initPassedOver(t *testing.T) {
	for name, damage := range map[string]func(f *fixture){
		"damaged record": func(f *fixture) { overwrite(t, f.host.ring, record.RingFileRecordsAt, []byte("XXXXXXXX")) },
		"passed over": func(f *fixture) {
			const attemptsAt = 52 // package ringfile
			overwrite(t, f.host.ring, attemptsAt, []byte{3})
		},
	} {
		for what, init := range map[string][]any{
			"project": {otherProject, ""},
			"masks":   {testDSN, `{"maskPatterns":["PIN-\\d+"]}`},
		} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "")
			f.bool(2, "Init", init...)
			f.settle()
			f.write(of(f, 1, "Init", init...))
			f.write(of(f, 1, "CaptureMessage", "left PIN-1234"))
			damage(f)
			last := f.after(true, "")
			if name == "passed over" && what == "project" { // else that an Init was there is not known
				if got := last.projects("event", "left"); len(got) != 0 {
					t.Errorf("%s: sent to %q", name, got)
				}
			}
			if what == "masks" && len(last.projects("event", "PIN-1234")) > 0 {
				t.Errorf("%s: not hidden", name)
			}
		}
	}
}

// TestRecover_initSame: an Init that changes nothing ends nothing, also if the log lacks records.
func TestRecover_initSame(t *testing.T) {
	for _, gap := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withRelease)
		f.bool(2, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
		f.call(1, "StartSession")
		if gap {
			must(f.worker.life.Run.Log.Lacks())
		}
		last := f.after(true, withRelease, of(f, 1, "Init", testDSN, withRelease), of(f, 1, "EndSession", "crashed"))
		_, ends := last.sessions()
		if len(ends) != 1 || ends[0].Text("status") != "crashed" {
			t.Errorf("gap %v: %v", gap, ends)
		}
	}
}
