package killtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/build/kit/receiver"
)

// statistics are the figures that these tests look at.
type statistics struct {
	Recorded, Adopted, Sent uint64
	Queued, InFlight        int
	Spooled                 int
	Dropped                 map[string]uint64
	Degraded                []string
	Journal                 struct{ Dropped, Waits uint64 }
}

// report runs a child to its end and returns what it was told. Everything that it
// recorded must be accounted for.
func (g *group) report(o order) (told, statistics) {
	g.t.Helper()
	o.Report, o.Name = true, "reporter"
	p := g.start(o, "")
	if !g.wait(p) || p.told != nil {
		g.t.Fatalf("the child did not end well: %v, %v", p.command.ProcessState, p.told)
	}
	var s statistics
	if err := json.Unmarshal([]byte(p.report.Statistics), &s); err != nil {
		g.t.Fatalf("%v in %q", err, p.report.Statistics)
	}
	dropped := uint64(0)
	for _, count := range s.Dropped {
		dropped += count
	}
	if s.Recorded+s.Adopted != s.Sent+uint64(s.Queued+s.InFlight)+dropped {
		g.t.Errorf("not all is accounted for: %+v", s)
	}
	return p.report, s
}

// TestDisk: whatever the disk and the memory for rings do, errors arrive, and it is
// told what is missing.
func TestDisk(t *testing.T) {
	needsMounts(t)
	const memory = "/dev/shm"
	for _, test := range []struct {
		name   string
		mounts func(spool string) []mount
		// told stands in LastError or in the statistics.
		told string
	}{
		{"all is well", func(string) []mount { return []mount{{Path: memory}} }, ""},
		{"spool full", func(spool string) []mount { return []mount{{Path: spool, Options: "size=100k"}} }, "the spool has room for no more"},
		{"spool without inodes", func(spool string) []mount { return []mount{{Path: spool, Options: "nr_inodes=20"}} }, "no space left"},
		{"spool read-only", func(spool string) []mount { return []mount{{Path: spool, ReadOnly: true}} }, "read-only file system"},
		{"memory for rings full", func(string) []mount { return []mount{{Path: memory, Options: "size=1m"}} }, "no space left"},
		{"memory for rings read-only", func(string) []mount { return []mount{{Path: memory, ReadOnly: true}} }, "read-only file system"},
		{"nothing at all", func(spool string) []mount {
			return []mount{{Path: memory, ReadOnly: true}, {Path: spool, ReadOnly: true}}
		}, "read-only file system"},
	} {
		t.Run(test.name, func(t *testing.T) {
			// A server that takes its time lets envelopes pile up.
			g := newGroup(t, slow)
			const captures = 60
			told, s := g.report(order{Threads: 1, Captures: captures, Mounts: test.mounts(g.spool)})
			if !told.Flushed || s.Sent != captures || len(g.server.Events()) != captures {
				t.Errorf("flushed %v, sent %d, %d arrived, want %d", told.Flushed, s.Sent, len(g.server.Events()), captures)
			}
			words := strings.Join(append(s.Degraded, told.AfterInit, told.AfterCaptures), "\n")
			words = strings.ReplaceAll(words, "no answer in time: the call may take effect later", "") // a busy machine
			if test.told == "" && strings.TrimSpace(words) != "" || !strings.Contains(words, test.told) {
				t.Errorf("told is %q, want %q", words, test.told)
			}
			g.check()
		})
	}
}

