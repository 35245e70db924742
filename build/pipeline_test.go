package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sentry1c/build/library"
)

// pipelines are the documents and the scripts that call sentry-cli.
var pipelines = []string{"bsl/pipeline.md", "bsl/pipeline/release.sh", "bsl/pipeline/release.ps1", "bsl/pipeline/gitlab-ci.yml", "bsl/pipeline/github-actions.yml"}

// cliCommand is a command of sentry-cli as its documentation tells.
type cliCommand struct {
	arguments int
	options   map[string]bool // true if a value follows
}

// cliCommands reads what the documentation of sentry-cli says.
func cliCommands(t *testing.T) map[string]cliCommand {
	t.Helper()
	data, err := os.ReadFile("testdata/sentry-cli.tsv")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]cliCommand{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 4 || !strings.HasPrefix(fields[3], "https://docs.sentry.io/cli/") {
			t.Fatalf("not a command, its arguments, its options and an address: %q", line)
		}
		arguments, err := strconv.Atoi(fields[1])
		if err != nil {
			t.Fatal(err)
		}
		c := cliCommand{arguments, map[string]bool{}}
		for option := range strings.FieldsSeq(fields[2]) {
			name, valued := strings.CutSuffix(option, "=")
			c.options[name] = valued
		}
		all[fields[0]] = c
	}
	return all
}

// checkCall says what is wrong with a call of sentry-cli, whose words follow its name.
func checkCall(words []string, known map[string]cliCommand) error {
	for n := 2; n > 0; n-- {
		if len(words) < n {
			continue
		}
		c, ok := known[strings.Join(words[:n], " ")]
		if !ok {
			continue
		}
		arguments := 0
		for rest := words[n:]; len(rest) > 0; rest = rest[1:] {
			if !strings.HasPrefix(rest[0], "-") {
				arguments++
				continue
			}
			valued, ok := c.options[rest[0]]
			if !ok {
				return fmt.Errorf("no option %s", rest[0])
			}
			if valued {
				if rest = rest[1:]; len(rest) == 0 {
					return fmt.Errorf("no value")
				}
			}
		}
		if arguments != c.arguments {
			return fmt.Errorf("%d arguments, %d are taken", arguments, c.arguments)
		}
		return nil
	}
	return fmt.Errorf("no such command")
}

// TestPipeline_commands: what the recipe and the scripts ask sentry-cli for is in its
// documentation, and each document that is about it asks for something.
func TestPipeline_commands(t *testing.T) {
	known, used := cliCommands(t), map[string]int{}
	for _, name := range pipelines {
		for line := range strings.Lines(document(t, name)) {
			call, ok := strings.CutPrefix(strings.TrimSpace(line), "sentry-cli ")
			if !ok {
				continue
			}
			used[name]++
			if err := checkCall(strings.Fields(call), known); err != nil {
				t.Errorf("%s: sentry-cli %s: %v", name, call, err)
			}
		}
	}
	if used["bsl/pipeline.md"] != 2*6 || used["bsl/pipeline/release.sh"] != 5 || used["bsl/pipeline/release.ps1"] != 5 {
		t.Errorf("calls that were found: %v", used)
	}
	for call, want := range map[string]string{
		"releases new": "0 arguments", "releases new 1 2": "2 arguments", "releases create 1": "no such command", "releases": "no such command",
		"releases set-commits 1 --automatic": "no option --automatic", "releases finalize 1 --url": "no value",
	} {
		if err := checkCall(strings.Fields(call), known); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", call, err, want)
		}
	}
}

