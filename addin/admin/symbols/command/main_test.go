package command

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const description = `<MetaDataObject><Configuration><Properties><Name>Торговля</Name><Version>%</Version></Properties></Configuration></MetaDataObject>`

// sources writes a small dump and returns its folder.
func sources(t *testing.T, dir, version string) string {
	t.Helper()
	for name, text := range map[string]string{
		"Configuration.xml":                 strings.Replace(description, "%", version, 1),
		"CommonModules/Цены/Ext/Module.bsl": "\ufeffФункция Цена" + strings.ReplaceAll(version, ".", "_") + "()\r\n\tВозврат 0;\r\nКонецФункции\r\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run is what the command prints.
func run(t testing.TB, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := Main(context.Background(), "symbols", args, &out)
	return out.String(), err
}

func TestMain_make(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "")
	t.Setenv("LC_ALL", "ru_RU.UTF-8")
	dir, file := sources(t, t.TempDir(), "11.5"), filepath.Join(t.TempDir(), "symbols")
	out, err := run(t, "make", "-source", "-o", file, dir)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if lines[len(lines)-1] != file || lines[0] != "конфигурация Торговля 11.5: модулей 1, процедур и функций 1, строк 3" {
		t.Errorf("%q", lines)
	}
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// Once more, over itself: the same bytes, and nothing else is left.
	if _, err := run(t, "make", "-source", "-o", file, dir); err != nil {
		t.Fatal(err)
	}
	if second, err := os.ReadFile(file); err != nil || !bytes.Equal(first, second) {
		t.Errorf("other bytes, %v", err)
	}
	if all, err := os.ReadDir(filepath.Dir(file)); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
	for args, want := range map[string]string{
		"info " + file:          "конфигурация Торговля 11.5: модулей 1, процедур и функций 1, строк 3\nИсходный текст внутри есть.\n",
		"info -lang en " + file: "configuration Торговля 11.5: 1 modules, 1 procedures and functions, 3 lines\nThe source is inside.\n",
		"show " + file + " ОбщийМодуль.Цены.Модуль 2":           "Торговля 11.5: CommonModule.Цены.Module, Цена11_5\n      1  Функция Цена11_5()\n>     2  \tВозврат 0;\n      3  КонецФункции\n",
		"show -lang en " + file + " CommonModule.Цены.Module 4": "Торговля 11.5: the module CommonModule.Цены.Module has 3 lines\n",
	} {
		if got, err := run(t, strings.Fields(args)...); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", args, got, err, want)
		}
	}
	t.Setenv("SOURCE_DATE_EPOCH", "1780272000")
	if out, err := run(t, "make", "-lang", "en", "-o", file, dir); err != nil || !strings.Contains(out, "The source is not inside.\nDate of the sources: 2026-06-01 00:00:00 UTC\n") {
		t.Errorf("%q, %v", out, err)
	}
}

// TestMain_problems: one sentence each, and no file.
func TestMain_problems(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "")
	t.Setenv("LC_ALL", "ru_RU.UTF-8")
	dir := sources(t, t.TempDir(), "11.5")
	target := t.TempDir()
	file := filepath.Join(target, "symbols")
	empty := t.TempDir()
	other := filepath.Join(dir, "Configuration.xml")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no folder":        {[]string{"make", "-o", file, filepath.Join(dir, "none")}, "Каталога " + filepath.Join(dir, "none") + " нет."},
		"onto a folder":    {[]string{"make", "-o", target, dir}, "каталог; назовите файл"},
		"folder as a file": {[]string{"info", dir}, "не файл символов"},
		"wrong folder":     {[]string{"make", "-o", file, empty}, "здесь нет исходных текстов 1С"},
		"a file":           {[]string{"make", "-o", file, other}, "назовите каталог"},
		"no repository":    {[]string{"make", "-rev", "HEAD", "-o", file, dir}, "не хранилище git"},
		"foreign file":     {[]string{"info", other}, "не файл символов"},
		"no file":          {[]string{"info", file}, "нет"},
		"no number":        {[]string{"show", other, "ОбщийМодуль.Цены.Модуль", "два"}, "«два» — не номер строки"},
		"number 0":         {[]string{"show", other, "ОбщийМодуль.Цены.Модуль", "0"}, "не номер строки"},
		"no such place":    {[]string{"make", "-o", filepath.Join(target, "none", "symbols"), dir}, "Каталога " + filepath.Join(target, "none") + " нет."},
		"no output named":  {[]string{"make", dir}, "symbols make [-source]"},
		"no command":       {nil, "symbols show ФАЙЛ МОДУЛЬ СТРОКА"},
		"unknown command":  {[]string{"list"}, "symbols info [-release] ФАЙЛ"},
	} {
		if out, err := run(t, c.args...); err == nil || !strings.Contains(err.Error(), c.want) || out != "" {
			t.Errorf("%s: %q, %v", name, out, err)
		}
		if all, err := os.ReadDir(target); err != nil || len(all) != 0 {
			t.Errorf("%s: left %v, %v", name, all, err)
		}
	}
	t.Setenv("SOURCE_DATE_EPOCH", "yesterday")
	if _, err := run(t, "make", "-o", file, dir); err == nil || !strings.Contains(err.Error(), "SOURCE_DATE_EPOCH") {
		t.Errorf("a date that is none: %v", err)
	}
}

