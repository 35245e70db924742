//go:build dist

package disttest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/manifest"
)

// TestGuest plays the hosts in C of native/guesttest everywhere, the calling conventions of 32-bit Windows among them.

func TestGuest(t *testing.T) {
	program := compileTests(t, targetOf(t, "linux/amd64"), "./native/guesttest")
	eachPlace(t, func(t *testing.T, p place, target manifest.Target) {
		run(t, place{}, program, "native/guesttest", guestEnv(t, p, target))
	})
}

func guestEnv(t *testing.T, p place, target manifest.Target) []string {
	t.Helper()
	cc, env, err := toolchain(t).CC(target)
	if err != nil {
		t.Fatal(err)
	}
	return append(env, "SENTRY1C_LIBRARY="+libraryOf(t, target), "GUESTTEST_GOOS="+target.GOOS,
		"GUESTTEST_CC="+strings.Join(cc, " "), "GUESTTEST_RUN="+strings.Join(p.command, " "))
}

// TestGuest_long plays the long ones with the library of this machine: ten million calls, a minute of idleness.
func TestGuest_long(t *testing.T) {
	if testing.Short() {
		t.Skip("takes minutes")
	}
	program := compileTests(t, targetOf(t, "linux/amd64"), "./native/guesttest")
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	command := exec.CommandContext(ctx, program, "-test.v", "-test.run=^(TestSoak|TestIdle)$", "-test.timeout=28m")
	command.Dir = filepath.Join(root(t), "native", "guesttest")
	command.Env = append(os.Environ(), "SENTRY1C_LIBRARY="+libraryOf(t, targetOf(t, "linux/amd64")), "GUESTTEST_LONG=1")
	output, err := command.CombinedOutput()
	t.Logf("%s", output)
	if err != nil {
		t.Error(err)
	}
}
