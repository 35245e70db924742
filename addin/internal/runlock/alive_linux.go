package runlock

import (
	"errors"

	"golang.org/x/sys/unix"
)

// alive is a name that a run holds besides its lock file, as long as it lives: one of a
// socket, which lies in no folder and which the system takes back as it does with locks.
// It proves that a run lives whose lock file somebody has removed. It holds within one
// network namespace; beyond it, the file alone counts.
type alive struct{ socket int }

func nameOf(id string) *unix.SockaddrUnix { return &unix.SockaddrUnix{Name: "@sentry1c-run-" + id} }

func holdName(id string) (alive, error) {
	socket, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return alive{-1}, err
	}
	if err := unix.Bind(socket, nameOf(id)); err != nil {
		_ = unix.Close(socket)
		return alive{-1}, err
	}
	hold(uintptr(socket))
	return alive{socket}, nil
}

func (a *alive) end() {
	if a.socket >= 0 {
		letGo(uintptr(a.socket))
		_ = unix.Close(a.socket)
	}
	a.socket = -1
}

// lives reports whether somebody holds the name of a run.
func lives(id string) bool {
	held, err := holdName(id)
	held.end()
	return errors.Is(err, unix.EADDRINUSE)
}
