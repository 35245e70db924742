package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/build/library"
)

func readme(t *testing.T) string {
	t.Helper()
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestReadme_tablesAreCurrent(t *testing.T) {
	text := readme(t)
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
	ru, en, ok := strings.Cut(readme(t), "\n# English\n")
	if !ok {
		t.Fatal("README.md has no part «# English»")
	}
	headings := regexp.MustCompile(`(?m)^##+ `)
	if a, b := len(headings.FindAllString(ru, -1)), len(headings.FindAllString(en, -1)); a != b || a == 0 {
		t.Errorf("%d headings in Russian, %d in English", a, b)
	}
	blocks := regexp.MustCompile("(?s)```([a-z0-9]*)\n(.*?)```")
	a, b := blocks.FindAllStringSubmatch(ru, -1), blocks.FindAllStringSubmatch(en, -1)
	if len(a) != len(b) || len(a) == 0 {
		t.Fatalf("%d code blocks in Russian, %d in English", len(a), len(b))
	}
	for i := range a {
		if a[i][1] != b[i][1] {
			t.Errorf("block %d is %s in Russian, %s in English", i+1, a[i][1], b[i][1])
		}
		if a[i][1] == "sh" && a[i][2] != b[i][2] {
			t.Errorf("the commands of block %d differ:\n%s\n%s", i+1, a[i][2], b[i][2])
		}
	}
}

// TestReadme_commandsExist: every make target and every command of build that
// README names is there.
func TestReadme_commandsExist(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	text := readme(t)
	for _, match := range regexp.MustCompile("(?:`|\n)make ([a-z0-9-]+)").FindAllStringSubmatch(text, -1) {
		if !regexp.MustCompile(`(?m)^` + match[1] + `:`).Match(makefile) {
			t.Errorf("README names make %s, which the Makefile does not have", match[1])
		}
	}
	for _, match := range regexp.MustCompile(`go run \./build ([a-z]+)`).FindAllStringSubmatch(text, -1) {
		known := false
		for _, c := range commands {
			known = known || c.name == match[1]
		}
		if !known {
			t.Errorf("README names go run ./build %s, which is no command", match[1])
		}
	}
}

// TestReadme_code: what README shows in 1C's language calls methods that there are.
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
	calls := 0
	for _, block := range regexp.MustCompile("(?s)```bsl\n(.*?)```").FindAllStringSubmatch(readme(t), -1) {
		for _, match := range regexp.MustCompile(`(?:Сентри|СентриКлиент|Sentry)\.([\p{L}\d]+)`).FindAllStringSubmatch(block[1], -1) {
			calls++
			if !known[strings.ToLower(match[1])] {
				t.Errorf("README calls %s, which the component does not have", match[1])
			}
		}
	}
	if calls == 0 {
		t.Error("README shows no call of the component")
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
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^(?:Функция|Процедура) ([\p{L}\d]+)\([^)]*\) Экспорт`).FindAllStringSubmatch(string(content), -1) {
		names = append(names, match[1])
	}
	if len(names) == 0 {
		t.Fatalf("the module %s offers nothing", module)
	}
	return names
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

// TestReadme_settings: README names each setting, in both parts, as the form does.
func TestReadme_settings(t *testing.T) {
	_, sources := sourceRoot(t)
	content, err := os.ReadFile(filepath.Join(sources, "CommonModules", "СентриПоляФормы", "Ext", "Module.bsl"))
	if err != nil {
		t.Fatal(err)
	}
	ru, en, _ := strings.Cut(readme(t), "\n# English\n")
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
