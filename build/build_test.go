package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/addin"
	"sentry1c/build/kit/built"
)

// runCommand runs a command of build as a user does and returns its output.
func runCommand(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	var out strings.Builder
	if err := run(ctx, args, &out); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out.String())
	}
	return out.String()
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

func TestCommands_printTheirResult(t *testing.T) {
	for command, suffix := range map[string]string{"lib": "SentryAddIn_", "bundle": "SentryAddIn_"} {
		path := lastLine(runCommand(t, command))
		if _, err := os.Stat(path); err != nil || !strings.HasPrefix(filepath.Base(path), suffix) {
			t.Errorf("%s printed %q: %v", command, path, err)
		}
	}
}

func TestTry_script(t *testing.T) {
	script := filepath.Join(t.TempDir(), "calls.txt")
	calls := "Версия\nИнициализировать(\"\")\nЗаписатьСообщение(\"x\")\nПоследняяОшибка\n"
	if err := os.WriteFile(script, []byte(calls), 0o600); err != nil {
		t.Fatal(err)
	}
	bundle, err := built.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	out := runCommand(t, "try", "--lang", "ru", "--bundle", bundle, "--script", script)
	for _, want := range []string{addin.Version, "Ложь", "отправка выключена"} {
		if !strings.Contains(out, want) {
			t.Errorf("try does not print %q:\n%s", want, out)
		}
	}
}

// TestParse_readme: the example of README is what the component reads.
func TestParse_readme(t *testing.T) {
	_, rest, _ := strings.Cut(document(t, "README.md"), "```text\n")
	example, _, _ := strings.Cut(rest, "```")
	file := filepath.Join(t.TempDir(), "error.txt")
	if err := os.WriteFile(file, []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	out := runCommand(t, "parse", "-lang", "en", file)
	for _, want := range []string{
		"issue        AccessViolation: Нарушение прав доступа!",
		"transaction  РегистрНакопления.ТоварыНаСкладах.МодульНабораЗаписей",
		"exception AccessViolation", "within: Ошибка при вызове метода контекста (Записать)", "at <платформа>, Записать", "AccumulationRegisters/ТоварыНаСкладах/Ext/RecordSetModule.bsl",
		"fingerprint  1c ⋄ AccessViolation ⋄ AccumulationRegister.ТоварыНаСкладах.RecordSetModule ⋄ Проверить();",
	} {
		if !strings.Contains(out, want) || strings.Contains(want, "fingerprint") && !strings.Contains(document(t, "README.md"), want[len("fingerprint  "):]) {
			t.Errorf("parse does not show %q:\n%s", want, out)
		}
	}
	if err := run(context.Background(), []string{"parse"}, &strings.Builder{}); err == nil {
		t.Error("parse without a file gave no error")
	}
	if err := run(context.Background(), []string{"parse", "/no/such/file"}, &strings.Builder{}); err == nil {
		t.Error("parse of no file gave no error")
	}
}

func TestRun_unknownCommand(t *testing.T) {
	var out strings.Builder
	if err := run(context.Background(), []string{"nonsense"}, &out); err == nil || !strings.Contains(out.String(), "usage:") {
		t.Errorf("run = %v, %q", err, out.String())
	}
	if err := run(context.Background(), []string{"try", "--lib", "a", "--bundle", "b"}, &out); err == nil {
		t.Error("--lib and --bundle were taken together")
	}
	if err := run(context.Background(), []string{"try", "--lib", "/no/such/library"}, &out); err == nil {
		t.Error("a library that is not there was attached")
	}
}
