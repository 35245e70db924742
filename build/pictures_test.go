package main

import (
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/build/library"
)

// TestReadme_firstMinute: English is linked in the first line, a picture of an issue
// stands before the first step, and both halves together are short.
func TestReadme_firstMinute(t *testing.T) {
	const most = 286 // lines
	text := document(t, "README.md")
	first, _, _ := strings.Cut(text, "\n")
	if !strings.Contains(first, "(#english)") {
		t.Errorf("the first line is %q, without a link to the English part", first)
	}
	before, _, _ := strings.Cut(text, "\n## ")
	for _, want := range []string{"](build/pictures/issue.png)", "Проверено:", "Ещё не проверено:"} {
		if !strings.Contains(before, want) {
			t.Errorf("%q does not stand before the first heading", want)
		}
	}
	if lines := strings.Count(text, "\n"); lines > most {
		t.Errorf("README.md has %d lines, want at most %d", lines, most)
	}
}

// TestBadges: they need no service, and say what the sources say.
func TestBadges(t *testing.T) {
	modules := document(t, "go.mod")
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(modules)
	if version == nil {
		t.Fatal("go.mod names no version of Go")
	}
	for name, want := range map[string]string{"go": version[1], "release": addin.Version, "licence": "MIT", "platform": "8.3.17+"} {
		if text := document(t, "build/pictures/badge-"+name+".svg"); !strings.Contains(text, ">"+want+"<") {
			t.Errorf("the badge %s does not say %s:\n%s", name, want, text)
		}
		if !strings.Contains(document(t, "README.md"), "build/pictures/badge-"+name+".svg") {
			t.Errorf("README.md does not show the badge %s", name)
		}
	}
	if !strings.Contains(document(t, "LICENSE"), "MIT License") {
		t.Error("the licence is another")
	}
}

// TestUnreleased: as long as CHANGELOG.md has no chapter of the version, the badge and the pages say that it is not
// released, and then no longer.
func TestUnreleased(t *testing.T) {
	released := strings.Contains(document(t, "CHANGELOG.md"), "\n## ["+addin.Version+"]")
	for name, says := range map[string]string{
		"build/pictures/badge-release.svg": ">unreleased<", "README.md": "версия " + addin.Version + ", ещё не выпущена]",
	} {
		if strings.Contains(document(t, name), says) == released {
			t.Errorf("%s: %q; there is a release: %v", name, says, released)
		}
	}
	for _, name := range []string{"README.md", "bsl/README.md"} {
		ru, en := halves(t, name)
		for text, says := range map[string]*regexp.Regexp{ru: regexp.MustCompile(`Выпусков пока нет`), en: regexp.MustCompile(`(?i)nothing is\s+released yet`)} {
			if says.MatchString(text) == released {
				t.Errorf("%s: %q; there is a release: %v", name, says, released)
			}
		}
	}
}

// TestPictures: documents show every picture, and each is small enough to be seen at once.
func TestPictures(t *testing.T) {
	const width, most = 1400, 150 << 10
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "build", "pictures", "*.png"))
	if err != nil || len(files) < 4 {
		t.Fatalf("%d pictures, %v", len(files), err)
	}
	for _, path := range files {
		name := filepath.Base(path)
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		size, err := png.DecodeConfig(file)
		if err != nil || size.Width != width {
			t.Errorf("%s is %d wide, want %d: %v", name, size.Width, width, err)
		}
		if stat, err := file.Stat(); err != nil || stat.Size() > most {
			t.Errorf("%s is larger than %d bytes: %v", name, most, err)
		}
		file.Close()
		if !strings.Contains(document(t, "README.md")+document(t, "bsl/README.md"), "build/pictures/"+name) {
			t.Errorf("no README shows %s", name)
		}
	}
}

// TestGithub: the public CI runs what a change must pass, and a report of a fault asks
// for what the doctor prints.
func TestGithub(t *testing.T) {
	workflow := document(t, ".github/workflows/ci.yml")
	if !regexp.MustCompile(`(?m)run: \.ci/run$`).MatchString(workflow) {
		t.Error("the workflow does not run .ci/run")
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(document(t, "go.mod"))
	if version == nil || !strings.Contains(workflow, "golang:"+version[1]+"-") {
		t.Errorf("the workflow's Go is not %v", version)
	}
	if !strings.Contains(document(t, ".github/ISSUE_TEMPLATE/bug.yml"), "sentry1c doctor") {
		t.Error("the template does not ask for what the doctor prints")
	}
}

// TestReadme_symbols: the command that makes symbols does so, of the sources that it names.
func TestReadme_symbols(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`(?m)^go run \./build symbols (make -source -o) \S+ (\S+)$`).FindStringSubmatch(document(t, "README.md"))
	if command == nil {
		t.Fatal("README.md shows no command that makes symbols")
	}
	file := filepath.Join(t.TempDir(), "trade.symbols")
	runCommand(t, append(append([]string{"symbols"}, strings.Fields(command[1])...), file, filepath.Join(root, filepath.FromSlash(command[2])))...)
	if out := runCommand(t, "symbols", "show", file, "ОбщийМодуль.РомКонтрольОстатков.Модуль", "56"); !strings.Contains(out, "СообщитьОНехватке") {
		t.Errorf("the symbols say:\n%s", out)
	}
}
