//go:build !windows

package delivery

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"
)

// files returns the files of envelopes below a root.
func files(t *testing.T, root string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, "v1", "*", "*.*", "*.envelope"))
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	return found
}

// TestUnread_noDescriptors: a process that has no descriptors left for a while loses
// nothing. A child plays it.
func TestUnread_noDescriptors(t *testing.T) {
	const name = "DELIVERY_TEST_ROOT"
	if root := os.Getenv(name); root != "" {
		synctest.Test(t, func(t *testing.T) { noDescriptors(t, root) })
		return
	}
	child := exec.Command(os.Args[0], "-test.run=^TestUnread_noDescriptors$")
	child.Env = append(os.Environ(), name+"="+t.TempDir())
	if out, err := child.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func noDescriptors(t *testing.T, root string) {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	s := &server{answer: always(200)}
	d := newSpooled(t, root, s, nil)
	for i := range 50 {
		d.stage(Error, fmt.Sprint(i), nil)
	}
	none := limit
	none.Cur = 3
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &none); err != nil {
		t.Fatal(err)
	}
	d.Admit()
	time.Sleep(3 * time.Second)
	synctest.Wait()
	st := d.Statistics()
	d.stage(Error, "one that cannot be written", nil)
	d.Admit()
	kept := d.Statistics()
	time.Sleep(10 * time.Minute)
	synctest.Wait()
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if st.Queued != 50 || len(st.Dropped) != 0 || st.Unreadable == 0 || !strings.Contains(st.SpoolError, "too many open files") {
		t.Errorf("statistics without descriptors: %+v", st)
	}
	if kept.Unkept != 1 || kept.SpoolError == "" {
		t.Errorf("what is in memory only is not told: %+v", kept)
	}
	if n := envelopes(t, root); n != 50 {
		t.Errorf("%d files after ten minutes without descriptors", n)
	}
	time.Sleep(10 * time.Minute)
	check(t, d.Delivery, 51, 0, nil)
	if st := d.Statistics(); st.Unreadable != 0 || st.Unkept != 0 || envelopes(t, root) != 0 {
		t.Errorf("in the end: %+v", st)
	}
}

// TestUnread_modes: a file of another mode or owner stays, is named, and is sent as soon as
// somebody puts it right; it holds no other up.
func TestUnread_modes(t *testing.T) {
	for name, test := range map[string]struct {
		spoil, mend func(path string) error
		says        string
		root        bool
	}{
		"mode": {
			func(path string) error { return os.Chmod(path, 0o644) },
			func(path string) error { return os.Chmod(path, 0o600) }, "mode 0644", false,
		},
		"owner": {
			func(path string) error { return os.Chown(path, 12345, -1) },
			func(path string) error { return os.Chown(path, os.Geteuid(), -1) }, "of user 12345", true,
		},
		"second name": {
			func(path string) error { return os.Link(path, path+".bak") },
			func(path string) error { return os.Remove(path + ".bak") }, "2 names", false,
		},
	} {
		if test.root && os.Geteuid() != 0 {
			continue
		}
		root := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			d := newSpooled(t, root, &server{answer: always(200)}, nil)
			for i := range 30 {
				d.stage(Error, fmt.Sprint(i), nil)
			}
			spoiled := files(t, root)[:20]
			for _, path := range spoiled {
				if err := test.spoil(path); err != nil {
					t.Fatal(err)
				}
			}
			d.Admit()
			synctest.Wait()
			if st := d.Statistics(); st.Sent != 10 || st.Queued != 20 || st.Unreadable != 20 || !strings.Contains(st.SpoolError, test.says) {
				t.Errorf("%s: %+v", name, st)
			}
			time.Sleep(time.Hour)
			owner := &Owner{}
			d.stage(Error, "another", owner)
			d.Admit()
			begun := time.Now()
			if !<-d.Wait(owner, time.Time{}) || time.Since(begun) > 0 {
				t.Errorf("%s: another one waited for %v", name, time.Since(begun))
			}
			for _, path := range spoiled {
				if err := test.mend(path); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(maxPause)
			synctest.Wait()
			check(t, d.Delivery, 31, 0, nil)
			if st := d.Statistics(); st.Unreadable != 0 || st.SpoolError != "" {
				t.Errorf("%s, mended: %+v", name, st)
			}
			time.Sleep(2 * time.Second)
		})
	}
}
