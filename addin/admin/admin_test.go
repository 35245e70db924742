package admin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ask runs the program and returns what it printed.
func ask(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	err := Main(t.Context(), "/usr/bin/sentry1c", args, &out)
	return out.String(), err
}

func TestMain_help(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"-h"}, {"--help"}, {}, {"nonsense"}} {
		out, err := ask(t, args...)
		if good := len(args) > 0 && args[0] != "nonsense"; good != (err == nil) {
			t.Errorf("%q: %v", args, err)
		}
		if !strings.HasPrefix(out, "usage: sentry1c <command>") {
			t.Errorf("%q prints %q", args, out)
		}
		for _, c := range Commands {
			if !strings.Contains(out, "\n  "+c.Name+" ") {
				t.Errorf("%q does not name %s:\n%s", args, c.Name, out)
			}
		}
	}
}

// TestCommands: each answers under its name, and says what is wrong with what it is given.
func TestCommands(t *testing.T) {
	text := filepath.Join(t.TempDir(), "error.txt")
	if err := os.WriteFile(text, []byte("{ОбщийМодуль.Обмен.Модуль(12)}: Поле объекта не обнаружено (Сумма)"), 0o600); err != nil {
		t.Fatal(err)
	}
	none := filepath.Join(t.TempDir(), "none")
	t.Setenv("SENTRY_DSN", "")
	for _, c := range []struct {
		args []string
		says string
		good bool
	}{
		{[]string{"parse", text}, "issue        ObjectFieldNotFound: Поле объекта не обнаружено (Сумма)", true},
		{[]string{"parse"}, "", false},
		{[]string{"parse", none}, "", false},
		{[]string{"spool", none}, none + ": there is no spool here: nothing waits.", true},
		{[]string{"spool", text}, "", false},
		{[]string{"reports"}, "", false},
		{[]string{"doctor", "-lang", "en", "-dsn", "", "-spool", none, none}, "There is no file " + none, false},
	} {
		out, err := ask(t, c.args...)
		if (err == nil) != c.good || !strings.Contains(out, c.says) {
			t.Errorf("%q: %v\n%s", c.args, err, out)
		}
	}
}
