package delivery

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
)

// spooled is a delivery of a run that has a spool.
type spooled struct {
	*Delivery
	root  string
	lock  *runlock.Lock
	spool *spool.Spool
	next  uint64
}

func newSpooled(t *testing.T, root string, s *server, change func(*Config)) *spooled {
	t.Helper()
	locks, err := spool.LocksDir(root)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := runlock.New(locks)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lock.Release)
	sp, err := spool.Open(root, "dsn", lock, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	config := Config{URL: "http://server/", Client: &http.Client{Transport: s}, Spool: sp}
	if change != nil {
		change(&config)
	}
	return &spooled{Delivery: New(config), root: root, lock: lock, spool: sp}
}

func (d *spooled) stage(category Category, name string, owner *Owner) {
	d.next++
	d.Stage(Item{Category: category, Envelope: envelopeNamed(name), Owner: owner, Run: d.lock.ID, Record: d.next})
}

// envelopes counts the files that wait below a root.
func envelopes(t *testing.T, root string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, "v1", "*", "*.*", "*.envelope"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func quarantined(t *testing.T, root string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, "v1", "*", "quarantine", "*.envelope"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func TestSpooled_fileStaysUntilTheAnswer(t *testing.T) {
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &server{delay: time.Second}
		s.answer = func(int, string) (*http.Response, error) {
			if envelopes(t, root) != 1 {
				t.Error("the file is gone before the answer")
			}
			return reply(200, nil, "{}"), nil
		}
		d := newSpooled(t, root, s, nil)
		owner := &Owner{}
		d.stage(Error, "x", owner)
		time.Sleep(time.Minute)
		if len(s.bodies) != 0 {
			t.Error("it was sent before it was admitted")
		}
		if st := d.Statistics(); st.Spooled != 1 || st.Queued != 1 || st.Bytes != 0 {
			t.Errorf("statistics = %+v", st)
		}
		d.Admit()
		if !<-d.Wait(owner, time.Time{}) {
			t.Error("not sent")
		}
		if envelopes(t, root) != 0 {
			t.Error("the file is still there")
		}
		time.Sleep(2 * time.Second) // the sync
		check(t, d.Delivery, 1, 0, nil)
	})
}

func TestSpooled_refusedGoesToQuarantine(t *testing.T) {
	for _, status := range []int{400, 413} {
		root := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			s := &server{answer: refusing(status)}
			d := newSpooled(t, root, s, nil)
			d.stage(Error, "x", nil)
			d.Admit()
			time.Sleep(time.Hour)
			synctest.Wait()
			check(t, d.Delivery, 0, 0, map[Reason]uint64{SendError: 1})
			if len(s.bodies) != 1 || quarantined(t, root) != 1 || envelopes(t, root) != 0 {
				t.Errorf("%d: %d requests, %d in quarantine, %d waiting", status, len(s.bodies), quarantined(t, root), envelopes(t, root))
			}
		})
	}
}

func TestSpooled_adoptedIsSent(t *testing.T) {
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		down := &server{answer: func(int, string) (*http.Response, error) { return nil, errors.New("down") }}
		dead := newSpooled(t, root, down, nil)
		for i := range 30 {
			dead.stage(Error, fmt.Sprint("event ", i), nil)
		}
		dead.stage(Transaction, "transaction", nil)
		dead.Admit()
		time.Sleep(2 * time.Second)
		stop(dead.Delivery)
		dead.lock.Release()

		up := &server{answer: always(200)}
		d := newSpooled(t, root, up, nil)
		claim, err := runlock.Claim(d.spool.Orphans()[0])
		if err != nil || claim == nil {
			t.Fatal(claim, err)
		}
		defer claim.Release() // what is open cannot be removed in Windows
		adopted, err := d.spool.Find(claim)
		if err == nil {
			adopted.Entries, err = adopted.Take()
		}
		if err != nil {
			t.Fatal(err)
		}
		d.Adopt(adopted.Entries)
		synctest.Wait()
		check(t, d.Delivery, 31, 0, nil)
		if st := d.Statistics(); st.Adopted != 31 || envelopes(t, root) != 0 {
			t.Errorf("adopted %d, %d files left", st.Adopted, envelopes(t, root))
		}
		// As many as are sent at once may overtake each other.
		last := strings.Join(up.bodies[31-MaxInFlight:], "")
		if !strings.Contains(last, "\ntransaction\n") {
			t.Errorf("the transaction was not among the last: %q", last)
		}
	})
}

