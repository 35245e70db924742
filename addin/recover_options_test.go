package addin

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/statelog"
)

// TestRecover_options: what is left of a dead run is sent with all its options but those that cannot be had
// any more: a certificate that is gone, or an option that a newer version knows.
func TestRecover_options(t *testing.T) {
	certificate := filepath.Join(t.TempDir(), "ca.pem")
	content := newCertificate(t)
	given := `"environment":"test","release":"1.2","tracesSampleRate":1,"maskPatterns":["PIN-\\d+"],"sendDefaultPii":true`
	for name, test := range map[string]struct {
		options string
		damage  func(f *fixture)
	}{
		"nothing":                   {`{` + given + `}`, func(*fixture) {}},
		"certificate":               {`{"caCertFile":` + strconv.Quote(certificate) + `,` + given + `}`, func(*fixture) { must(os.Remove(certificate)) }},
		"option of a newer version": {`{` + given + `}`, func(f *fixture) { snapshotWith(f, `"release":"1.2"`, `"release":"1.2","ofTomorrow":true`) }},
		"value of a newer version":  {`{` + given + `}`, func(f *fixture) { snapshotWith(f, `"release":"1.2"`, `"release":"1.2","grouping":"tomorrow"`) }},
	} {
		must(os.WriteFile(certificate, content, 0o600))
		f := newFixture(t)
		if !f.bool(1, "Init", testDSN, test.options) {
			t.Fatal(f.lastError(1))
		}
		f.leave("StartTransaction", "transaction", "op")
		f.leave("CaptureMessage", "left PIN-1234")
		test.damage(f)
		next, s := f.takenOver()
		e := next.event()
		if e.Text("environment") != "test" || e.Text("release") != "1.2" || strings.Contains(e.Text("logentry", "formatted"), "1234") {
			t.Errorf("%s: environment %q, release %q, %q, %+v", name, e.Text("environment"), e.Text("release"), e.Text("logentry", "formatted"), s.Recovered)
		}
		if n := len(next.items("transaction")); n != 1 {
			t.Errorf("%s: %d transactions", name, n)
		}
	}
}

// snapshotWith puts one text in the place of another in the snapshots of a dead run.
func snapshotWith(f *fixture, from, to string) {
	path := f.worker.life.Run.Log.Path()
	log, records, err := statelog.Reopen(filepath.Dir(path), f.worker.id)
	must(err)
	defer log.Close()
	var changed []byte
	for len(records) > 0 {
		entry, rest, _, err := record.Next(records)
		must(err)
		if records = rest; entry.Method != record.MethodSnapshot {
			changed = append(changed, entry.Bytes()...)
			continue
		}
		content := string(entry.Arguments(nil)[0].Raw)
		if !strings.Contains(content, from) {
			panic("the snapshot is " + content)
		}
		changed = append(changed, record.Append(nil, record.MethodSnapshot, entry.Object, entry.Sequence, []byte(strings.Replace(content, from, to, 1)))...)
	}
	must(log.Replace(changed))
}

// TestRecover_initOptions: an Init that was not read yet gets as much of its options as can be had.
func TestRecover_initOptions(t *testing.T) {
	for _, by := range []uint32{1, 2} {
		for _, what := range []string{"nothing", "certificate", "newer"} {
			f, second := newFixture(t), t.TempDir()
			certificate := filepath.Join(t.TempDir(), "ca.pem")
			must(os.WriteFile(certificate, newCertificate(t), 0o600))
			given := `{"environment":"test"}`
			switch what {
			case "certificate":
				given = `{"environment":"test","caCertFile":` + strconv.Quote(certificate) + `}`
			case "switched off":
				given = `{"environment":"test","spoolPath":` + strconv.Quote(second) + `}`
			}
			f.bool(1, "Init", testDSN, "")
			if !f.bool(7, "Init", otherProject, given) { // so that the boundary knows the answer
				t.Fatal(f.lastError(7))
			}
			if what == "newer" {
				given = `{"environment":"test","ofTomorrow":true}`
			}
			f.settle()
			f.write(of(f, by, "Init", otherProject, given))
			f.write(of(f, by, "CaptureMessage", "meant for 43"))
			f.die()
			must(os.Remove(certificate))
			if what == "switched off" {
				must(os.WriteFile(filepath.Join(second, "disabled"), nil, 0o600))
			}
			next := f.heir()
			next.bool(1, "Init", testDSN, "")
			for next.worker.Recover() {
			}
			next.settle()
			got := next.projects("event", "meant for 43")
			what := fmt.Sprintf("object %d, %s", by, what)
			if len(got) != 1 || got[0] != "43" {
				t.Errorf("%s: sent to %q, %+v", what, got, next.worker.recovered)
			}
		}
	}
}

