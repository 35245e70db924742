package root

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// SwitchedOff names what switches the component off for this user: a variable of the
// environment, or a file in the root of the spool; "" is nothing.
func SwitchedOff(root string, getenv func(string) (string, bool)) (by string) {
	marker := filepath.Join(root, "disabled")
	if value, set := getenv("SENTRY1C_DISABLE"); set && value != "" && value != "0" {
		return "SENTRY1C_DISABLE=" + value
	}
	if _, err := os.Lstat(marker); err == nil {
		return marker
	}
	return ""
}

// Sides is where the attachments of a run lie, in the root of its lock; of runs of
// earlier versions the long values, too.
func Sides(root, run string) string { return filepath.Join(root, "v1", "side", run) }

// Long is where the long values of a run lie, in the folder of its rings.
func Long(rings, run string) string { return filepath.Join(rings, run+".side") }

// Side is the file of a long value in its folder, as native/side.c names it.
func Side(dir string, number uint32) string {
	return filepath.Join(dir, fmt.Sprintf("%08x", number))
}

// OfLock is the root of the spool that a lock lies in.
func OfLock(lock string) string { return filepath.Dir(filepath.Dir(filepath.Dir(lock))) }

// Settings is the file of what Init was last told under a key. It lies in the user's own
// root whatever the key's owner says of its spool: who looks for it knows the key only.
func Settings(root, key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(root, "v1", "settings", hex.EncodeToString(sum[:16])+".json")
}

// Symbols is the copy of a file of symbols, by the digest of its bytes.
func Symbols(root, digest string) string {
	return filepath.Join(root, "v1", "symbols", digest+".symbols")
}

// Canonical is a root as the system means it: with links followed as far as it is there,
// so that two names of one folder are one root.
func Canonical(path string) string {
	if runtime.GOOS == "windows" {
		path = withoutPrefix(path)
	}
	path = filepath.Clean(path)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path
	}
	return filepath.Join(Canonical(parent), filepath.Base(path))
}

// maxPlain is how long a path of Windows may be that needs no prefix, with room for names below it.
const maxPlain = 150

// withoutPrefix is a path of Windows without what makes another name of it (\\?\C:\folder is
// C:\folder, \\?\UNC\server\share is \\server\share; "Naming Files, Paths, and Namespaces" of
// Microsoft's documentation). A long one stays as it is.
func withoutPrefix(path string) string {
	rest, ok := strings.CutPrefix(path, `\\?\`)
	if !ok {
		rest, ok = strings.CutPrefix(path, `\\.\`)
	}
	switch {
	case !ok || len(path) > maxPlain:
		return path
	case len(rest) >= 3 && rest[1] == ':' && rest[2] == '\\':
		return rest
	case len(rest) > 4 && strings.EqualFold(rest[:4], `UNC\`):
		return `\\` + rest[4:]
	}
	return path
}
