//go:build e2e && linux

package e2e

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"sentry1c/build/demo"
	"sentry1c/build/kit/browser"
	"sentry1c/build/kit/built"
)

// terminal is a pair of files of which the second looks like a person's terminal to the
// program that has it.
func terminal(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ours.Close() })
	if err := unix.IoctlSetPointerInt(int(ours.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(ours.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if theirs, err = os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	return ours, theirs
}

// demonstrate is the command of the demonstration in a language, with a bundle that is built.
func demonstrate(t *testing.T, language string, args ...string) *exec.Cmd {
	t.Helper()
	bundle, err := built.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "build")
	compile := exec.Command("go", "build", "-o", program, "./build")
	compile.Dir = built.Root(t)
	if output, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return exec.Command(program, append([]string{"demo", "--lang", language, "--bundle", bundle}, args...)...)
}

// TestDemo_bugsink: with a DSN all errors of the story are in the project, although the
// server takes no transactions; with a wrong key one sentence says so.
func TestDemo_bugsink(t *testing.T) {
	server := startBugsink(t)
	output, err := demonstrate(t, "ru", "--dsn", server.DSN).CombinedOutput()
	if want := fmt.Sprintf("Сервер принял %d событий", demo.Total().Events); err != nil || !strings.Contains(string(output), want) {
		t.Fatalf("%v\n%s", err, output)
	}
	issues := server.issues()
	if len(issues) != len(demo.Errors) {
		t.Errorf("%d issues, want %d: %+v", len(issues), len(demo.Errors), issues)
	}
	for _, i := range issues {
		for _, e := range server.events(i.ID) {
			if id := fmt.Sprint(at(e.Data, "event_id")); !strings.Contains(string(output), id) {
				t.Errorf("the event %s is not named:\n%s", id, output)
			}
		}
	}
	wrong := regexp.MustCompile(`//[0-9a-f]{32}@`).ReplaceAllString(server.DSN, "//0123456789abcdef0123456789abcdef@")
	refused := demonstrate(t, "ru", "--dsn", wrong)
	start := time.Now()
	output, err = refused.CombinedOutput()
	if err == nil || strings.TrimSpace(string(output)) != "Сервер не принимает ключ из DSN (HTTP 403)." {
		t.Errorf("a wrong key: %v\n%s", err, output)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("a wrong key is told after %v", took)
	}
}

// TestPages_demo: on a terminal the demonstration ends with a page, which a real browser
// shows without a complaint and which is there until Enter.
func TestPages_demo(t *testing.T) {
	b := startBrowser(t)
	t.Run("ru", func(t *testing.T) {
		page(t, b, "ru", "demo", "в браузере", "Ошибки 1С: демонстрация", "эти 20 событий — одна проблема", "строка")
	})
	t.Run("en", func(t *testing.T) {
		page(t, b, "en", "demo-en", "in a browser", "Errors of 1C: a demonstration", "these 20 events are one issue", "line")
	})
}

// page looks at the page of the demonstration in a language, which has a title and says what is alike and what a line is
// called. offered is what the program says of it, name that of its picture.
func page(t *testing.T, b *browser.Browser, language, name, offered, title, alike, line string) {
	t.Helper()
	ours, theirs := terminal(t)
	demonstration := demonstrate(t, language)
	demonstration.Stdin, demonstration.Stdout, demonstration.Stderr = theirs, theirs, theirs
	if err := demonstration.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	limit := time.AfterFunc(2*time.Minute, func() { _ = demonstration.Process.Kill() })
	defer limit.Stop()
	ended := false
	defer func() {
		if !ended {
			_ = demonstration.Process.Kill()
			_ = demonstration.Wait()
		}
	}()
	said := bufio.NewReader(ours)
	address := ""
	for address == "" {
		text, err := said.ReadString('\n')
		if err != nil {
			t.Fatalf("it ends without a page: %v", err)
		}
		if strings.Contains(text, offered) {
			address = regexp.MustCompile(`http://\S+/`).FindString(text)
		}
	}

	text := open(t, b, address, "body")
	if len(b.Complaints) > 0 {
		t.Errorf("the browser complains: %v", b.Complaints)
	}
	inOrder(t, "the page", text, title, demo.Errors[0].Title, alike,
		"ДоработкиРомашка ОбщийМодуль.РомКонтрольОстатков.Модуль, СообщитьОНехватке, "+line, "РазрешитьПродажуВМинус", "ВызватьИсключение ТекстОшибки;",
		"<платформа>, Записать", "Документ.ЗаказКлиента.МодульОбъекта", "Начало сеанса", "Нажата кнопка", "Иванова Мария", "infobase", "trade")
	for _, e := range demo.Errors {
		if !strings.Contains(text, e.Title) {
			t.Errorf("the page has no issue «%s»", e.Title)
		}
	}
	if strings.Contains(text, "event_id") {
		t.Error("the JSON is open before it was asked for")
	}
	picture(t, b, name, 900)
	// Each issue opens, and its JSON with it.
	if _, err := b.Run(`document.querySelectorAll("details").forEach(d => d.open = true)`); err != nil {
		t.Fatal(err)
	}
	if opened := words(t, b, "body"); strings.Count(opened, `"event_id"`) != len(demo.Errors) {
		t.Errorf("the opened page has the JSON of %d events, want %d", strings.Count(opened, `"event_id"`), len(demo.Errors))
	}

	if _, err := ours.WriteString("\n"); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, said) // until the program has closed its terminal
	ended = true
	if err := demonstration.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	if err := b.Open(address); err == nil {
		t.Error("the page outlives the demonstration")
	}
}
