package addin

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRecover_initNoDSN: an Init without a DSN goes where the environment, also if the heir has none, or what
// is kept led, not to the project of another object with the same options.
func TestRecover_initNoDSN(t *testing.T) {
	const names = `{"settingsKey":"k"}`
	fromVariable := func(f *fixture) { f.bool(2, "Init", "", "") }
	for name, test := range map[string]struct {
		dead, heir, options string
		inits               func(f *fixture)
	}{
		"variable":       {testDSN, testDSN, "", fromVariable},
		"variable, gone": {testDSN, "", "", fromVariable},
		"settings":       {"", "", names, func(f *fixture) { f.bool(2, "Init", testDSN, names); f.bool(3, "Init", "", names) }},
	} {
		says := func(dsn string) func(string) (string, bool) {
			return func(name string) (string, bool) { return dsn, dsn != "" && name == "SENTRY_DSN" }
		}
		for range 10 { // it may depend on the order of a map
			f := newFixture(t)
			f.worker.getenv = says(test.dead)
			f.bool(1, "Init", otherProject, "")
			test.inits(f)
			f.settle()
			f.write(of(f, 4, "Init", "", test.options))
			f.write(of(f, 4, "CaptureMessage", "meant for 42"))
			f.die()
			next := f.heir()
			next.worker.getenv = says(test.heir)
			s := next.recovers()
			next.settle()
			if got := next.projects("event", "meant for 42"); len(got) != 1 || got[0] != "42" {
				t.Fatalf("%s: sent to %q, %+v", name, got, s.Recovered)
			}
		}
	}
}

// TestRecover_initUnknown: an Init whose settings are gone leads to no former project.
func TestRecover_initUnknown(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", otherProject, "")
	f.bool(2, "Init", testDSN, `{"settingsKey":"k","environment":"x"}`)
	f.bool(3, "Init", "", `{"settingsKey":"k"}`)
	f.settle()
	f.write(of(f, 1, "Init", "", `{"settingsKey":"k"}`))
	f.write(of(f, 1, "CaptureMessage", "meant for 42"))
	f.die()
	next := f.heir()
	next.bool(1, "Init", "off", `{"settingsKey":"k"}`)
	s := next.recovers()
	next.settle()
	if got := next.projects("event", "meant for 42"); len(got) != 0 || s.Recovered.Unknown != 1 {
		t.Errorf("sent to %q, %+v", got, s.Recovered)
	}
}

// TestRecover_heirSays: what the environment of the heir says is nothing to a dead run whose own said nothing.
func TestRecover_heirSays(t *testing.T) {
	for _, init := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		f.settle()
		if init {
			f.write(of(f, 2, "Init", testDSN, ""))
			f.write(of(f, 2, "CaptureMessage", "left"))
		} else {
			f.write(of(f, 1, "CaptureMessage", "left"))
		}
		f.die()
		next := f.heir()
		next.worker.getenv = func(name string) (string, bool) { return "heir", name == "SENTRY_RELEASE" }
		next.recovers()
		next.settle()
		if e := next.event(); e.Text("release") != "" {
			t.Errorf("Init unread %v: release %q", init, e.Text("release"))
		}
	}
}

// TestRecover_initOwnOptions: an Init without options has nothing of what another object was given, but what
// the environment said.
func TestRecover_initOwnOptions(t *testing.T) {
	for _, test := range []struct{ first, second, variable string }{
		{`{"release":"1.0"}`, "", ""},
		{`{"release":"1.0"}`, "", "dead"},
		{`{"release":"1.0","environment":"test"}`, "", ""},
		{`{"environment":"test"}`, "", ""},
		{`{"environment":"test","maxBreadcrumbs":7}`, `{"maxBreadcrumbs":7}`, ""},
	} {
		f := newFixture(t)
		f.worker.getenv = func(name string) (string, bool) {
			return test.variable, test.variable != "" && name == "SENTRY_RELEASE"
		}
		f.bool(1, "Init", testDSN, test.first)
		f.bool(2, "Init", testDSN, test.second)
		f.settle()
		f.write(of(f, 3, "Init", testDSN, test.second)) // accepted at once: it is that of object 2
		f.write(of(f, 3, "CaptureMessage", "left"))
		next, _ := f.takenOver()
		if e := next.event(); e.Text("environment") != "production" || e.Text("release") != test.variable {
			t.Errorf("%+v: the event has environment %q, release %q", test, e.Text("environment"), e.Text("release"))
		}
	}
}

// TestRecover_oneProjectNoFolder: a run has one project, also if one of its clients could not make its folder for a moment.
func TestRecover_oneProjectNoFolder(t *testing.T) {
	for _, gone := range []bool{true, false} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		if !gone {
			f.worker.life.Run.Log.Limit = 0
			f.call(1, "SetTag", "a", "1")
		}
		own := filepath.Join(filepath.Dir(f.worker.spools()[0].Dir()), f.worker.id+".2")
		must(os.WriteFile(own, nil, 0o600))
		f.bool(2, "Init", testDSN, `{"release":"2"}`)
		must(os.Remove(own))
		if n := len(f.worker.spools()); n != 1 {
			t.Fatal(n, "spools")
		}
		if gone {
			must(os.Remove(f.worker.life.Run.Log.Path()))
		}
		f.write(of(f, 2, "CaptureMessage", "left"))
		next, s := f.takenOver()
		if got := next.projects("event", "left"); len(got) != 1 {
			t.Errorf("log gone %v: sent to %q, %+v", gone, got, s.Recovered)
		}
	}
}