// TestBurst_littleMemory: where the memory for rings is small, as in a container, half of
// what is left of it stays to others, and what finds no room is counted and told, to the
// caller and to the server.
func TestBurst_littleMemory(t *testing.T) {
	needsMounts(t)
	g := newGroup(t, nil)
	const threads, captures, letters = 8, 1500, 8000 // 190 MB
	told, s := g.report(order{
		Threads: threads, Captures: captures, Padding: letters, Options: map[string]any{"maxBreadcrumbs": 1},
		Linger: 2000, // Flush waits for what the object recorded, not for the report
		Mounts: []mount{{Path: "/dev/shm", Options: "size=64m"}},
	})
	t.Logf("longest call %v, recorded %d, sent %d, dropped %v", told.Longest, s.Recorded, s.Sent, s.Dropped)
	if s.Recorded != threads*captures || s.Dropped["queue_overflow"] == 0 || s.Journal.Dropped < s.Dropped["queue_overflow"] {
		t.Errorf("recorded %d, dropped %v, the journal %d", s.Recorded, s.Dropped, s.Journal.Dropped)
	}
	// Whose calls were dropped is told so: that is not always the one who reports.
	if told.IDs < captures && !strings.Contains(told.AfterCaptures, "the journal is full") {
		t.Errorf("told is %q", told.AfterCaptures)
	}
	reported := uint64(0)
	for _, envelope := range g.server.Envelopes() {
		for _, item := range envelope.Items {
			var report struct {
				DiscardedEvents []struct {
					Reason   string
					Quantity uint64
				} `json:"discarded_events"`
			}
			if item.Type() != "client_report" {
				continue
			}
			if err := json.Unmarshal(item.Payload, &report); err != nil {
				t.Fatal(err)
			}
			for _, d := range report.DiscardedEvents {
				if d.Reason == "queue_overflow" {
					reported += d.Quantity
				}
			}
		}
	}
	if reported == 0 || reported > s.Dropped["queue_overflow"] {
		t.Errorf("the server was told of %d, want %d", reported, s.Dropped["queue_overflow"])
	}
}

// TestDisk_planted: what others have put where our files go is neither followed nor
// believed.
func TestDisk_planted(t *testing.T) {
	needsLinux(t)
	for name, plant := range map[string]func(spool, foreign string) error{
		"a file": func(spool, _ string) error { return os.WriteFile(spool, []byte("x"), 0o600) },
		"a link in it": func(spool, foreign string) error {
			if err := os.Mkdir(spool, 0o700); err != nil {
				return err
			}
			return os.Symlink(foreign, filepath.Join(spool, "v1"))
		},
		"an open folder": func(spool, _ string) error {
			if err := os.MkdirAll(filepath.Join(spool, "v1"), 0o700); err != nil {
				return err
			}
			return os.Chmod(filepath.Join(spool, "v1"), 0o777)
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGroup(t, nil)
			if err := os.MkdirAll(filepath.Dir(g.spool), 0o700); err != nil {
				t.Fatal(err)
			}
			foreign := t.TempDir()
			if err := plant(g.spool, foreign); err != nil {
				t.Fatal(err)
			}
			_, s := g.report(order{Threads: 1, Captures: 5})
			if s.Sent != 5 {
				t.Errorf("sent %d, want 5", s.Sent)
			}
			if left, err := os.ReadDir(foreign); err != nil || len(left) != 0 {
				t.Errorf("the folder of others has %v, %v", left, err)
			}
			if info, err := os.Stat(filepath.Join(g.spool, "v1")); err == nil && info.Mode().Perm() != 0o700 && name == "an open folder" {
				t.Errorf("the folder is still open: %v", info.Mode())
			}
		})
	}
}

// TestDisk_rights: nobody but the owner can read what lies on disk and in memory.
func TestDisk_rights(t *testing.T) {
	needsLinux(t)
	g := newGroup(t, func(w http.ResponseWriter, _ *receiver.Envelope) bool {
		w.WriteHeader(http.StatusServiceUnavailable)
		return false
	})
	p := g.start(order{Threads: 1, Captures: 5, Linger: 60_000}, "")
	<-p.first
	time.Sleep(200 * time.Millisecond)
	left := g.leftovers(t, true)
	g.kill(p)
	g.wait(p)
	files := 0
	for _, path := range left {
		if !filepath.IsAbs(path) {
			path = filepath.Join(fmt.Sprintf("/dev/shm/sentry1c-%d", os.Geteuid()), path)
		}
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		dir, err := os.Stat(filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		if files++; info.Mode().Perm() != 0o600 || dir.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v in %v", path, info.Mode(), dir.Mode())
		}
	}
	if files < 6 {
		t.Errorf("only %d files: %q", files, left)
	}
	g.drainInto(t)
}

