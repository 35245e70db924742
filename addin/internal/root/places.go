// Package root is the only place that knows where files lie: the root of the spool,
// what lies below it, and the folders in memory that outlives a process. It reads the
// environment and asks the system what kind of disk a folder lies on; it makes and
// removes nothing.
//
// Package life asks it where runs and rings lie, packages client and settings for their
// files, package addin for the rest.
package root

import (
	"fmt"
	"os"
	"path/filepath"
)

// Default is where the spool lies when nobody says otherwise: with the state of
// the user, else where every user may write and nothing is cleaned at a restart. A relative
// path in the environment does not count: it is another one for each process (XDG Base
// Directory Specification 0.8).
func Default(getenv func(string) (string, bool)) string {
	for _, base := range stateFolders(getenv) {
		if filepath.IsAbs(base) {
			return filepath.Join(base, "sentry1c")
		}
	}
	return Shared()
}

func home(below ...string) string {
	dir, err := os.UserHomeDir()
	if err != nil || dir == "" || dir == "/" {
		return ""
	}
	return filepath.Join(append([]string{dir}, below...)...)
}

// userFolder names a folder of this user among those of others.
func userFolder(base string) string {
	return filepath.Join(base, fmt.Sprintf("sentry1c-%d", os.Geteuid()))
}