// TestRecover_initEnvironment: an Init that was accepted and not read yet is read with what the environment
// of its process said, not with what that of the heir says.
func TestRecover_initEnvironment(t *testing.T) {
	const dsnVariable = "SENTRY_DSN"
	variables := func(word, dsn string) func(string) (string, bool) {
		return func(name string) (string, bool) {
			switch name {
			case "SENTRY_RELEASE", "SENTRY_ENVIRONMENT":
				return word, word != ""
			case dsnVariable:
				return dsn, dsn != ""
			}
			return "", false
		}
	}
	for _, heir := range []string{"heir", ""} {
		for name, init := range map[string][]any{
			"nothing given": {"Init", "", ""},
			"DSN given":     {"Init", testDSN, `{"maxBreadcrumbs":7}`},
		} {
			f := newFixture(t)
			f.worker.getenv = variables("dead", testDSN)
			if !f.bool(1, init[0].(string), init[1:]...) {
				t.Fatal(f.lastError(1))
			}
			f.write(of(f, 2, init[0].(string), init[1:]...))
			f.write(of(f, 2, "CaptureMessage", "left"))
			f.die()
			next := f.heir()
			next.worker.getenv = variables(heir, "")
			next.recovers()
			next.settle()
			if e := next.event(); e.Text("environment") != "dead" || e.Text("release") != "dead" {
				t.Errorf("%s, the heir's %q: environment %q, release %q", name, heir, e.Text("environment"), e.Text("release"))
			}
		}
	}
}

// TestRecover_masks: what any options of a run hide is hidden where it is not known whose an event was: the
// state is gone, or could not be written when an object got other options.
func TestRecover_masks(t *testing.T) {
	for name, test := range map[string]func(f *fixture){
		"state gone": func(f *fixture) {
			f.bool(2, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
			must(os.Remove(f.worker.life.Run.Log.Path()))
		},
		"state full": func(f *fixture) {
			f.bool(2, "Init", testDSN, "")
			f.worker.life.Run.Log.Limit = 0
			f.call(2, "SetTag", "a", "1")
			f.bool(2, "Init", testDSN, `{"maskPatterns":["PIN-\\d+"]}`)
		},
	} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, `{"maskPatterns":["CVC \\d+"]}`)
		test(f)
		f.write(of(f, 2, "CaptureMessage", "left PIN-1234 CVC 777"))
		next, s := f.takenOver()
		if text := next.event().Text("logentry", "formatted"); strings.Contains(text, "1234") || strings.Contains(text, "777") {
			t.Errorf("%s: %q, %+v", name, text, s.Recovered)
		}
	}
}

// TestRecover_saidTwice: what a process notes in the name of a dead run says nothing of its own environment.
func TestRecover_saidTwice(t *testing.T) {
	for _, projects := range [][]string{{testDSN, otherProject}, {otherProject, testDSN}} {
		f := newFixture(t)
		dead := saying(map[string]string{"SENTRY_ENVIRONMENT": "dead"})
		f.worker.getenv = dead
		f.bool(1, "Init", projects[0], "")
		f.settle()
		f.write(of(f, 2, "Init", projects[1], ""))
		f.write(of(f, 2, "CaptureMessage", "left 2"))
		f.write(of(f, 3, "Init", projects[0], `{"dist":"d"}`))
		f.write(of(f, 3, "CaptureMessage", "left 3"))
		f.die()
		next := f.heir()
		next.worker.getenv = dead // the same: it is the last heir that has another one
		next.bool(1, "Init", testDSN, "")
		next.takesSome(f, 1)
		next.die()
		last := next.heir()
		last.worker.getenv = saying(map[string]string{"SENTRY_ENVIRONMENT": "heir"})
		last.recovers()
		last.settle()
		for _, e := range last.events() {
			if e.Text("environment") != "dead" {
				t.Errorf("%v: %s has environment %q", projects, e.Text("logentry", "formatted"), e.Text("environment"))
			}
		}
	}
}

