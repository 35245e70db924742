package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/addin/admin"
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
	"sentry1c/build/library"
)

// documents are what a reader is led to; those in both languages come first, and first
// of them those that call the component.
var (
	withCalls       = []string{"README.md", "bsl/README.md", "addin/README.md", "bsl/onescript.md"}
	inBothLanguages = append(slices.Clone(withCalls), "bsl/servers.md", "bsl/pipeline.md")
	documents       = append(slices.Clone(inBothLanguages), "native/README.md", "build/README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md")
)

func document(t *testing.T, name string) string {
	t.Helper()
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// halves are the Russian and the English part of a document.
func halves(t *testing.T, name string) (ru, en string) {
	t.Helper()
	ru, en, ok := strings.Cut(document(t, name), "\n# English\n")
	if !ok {
		t.Fatalf("%s has no part «# English»", name)
	}
	return ru, en
}

func TestReadme_tablesAreCurrent(t *testing.T) {
	text := document(t, tablesFile)
	made, err := fillTables([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if string(made) != text {
		t.Error("the tables are not what the sources say: run go run ./build docs")
	}
}

// TestReadme_bothLanguages: the same headings and the same code blocks stand in
// both parts.
func TestReadme_bothLanguages(t *testing.T) {
	headings := regexp.MustCompile(`(?m)^##+ `)
	blocks := regexp.MustCompile("(?s)```([a-z0-9]*)\n(.*?)```")
	for _, name := range inBothLanguages {
		ru, en := halves(t, name)
		if a, b := len(headings.FindAllString(ru, -1)), len(headings.FindAllString(en, -1)); a != b || a == 0 {
			t.Errorf("%s: %d headings in Russian, %d in English", name, a, b)
		}
		a, b := blocks.FindAllStringSubmatch(ru, -1), blocks.FindAllStringSubmatch(en, -1)
		if len(a) != len(b) || len(a) == 0 {
			t.Fatalf("%s: %d code blocks in Russian, %d in English", name, len(a), len(b))
		}
		for i := range a {
			if a[i][1] != b[i][1] {
				t.Errorf("%s: block %d is %s in Russian, %s in English", name, i+1, a[i][1], b[i][1])
			}
			if a[i][1] == "sh" && a[i][2] != b[i][2] {
				t.Errorf("%s: the commands of block %d differ:\n%s\n%s", name, i+1, a[i][2], b[i][2])
			}
		}
	}
}

// TestReadme_once: nothing stands in two documents.
func TestReadme_once(t *testing.T) {
	const long = 120 // bytes: a shorter paragraph may be a command or a heading
	stands := map[string]string{}
	for _, name := range documents {
		for _, paragraph := range strings.Split(document(t, name), "\n\n") {
			if other := stands[paragraph]; other != "" && other != name && len(paragraph) > long {
				t.Errorf("it stands in %s and in %s:\n%s", other, name, paragraph)
			}
			stands[paragraph] = name
		}
	}
}

// TestReadme_links: what a document refers to is there, and so is the heading.
func TestReadme_links(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for _, name := range documents {
		for _, match := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(document(t, name), -1) {
			if strings.Contains(match[1], "://") {
				continue
			}
			links++
			file, anchor, _ := strings.Cut(match[1], "#")
			target := name
			if file != "" {
				target = path.Join(path.Dir(name), file)
			}
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(target))); err != nil {
				t.Errorf("%s refers to %s: %v", name, match[1], err)
			} else if anchor != "" && !slices.Contains(anchors(document(t, target)), anchor) {
				t.Errorf("%s refers to %s, which has no such heading", name, match[1])
			}
		}
	}
	if links < 10 {
		t.Errorf("only %d links were found", links)
	}
}

// anchors are the names by which headings can be referred to.
func anchors(text string) (names []string) {
	for _, match := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		name := strings.ReplaceAll(strings.ToLower(match[1]), " ", "-")
		names = append(names, regexp.MustCompile(`[^\p{L}\d_-]`).ReplaceAllString(name, ""))
	}
	return names
}

// TestReadme_commandsExist: every make target and every command of build that a
// document names is there.
func TestReadme_commandsExist(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range documents {
		text := document(t, name)
		for _, match := range regexp.MustCompile("(?:`|\n)make ([a-z0-9-]+)").FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`(?m)^` + match[1] + `:`).Match(makefile) {
				t.Errorf("%s names make %s, which the Makefile does not have", name, match[1])
			}
		}
		for _, match := range regexp.MustCompile(`go run \./build ([a-z]+)`).FindAllStringSubmatch(text, -1) {
			if !slices.ContainsFunc(commands, func(c command) bool { return c.name == match[1] }) {
				t.Errorf("%s names go run ./build %s, which is no command", name, match[1])
			}
		}
		for _, match := range regexp.MustCompile("(?:`|\n)sentry1c (?:-lang [a-z]+ )?([a-z]+)").FindAllStringSubmatch(text, -1) {
			if !slices.ContainsFunc(admin.Commands, func(c admin.Command) bool { return c.Name == match[1] }) {
				t.Errorf("%s names sentry1c %s, which is no command", name, match[1])
			}
		}
	}
}

