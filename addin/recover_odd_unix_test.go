//go:build unix

package addin

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/spool"
)

// TestRecover_noPlainFile: what stands in the place of a file that a dead run left costs that
// file alone: all envelopes arrive, and so do the records.
func TestRecover_noPlainFile(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"folder with a file": func(path string) error {
			return errors.Join(os.Mkdir(path, 0o700), os.WriteFile(filepath.Join(path, "x"), nil, 0o600))
		},
		"pipe": func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"link": func(path string) error { return os.Symlink("/dev/zero", path) },
	} {
		for _, place := range []string{"owner", "owner.tmp", "limits", "lock", "state"} {
			t.Run(place+"/"+name, func(t *testing.T) {
				f := backlog(t, "")
				dir := f.worker.spools()[0].Dir()
				path := map[string]string{
					"owner": filepath.Join(dir, "owner"), "owner.tmp": filepath.Join(dir, "owner.tmp"), "limits": filepath.Join(filepath.Dir(dir), "limits"),
					"lock": f.worker.life.Run.Lock.Path(), "state": f.worker.life.Run.Log.Path(),
				}[place]
				f.die()
				_ = os.Remove(path)
				if err := put(path); err != nil {
					t.Fatal(err)
				}
				next := f.heir()
				s := next.recovers()
				if stored, left := arrivals(t, next); stored != inSpool || left != inRing {
					t.Errorf("%d of %d stored and %d of %d left arrived: %+v", stored, inSpool, left, inRing, s.Recovered)
				}
			})
		}
	}
}

// TestRecover_ringUnknown: while it is not known whether a run has a ring, its files are
// taken over, and the rest stays for later.
func TestRecover_ringUnknown(t *testing.T) {
	f := ready(t, "")
	f.leave("CaptureMessage", "последнее")
	next, claim := f.claimed()
	p := next.worker.process
	r := p.beginRecovery(claim, "", errors.New("the folder is held"))
	var err error
	for done := false; !done && err == nil; {
		done, err = r.step()
	}
	if ended := r.end(); err != nil || ended != errStays {
		t.Errorf("step: %v, end: %v", err, ended)
	}
	if s := next.recovers(); s.Sent != 1 {
		t.Errorf("sent %d", s.Sent)
	}
}

// TestRecover_unreadableForNow: a log of states that cannot be read for now stays, and the ring with it.
func TestRecover_unreadableForNow(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTags", `{"kept":"yes"}`)
	f.leave("CaptureMessage", "последнее")
	next, claim := f.claimed()
	p := next.worker.process
	r := &recovery{claim: claim, left: make(map[string]*leftFiles), covered: make(map[uint32]uint64)}
	r.openRing(p, f.host.ring)
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	none := limit
	none.Cur = 0
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &none); err != nil {
		t.Fatal(err)
	}
	r.restore(p)
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if !r.stays || r.ring != nil || p.recovered.Stateless != 0 {
		t.Errorf("stays %v, stateless %d", r.stays, p.recovered.Stateless)
	}
	claim.Release()
	if s := next.recovers(); s.Sent != 1 {
		t.Errorf("sent %d", s.Sent)
	}
	want(t, next.event(), "yes", "tags", "kept")
}

// TestRecover_settingsForNow: settings that cannot be read for a moment cost no event.
func TestRecover_settingsForNow(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "")
	f.bool(2, "Init", testDSN, `{"settingsKey":"k","environment":"x"}`)
	f.bool(3, "Init", " ", `{"settingsKey":"k"}`)
	f.settle()
	f.write(of(f, 1, "Init", " ", `{"settingsKey":"k"}`))
	f.write(of(f, 9, "Init", testDSN, `{"release":"new"}`)) // asks the environment
	f.write(of(f, 1, "CaptureMessage", "left"))
	f.die()
	next := f.heir()
	next.bool(1, "Init", testDSN, "")
	var was unix.Rlimit
	must(unix.Getrlimit(unix.RLIMIT_NOFILE, &was))
	low := false
	restore := func() {
		if low {
			must(unix.Setrlimit(unix.RLIMIT_NOFILE, &was))
			low = false
		}
	}
	defer restore()
	root := next.worker.process.settings.root
	next.worker.process.settings.root = func() string {
		none := was
		none.Cur = 1
		must(unix.Setrlimit(unix.RLIMIT_NOFILE, &none))
		low = true
		return root()
	}
	next.worker.getenv = func(string) (string, bool) { restore(); return "", false }
	for next.worker.Recover() {
	}
	restore()
	next.settle()
	if _, err := os.Lstat(f.host.ring); len(next.projects("event", "left")) != 1 && err != nil {
		t.Errorf("the event neither came nor stays: %+v", next.statistics(1).Recovered)
	}
}

// TestUnmade_race: a folder of the spool that is made meanwhile, by who sends, costs no Init and no Statistics.
func TestUnmade_race(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "")
	w := f.worker
	var was unix.Rlimit
	must(unix.Getrlimit(unix.RLIMIT_NOFILE, &was))
	none := was
	none.Cur = 1
	panicked := 0
	for i := range 4000 {
		o, _, _ := options.Parse("", nothing)
		dsn, _, _ := options.ParseDSN(testDSN)
		cl, _, ok := client.New(uint32(100+i), &w.files, dsn, testDSN, o, w.roundTripper)
		if !ok {
			t.Fatal("no client")
		}
		must(unix.Setrlimit(unix.RLIMIT_NOFILE, &none))
		s, err := spool.Open(w.root(), testDSN, w.life.Run.Lock, uint32(100+i), []byte("{}"))
		must(unix.Setrlimit(unix.RLIMIT_NOFILE, &was))
		must(err)
		cl.Begin(s, client.Surroundings{Wake: func() {}, Answered: func() {}, Settled: func() {}, Logs: w.logs, Files: &w.files})
		done := make(chan struct{})
		go func() { _ = s.Keep(); close(done) }()
		func() {
			defer func() {
				if recover() != nil {
					panicked++
				}
			}()
			for s.Unmade() != nil {
				w.degradations(cl)
			}
		}()
		<-done
		cl.Delivery.End()
		if panicked > 0 {
			t.Fatalf("a panic, by the %d. folder", i+1)
		}
	}
}
