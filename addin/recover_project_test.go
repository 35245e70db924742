package addin

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/spool"
)

// TestRecover_otherProject: what a process left that ended in good order, while its server
// was away, is sent by the next one of the user, whatever project that one sends to. Where
// nobody can send it, it is not tried over and over.
func TestRecover_otherProject(t *testing.T) {
	ownKey, otherKey := "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
	for name, c := range map[string]struct {
		dsn  string
		move bool // the folder of its project is not where its address says
		want int
		key  string // that it is sent with
	}{
		"as it was left":          {strings.Replace(testDSN, "/42", "/43", 1), false, 20, ownKey},
		"moved":                   {strings.Replace(testDSN, "/42", "/43", 1), true, 0, ""},
		"the key is corrected":    {strings.Replace(testDSN, ownKey, otherKey, 1), false, 20, ownKey},
		"another project and key": {"https://" + otherKey + "@sentry.example.com/43", false, 20, otherKey},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.server.status = http.StatusServiceUnavailable
			f.bool(1, "Init", c.dsn, "")
			for range 20 {
				f.call(1, "CaptureMessage", "осталось")
			}
			f.call(1, "Close", 0)
			f.die()
			for _, path := range f.host.exit { // as native/atexit.c does: its folder is not empty
				if path.Kind == ExitFile {
					_ = os.Remove(path.Path)
				}
			}
			if left := f.files(); len(left) != 0 {
				t.Fatalf("left %q", left)
			}
			if c.move {
				projects, err := spool.Survey(f.worker.root())
				if err != nil || len(projects) != 1 {
					t.Fatal(projects, err)
				}
				from := filepath.Join(f.worker.root(), "v1", projects[0].Name)
				if err := os.Rename(from, from[:len(from)-4]+"0000"); err != nil {
					t.Fatal(err)
				}
			}
			next := f.heir()
			next.recovers()
			next.settle()
			if n := len(next.events()); n != c.want {
				t.Errorf("%d events arrived, want %d", n, c.want)
			}
			for _, request := range next.server.requests {
				if auth := request.Header.Get("X-Sentry-Auth"); !strings.HasSuffix(auth, c.key) {
					t.Errorf("%s: sent with %s", request.URL, auth)
				}
			}
			next.worker.life.Soon()
			for tries := 0; next.worker.Recover(); tries++ {
				if tries > 3 {
					t.Fatal("it is tried over and over")
				}
				next.worker.life.Soon()
			}
		})
	}
}

// TestRecover_newProject: the last records of a dead run began with another project: what they become
// lies among its files there, and outlives who takes it over.
func TestRecover_newProject(t *testing.T) {
	other := strings.Replace(testDSN, "/42", "/43", 1)
	f := ready(t, "")
	f.leave("Init", other, "")
	f.leave("CaptureMessage", "left 1")
	next, claim := f.claimed()
	next.server.status = 503
	if err := next.takes(claim); err != nil {
		t.Fatal(err)
	}
	next.die()
	last := next.heir()
	last.recovers()
	last.settle()
	if _, left := arrivals(t, last); left != 1 {
		t.Errorf("%d of 1 arrived", left)
	}
}

// projects are those that items of a kind were sent to, with the text that stands in them.
func (f *fixture) projects(kind, text string) (all []string) {
	f.server.mu.Lock()
	defer f.server.mu.Unlock()
	for i := range f.server.envelopes {
		for _, item := range f.server.envelopes[i].Items {
			if item.Type() == kind && strings.Contains(string(item.Payload), text) {
				all = append(all, f.server.projects[i])
			}
		}
	}
	return all
}

var otherProject = strings.Replace(testDSN, "/42", "/43", 1)

