package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"sentry1c/build/kit/isolate"
)

// TestMain keeps what the commands leave out of the user's own folders. The demonstration
// starts its own program once more, which here is that of the tests.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "demo" || os.Getenv(playVariable) != "" {
		main()
	}
	os.Exit(isolate.Run(m.Run))
}

// playVariable makes the program of the tests the one itself.
const playVariable = "SENTRY1C_TEST_BUILD"

// program runs a command as a program of its own in a system of a language, which is "" for any. Each copy of the library
// that a process attaches brings a runtime of Go, and signals go from one to the other: a dozen in one process overflow the
// stack that signals have.
func program(t *testing.T, language string, args ...string) (out, said string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, os.Args[0], args...)
	command.Env = append(os.Environ(), playVariable+"=1")
	if language != "" {
		command.Env = append(command.Env, "LC_ALL="+language)
	}
	var stdout, stderr strings.Builder
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); command.ProcessState == nil {
		t.Fatal(err)
	}
	return stdout.String(), strings.TrimSpace(stderr.String()), command.ProcessState.ExitCode()
}

// TestMain_codes: help is no failure, and nobody is told that it was asked for.
func TestMain_codes(t *testing.T) {
	for args, want := range map[string]struct {
		code int
		says bool // on the standard error
	}{
		"-h": {0, false}, "--help": {0, false}, "help": {0, false}, "doctor -h": {0, false}, "symbols make -h": {0, false}, "version": {0, false},
		"nonsense": {1, true}, "doctor -nonsense": {2, true}, "spool /nowhere/at/all": {1, false},
	} {
		command := exec.Command(os.Args[0], strings.Fields(args)...)
		command.Env = append(os.Environ(), playVariable+"=1", "LC_ALL=C")
		var said strings.Builder
		command.Stderr = &said
		out, err := command.Output()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if got := command.ProcessState.ExitCode(); got != want.code || (said.Len() > 0) != want.says {
			t.Errorf("%s: exit code %d, want %d\n%s%s", args, got, want.code, out, &said)
		}
	}
}
