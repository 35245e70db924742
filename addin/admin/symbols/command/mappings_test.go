package command

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/admin/symbols"
)

func TestMain_mappings(t *testing.T) {
	t.Setenv("LC_ALL", "ru_RU.UTF-8")
	work, file := t.TempDir(), filepath.Join(t.TempDir(), "mappings.json")
	dir := sources(t, filepath.Join(work, "src", "cf"), "11.5")
	if err := os.Mkdir(filepath.Join(work, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	out, err := run(t, "mappings", "-branch", "main", "-o", file, dir)
	if want := "сопоставлений: 1\nПараметры компоненты: {\"sourceLayout\": \"designer\", \"sourceContext\": \"server\"}\n" + file + "\n"; err != nil || out != want {
		t.Fatalf("%q, %v", out, err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	mapped := func(data []byte) string {
		var all []symbols.Mapping
		if err := json.Unmarshal(data, &all); err != nil || len(all) != 1 || all[0].StackRoot != "CommonModules/" {
			t.Fatalf("%s: %v", data, err)
		}
		return all[0].SourceRoot + " " + all[0].DefaultBranch
	}
	if got := mapped(data); got != "src/cf/CommonModules/ main" {
		t.Error(got)
	}
	// Paths begin in the repository, or where -root says, or in the only folder.
	apart := sources(t, filepath.Join(t.TempDir(), "cf"), "1")
	for args, want := range map[string]string{
		dir:                                   "src/cf/CommonModules/ ",
		work:                                  "src/cf/CommonModules/ ",
		"-root " + work + "/src " + dir:       "cf/CommonModules/ ",
		apart:                                 "CommonModules/ ",
		"-root " + work + " -lang en " + work: "src/cf/CommonModules/ ",
	} {
		out, err := run(t, append([]string{"mappings"}, strings.Fields(args)...)...)
		if err != nil {
			t.Errorf("%s: %v", args, err)
		} else if got := mapped([]byte(out)); got != want {
			t.Errorf("%s: %s, want %s", args, got, want)
		}
	}
	for args, want := range map[string]string{
		"":                                   "symbols mappings [-rev РЕВИЗИЯ]",
		"-root " + apart + " " + dir:         "лежит не в",
		t.TempDir():                          "здесь нет исходных текстов 1С",
		apart + " " + apart:                  "назовите общий корень ключом -root",
		"-branch a..b/ " + dir:               "не примет имя ветки «a..b/»",
		"-o " + work + "/none/m.json " + dir: "none",
	} {
		if out, err := run(t, append([]string{"mappings"}, strings.Fields(args)...)...); err == nil || !strings.Contains(err.Error(), want) || out != "" {
			t.Errorf("%s: %q, %v", args, out, err)
		}
	}
}

// TestMain_mappingsOfRevision: of a checkout's folder and of a bare repository.
func TestMain_mappingsOfRevision(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	work, bareDir := t.TempDir(), filepath.Join(t.TempDir(), "bare.git")
	gitIn(t, work, "init", "-q")
	dir := sources(t, filepath.Join(work, "src", "cf"), "1.0")
	gitIn(t, work, "add", ".")
	gitIn(t, work, "commit", "-q", "-m", "1")
	gitIn(t, work, "clone", "-q", "--bare", work, bareDir)
	for _, at := range []string{work, dir, filepath.Dir(dir), bareDir} {
		out, err := run(t, "mappings", "-rev", "HEAD", at)
		if err != nil || !strings.Contains(out, `"sourceRoot": "src/cf/CommonModules/"`) {
			t.Errorf("%s: %q, %v", at, out, err)
		}
	}
}

// TestMain_release: the release as the extension names it, for a pipeline.
func TestMain_release(t *testing.T) {
	t.Setenv("LC_ALL", "en_US.UTF-8")
	t.Setenv("SOURCE_DATE_EPOCH", "")
	extension := strings.Replace(description, "<Name>Торговля", "<ObjectBelonging>Adopted</ObjectBelonging><Name>Доработки", 1)
	of := func(texts ...string) string {
		all := t.TempDir()
		for i, text := range texts {
			dir := sources(t, filepath.Join(all, string(rune('a'+i))), "1.2.3")
			if err := os.WriteFile(filepath.Join(dir, "Configuration.xml"), []byte(strings.Replace(text, "%", "1.2.3", 1)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		file := filepath.Join(t.TempDir(), "symbols")
		if _, err := run(t, "make", "-o", file, all); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for name, c := range map[string]struct{ file, want, problem string }{
		"configuration":      {file: of(description), want: "Торговля@1.2.3\n"},
		"with an extension":  {file: of(extension, description), want: "Торговля@1.2.3\n"},
		"extension":          {file: of(extension), want: "Доработки@1.2.3\n"},
		"without a version":  {file: of(strings.Replace(description, "%", "", 1)), want: "Торговля\n"},
		"without a name":     {file: of(strings.Replace(description, "Торговля", "", 1)), problem: "no name of a configuration"},
		"two configurations": {file: of(description, strings.Replace(description, "Торговля", "Склад", 1)), problem: "more than one configuration: Торговля and Склад"},
	} {
		out, err := run(t, "info", "-release", c.file)
		if out != c.want || (err == nil) != (c.problem == "") || err != nil && !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s: %q, %v", name, out, err)
		}
	}
}
