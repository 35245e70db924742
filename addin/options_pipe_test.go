//go:build unix

package addin

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestInit_optionNamesNoPlainFile: whatever an option that names a file names, Init has an
// answer, and so has the next object. A pipe is opened for ever, a device never ends.
func TestInit_optionNamesNoPlainFile(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{pipe, "/dev/zero", "/dev/full", t.TempDir()} {
		for option, value := range map[string]any{
			"caCertFile": path, "symbolsFile": path, "sourceRoot": path, "debugLogFile": path, "spoolPath": path,
			"extensionRoots": map[string]string{"Расширение": path},
		} {
			answered := make(chan string, 1)
			go func() {
				f := newFixture(t)
				options, _ := json.Marshal(map[string]any{option: value, "debug": true})
				f.bool(1, "Init", testDSN, string(options))
				said := f.lastError(1)
				if !f.bool(2, "Init", testDSN) {
					said = "the next object: " + f.lastError(2)
				}
				answered <- said
			}()
			select {
			case said := <-answered:
				if option == "caCertFile" && !strings.HasPrefix(said, "options: read caCertFile") {
					t.Errorf("%s %s: LastError = %q", option, path, said)
				}
			case <-time.After(5 * time.Second):
				t.Fatalf("%s %s: no answer", option, path)
			}
		}
	}
}
