package delivery

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/runlock"
)

// TestDamage: of what was changed in a spool between two runs, each envelope arrives as it
// was or is counted, and kept for a person to look at.
func TestDamage(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		root := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			down := &server{answer: func(int, string) (*http.Response, error) { return nil, errors.New("down") }}
			dead := newSpooled(t, root, down, nil)
			for i := range 3 {
				dead.stage(Error, fmt.Sprint("event ", i), nil)
			}
			dead.lock.Release()
			change := spoil(t, random, root)

			up := &server{answer: always(200)}
			d := newSpooled(t, root, up, func(c *Config) { c.ReportAs = envelope.Header{SDKName: "sdk", SDKVersion: "1"} })
			for _, orphan := range d.spool.Orphans() {
				claim, err := runlock.Claim(orphan)
				if err != nil || claim == nil {
					t.Fatal(change, claim, err)
				}
				defer claim.Release()
				left, err := d.spool.Find(claim)
				if err == nil {
					left.Entries, err = left.Take()
				}
				if err != nil {
					t.Fatal(change, err)
				}
				d.Adopt(left.Entries)
			}
			time.Sleep(time.Minute)
			synctest.Wait()
			st := d.Statistics()
			if st.Sent+st.Dropped[Damaged] != 3 || int(st.Dropped[Damaged]) != quarantined(t, root) {
				t.Errorf("%s: %+v, %d in quarantine", change, st, quarantined(t, root))
			}
			told := 0
			for _, body := range up.bodies {
				if strings.Contains(body, `"reason":"damaged"`) {
					told++
				} else if !strings.Contains(body, "}\n{\"type\":\"event\"}\nevent ") {
					t.Errorf("%s: %q was sent", change, body)
				}
			}
			if told > 0 != (st.Dropped[Damaged] > 0) {
				t.Errorf("%s: the server was told %d times of %d that are damaged", change, told, st.Dropped[Damaged])
			}
			stop(dead.Delivery)
		})
	}
}

// spoil changes a file below a root in some way that leaves it there, and says which.
func spoil(t *testing.T, random *rand.Rand, root string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path := all[random.IntN(len(all))]
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kind := "flip"
	switch at := random.IntN(len(content) + 1); {
	case random.IntN(4) == 0:
		kind, content = "cut", content[:at]
	case at < len(content):
		content[at] ^= 1 << random.IntN(8)
	default:
		kind, content = "add", append(content, 0)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return kind + " " + filepath.Base(path)
}

// TestRemoved: what is recorded after somebody has removed the spool under a living run is
// there for the next one.
func TestRemoved(t *testing.T) {
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		down := &server{answer: func(int, string) (*http.Response, error) { return nil, errors.New("down") }}
		dead := newSpooled(t, root, down, nil)
		dead.stage(Error, "before", nil)
		if err := os.RemoveAll(root); err != nil {
			t.Skip("what is open cannot be removed here")
		}
		for i := range 50 {
			dead.stage(Error, fmt.Sprint("event ", i), nil)
		}
		dead.Admit()
		time.Sleep(time.Minute)
		if st := dead.Statistics(); st.SpoolError != "" || st.Spooled != 50 || st.Dropped[Damaged] != 1 {
			t.Errorf("%+v", st)
		}
		if claim, err := runlock.Claim(dead.lock.Path()); claim != nil || err != nil {
			t.Errorf("Claim of the living run = %v, %v", claim, err)
		}
		if n := envelopes(t, root); n != 50 {
			t.Errorf("%d files", n)
		}
		stop(dead.Delivery)
	})
}
