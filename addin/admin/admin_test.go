package admin

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/private"
)

// user makes the test one of a user who has nothing yet.
func user(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"XDG_STATE_HOME", "LOCALAPPDATA", "HOME"} {
		t.Setenv(name, dir)
	}
	t.Setenv("LC_ALL", "C")
	t.Setenv("SENTRY_DSN", "")
}

// ask runs the program and returns what it printed.
func ask(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	err := Main(t.Context(), "/usr/bin/sentry1c", args, &out)
	return out.String(), err
}

func TestMain_help(t *testing.T) {
	user(t)
	for _, args := range []string{"help", "-h", "--help", "", "nonsense", "-lang ru", "-lang=ru help", "help --lang ru", "--lang ru -h"} {
		out, err := ask(t, strings.Fields(args)...)
		want := cli.ExitUsage
		if strings.Contains(args, "h") && args != "nonsense" {
			want = cli.ExitGood
		}
		if got := cli.ExitCode(err); got != want {
			t.Errorf("%q: %v, exit code %d, want %d", args, err, got, want)
		}
		begins, language := "usage: sentry1c [", "en"
		if strings.Contains(args, "ru") {
			begins, language = "вызов: sentry1c [", "ru"
		}
		if !strings.HasPrefix(out, begins) {
			t.Errorf("%q prints %q", args, out)
		}
		for _, c := range Commands {
			if !regexp.MustCompile(`\n  ` + c.Name + ` +` + regexp.QuoteMeta(c.About.In(language))).MatchString(out) {
				t.Errorf("%q does not name %s:\n%s", args, c.Name, out)
			}
		}
	}
}

// TestCommands_help: each command explains all of its options in both languages.
func TestCommands_help(t *testing.T) {
	user(t)
	t.Setenv("SENTRY_DSN", "https://SECRETKEY@host/1")
	cyrillic := regexp.MustCompile(`\p{Cyrillic}`)
	var words []string
	for _, c := range Commands {
		words = append(words, c.Name)
	}
	placeholders := map[string][]string{
		"en": {"file", "folder", "address", "time", "DSN", "environment", "part", "revision", "branch", "ru|en"},
		"ru": {"файл", "каталог", "адрес", "время", "DSN", "среда", "часть", "ревизия", "ветка", "ru|en"},
	}
	for _, words := range append(words, "symbols make", "symbols show", "symbols info", "symbols mappings") {
		en, err := ask(t, append(strings.Fields(words), "-h")...)
		if !errors.Is(err, flag.ErrHelp) || cyrillic.MatchString(en) || !strings.Contains(en, "sentry1c "+words) {
			t.Errorf("%s: %v\n%s", words, err, en)
		}
		for _, args := range [][]string{append([]string{"--lang", "ru"}, append(strings.Fields(words), "-h")...), append(strings.Fields(words), "-h", "-lang=ru")} {
			ru, err := ask(t, args...)
			if !errors.Is(err, flag.ErrHelp) || strings.Count(ru, "\n") != strings.Count(en, "\n") || strings.Contains(ru+en, "SECRETKEY") {
				t.Errorf("%q: %v\n%s", args, err, ru)
			}
			for language, help := range map[string]string{"en": en, "ru": ru} {
				for _, option := range regexp.MustCompile(`(?m)^  -\S+ (\S+)$`).FindAllStringSubmatch(help, -1) {
					if !slices.Contains(placeholders[language], option[1]) {
						t.Errorf("%q: %s is no name of a value", args, option[0])
					}
				}
			}
			// What may be given stands in the forms, too.
			forms, _, _ := strings.Cut(ru, "\n        ")
			for _, option := range regexp.MustCompile(`(?m)^  (-\S+)`).FindAllStringSubmatch(ru, -1) {
				if option[1] != "-lang" && words != "symbols" && words != "reports" && !strings.Contains(forms, option[1]) {
					t.Errorf("%q: %s stands in no form:\n%s", args, option[1], forms)
				}
			}
			for line := range strings.Lines(ru) {
				if isOption := strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "    "); !isOption && strings.TrimSpace(line) != "" && !cyrillic.MatchString(line) {
					t.Errorf("%q says in another language: %s", args, line)
				}
			}
		}
	}
}

const (
	secretDSN = "http://0123456789abcdef0123456789abcdef@127.0.0.1:1/1"
	secretKey = "0123456789abcdef0123456789abcdef"
)

