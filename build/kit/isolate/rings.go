package isolate

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sentry1c/build/kit/scratch"
)

// Remove removes a folder where processes of a test kept their spool, and what those that
// were killed left in the memory of this user: nobody will ever look for it.
func Remove(dir string) {
	scratch.Remove(dir)
	rings := fmt.Sprintf("/dev/shm/sentry1c-%d", os.Geteuid())
	entries, _ := os.ReadDir(rings) // elsewhere rings lie in dir
	for _, entry := range entries {
		run, isRing := strings.CutSuffix(entry.Name(), ".ring")
		if isRing && namesFolder(filepath.Join(rings, entry.Name()), dir) {
			_ = os.Remove(filepath.Join(rings, entry.Name()))
			_ = os.Remove(filepath.Join(rings, run+".state"))
			_ = os.Remove(filepath.Join(rings, run+".status"))
		}
	}
}

// namesFolder reports whether the header of a ring, which names the lock of its run, names
// one below dir.
func namesFolder(ring, dir string) bool {
	file, err := os.Open(ring)
	if err != nil {
		return false
	}
	defer file.Close()
	header, _ := io.ReadAll(io.LimitReader(file, 4096))
	return bytes.Contains(header, []byte(dir+string(filepath.Separator)))
}