// TestPipeline_script runs the script with the real sentry1c and a sentry-cli that only
// says what it was asked for.
func TestPipeline_script(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the script is for the shell")
	}
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	bin, work := t.TempDir(), t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(bin, "sentry1c"), programPackage)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	log := filepath.Join(work, "asked")
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(bin, "sentry-cli"), "#!/bin/sh\nfor word; do printf '%s\\t' \"$word\"; done >>\"$ASKED\"\necho >>\"$ASKED\"\ncase \"$2 $FAIL\" in \"$FAIL $FAIL\") exit 3 ;; esac\n", 0o700)
	const description = "<MetaDataObject><Configuration><Properties><Name>Торговля</Name><Version>11.5.2</Version></Properties></Configuration></MetaDataObject>"
	write(filepath.Join(work, "src", "cf", "Configuration.xml"), description, 0o600)
	write(filepath.Join(work, "src", "cf", "CommonModules", "Цены", "Ext", "Module.bsl"), "Процедура А() Экспорт\nКонецПроцедуры\n", 0o600)
	if err := os.Mkdir(filepath.Join(work, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	share := filepath.Join(t.TempDir(), "общий диск", "trade.1csymbols")
	write(share, "old", 0o600)

	run := func(environment []string, args ...string) (string, []string, error) {
		os.Remove(log) // of the run before, if there was one
		command := exec.CommandContext(t.Context(), "sh", append([]string{filepath.Join(root, "bsl", "pipeline", "release.sh")}, args...)...)
		command.Dir = work
		command.Env = append([]string{"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "ASKED=" + log, "LC_ALL=ru_RU.UTF-8"}, environment...)
		out, err := command.CombinedOutput()
		data, _ := os.ReadFile(log) // none if nothing was asked
		return string(out), strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(data), "\t\n", "\n"), "\n"), "\n"), err
	}
	known := cliCommands(t)
	const version = "Торговля@11.5.2"
	plain := []string{"releases\tnew\t" + version, "releases\tset-commits\t" + version + "\t--auto\t--ignore-missing", "releases\tfinalize\t" + version}
	mapped := func(upload string) []string { return slices.Insert(slices.Clone(plain), 2, upload) }
	for name, c := range map[string]struct {
		environment, asked []string
		says               string
	}{
		"plain":         {nil, plain, version + ": загрузите configuration.1csymbols в базу"},
		"to a share":    {[]string{"SYMBOLS_FILE=" + share}, plain, version + ": символы в " + share},
		"with mappings": {[]string{"CODE_MAPPINGS=yes"}, mapped("code-mappings\tupload\tmappings.json"), "сопоставлений: 1"},
		"of a repository": {[]string{"CODE_MAPPINGS=yes", "CODE_REPOSITORY=my org/trade", "CODE_BRANCH=main"},
			mapped("code-mappings\tupload\tmappings.json\t--repo\tmy org/trade\t--default-branch\tmain"), ""},
		"without source": {[]string{"SYMBOLS_SOURCE=no"}, plain, "Исходного текста внутри нет."},
		"in English":     {[]string{"LC_ALL=en_US.UTF-8"}, plain, "load configuration.1csymbols into the infobase"},
	} {
		out, asked, err := run(c.environment, "src/cf")
		if err != nil || !slices.Equal(asked, c.asked) || !strings.Contains(out, c.says) {
			t.Errorf("%s: %v\n%s\n%q", name, err, out, asked)
		}
		for _, call := range asked {
			if err := checkCall(strings.Split(call, "\t"), known); err != nil {
				t.Errorf("%s: %q: %v", name, call, err)
			}
		}
	}
	if data, err := os.ReadFile(share); err != nil || !strings.HasPrefix(string(data), "1CSYMBOL") {
		t.Errorf("the share has %.20q, %v", data, err)
	}
	if left, err := os.ReadDir(filepath.Dir(share)); err != nil || len(left) != 1 {
		t.Errorf("left on the share: %v, %v", left, err)
	}
	if out, asked, err := run([]string{"SENTRY_RELEASE=trade@7"}, "src/cf"); err != nil || asked[0] != "releases\tnew\ttrade@7" {
		t.Errorf("another release: %v\n%s\n%q", err, out, asked)
	}
	// What fails ends the script before the release is finalized.
	if out, asked, err := run([]string{"FAIL=set-commits"}, "src/cf"); err == nil || len(asked) != 2 {
		t.Errorf("a command fails: %v\n%s\n%q", err, out, asked)
	}
	if out, asked, err := run(nil, "none"); err == nil || asked[0] != "" {
		t.Errorf("no sources: %v\n%s\n%q", err, out, asked)
	}
	if out, asked, err := run(nil); err == nil || asked[0] != "" || !strings.Contains(out, "Назовите каталоги") {
		t.Errorf("no folder: %v\n%s\n%q", err, out, asked)
	}
}