// TestBacklog_newestTakesTurns: what happens now does not wait for last week.
func TestBacklog_newestTakesTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: func(int, string) (*http.Response, error) { return nil, errors.New("down") }}
		d := newTest(s)
		for i := range 200 {
			d.Enqueue(Item{Category: Error, Envelope: envelopeNamed(fmt.Sprint("old ", i))})
		}
		synctest.Wait()
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("new")})
		s.mu.Lock()
		before := len(s.bodies)
		s.answer = always(200)
		s.mu.Unlock()
		time.Sleep(time.Hour)
		synctest.Wait()
		for i, body := range s.bodies[before:] {
			if strings.HasSuffix(body, "\nnew\n") {
				if i > 4 {
					t.Errorf("the new one was number %d", i+1)
				}
				return
			}
		}
		t.Error("the new one was not sent")
	})
}

func TestSpooled_limits(t *testing.T) {
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: func(int, string) (*http.Response, error) { return nil, errors.New("down") }}
		d := newSpooled(t, root, s, func(c *Config) { c.SpoolMaxFiles = 5 })
		d.stage(Error, "first", nil)
		d.Admit()
		synctest.Wait()
		pause(d.Delivery)
		for i := range 4 {
			d.stage(Log, fmt.Sprint("log ", i), nil)
		}
		for i := range 3 {
			d.stage(Error, fmt.Sprint("error ", i), nil)
		}
		d.Admit()
		check(t, d.Delivery, 0, 5, map[Reason]uint64{CacheOverflow: 3})
		if n := envelopes(t, root); n != 5 {
			t.Errorf("%d files, want 5", n)
		}
		time.Sleep(2 * time.Second)
		stop(d.Delivery)
	})
	root = t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: func(int, string) (*http.Response, error) { return nil, errors.New("down") }}
		d := newSpooled(t, root, s, func(c *Config) { c.SpoolMaxBytes, c.MaxBytes = 200, 200 })
		for i := range 20 {
			d.stage(Error, fmt.Sprint("error ", i), nil)
		}
		d.Admit()
		synctest.Wait()
		// A limit that is no smaller than that of memory is one.
		if st := d.Statistics(); st.SpooledBytes > 200 || st.Dropped[CacheOverflow] == 0 || envelopes(t, root) != st.Spooled {
			t.Errorf("statistics = %+v, %d files", st, envelopes(t, root))
		}
		time.Sleep(2 * time.Second)
		stop(d.Delivery)
	})
}

func TestSpooled_windowsSurviveARestart(t *testing.T) {
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: first(429, map[string]string{"X-Sentry-Rate-Limits": "3600:error:key"})}
		d := newSpooled(t, root, s, nil)
		d.stage(Error, "x", nil)
		d.Admit()
		time.Sleep(2 * time.Second)
		stop(d.Delivery)
		again := newSpooled(t, root, s, nil)
		if got := again.Statistics().Limits[Error]; got < 59*time.Minute || got > time.Hour {
			t.Errorf("the window ends in %v", got)
		}
	})
}

func TestLimits_loadOfAWrongClock(t *testing.T) {
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		d := newSpooled(t, root, &server{}, nil)
		ahead := time.Now().Add(365 * 24 * time.Hour).UnixMilli()
		content := fmt.Sprintf(`{"error":%d,"session":%d,"magic":%d,"":"x"}`, ahead, time.Now().Add(-time.Hour).UnixMilli(), ahead)
		if err := d.spool.PutLimits([]byte(content)); err != nil {
			t.Fatal(err)
		}
		if got := newSpooled(t, root, &server{}, nil).Statistics().Limits; len(got) != 0 {
			t.Errorf("limits of what is no JSON of ours: %v", got)
		}
		if err := d.spool.PutLimits([]byte(strings.ReplaceAll(content, `,"":"x"`, ""))); err != nil {
			t.Fatal(err)
		}
		if got := newSpooled(t, root, &server{}, nil).Statistics().Limits; len(got) != 0 {
			t.Errorf("limits = %v, want none: no server asks for more than %v", got, maxLimit)
		}
	})
}

