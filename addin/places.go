package addin

import (
	"fmt"
	"os"
	"path/filepath"
)

// defaultRoot is where the spool lies when nobody says otherwise: with the state of
// the user, else where every user may write and nothing is cleaned at a restart.
func defaultRoot(getenv func(string) (string, bool)) string {
	for _, base := range stateFolders(getenv) {
		if base != "" {
			return filepath.Join(base, "sentry1c")
		}
	}
	return sharedRoot()
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
