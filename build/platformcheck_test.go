package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fakeIbcmd writes down how it is called, makes what an export makes, and fails at
// the command that FAIL_AT names.
const fakeIbcmd = `#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
case "$*" in
*"config export"*)
    for last; do case $last in -*) ;; *) dir=$last ;; esac; done
    mkdir -p "$dir" && echo "${EXPORTED:-same}" >"$dir/Configuration.xml"
    case "$*" in *db-path=*/sources*) echo "${EXPORTED_SOURCES:-same}" >"$dir/Configuration.xml" ;; esac
    ;;
esac
case "$*" in
*"/Out "*) echo "Designer says nothing" >"$(echo "$*" | sed 's/.*\/Out \([^ ]*\).*/\1/')" ;;
esac
case "$*" in
*"${FAIL_AT:-no such command}"*) echo "the platform complains" && exit 101 ;;
esac
`

// platformCheck runs the script with programs of these names in PATH, and gives what
// it said, how it ended, and the calls.
func platformCheck(t *testing.T, programs []string, env ...string) (said string, status int, calls []string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range programs {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(fakeIbcmd), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	root, _ := sourceRoot(t)
	command := exec.Command("sh", filepath.Join(root, "scripts", "platform-check.sh"), filepath.Join(dir, "e.cfe"), filepath.Join(dir, "sources"))
	// What the machine has must not be found, but for the tools of the script.
	command.Env = append([]string{"PATH=" + dir + ":/usr/bin:/bin", "CALLS=" + filepath.Join(dir, "calls"), "TMPDIR=" + dir}, env...)
	output, err := command.CombinedOutput()
	if exit, ok := err.(*exec.ExitError); ok {
		status = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(filepath.Join(dir, "calls")); err == nil {
		calls = strings.Split(strings.TrimSpace(string(content)), "\n")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "tmp.*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	return string(output), status, calls
}

func TestPlatformCheck_noPlatform(t *testing.T) {
	said, status, _ := platformCheck(t, nil)
	if status != 3 || !strings.Contains(said, "there is no 1C platform here") || !strings.Contains(said, "платформы 1С здесь нет") || !strings.Contains(said, "nobody has run this check") {
		t.Errorf("status %d, said:\n%s", status, said)
	}
}

func TestPlatformCheck(t *testing.T) {
	said, status, calls := platformCheck(t, []string{"ibcmd", "1cv8"})
	if status != 0 || !strings.Contains(said, "all well") {
		t.Fatalf("status %d, said:\n%s", status, said)
	}
	for i, want := range []string{
		"ibcmd --version", "ibcmd infobase create", "config load --extension=Сентри --force", "config apply --extension=Сентри", "config check --extension=Сентри",
		"config extension list", "config extension update --name=Сентри --safe-mode=no", "config export --extension=Сентри",
		"ibcmd infobase create", "config import --extension=Сентри", "config apply", "config check", "config export",
		"1cv8 DESIGNER", "1cv8 DESIGNER",
	} {
		if i >= len(calls) || !strings.Contains(calls[i], want) {
			t.Fatalf("call %d of %q is not %q", i, calls, want)
		}
	}
	if check := calls[len(calls)-2]; !strings.Contains(check, "-ThinClient -WebClient -Server -ExternalConnection") || !strings.Contains(check, "-Extension Сентри") {
		t.Errorf("Designer is asked: %s", check)
	}
	said, status, _ = platformCheck(t, []string{"ibcmd"})
	if status != 0 || !strings.Contains(said, "there is no Designer") {
		t.Errorf("without Designer: status %d, said:\n%s", status, said)
	}
}

// TestPlatformCheck_fails: a step that fails ends the check, and is named.
func TestPlatformCheck_fails(t *testing.T) {
	for env, want := range map[string]string{
		"FAIL_AT=config load":          "step 3 failed: load the file into it",
		"FAIL_AT=config check":         "step 5 failed: check the extension",
		"FAIL_AT=config import":        "failed: make another base and import the sources for Designer",
		"FAIL_AT=/CheckConfig":         "failed: compile the modules for every context in Designer",
		"EXPORTED_SOURCES=another one": "failed: compare the two",
	} {
		said, status, _ := platformCheck(t, []string{"ibcmd", "1cv8"}, env)
		if status == 0 || !strings.Contains(said, want) || strings.Contains(said, "all well") {
			t.Errorf("%s: status %d, said:\n%s", env, status, said)
		}
	}
}
