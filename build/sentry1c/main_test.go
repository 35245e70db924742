package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain plays the program itself.
func TestMain(m *testing.M) {
	if os.Getenv("SENTRY1C_TEST_PROGRAM") != "" {
		main()
	}
	os.Exit(m.Run())
}

// TestProgram: answers go to the standard output, mistakes and what failed to the standard
// error, once, and the exit code says which.
func TestProgram(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("текст"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args        string
		code        int
		out, failed bool
	}{
		{"help", 0, true, false}, {"-lang ru watch -h", 0, true, false}, {"watch -once -json", 0, true, false}, {"parse " + file, 0, true, false},
		{"", 2, true, true}, {"nonsense", 2, true, true}, {"watch -nonsense", 2, false, true}, {"symbols", 2, false, true},
		{"watch " + file, 1, false, true}, {"parse " + dir, 1, false, true}, {"doctor -lang en " + dir + "/none", 1, true, false},
	} {
		command := exec.Command(os.Args[0], strings.Fields(c.args)...)
		command.Env = append(os.Environ(), "SENTRY1C_TEST_PROGRAM=1", "XDG_STATE_HOME="+dir, "LOCALAPPDATA="+dir, "SENTRY_DSN=", "LC_ALL=C")
		var out, failed bytes.Buffer
		command.Stdout, command.Stderr = &out, &failed
		err := command.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if code := command.ProcessState.ExitCode(); code != c.code || (out.Len() > 0) != c.out || (failed.Len() > 0) != c.failed {
			t.Errorf("%q: exit code %d, want %d\n%s%s", c.args, code, c.code, &out, &failed)
		}
	}
}