// TestReadme_code: what documents show in 1C's language calls methods that there are.
func TestReadme_code(t *testing.T) {
	known := map[string]bool{}
	for _, m := range addin.Methods {
		known[strings.ToLower(m.Name.Ru)], known[strings.ToLower(m.Name.En)] = true, true
	}
	for _, p := range addin.Properties {
		known[strings.ToLower(p.Name.Ru)], known[strings.ToLower(p.Name.En)] = true, true
	}
	for _, module := range []string{"Сентри", "СентриКлиент"} {
		for _, name := range exported(t, module) {
			known[strings.ToLower(name)] = true
		}
	}
	for _, name := range withCalls {
		calls := 0
		for i, block := range regexp.MustCompile("(?s)```(?:bsl|os)\n(.*?)```").FindAllStringSubmatch(document(t, name), -1) {
			for _, call := range callsOf(t, fmt.Sprint(name, ", block ", i+1), block[1], "Сентри", "СентриКлиент", "Sentry") {
				calls++
				if !known[strings.ToLower(call.name)] {
					t.Errorf("%s calls %s, which the component does not have", name, call.name)
				}
			}
		}
		if calls == 0 {
			t.Errorf("%s shows no call of the component", name)
		}
	}
}

// exported are the methods that a common module of the extension offers.
func exported(t *testing.T, module string) []string {
	t.Helper()
	_, sources := sourceRoot(t)
	content, err := os.ReadFile(filepath.Join(sources, "CommonModules", module, "Ext", "Module.bsl"))
	if err != nil {
		t.Fatal(err)
	}
	read, err := syntax.Parse(module, string(content), eval.Server.Defined)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, method := range read.Methods {
		if method.Export {
			names = append(names, method.Name)
		}
	}
	if len(names) == 0 {
		t.Fatalf("the module %s offers nothing", module)
	}
	return names
}

// TestReadme_program: addin/README.md has a row for each command of sentry1c, and for each
// metric that watch tells of, names no others, and says what each reason of a drop means.
func TestReadme_program(t *testing.T) {
	ru, en := halves(t, "addin/README.md")
	var metrics strings.Builder
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	if err := admin.Main(t.Context(), "sentry1c", []string{"watch", "-prometheus"}, &metrics); err != nil {
		t.Fatal(err)
	}
	families := regexp.MustCompile("(?m)^# TYPE ([a-z0-9_]+) ").FindAllStringSubmatch(metrics.String(), -1)
	reasons := regexp.MustCompile(`\bReason += "([a-z_]+)"`).FindAllStringSubmatch(document(t, "addin/internal/delivery/category.go"), -1)
	if len(families) < 20 || len(reasons) < 5 {
		t.Fatalf("%d metrics, %d reasons", len(families), len(reasons))
	}
	for language, text := range map[string]string{"Russian": ru, "English": en} {
		for _, c := range admin.Commands {
			if !strings.Contains(text, "\n| `"+c.Name+"` | ") {
				t.Errorf("the %s part has no row for %s", language, c.Name)
			}
		}
		for _, match := range families {
			if !strings.Contains(text, "\n| `"+match[1]+"` | ") {
				t.Errorf("the %s part has no row for %s", language, match[1])
			}
		}
		for _, match := range regexp.MustCompile(`\bsentry1c_[a-z_]{3,}`).FindAllString(text, -1) {
			if !strings.Contains(metrics.String(), "# TYPE "+match+" ") {
				t.Errorf("the %s part names %s, which watch does not tell", language, match)
			}
		}
		for _, match := range reasons {
			if !strings.Contains(text, "`"+match[1]+"`") {
				t.Errorf("the %s part does not say what %s is", language, match[1])
			}
		}
	}
}

func TestChangelog(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^## \[(Unreleased|` + regexp.QuoteMeta(addin.Version) + `)\]`).Match(content) {
		t.Errorf("CHANGELOG.md speaks neither of Unreleased nor of %s", addin.Version)
	}
}

// TestReadme_settings: bsl/README.md names each setting, in both parts, as the form does.
func TestReadme_settings(t *testing.T) {
	_, sources := sourceRoot(t)
	content, err := os.ReadFile(filepath.Join(sources, "CommonModules", "СентриПоляФормы", "Ext", "Module.bsl"))
	if err != nil {
		t.Fatal(err)
	}
	ru, en := halves(t, "bsl/README.md")
	labels := regexp.MustCompile(`(?s)Поля,\s*"[\p{L}]+",\s*"[\p{L}]+",\s*НСтр\(\s*"ru = '([^']+)';[\s|]*en = '([^']+)'"`).FindAllStringSubmatch(plainText(content), -1)
	if len(labels) < 16 {
		t.Fatalf("the form has %d labels", len(labels))
	}
	for _, label := range labels {
		for part, text := range map[string]string{"Russian": ru, "English": en} {
			if !strings.Contains(text, label[1]) {
				t.Errorf("the %s part does not name «%s»", part, label[1])
			}
		}
	}
}
