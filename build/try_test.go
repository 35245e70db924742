package main

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/addin/admin/cli"
	"sentry1c/build/kit/built"
	"sentry1c/build/kit/receiver"
)

// cyrillic is a letter of Russian.
var cyrillic = regexp.MustCompile(`\p{Cyrillic}`)

// TestTry_language: everything that it says is in the reader's language, asked for or that of the system, and the session
// that the add-in sees is too.
func TestTry_language(t *testing.T) {
	bundle, err := built.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "calls.txt")
	if err := os.WriteFile(script, []byte("Init(\"\")\nCaptureMessage(\"x\")\nLastError\nNew\nObject 1\nDestroy\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		system string
		args   []string
		says   []string
		never  *regexp.Regexp
	}{
		{"en_US.UTF-8", nil, []string{"→ False", "→ object 2 (Sentry)", "→ object 1 destroyed", "sending is "}, cyrillic},
		{"ru_RU.UTF-8", []string{"-lang", "en"}, []string{"→ False"}, cyrillic},
		{"ru_RU.UTF-8", nil, []string{"→ Ложь", "→ объект 2 (Sentry)", "→ объект 1 уничтожен", "отправка выключена"}, regexp.MustCompile(`False|object 2`)},
		{"C", []string{"--lang=ru"}, []string{"→ Ложь"}, regexp.MustCompile(`False`)},
	} {
		out, said, code := program(t, c.system, append([]string{"try", "--bundle", bundle, "--script", script}, c.args...)...)
		if code != cli.ExitGood {
			t.Errorf("%s %q: exit code %d: %s", c.system, c.args, code, said)
		}
		for _, want := range c.says {
			if !strings.Contains(out, want) {
				t.Errorf("%s %q: it does not say %q:\n%s", c.system, c.args, want, out)
			}
		}
		if found := c.never.FindString(out); found != "" {
			t.Errorf("%s %q: it says %q:\n%s", c.system, c.args, found, out)
		}
	}
	for args, russian := range map[string]bool{"-lang fr": false, "x": false, "-lib a -bundle b": false, "-lang ru x": true, "-lang ru -lib a -bundle b": true} {
		_, said, code := program(t, "C", append([]string{"try"}, strings.Fields(args)...)...)
		if code != cli.ExitUsage || said == "" || cyrillic.MatchString(said) != russian {
			t.Errorf("%q: exit code %d: %s", args, code, said)
		}
	}
}

// TestTry_oneEvent: the calls that help shows send one event.
func TestTry_oneEvent(t *testing.T) {
	bundle, err := built.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	for language, help := range map[string]string{"ru": "помощь", "en": "help"} {
		var printed strings.Builder
		if err := run(t.Context(), []string{"try", "-h", "-lang", language}, &printed); !errors.Is(err, flag.ErrHelp) || !strings.Contains(printed.String(), oneEvent.In(language)) {
			t.Errorf("-h: %v\n%s", err, &printed)
		}
		server, err := receiver.New()
		if err != nil {
			t.Fatal(err)
		}
		calls := regexp.MustCompile(`(?m)^  (\pL+\(.*\))$`).FindAllStringSubmatch(oneEvent.In(language), -1)
		if len(calls) != 3 {
			t.Fatalf("%q", calls)
		}
		text := help + "\n"
		for _, call := range calls {
			text += regexp.MustCompile(`"https://[^"]+"`).ReplaceAllString(call[1], `"`+server.DSN()+`"`) + "\n"
		}
		script := filepath.Join(t.TempDir(), "calls.txt")
		if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, _, _ := program(t, "", "try", "-lang", language, "-bundle", bundle, "-script", script)
		server.Close()
		if n := len(server.Events()); n != 1 || !strings.Contains(out, oneEvent.In(language)) {
			t.Errorf("%d events came:\n%s", n, out)
		}
	}
}