// needRemovable skips where what is open keeps its name.
func needRemovable(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("what is open cannot be removed there")
	}
}

// TestSpooled_noDisk: what cannot be written is sent from memory, and told.
func TestSpooled_noDisk(t *testing.T) {
	needRemovable(t)
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: always(200)}
		d := newSpooled(t, root, s, nil)
		if err := errors.Join(os.RemoveAll(root), os.WriteFile(root, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		d.stage(Error, "x", nil)
		if st := d.Statistics(); st.SpoolError == "" || st.Spooled != 0 || st.Bytes == 0 {
			t.Errorf("statistics = %+v", st)
		}
		d.Admit()
		synctest.Wait()
		check(t, d.Delivery, 1, 0, nil)
	})
}

// TestSpooled_fileIsGone: somebody cleaned the spool.
func TestSpooled_fileIsGone(t *testing.T) {
	needRemovable(t)
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		d := newSpooled(t, root, &server{answer: always(200)}, nil)
		d.stage(Error, "x", nil)
		if err := os.RemoveAll(root); err != nil {
			t.Fatal(err)
		}
		d.Admit()
		time.Sleep(2 * time.Second)
		check(t, d.Delivery, 0, 0, map[Reason]uint64{Damaged: 1})
	})
}

func TestAge(t *testing.T) {
	const day = 24 * time.Hour
	synctest.Test(t, func(t *testing.T) {
		var up atomic.Bool
		s := &server{answer: func(int, string) (*http.Response, error) {
			if up.Load() {
				return reply(200, nil, "{}"), nil
			}
			return nil, errors.New("down")
		}}
		d := New(Config{URL: "http://server/", Client: &http.Client{Transport: s}, MaxAge: 2 * day})
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("an error")})
		d.Enqueue(Item{Category: Monitor, Envelope: envelopeNamed("a check-in")})
		time.Sleep(day)
		// What looks a year old, because the clock was wrong then, or is now, is tried.
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("of a wrong clock"), Created: time.Now().Add(-365 * day)})
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("of the future"), Created: time.Now().Add(day)})
		up.Store(true)
		time.Sleep(time.Hour)
		check(t, d, 3, 0, map[Reason]uint64{CacheOverflow: 1})
		up.Store(false)
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("too old")})
		time.Sleep(2*day + time.Hour)
		up.Store(true)
		time.Sleep(time.Hour)
		synctest.Wait()
		check(t, d, 3, 0, map[Reason]uint64{CacheOverflow: 2})
		for i, body := range s.bodies {
			if strings.HasSuffix(body, "\na check-in\n") && s.at[i].Sub(s.at[0]) > maxCheckInAge {
				t.Error("an old check-in was sent")
			}
		}
	})
}

// TestTooOld: what a server would not take any more is not kept longer, by kind; a clock
// that was wrong costs nothing before a day has passed.
func TestTooOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &Delivery{config: Config{MaxAge: 30 * 24 * time.Hour}}
		day := 24 * time.Hour
		for _, test := range []struct {
			category  Category
			age, held time.Duration
			old       bool
		}{
			{Error, 29 * day, 29 * day, false}, {Error, 31 * day, 2 * day, true}, {Error, 365 * day, time.Hour, false},
			{Error, -365 * day, day, false}, {Session, 4 * day, 4 * day, false}, {Session, 6 * day, 2 * day, true},
			{Monitor, 5 * time.Minute, 5 * time.Minute, false}, {Monitor, 11 * time.Minute, time.Second, true},
			{Monitor, -time.Hour, 11 * time.Minute, true},
		} {
			now := time.Now()
			e := &entry{category: test.category, created: now.Add(-test.age), since: now.Add(-test.held)}
			if got := d.config.tooOld(e); got != test.old {
				t.Errorf("%+v is too old: %v", test, got)
			}
		}
	})
}
