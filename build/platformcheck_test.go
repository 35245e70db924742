package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fakeIbcmd writes down how it is called, makes what an export makes, and fails at
// the command that FAIL_AT names.
const fakeIbcmd = `#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
case "$*" in
*"config export"*)
    for last; do dir=$last; done
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

// steps are the titles of the steps that the check named.
func steps(said string) []string {
	var titles []string
	for _, m := range regexp.MustCompile(`(?m)^== \d+\. (.*)\n   expected: .+$`).FindAllStringSubmatch(said, -1) {
		titles = append(titles, m[1])
	}
	return titles
}

// TestPlatformCheck_noPlatform: one clear sentence, then every step that a platform
// would be put to, each with what is to come of it, those of a person too.
func TestPlatformCheck_noPlatform(t *testing.T) {
	said, status, calls := platformCheck(t, nil)
	if status != 3 || len(calls) > 0 || !strings.Contains(said, "there is no 1C platform here") || !strings.Contains(said, "платформы 1С здесь нет") || !strings.Contains(said, "nobody has run this check") {
		t.Errorf("status %d, said:\n%s", status, said)
	}
	full, _, _ := platformCheck(t, []string{"ibcmd", "1cv8"})
	if named, done := steps(said), steps(full); !slices.Equal(named, done) || len(done) < 15 {
		t.Errorf("with no platform %d steps are named: %q; with one %d are done: %q", len(named), named, len(done), done)
	}
	ru, _ := halves(t, "bsl/README.md")
	_, rest, _ := strings.Cut(ru, "\n## Первая загрузка на платформе\n")
	chapter, _, _ := strings.Cut(rest, "\n## ")
	for _, item := range regexp.MustCompile(`(?m)^\d+\. .*$`).FindAllString(chapter, -1) {
		if !strings.Contains(said, item) || !strings.Contains(full, item) {
			t.Errorf("the check does not name what a person does: %s", item)
		}
	}
}

func TestPlatformCheck(t *testing.T) {
	said, status, calls := platformCheck(t, []string{"ibcmd", "1cv8"})
	if status != 0 || !strings.Contains(said, "all well") {
		t.Fatalf("status %d, said:\n%s", status, said)
	}
	for i, want := range []string{
		"ibcmd --version", "ibcmd infobase create --db-path=", "config load --db-path=.* --extension=Сентри --force .*e.cfe", "config apply .*--extension=Сентри", "config check .*--extension=Сентри",
		"config extension list --db-path=", "config extension update .*--name=Сентри --safe-mode=no", "config export .*--extension=Сентри",
		"ibcmd infobase create --db-path=", "config import .*--extension=Сентри .*sources", "config apply", "config check", "config export",
		"1cv8 DESIGNER", "1cv8 DESIGNER",
	} {
		if i >= len(calls) || !regexp.MustCompile(want).MatchString(calls[i]) {
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
