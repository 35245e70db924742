//go:build dist

package disttest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/build/kit/isolate"
	"sentry1c/manifest"
)

// patience is for one test program: an emulated one on a busy machine is slow.
const patience = 15 * time.Minute

// TestABI drives the libraries through their ABI, as native/abitest does with the one of this machine. Calls, deadlines and
// delivery to a receiver over loopback are among it.
func TestABI(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place, target manifest.Target) {
		program := compileTests(t, target, "./native/abitest")
		state := t.TempDir()
		t.Cleanup(func() { isolate.Remove(state) })
		run(t, p, program, "native/abitest", []string{
			"SENTRY1C_LIBRARY=" + p.path(libraryOf(t, target)), isolate.Variable + "=1", "XDG_STATE_HOME=" + state,
		})
	})
}

// TestHost: the stand-in platform itself holds on every target, or what TestABI says would be worth little.
func TestHost(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place, target manifest.Target) {
		if p.loaded {
			t.Skip("its tests start themselves again")
		}
		program := compileTests(t, target, "./native/standin")
		run(t, p, program, "native/standin", append(testAddins(t, target, p.path), "HOST_ZIG="+toolchain(t).Zig()))
	})
}

// compileTests cross-compiles the tests of a package and returns the program.
func compileTests(t *testing.T, target manifest.Target, pkg string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), filepath.Base(pkg)+".test.exe")
	command := exec.Command("go", "test", "-c", "-trimpath", "-o", program, pkg)
	command.Dir = root(t)
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+target.GOOS, "GOARCH="+target.GOARCH)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return program
}

// run runs a test program in the folder of its package and logs what it skipped.
func run(t *testing.T, p place, program, dir string, env []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	words := append(append([]string{}, p.command...), program, "-test.v", "-test.timeout=14m")
	if testing.Short() {
		words = append(words, "-test.short")
	}
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.Dir = filepath.Join(root(t), dir)
	command.Env = append(append(os.Environ(), "SENTRY1C_LIBRARY="), env...)
	output, err := command.CombinedOutput()
	text := string(output)
	passed := strings.Count(text, "--- PASS:")
	if err != nil || passed == 0 {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "--- SKIP:") {
			t.Log(strings.TrimSpace(line))
		}
	}
	t.Logf("%d tests passed", passed)
}
