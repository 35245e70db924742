package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sentry1c/addin/internal/machine"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/status"
)

const (
	key  = "0123456789abcdef0123456789abcdef"
	dsn  = "https://" + key + "@sentry.example.com/42"
	text = "ТекстСобытия пользователя Иванова"
)

var recorded = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// machineOf is a root and a folder of rings that are empty.
func machineOf(t testing.TB) Source {
	t.Helper()
	dir := t.TempDir()
	rings := filepath.Join(dir, "кольца")
	if err := private.MkdirAll(rings); err != nil {
		t.Fatal(err)
	}
	return Source{Own: filepath.Join(dir, "spool"), Rings: []string{rings}, Getenv: func(string) (string, bool) { return "", false }}
}

// run is a run that lives, with a ring and a folder in the spool.
type run struct {
	lock  *runlock.Lock
	spool *spool.Spool
}

func (s Source) begin(t testing.TB, root string) *run {
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
	if _, err := ringfile.Create(s.Rings[0], lock.ID, lock.Path(), 4096); err != nil {
		t.Fatal(err)
	}
	own, err := spool.Open(root, dsn, lock, 1, fmt.Appendf(nil, `{"dsn":%q,"options":{}}`, dsn))
	if err != nil {
		t.Fatal(err)
	}
	return &run{lock, own}
}

// put leaves an envelope.
func (r *run) put(t testing.TB, record uint64) spool.Entry {
	t.Helper()
	envelope := fmt.Appendf(nil, "{\"sdk\":{}}\n{\"type\":\"event\",\"length\":%d}\n%s\n", len(text), text)
	e, err := r.spool.Put(spool.Key{Created: recorded.Add(time.Duration(record) * time.Second), Run: r.lock.ID, Record: record}, envelope)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// tell writes what the run tells of itself; began is added to when its process began.
func (r *run) tell(t testing.TB, s Source, began uint64) {
	t.Helper()
	self := machine.ThisProcess()
	err := status.Write(s.Rings[0], r.lock.ID, status.Status{
		Root: filepath.Dir(filepath.Dir(filepath.Dir(r.lock.Path()))), AddIn: "1.0.0", PID: self.PID, Process: "rphost", Began: self.Began + began,
		Since: recorded, Written: recorded, Objects: 3, Dropped: 1,
		Clients: []status.Client{{
			Number: 1, Server: "https://sentry.example.com/42", Environment: "production", Release: "УТ@11.5", Recorded: 10, Sent: 7, Requests: 9, Queued: 1,
			Dropped: map[string]uint64{"sample_rate": 1, "ratelimit_backoff": 1}, Failures: 2, Retry: recorded.Add(time.Hour),
			Answers: []status.Answer{{Status: 200, First: recorded, Last: recorded, Count: 7}, {Status: 429, Text: "не так часто", First: recorded, Last: recorded.Add(time.Minute), Count: 2}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// busy is a machine with a run that lives and has told, one that has ended, and files of
// every kind.
func busy(t testing.TB) (s Source, lives, ended *run) {
	t.Helper()
	s = machineOf(t)
	lives, ended = s.begin(t, s.Own), s.begin(t, s.Own)
	lives.tell(t, s, 0)
	ended.tell(t, s, 1)
	lives.put(t, 1)
	ended.put(t, 2)
	if err := ended.spool.Quarantine(ended.put(t, 3), "send_error"); err != nil {
		t.Fatal(err)
	}
	if err := lives.spool.PutLimits(fmt.Appendf(nil, `{"error":%d,"":1}`, time.Now().Add(time.Hour).UnixMilli())); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(lives.spool.Dir(), "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ended.lock.Release()
	return s, lives, ended
}