// TestFatal: the event of level fatal is on the disk when the call returns, however
// busy the worker is with others.
func TestFatal(t *testing.T) {
	needsLinux(t)
	for name, narrow := range map[string]bool{"wide": false, "narrow": true} {
		t.Run(name, func(t *testing.T) {
			// The call waits for a bounded time: a busy machine may need more.
			for range 3 {
				if onDiskAfterCall(t, narrow) {
					return
				}
			}
			t.Error("the event was not on the disk when the call had returned")
		})
	}
}

// onDiskAfterCall captures a fatal event behind a hundred others, kills the process when
// the call has returned, and reports whether the event lies on the disk.
func onDiskAfterCall(t *testing.T, narrow bool) bool {
	t.Helper()
	g := newGroup(t, func(w http.ResponseWriter, _ *receiver.Envelope) bool {
		w.WriteHeader(http.StatusServiceUnavailable)
		return false
	})
	p := g.start(order{Threads: 1, Captures: 1, Params: `{"level": "fatal"}`, Narrow: narrow, Burst: 100, Linger: 60_000}, "")
	<-p.first // printed after the call returned
	g.kill(p)
	g.wait(p)
	found := false
	for _, path := range g.leftovers(t, true) {
		if strings.HasSuffix(path, ".envelope") {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(content, []byte(`"`+p.ids[0]+`"`))
		}
	}
	g.drainInto(t)
	return found
}

// drainInto removes what a killed child left in memory.
func (g *group) drainInto(t *testing.T) {
	t.Helper()
	memory := fmt.Sprintf("/dev/shm/sentry1c-%d", os.Geteuid())
	for _, name := range g.leftovers(t, true) {
		if !filepath.IsAbs(name) {
			if err := os.Remove(filepath.Join(memory, name)); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestFlood: a loop of one error, 20,000 times and in a long run five times as often, does not hold 1C up, does not fill its
// memory, and ends as a few events that tell how many there were.
func TestFlood(t *testing.T) {
	needsLinux(t)
	for name, limit := range map[string]int{"collapsed": 10, "all of them": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGroup(t, slow)
			g.patience = 5 * time.Minute
			captures := 20_000
			if os.Getenv("SENTRY1C_SOAK") != "" {
				captures = 100_000
			}
			told, s := g.report(order{
				Threads: 1, Captures: captures, Same: "{ОбщийМодуль.Цикл.Модуль(7)}: Деление на 0",
				Options: map[string]any{"maxEventsPerMinute": limit, "maxBreadcrumbs": 10, "spoolMaxBytes": 20 << 20},
			})
			t.Logf("asked %d times, longest call %v, %d MB added, sent %d, queued %d, dropped %v, %d ids, journal dropped %d", told.Asked, told.Longest,
				told.Added>>20, s.Sent, s.Queued+s.InFlight, s.Dropped, told.IDs, s.Journal.Dropped)
			if told.Longest > 2*time.Second {
				t.Errorf("a call took %v", told.Longest)
			}
			if told.Added > (48+128)<<20 {
				t.Errorf("%d MB of memory were added", told.Added>>20)
			}
			if s.Recorded != uint64(captures) || told.IDs != captures || s.Journal.Dropped != 0 {
				t.Errorf("recorded %d, %d ids were returned, the journal dropped %d", s.Recorded, told.IDs, s.Journal.Dropped)
			}
			if limit > 0 {
				events := g.server.Events()
				represented := 0
				for _, e := range events {
					n := 1
					if text := e.Text("tags", "repeats"); text != "" {
						if _, err := fmt.Sscan(text, &n); err != nil {
							t.Error(err)
						}
					}
					represented += n
				}
				if !told.Flushed || len(events) > 3*(limit+1) || uint64(represented) != s.Recorded {
					t.Errorf("flushed %v, %d events stand for %d of %d", told.Flushed, len(events), represented, s.Recorded)
				}
			}
		})
	}
}
