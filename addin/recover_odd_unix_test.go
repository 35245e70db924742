//go:build unix

package addin

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
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
