package status

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/addin/internal/private"
)

var update = flag.Bool("update", false, "write the golden file")

const run = "0123456789abcdef"

var moment = time.Date(2026, 11, 29, 15, 0, 0, 123e6, time.UTC)

var example = Status{
	Version: version, Root: "/каталог с пробелом/sentry1c", AddIn: "1.0.0", PID: 4711, Process: "rphost", Began: 123456, Since: moment, Written: moment.Add(time.Minute),
	Objects: 3, Dropped: 7,
	Clients: []Client{
		{
			Number: 1, Server: "https://sentry.example.com/42", Environment: "production", Release: "УТ@11.5",
			Recorded: 100, Adopted: 5, Sent: 90, Requests: 95, Queued: 6, InFlight: 1, Spooled: 7, SpooledBytes: 12345,
			Dropped: map[string]uint64{"ratelimit_backoff": 1, "sample_rate": 2}, Failures: 2, Retry: moment.Add(time.Hour),
			Answers:  []Answer{{200, "", moment, moment.Add(time.Second), 88}, {429, "too many", moment, moment, 1}},
			Degraded: []string{"the disk is full"},
		},
		{Number: 2, Server: "https://sentry.example.com/43", Dropped: map[string]uint64{}, Answers: []Answer{}},
	},
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "кольца")
	if err := private.MkdirAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(dir, run); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
	for range 2 {
		if err := Write(dir, run, example); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(dir, run); err != nil || !reflect.DeepEqual(got, example) {
			t.Errorf("read %+v, %v", got, err)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, Name(run))); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	many := example
	many.Clients = make([]Client, maxClients+1)
	if err := Write(dir, run, many); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(dir, run); err != nil || len(got.Clients) != maxClients {
		t.Errorf("%d clients, %v", len(got.Clients), err)
	}
}

func TestDecode_damaged(t *testing.T) {
	for content, want := range map[string]error{
		"": ErrDamaged, "{": ErrDamaged, "[]": ErrDamaged, `{}`: ErrDamaged, `{"version":0}`: ErrDamaged, `{"version":-1}`: ErrDamaged,
		`{"version":2,"clients":5}`: ErrNewer, `{"version":1,"clients":5}`: ErrDamaged, `{"version":1,"since":"yesterday"}`: ErrDamaged,
		`{"version":1,"more":[]}`: nil, `{"version":1,"clients":null}`: nil, "null": ErrDamaged,
	} {
		if _, err := decode([]byte(content)); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", content, err, want)
		}
	}
}

// TestGolden: a file that an earlier version wrote is read.
func TestGolden(t *testing.T) {
	const path = "testdata/status.v1.json"
	written, err := encode(example)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, written, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(golden) != string(written) {
		t.Errorf("written is\n%s\nwant\n%s", written, golden)
	}
	if got, err := decode(golden); err != nil || !reflect.DeepEqual(got, example) {
		t.Errorf("read %+v, %v", got, err)
	}
}

func FuzzDecode(f *testing.F) {
	golden, err := os.ReadFile("testdata/status.v1.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Add([]byte(`{"version":1,"clients":[{"answers":[{}]},null]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := decode(content)
		if err != nil {
			return
		}
		again, err := encode(s)
		if err != nil {
			if strings.Contains(err.Error(), "Time.MarshalJSON") {
				return // of a year that no clock shows
			}
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if _, err := decode(again); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
	})
}

// TestKeeper: what happens is told at once, and then once a second; who has nothing to
// tell is woken by nobody.
func TestKeeper(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var wakes atomic.Int32
		k := &Keeper{Wake: func() { wakes.Add(1) }}
		if k.Due(time.Now()) {
			t.Error("due without a change")
		}
		k.Note()
		time.Sleep(time.Hour)
		if wakes.Load() != 0 || !k.Due(time.Now()) {
			t.Errorf("%d wakes after Note, or not due", wakes.Load())
		}
		time.Sleep(every)
		k.Changed()
		time.Sleep(time.Millisecond)
		if wakes.Load() != 1 || !k.Due(time.Now()) || k.Due(time.Now()) {
			t.Errorf("%d wakes, or not due once", wakes.Load())
		}
		for range 100 {
			k.Changed()
		}
		if k.Due(time.Now()) {
			t.Error("due twice in a second")
		}
		time.Sleep(every + time.Millisecond)
		if wakes.Load() != 2 || !k.Due(time.Now()) {
			t.Errorf("%d wakes, or not due", wakes.Load())
		}
		time.Sleep(time.Hour)
		if wakes.Load() != 2 {
			t.Errorf("%d wakes in an hour without a change", wakes.Load()-2)
		}
		(&Keeper{}).Changed() // nobody to wake
	})
}
