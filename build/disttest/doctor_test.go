//go:build dist

package disttest

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/build/kit/receiver"
	"sentry1c/build/library"
	"sentry1c/manifest"
)

// TestDoctor: where the library runs, sentry1c doctor says that it would, and that the server answers.
func TestDoctor(t *testing.T) {
	server, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	eachPlace(t, func(t *testing.T, p place, target manifest.Target) {
		if len(p.command) > 0 && strings.Contains(p.command[0], "ld-") {
			t.Skip("a static program is not started by a loader")
		}
		report := runProgram(t, p, []string{"SENTRY_DSN=" + server.DSN()}, "doctor", "-lang", "en", p.path(dist(t, library.BundleName())))
		for _, want := range []string{"is a sound bundle", "this machine has all it needs", "can be reached", "Nothing stands in the way"} {
			if !strings.Contains(report, want) {
				t.Errorf("the doctor does not say %q", want)
			}
		}
		t.Log(report)
	})
}

// TestWatch: sentry1c watch tells a program that watches the machine what there is.
func TestWatch(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place, _ manifest.Target) {
		if len(p.command) > 0 && strings.Contains(p.command[0], "ld-") {
			t.Skip("a static program is not started by a loader")
		}
		var told struct {
			Version  int
			Problems []string
		}
		if err := json.Unmarshal([]byte(runProgram(t, p, nil, "watch", "-json")), &told); err != nil || told.Version != 1 || len(told.Problems) > 0 {
			t.Errorf("%+v, %v", told, err)
		}
	})
}

// runProgram runs the program of the release for a place and returns what it prints.
func runProgram(t *testing.T, p place, env []string, args ...string) string {
	t.Helper()
	target := targetOf(t, p.target)
	program := dist(t, "sentry1c_"+addin.Version+"_"+target.Suffix)
	if target.GOOS == "windows" {
		program += ".exe"
	}
	words := append(append(append([]string{}, p.command...), program), args...)
	command := exec.Command(words[0], words[1:]...)
	command.Env = append(os.Environ(), env...)
	output, err := command.Output()
	if err != nil {
		t.Errorf("%v: %v", words, err)
	}
	return string(output)
}
