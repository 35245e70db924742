package cli

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestExitCode(t *testing.T) {
	for err, want := range map[error]int{
		nil: ExitGood, flag.ErrHelp: ExitGood, ErrReported: ExitBad, io.EOF: ExitBad, &Usage{"x"}: ExitUsage, fmt.Errorf("more: %w", &Usage{"x"}): ExitUsage,
	} {
		if got := ExitCode(err); got != want {
			t.Errorf("%v: %d, want %d", err, got, want)
		}
	}
}

func TestWanted(t *testing.T) {
	for args, want := range map[string]string{
		"": "en", "-lang ru": "ru", "--lang ru": "ru", "-lang=ru x": "ru", "x --lang=ru": "ru", "-x -lang ru -h": "ru", "-lang": "en", "-lang fr": "en",
		"lang ru": "en", "-- -lang ru": "en", "-language ru": "en", "- -lang ru": "ru",
	} {
		if got := Wanted(strings.Fields(args), "en"); got != want {
			t.Errorf("%q: %s, want %s", args, got, want)
		}
	}
}

func TestUserLanguage(t *testing.T) {
	for _, c := range []struct{ all, lang, want string }{{"", "ru_RU.UTF-8", "ru"}, {"C", "ru_RU.UTF-8", "en"}, {"ru", "en_US", "ru"}, {"", "de_DE", "en"}} {
		t.Setenv("LC_ALL", c.all)
		t.Setenv("LC_MESSAGES", "")
		t.Setenv("LANG", c.lang)
		if got := Language(t.Context()); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
		if got := Language(With(t.Context(), "ru")); got != "ru" {
			t.Errorf("asked for ru: %s", got)
		}
	}
}

// parse reads the options of a command with one text, one truth and one key.
func parse(t *testing.T, line string) (others []string, name string, truth bool, out string, err error) {
	t.Helper()
	args := strings.Fields(line)
	f := New(With(t.Context(), "en"), "prog do", args, Text{"do it", "сделать"}, Text{"[DIR]", "[КАТАЛОГ]"})
	text := f.String("name", "usual", f.Say("the `name`", "`имя`"))
	f.StringVar(new(string), "dsn", "https://KEY@host/1", "")
	flag := f.Bool("truth", false, f.Say("is it so", "так ли это"))
	var b bytes.Buffer
	others, err = f.Parse(args, &b)
	return others, *text, *flag, b.String(), err
}

// TestParse: options stand on either side of what they are for.
func TestParse(t *testing.T) {
	for line, want := range map[string]struct {
		others string
		name   string
		truth  bool
	}{
		"": {"", "usual", false}, "a b": {"a b", "usual", false}, "a -truth b -name x": {"a b", "x", true}, "-name x a --truth": {"a", "x", true},
		"- -truth": {"-", "usual", true}, "a -- -truth": {"a -truth", "usual", false}, "-truth=false a": {"a", "usual", false},
	} {
		others, name, truth, out, err := parse(t, line)
		if err != nil || !slices.Equal(others, strings.Fields(want.others)) || name != want.name || truth != want.truth || out != "" {
			t.Errorf("%q: %q, %q, %v, %q, %v", line, others, name, truth, out, err)
		}
	}
}

// TestParse_mistakes: one sentence in the language of the reader, and where to read on.
func TestParse_mistakes(t *testing.T) {
	for line, want := range map[string]string{
		"-nonsense": "flag provided but not defined: -nonsense", "-nonsense -lang ru": "нет такого параметра: -nonsense", "-lang ru -name": "у параметра нет значения: -name",
		"-lang=ru -truth=x": "неверное значение \"x\"", "-lang fr": "invalid value \"fr\"", "---x": "bad flag syntax: ---x", "--lang=ru ---x": "параметр записан неверно: ---x",
	} {
		_, _, _, out, err := parse(t, line)
		if ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "prog do -h") || out != "" {
			t.Errorf("%q: %v, want %q\n%s", line, err, want, out)
		}
	}
}