// TestCommands: each answers under its name, with the exit code that its help names, and
// shows neither a key nor a text that waits.
func TestCommands(t *testing.T) {
	user(t)
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	text := file("error.txt", "{ОбщийМодуль.Обмен.Модуль(12)}: Поле объекта не обнаружено (Сумма)")
	none := filepath.Join(dir, "none")
	sources := filepath.Join(dir, "sources", "CommonModules", "Цены", "Ext")
	if err := private.MkdirAll(sources); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"sources/Configuration.xml":                 `<MetaDataObject><Configuration><Properties><Name>Торговля</Name></Properties></Configuration></MetaDataObject>`,
		"sources/CommonModules/Цены/Ext/Module.bsl": "Функция Цена()\nКонецФункции\n",
	} {
		file(name, content)
	}
	symbols, config := filepath.Join(dir, "symbols"), file("bad.json", "{")
	root := left(t)
	for _, c := range []struct {
		args []string
		says string
		code int
	}{
		{[]string{"parse", text}, "issue        ObjectFieldNotFound: Поле объекта не обнаружено (Сумма)", 0},
		{[]string{"parse", none}, "", 1},
		{[]string{"parse"}, "", 2},
		{[]string{"parse", text, "-nonsense"}, "", 2},
		{[]string{"spool", none}, none + ": there is no such folder.", 1},
		{[]string{"spool", "-lang", "ru", none}, none + ": такого каталога нет.", 1},
		{[]string{"spool", "-send", none}, none + ": there is no such folder.", 1},
		{[]string{"spool", dir}, dir + ": there is no spool here", 1},
		{[]string{"spool"}, "the component has kept nothing for the user ", 1},
		{[]string{"spool", "-lang=ru"}, "компонента ничего не хранила. Если сервер 1С", 1},
		{[]string{"spool", "-send", "-lang=ru"}, "никогда ничего не хранилось, отправлять нечего. Если сервер 1С", 0},
		{[]string{"spool", "-send"}, "nothing was ever kept here for the user ", 0},
		{[]string{"spool", "-send", "-dsn", "nonsense"}, "", 2},
		{[]string{"spool", "-send", "-ca", none}, "", 1},
		{[]string{"--lang=ru", "spool", root}, "ждут 1 (error 1)", 0},
		{[]string{"spool", root, "--lang", "en"}, "1 wait (error 1)", 0},
		{[]string{"spool", text}, "", 1},
		{[]string{"spool", none, none}, "", 2},
		{[]string{"spool", "-send=x"}, "", 2},
		{[]string{"spool", root, "-timeout", "5s"}, "", 2},
		{[]string{"spool", root, "-send", "-timeout", "-1s"}, "", 2},
		{[]string{"spool", root, "-send", "-dsn", "nonsense"}, "", 2},
		{[]string{"spool", root, "-send", "-ca", none}, "", 1},
		{[]string{"spool", root, "-send", "-proxy", "proxy"}, "", 1},
		{[]string{"watch", root}, "1 wait on the disk (error 1)", 0},
		{[]string{"watch", root, "-json"}, `"waiting":{"error":1}`, 0},
		{[]string{"watch", root, "-prometheus"}, `sentry1c_spool_files{`, 0},
		{[]string{"watch", text}, "", 1},
		{[]string{"watch", none}, "", 1},
		{[]string{"watch", none, "-prometheus"}, "", 1},
		{[]string{"watch", "-prometheus"}, "sentry1c_disabled 0", 0},
		{[]string{"watch", "-json", "-prometheus"}, "", 2},
		{[]string{"reports", "-config", config}, "", 1},
		{[]string{"reports", "-dsn", secretDSN, "-listen", "127.0.0.1:99999", "-spool", filepath.Join(dir, "reports")}, "", 1},
		{[]string{"reports"}, "", 2},
		{[]string{"reports", "-dsn", secretDSN, "-config", config}, "", 2},
		{[]string{"doctor", "-lang", "en", "-spool", none}, "No obstacle was found in what was looked at. Not looked at: whether the add-in is loaded", 0},
		{[]string{"doctor", "-spool", root}, "1 envelopes wait for http://127.0.0.1:1/1", 0},
		{[]string{"doctor", "-lang", "en", "-dsn", "", "-spool", none, none}, "There is no file " + none, 1},
		{[]string{"doctor", "-spool", root, "-dsn", secretDSN, "-lang", "ru"}, "ОШИБКА", 1},
		{[]string{"doctor", "a", "b"}, "", 2},
		{[]string{"symbols", "make", "-o", symbols, filepath.Join(dir, "sources")}, symbols, 0},
		{[]string{"symbols", "info", symbols, "-lang", "ru"}, "конфигурация Торговля", 0},
		{[]string{"symbols", "show", symbols, "ОбщийМодуль.Цены.Модуль", "1"}, "Цена", 0},
		{[]string{"symbols", "info", none}, "", 1},
		{[]string{"symbols", "make", none}, "", 2},
		{[]string{"symbols", "show", symbols, "ОбщийМодуль.Цены.Модуль", "x"}, "", 2},
		{[]string{"version"}, "sentry1c " + addin.Version + " " + runtime.GOOS + "/" + runtime.GOARCH + "\n", 0},
		{[]string{"--version"}, "sentry1c " + addin.Version, 0},
		{[]string{"-lang", "ru", "-version"}, "sentry1c " + addin.Version, 0},
		{[]string{"version", "x"}, "", 2},
		{[]string{"symbols"}, "", 2},
		{[]string{"symbols", "nonsense"}, "", 2},
	} {
		out, err := ask(t, c.args...)
		if got := cli.ExitCode(err); got != c.code || !strings.Contains(out, c.says) {
			t.Errorf("%q: exit code %d, want %d: %v\n%s", c.args, got, c.code, err, out)
		}
		for _, secret := range []string{secretKey, "ТекстСобытия", "ИвановаМария", "\x1b"} {
			if strings.Contains(out+fmt.Sprint(err), secret) {
				t.Errorf("%q shows %q: %v\n%s", c.args, secret, err, out)
			}
		}
	}
}
