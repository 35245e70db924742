package addin

import (
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
