package addin

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/status"
)

// tells is what a fixture tells of itself now.
func (f *fixture) tells() status.Status {
	f.t.Helper()
	tellAt(f.worker, time.Now())
	s, err := status.Read(f.worker.life.RingFolders()[0], f.worker.life.Run.ID())
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

// TestTell: a run tells what it did and what servers said, and nothing that is secret.
func TestTell(t *testing.T) {
	f := ready(t, `{"environment":"test","sampleRate":1,"headers":{"X-Key":"HEADER-SECRET"}}`)
	if !f.bool(2, "Init", "https://memory@sentry.example.com/43", `{"memoryOnly":true}`) {
		t.Fatal(f.lastError(2))
	}
	f.call(1, "SetUser", "ИвановаМария")
	f.server.status, f.server.says = 403, `{"detail":"bad key 0123456789abcdef0123456789abcdef, password=hunter2"}`
	f.call(1, "CaptureMessage", "ТекстСобытия")
	for range 1000 {
		if f.statistics(1).Requests > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	s := f.tells()
	if len(s.Clients) != 1 || s.AddIn != Version || s.PID != os.Getpid() || s.Objects != 2 || s.Since.IsZero() {
		t.Fatalf("told is %+v", s)
	}
	c := s.Clients[0]
	if c.Server != "https://sentry.example.com:443/42" && c.Server != "https://sentry.example.com/42" || c.Environment != "test" ||
		c.Recorded != 1 || c.Queued+c.InFlight != 1 || c.Spooled != 1 || c.Failures != 1 || c.Retry.IsZero() {
		t.Errorf("the client is %+v", c)
	}
	if len(c.Answers) != 1 || c.Answers[0].Status != 403 || !strings.Contains(c.Answers[0].Text, "bad key") || c.Answers[0].Last.IsZero() {
		t.Errorf("answers are %+v", c.Answers)
	}
	content, err := os.ReadFile(filepath.Join(f.worker.life.RingFolders()[0], status.Name(f.worker.life.Run.ID())))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"0123456789abcdef0123456789abcdef", "hunter2", "HEADER-SECRET", "ИвановаМария", "ТекстСобытия", "memory@", "/43"} {
		if strings.Contains(string(content), secret) {
			t.Errorf("%s is told: %s", secret, content)
		}
	}
}

// TestTell_ends: the file goes with its run, whichever way that ends.
func TestTell_ends(t *testing.T) {
	f := ready(t, "")
	f.tells()
	path := filepath.Join(f.worker.life.RingFolders()[0], status.Name(f.worker.life.Run.ID()))
	if !slices.Contains(f.host.exit, life.ExitPath{Path: path}) {
		t.Error("a process that ends in good order leaves the file")
	}
	f.leave("CaptureMessage", "последнее")
	if err := os.WriteFile(path+".tmp", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f.die()
	next := f.heir()
	if s := next.recovers(); s.Recovered.Runs != 1 {
		t.Fatalf("recovered %+v", s.Recovered)
	}
	for _, name := range []string{path, path + ".tmp"} {
		if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s of a run that was taken over: %v", filepath.Base(name), err)
		}
	}
}

// TestTell_byItself: a run tells of an answer without being asked, while nobody calls it.
func TestTell_byItself(t *testing.T) {
	f := ready(t, "")
	f.host.woken = make(chan struct{}, 1)
	f.server.hang = make(chan struct{})
	f.call(1, "CaptureMessage", "событие")
	ended := make(chan struct{})
	l := &loop{source: sleeper{f.host, ended}, worker: f.worker}
	l.worker.status.Note()
	var wait sync.WaitGroup
	wait.Go(l.run)
	defer wait.Wait()
	defer close(ended)
	read := func() status.Status {
		s, err := status.Read(f.worker.life.RingFolders()[0], f.worker.life.Run.ID())
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
		return s
	}
	for answers := range 2 {
		s := read()
		for deadline := time.Now().Add(10 * time.Second); len(s.Clients) != 1 || len(s.Clients[0].Answers) != answers; s = read() {
			if time.Now().After(deadline) {
				t.Errorf("told is %+v, want %d answers", s, answers)
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if answers == 0 {
			close(f.server.hang)
		}
	}
}

// sleeper is a source without records, whose reader sleeps until it is woken.
type sleeper struct {
	host  *host
	ended chan struct{}
}

func (sleeper) Begin()                      {}
func (sleeper) Take() ([]byte, SourceState) { return nil, SourceEmpty }
func (sleeper) Release()                    {}
func (sleeper) Seen() uint32                { return 0 }

func (s sleeper) Wait(uint32, time.Duration) {
	select {
	case <-s.host.woken:
	case <-s.ended:
		runtime.Goexit()
	}
}

// TestRelease_ring: a ring that somebody removed is made again while records never end, too.
func TestRelease_ring(t *testing.T) {
	f := ready(t, "")
	l := &loop{source: sleeper{host: f.host}, worker: f.worker}
	was := f.host.ring
	if err := os.Remove(was); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	f.host.ring = ""
	for deadline := time.Now().Add(10 * time.Second); f.host.ring != was; l.release() {
		if time.Now().After(deadline) {
			t.Fatal("the ring is not made again")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestTell_ending: a process that ends leaves nothing that it told, whether its end began before or
// while that was written.
func TestTell_ending(t *testing.T) {
	for question := range int32(2) {
		f := ready(t, "")
		f.tells()
		f.worker.life.Untell(f.worker.life.Run.ID()) // as the end of the process does
		f.host.ending = question + 1
		tellAt(f.worker, time.Now())
		if s, err := status.Read(f.worker.life.RingFolders()[0], f.worker.life.Run.ID()); err == nil {
			t.Errorf("the end seen at question %d: %+v is left", question+1, s)
		}
	}
}
