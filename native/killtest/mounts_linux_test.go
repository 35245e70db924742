package killtest

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// mount is a file system in memory.
type mount struct {
	Path, Options string
	ReadOnly      bool
}

// ownFileSystems starts a process that sees mounts of its own.
func ownFileSystems() *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		attributes.Cloneflags |= syscall.CLONE_NEWUSER
		attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}}
		attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}}
	}
	return attributes
}

func (m mount) make() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("keep mounts private: %w", err)
	}
	if err := os.MkdirAll(m.Path, 0o700); err != nil {
		return err
	}
	flags := uintptr(0)
	if m.ReadOnly {
		flags = unix.MS_RDONLY
	}
	if err := unix.Mount("tmpfs", m.Path, "tmpfs", flags, m.Options); err != nil {
		return fmt.Errorf("mount %s: %w", m.Path, err)
	}
	return nil
}

// needsMounts skips where a process may not have mounts of its own.
func needsMounts(t *testing.T) {
	t.Helper()
	p, err := os.StartProcess("/bin/true", []string{"true"}, &os.ProcAttr{Sys: ownFileSystems()})
	if err != nil {
		t.Skipf("this system lets nobody have mounts of his own: %v", err)
	}
	if _, err := p.Wait(); err != nil {
		t.Fatal(err)
	}
}

// memoryAtStart is what a child used before it loaded the library.
var memoryAtStart int64

// memoryInUse is how many bytes of memory this process has to itself.
func memoryInUse() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "RssAnon:")
	kilobytes, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	return kilobytes << 10
}

// ringFolder is where rings lie that outlive their processes.
func ringFolder() string { return fmt.Sprintf("/dev/shm/sentry1c-%d", os.Geteuid()) }

// quickFolder is a folder in memory, if there is plenty of it: a kill costs nothing that
// the system holds, wherever it lies, and a file system on a disk takes long to find room
// for files that come and go by the thousand.
func quickFolder(t *testing.T, otherwise string) string {
	t.Helper()
	const memory, plenty = "/dev/shm", 6 << 30 // a tenth is all that a spool takes
	var room syscall.Statfs_t
	if err := syscall.Statfs(memory, &room); err != nil || room.Bavail*uint64(room.Bsize) < plenty {
		return otherwise
	}
	dir, err := os.MkdirTemp(memory, "killtest-*")
	if err != nil {
		return otherwise
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// leavesNothing: a process that ends in good order removes what it had.
const leavesNothing = true

// maxUndead: every process ends that is told to.
const maxUndead = 0

// wantKills is how many TestKill_randomMoments makes; make soak goes on.
const wantKills = 40
