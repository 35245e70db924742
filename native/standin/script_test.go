package standin

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files")

var durations = regexp.MustCompile(`\([0-9.]+ (µs|ms|s)\)`)

// TestRun_golden: testdata/script/*.txt are dialogues, *.golden their answers with times replaced.
func TestRun_golden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "script", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := run(t, string(text), ScriptOptions{Echo: true, Variables: map[string]any{"Известная": "значение"}})
			golden := strings.TrimSuffix(path, ".txt") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func run(t *testing.T, text string, options ScriptOptions) (string, error) {
	t.Helper()
	options.Dir = filepath.Join("testdata", "script")
	var out bytes.Buffer
	err := Run(strings.NewReader(text), &out, open(t), options)
	return durations.ReplaceAllString(out.String(), "(…)"), err
}

func TestRun_errors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"unknown method", "\nНетТакого()", "line 2: standin: call НетТакого: no such method"},
		{"missing parameter", "Эхо()", "line 1: standin: call Эхо: parameter 1: a mandatory parameter is missing"},
		{"too many parameters", "Эхо(1, 2)", "too many parameters"},
		{"the add-in says no", "ВернутьЛожь()", "the add-in answered false"},
		{"an exception of the add-in", `ВызватьОшибку("беда")`, "line 1: standin: call ВызватьОшибку: Test: беда"},
		{"open string", "Эхо(\"abc\nВызовы", "line 1: the string is not closed"},
		{"open string at the end", "\nЭхо(\"abc", "line 2: the string is not closed"},
		{"open parenthesis", "Эхо(\n1,\n", "line 1: a parenthesis is not closed"},
		{"open date", "Эхо('2024)", "the date is not closed"},
		{"short date", "Эхо('2024')", "want 8, 12 or 14 digits"},
		{"no such day", "Эхо('20240231')", "there is no such day"},
		{"number", "Эхо(1.2.3)", `"1.2.3" is not a number`},
		{"sign alone", "Эхо(-)", `"-" is not a number`},
		{"foreign sign", "Эхо(1 * 2)", `unexpected '*'`},
		{"two values", "Эхо(1 2)", "unexpected 2, want a comma or a parenthesis"},
		{"something behind", "Эхо(1) Эхо(2)", "unexpected Эхо behind the end of the statement"},
		{"parenthesis too many", "Эхо(1))", "unexpected ) behind the end"},
		{"only a sign", "= 1", "unexpected =, want a name or a value"},
		{"only a dot", ". 1", "unexpected 1, want a name or a value"},
		{"assigned to a call", "Эхо(1) = 2", "a value cannot be assigned to Эхо"},
		{"assigned to a literal", "Истина = 2", "a value cannot be assigned to True"},
		{"assigned nothing", "х =", "unexpected end of the line, want a name or a value"},
		{"file that is not there", "Эхо(@none.txt)", "none.txt"},
		{"file without a path", "Эхо(@)", "@ without the path of a file"},
		{"file that is no text", "Эхо(@binary.bin)", "binary.bin is not a text in UTF-8"},
		{"object that is not there", "новый\nобъект 2", "line 2: объект 2: no such object; there are 1"},
		{"class that is not there", "новый Другой", "no such class"},
		{"property that cannot be written", ".Вызовы = 1", "the property cannot be written"},
		{"destroyed object", "уничтожить\nЭхо(1)", "line 2: standin: call Эхо: the object is destroyed"},
		{"sleep without a number", "пауза", "call пауза: no such method"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, err := run(t, test.text, ScriptOptions{Stop: true})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "standin: script: line ") {
				t.Errorf("%v, want %q", err, test.want)
			}
			if !strings.Contains(out, "✗ ") {
				t.Errorf("nothing was printed: %q", out)
			}
		})
	}
}

func TestRun_goesOnAfterAnError(t *testing.T) {
	out, err := run(t, "Нет\nЭхо(1)\nНет\n", ScriptOptions{})
	if err == nil || !strings.Contains(err.Error(), "2 lines failed") || !strings.Contains(out, "→ 1 (…)") {
		t.Errorf("%v\n%s", err, out)
	}
	out, err = run(t, "Нет\nЭхо(1)\n", ScriptOptions{Stop: true})
	if err == nil || strings.Contains(out, "→") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestRun_tellsBrokenRules(t *testing.T) {
	out, err := run(t, "Потерять\n", ScriptOptions{})
	if err == nil || !strings.Contains(err.Error(), "broke 1 rules") || !strings.Contains(out, "! leak: object 1 (Test): CallAsFunc(Потерять)") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestRun_class(t *testing.T) {
	if _, err := run(t, "Эхо(1)", ScriptOptions{Class: "Refuses", Stop: true}); !errors.Is(err, ErrInit) {
		t.Errorf("%v", err)
	}
}

type failingWriter struct{}

var errFull = errors.New("disk full")

func (failingWriter) Write([]byte) (int, error) { return 0, errFull }

func TestRun_brokenStreams(t *testing.T) {
	l := open(t)
	if err := Run(strings.NewReader("Эхо(1)\n"), failingWriter{}, l, ScriptOptions{}); !errors.Is(err, errFull) {
		t.Errorf("writer: %v", err)
	}
	var out bytes.Buffer
	if err := Run(strings.NewReader("Эхо(1)\nЭхо(\"\xff\")\n"), &out, l, ScriptOptions{}); err == nil || !strings.Contains(err.Error(), "line 2: it is not UTF-8") {
		t.Errorf("reader: %v", err)
	}
}

func TestFormatDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		840: "0.84 µs", 9_996: "10.0 µs", 12_340: "12.3 µs", 99_960: "100 µs", 999_400: "999 µs",
		12_300_000: "12.3 ms", 2_500_000_000: "2.50 s",
	} {
		if got := formatDuration(d); got != want {
			t.Errorf("%d: %s, want %s", d, got, want)
		}
	}
}

func FuzzLex(f *testing.F) {
	for _, seed := range []string{`Эхо("a ""b""", 1.5, '20240131', @f.txt, #"b c", Истина)`, "х = Метод(\n1)", "\"a\n|b\"", "новый", ".П = -1; // x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens, err := lex(text)
		if err != nil {
			return
		}
		if len(tokens) == 0 || tokens[len(tokens)-1].kind != tokenEnd {
			t.Fatalf("%q: no end in %v", text, tokens)
		}
		_, _ = parseStatement(tokens)
	})
}