// TestParse_help: help is in both languages, and shows no key that the environment gave.
func TestParse_help(t *testing.T) {
	for line, wanted := range map[string][]string{
		"-h":          {"do it", "  prog do [DIR]", "-name name\n        the name (usual unless it is given)", "-truth\n", "Exit code:\n  0  done"},
		"-h -lang ru": {"сделать", "  prog do [КАТАЛОГ]", "-name имя\n        имя (если не указано: usual)", "Код завершения:\n  0  сделано"},
		"x --help":    {"do it"},
	} {
		_, _, _, out, err := parse(t, line)
		if !errors.Is(err, flag.ErrHelp) || strings.Contains(out, "KEY") {
			t.Errorf("%q: %v\n%s", line, err, out)
		}
		for _, want := range wanted {
			if !strings.Contains(out, want) {
				t.Errorf("%q does not show %q:\n%s", line, want, out)
			}
		}
	}
}

// TestTerminal: a file and a pipe get no colours; a terminal does unless its user wants none.
func TestTerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for _, out := range []io.Writer{&bytes.Buffer{}, file, null} {
		to := Of(out)
		if to.Interactive || to.Paint(Red, "x") != "x" || to.Clear() != "" {
			t.Errorf("%T is a terminal", out)
		}
	}
	for _, c := range []struct {
		noColor, term string
		coloured      bool
	}{{"", "xterm", true}, {"1", "xterm", false}, {"", "dumb", false}} {
		t.Setenv("NO_COLOR", c.noColor)
		t.Setenv("TERM", c.term)
		to := terminal()
		if got := to.Paint(Red, "x") != "x"; got != c.coloured || !to.Interactive || to.Clear() == "" || to.Paint(Red, "") != "" {
			t.Errorf("%+v: coloured %v", c, got)
		}
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "обычный текст": "обычный текст", "a\nb\tc\x1b[31md\x7f": "a b c [31md ", "\u202eabc\u2066": "abc", "\xff": "\uFFFD", "\u0085x\u2028": " x ",
	} {
		if got := Plain(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := []rune(Plain(strings.Repeat("ы", 1000))); len(got) != maxShown+1 {
		t.Errorf("%d letters", len(got))
	}
}

// TestParse_values: a value that an option does not take is told in one language, with what
// it takes.
func TestParse_values(t *testing.T) {
	for line, want := range map[string]Text{
		"-every x":         {`invalid value "x" for -every: a time is expected, such as 2s or 1m30s`, `неверное значение "x" у параметра -every: ожидается время, например 2s или 1m30s`},
		"-every 5":         {`invalid value "5" for -every: a time`, `неверное значение "5" у параметра -every: ожидается время`},
		"-truth=z":         {`invalid value "z" for -truth: true or false is expected`, `неверное значение "z" у параметра -truth: ожидается true или false`},
		"-lang fr":         {`invalid value "fr" for -lang: ru, en`, `неверное значение "fr" у параметра -lang: ru, en`},
		`-every a"for-x:b`: {`invalid value "a\"for-x:b" for -every: a time`, `неверное значение "a\"for-x:b" у параметра -every: ожидается время`},
		"-every":           {"flag needs an argument: -every", "у параметра нет значения: -every"},
		"-nonsense":        {"flag provided but not defined: -nonsense", "нет такого параметра: -nonsense"},
	} {
		for _, language := range languages {
			f := New(With(t.Context(), language), "prog do", nil, Text{"do it", "сделать"})
			f.Duration("every", 0, "")
			f.Bool("truth", false, "")
			_, err := f.Parse(strings.Fields(line), io.Discard)
			// In English package flag's own words stand where they are clear.
			if said := fmt.Sprint(err); ExitCode(err) != ExitUsage || !strings.Contains(said, want.In(language)) || language == "ru" && strings.Contains(said, " for ") {
				t.Errorf("%s in %s: %s", line, language, said)
			}
		}
	}
}