// gitIn runs git in a folder, as nobody in particular.
func gitIn(t *testing.T, dir string, args ...string) string {
	t.Helper()
	command := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "core.autocrlf=false"}, args...)...)
	command.Env = append(os.Environ(), "GIT_COMMITTER_DATE=2026-06-01T00:00:00Z", "GIT_AUTHOR_DATE=2026-06-01T00:00:00Z", "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v: %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func TestMain_revision(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	t.Setenv("SOURCE_DATE_EPOCH", "")
	t.Setenv("LC_ALL", "en_US.UTF-8")
	work, bareDir, target := t.TempDir(), filepath.Join(t.TempDir(), "bare.git"), t.TempDir()
	gitIn(t, work, "init", "-q")
	for _, version := range []string{"1.0", "2.0"} {
		sources(t, filepath.Join(work, "src", "cf"), version)
		gitIn(t, work, "add", ".")
		gitIn(t, work, "commit", "-q", "-m", version)
		gitIn(t, work, "tag", version)
	}
	gitIn(t, work, "clone", "-q", "--bare", work, bareDir)
	made := map[string][]byte{}
	for name, args := range map[string][]string{
		"checkout":            {filepath.Join(work)},
		"revision":            {"-rev", "2.0", work},
		"revision, one level": {"-rev", "HEAD", filepath.Join(work, "src")},
		"bare":                {"-rev", "2.0", bareDir},
		"bare, older":         {"-rev", "1.0", bareDir},
	} {
		file := filepath.Join(target, strings.ReplaceAll(name, " ", ""))
		out, err := run(t, append([]string{"make", "-source", "-o", file}, args...)...)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if dated := strings.Contains(out, "2026-06-01"); dated != (args[0] == "-rev") {
			t.Errorf("%s: %q", name, out)
		}
		if made[name], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
		want := "Цена2_0"
		if name == "bare, older" {
			want = "Цена1_0"
		}
		if out, err := run(t, "show", file, "ОбщийМодуль.Цены.Модуль", "2"); err != nil || !strings.Contains(out, want) {
			t.Errorf("%s: %q, %v", name, out, err)
		}
	}
	if !bytes.Equal(made["revision"], made["bare"]) || !bytes.Equal(made["revision"], made["revision, one level"]) {
		t.Error("one revision gives several files")
	}
	file := filepath.Join(target, "none")
	if _, err := run(t, "make", "-o", file, bareDir); err == nil || !strings.Contains(err.Error(), "name a revision with -rev") {
		t.Errorf("bare without a revision: %v", err)
	}
	for _, rev := range []string{"3.0", "--help", ""} {
		if rev == "" {
			continue // is no revision named
		}
		if _, err := run(t, "make", "-rev", rev, "-o", file, bareDir); err == nil || !strings.Contains(err.Error(), "has no revision "+rev) {
			t.Errorf("revision %s: %v", rev, err)
		}
	}
	// A clone without all of its contents.
	id := gitIn(t, work, "rev-parse", "HEAD:src/cf/CommonModules/Цены/Ext/Module.bsl")
	if err := os.Remove(filepath.Join(work, ".git", "objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, "make", "-rev", "2.0", "-o", file, work); err == nil || !strings.Contains(err.Error(), "partial clone") {
		t.Errorf("partial clone: %v", err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a failure leaves a file")
	}
}

// TestRepository_list: what is no module, or no file, is not listed.
func TestRepository_list(t *testing.T) {
	r := &repository{objects: map[string]string{}}
	listing := "100644 blob aa\tCommonModules/А/Ext/Module.bsl\x00120000 blob bb\tlink.bsl\x00160000 commit cc\tsub.bsl\x00100755 blob dd\tConfiguration.xml\x00100644 blob ee\tREADME.md\x00"
	if err := r.list(listing); err != nil || !slices.Equal(r.tree.Files, []string{"CommonModules/А/Ext/Module.bsl", "Configuration.xml"}) || r.objects["Configuration.xml"] != "dd" {
		t.Errorf("%v, %v", r, err)
	}
	if err := r.list(""); err != nil {
		t.Error(err)
	}
	if err := r.list("nonsense"); err == nil {
		t.Error("nonsense is a list")
	}
}
