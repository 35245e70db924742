//go:build unix

package addin

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
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