// TestRecover_sessionProject: a session ends in the project that it began in, whoever shares its key,
// and whichever object the log of states has last.
func TestRecover_sessionProject(t *testing.T) {
	for name, test := range map[string]struct {
		begins uint32 // object 1 sends to 42, object 2 to 43
		then   func(f *fixture)
	}{
		"of the first":           {1, func(*fixture) {}},
		"of the second":          {2, func(*fixture) {}},
		"first closed":           {1, func(f *fixture) { f.bool(1, "Close", 1000) }},
		"first closed, anew":     {1, func(f *fixture) { f.bool(1, "Close", 1000); f.worker.compactState() }},
		"with an error":          {2, func(f *fixture) { f.call(2, "CaptureMessage", "m", "error") }},
		"the log anew":           {2, func(f *fixture) { f.worker.compactState() }},
		"of the first, log anew": {1, func(f *fixture) { f.worker.compactState() }},
	} {
		for range 10 { // a map has no order
			f := newFixture(t)
			f.bool(1, "Init", testDSN, withTraces, "k")
			f.bool(2, "Init", otherProject, withTraces, "k")
			f.call(test.begins, "StartSession")
			test.then(f)
			f.settle()
			f.die()
			next := f.heir()
			next.recoversWith(withTraces)
			next.settle()
			want := []string{"", "42", "43"}[test.begins]
			if got := next.projects("session", ""); len(got) != 1 || got[0] != want {
				t.Fatalf("%s: ended in %q, want %s", name, got, want)
			}
		}
	}
}

// TestSession_project: and where nobody is killed.
func TestSession_project(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, withTraces, "k")
	f.bool(2, "Init", otherProject, withTraces, "k")
	f.call(1, "StartSession")
	f.bool(1, "Close", 1000)
	f.bool(2, "Close", 1000)
	f.settle()
	if got := f.projects("session", ""); len(got) != 2 || got[0] != "42" || got[1] != "42" {
		t.Errorf("begun and ended in %q", got)
	}
}

// TestRecover_objectsCounted: objects of a dead run take nothing away from those that use a client here: what was sent by
// an old key goes by the corrected one.
func TestRecover_objectsCounted(t *testing.T) {
	for _, closes := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, "")
		if closes {
			f.leave("Close", 0)
		}
		f.die()
		// Another one, with the key of before.
		old := strings.Replace(testDSN, "0123456789", "aaaaaaaaaa", 1)
		g := f.heir()
		g.worker.life.RingFolders = func() func() []string {
			dir := folder(t)
			return func() []string { return []string{dir} }
		}()
		g.server.failing = errors.New("down")
		g.bool(1, "Init", old, "")
		g.call(1, "CaptureMessage", "by the old key")
		next := f.heir()
		next.recovers()
		g.die()
		next.worker.life.RingFolders = g.worker.life.RingFolders
		next.worker.life.Soon()
		for next.worker.Recover() {
		}
		next.settle()
		next.server.mu.Lock()
		for i, e := range next.server.envelopes {
			for _, item := range e.Items {
				if strings.Contains(string(item.Payload), "by the old key") {
					if auth := next.server.requests[i].Header.Get("X-Sentry-Auth"); !strings.Contains(auth, "0123456789abcdef0123456789abcdef") {
						t.Errorf("closes %v: %s", closes, auth)
					}
				}
			}
		}
		next.server.mu.Unlock()
		if n := next.arrived("event", "by the old key"); n != 1 {
			t.Errorf("closes %v: it came %d times", closes, n)
		}
	}
}

// TestSession_clientKept: the client that a session was begun by is there until it ends.
func TestSession_clientKept(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, withRelease, "k")
	f.bool(2, "Init", otherProject, withRelease, "k")
	f.call(1, "StartSession")
	f.bool(1, "Init", otherProject, withRelease)
	f.settle()
	f.giveUpClients()
	f.bool(1, "Close", 1000)
	f.bool(2, "Close", 1000)
	f.settle()
	if got := f.projects("session", ""); len(got) != 2 || got[0] != "42" || got[1] != "42" {
		t.Errorf("%q", got)
	}
}