// TestRecover_saidMade: nor does what it notes of what it made, where the ring stays.
func TestRecover_saidMade(t *testing.T) {
	third := strings.Replace(testDSN, "/42", "/44", 1)
	for range 8 {
		f := newFixture(t)
		f.worker.getenv = saying(map[string]string{"SENTRY_ENVIRONMENT": "dead", "SENTRY_DSN": otherProject})
		f.bool(1, "Init", otherProject, "")
		f.settle()
		f.write(of(f, 2, "Init", third, ""))
		f.write(of(f, 2, "CaptureMessage", "left 1"))
		f.write(of(f, 3, "Init", " ", `{"release":"3"}`))
		f.write(of(f, 3, "CaptureMessage", "left 2"))
		f.die()
		next := f.heir()
		next.worker.getenv = saying(map[string]string{"SENTRY_ENVIRONMENT": "heir", "SENTRY_DSN": testDSN})
		next.bool(1, "Init", testDSN, "")
		claim := f.claimAgain()
		r := next.recovery(claim)
		some(r, 2)
		r.leaveRing(nil) // as where nothing more has a place
		if err := r.end(); err != errStays {
			t.Fatal(err)
		}
		next.settle()
		next.die()
		last := next.heir()
		last.worker.getenv = saying(map[string]string{"SENTRY_ENVIRONMENT": "last"})
		last.recovers()
		last.settle()
		if got := append(next.projects("event", "left 2"), last.projects("event", "left 2")...); len(got) != 1 || got[0] != "43" {
			t.Errorf("meant for 43, sent to %q", got)
		}
		events := append(next.events(), last.events()...)
		if len(events) != 2 {
			t.Fatalf("%d events", len(events))
		}
		for _, e := range events {
			if e.Text("environment") != "dead" {
				t.Errorf("%s has environment %q", e.Text("logentry", "formatted"), e.Text("environment"))
			}
		}
	}
}

// TestRecover_saidAdopted: what a run said that a process took over says nothing of the environment of that process.
func TestRecover_saidAdopted(t *testing.T) {
	for _, dsn := range slices.Repeat([][2]string{{testDSN, otherProject}, {otherProject, testDSN}}, 6) { // names are random
		f := newFixture(t)
		away := func(f *fixture) {
			f.server.mu.Lock()
			defer f.server.mu.Unlock()
			f.server.status = 503
		}
		away(f)
		f.worker.getenv = saying(map[string]string{"SENTRY_ENVIRONMENT": "first", "SENTRY_DSN": dsn[0]})
		f.bool(1, "Init", " ", "")
		f.call(1, "CaptureMessage", "waits")
		f.worker.Keep()
		f.die()
		next := f.heir()
		away(next)
		next.worker.getenv = saying(map[string]string{"SENTRY_ENVIRONMENT": "second", "SENTRY_DSN": dsn[1]})
		next.bool(1, "Init", " ", "")
		for next.worker.Recover() {
		}
		next.worker.Keep()
		next.write(of(next, 2, "Init", " ", ""))
		next.write(of(next, 2, "CaptureMessage", "left"))
		next.die()
		last := next.heir()
		last.worker.getenv = saying(map[string]string{"SENTRY_ENVIRONMENT": "last"})
		last.recovers()
		last.settle()
		want := dsn[1][strings.LastIndex(dsn[1], "/")+1:]
		if got := last.projects("event", "left"); len(got) != 1 || got[0] != want {
			t.Errorf("meant for %s, sent to %q", want, got)
		}
	}
}
