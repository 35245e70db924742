package main

import (
	"context"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sentry1c/addin/admin/cli"
	"sentry1c/build/demo"
	"sentry1c/build/kit/built"
	"sentry1c/build/kit/receiver"
	"sentry1c/build/library"
)

// demoWith runs the demonstration with a bundle that is built already.
func demoWith(t *testing.T, args ...string) (string, error) {
	t.Helper()
	bundle, err := built.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	var out strings.Builder
	err = run(ctx, append([]string{"demo", "--bundle", bundle}, args...), &out)
	return out.String(), err
}

// demoProgram runs the demonstration as a program of its own, as its user does.
func demoProgram(t *testing.T, args ...string) (out, said string, code int) {
	t.Helper()
	bundle, err := built.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	return program(t, "", append([]string{"demo", "--bundle", bundle}, args...)...)
}

// wantNothingLeft: a component that lives on in this process makes its folders, with whose
// they are, its lock again and a file to spare; that is all that may lie there.
func wantNothingLeft(t *testing.T) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "sentry1c-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range left {
		_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() && filepath.Ext(path) != ".lock" && entry.Name() != "owner" && entry.Name() != "spare" {
				t.Errorf("%s is left", path)
			}
			return nil
		})
	}
}

// TestDemo: calls, issues, the price, and the event of a process that was killed; nobody
// waits for a key that no person can press.
func TestDemo(t *testing.T) {
	for language, wanted := range map[string][]string{
		"ru": {"Что пришло: 27 событий, из них 8 проблем.", "эти 20 событий — одна проблема", "компонента", "в \\d+ раз", "и убит", "событие пришло через", "Дальше: bsl/README.md", "ЗаписатьИсключение\\(.* → [0-9a-f]{32}", "→ Истина"},
		"en": {"What arrived: 27 events, which are 8 issues.", "these 20 events are one issue", "this add-in", "\\d+ times", "is dead", "the event arrived after", "Next: bsl/README.md#english ", "CaptureException\\(.* → [0-9a-f]{32}", "→ True"},
	} {
		out, err := demoWith(t, "--lang", language)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for _, want := range append(wanted,
			"Иванова Мария", "application_name=Тонкий клиент", "ui.open +Открыт заказ ЗК-000123",
			"ДоработкиРомашка ОбщийМодуль.РомКонтрольОстатков.Модуль, СообщитьОНехватке, \\S+ \\d+\n", "> +\\d+ +ВызватьИсключение ТекстОшибки;",
			"<платформа>, Записать", "kind server, name trade", "exact 4") {
			if !regexp.MustCompile(want).MatchString(out) {
				t.Errorf("the demonstration in %s does not show %q:\n%s", language, want, out)
			}
		}
		for _, e := range demo.Errors {
			if !strings.Contains(out, e.Title) {
				t.Errorf("the demonstration in %s has no issue «%s»", language, e.Title)
			}
		}
		if strings.Contains(out, "http://127") {
			t.Errorf("a page is served although nobody looks:\n%s", out)
		}
	}
	wantNothingLeft(t)
	if _, err := demoWith(t, "--lang", "fr"); err == nil || !strings.Contains(err.Error(), "fr") {
		t.Errorf("--lang fr: %v", err)
	}
}

// TestDemo_project: what a server took is named, and where to look.
func TestDemo_project(t *testing.T) {
	server, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	out, err := demoWith(t, "--lang", "en", "--dsn", server.DSN())
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, e := range server.Events() {
		if id := e.Text("event_id"); !strings.Contains(out, id) {
			t.Errorf("the event %s is not named:\n%s", id, out)
		}
	}
	if !strings.Contains(out, "The server took 27 events") || !strings.Contains(out, "the project with the number "+receiver.Project+" ") || strings.Contains(out, receiver.Key) {
		t.Errorf("it says:\n%s", out)
	}
	// What is announced is what comes, and nothing else does.
	came, levels := map[string]int{}, map[string]int{}
	for _, e := range server.Envelopes() {
		for _, i := range e.Items {
			came[i.Type()]++
		}
	}
	for _, e := range server.Events() {
		if e.Text("environment") != demo.Environment {
			t.Errorf("the environment is %q", e.Text("environment"))
		}
		levels[e.Text("level")+" "+e.Text("exception", "values", -1, "type")]++
	}
	total := demo.Total()
	if want := map[string]int{"event": total.Events, "transaction": total.Transactions}; !maps.Equal(came, want) || !strings.HasPrefix(out, demo.Announcement("en")) {
		t.Errorf("%v came, want %v; it says:\n%s", came, want, out)
	}
	// Levels are those that the extension gives: shown Raise and denied rights are warnings.
	if levels["warning ExceptionRaisedFromScript"] != demo.Shortages || levels["warning AccessViolation"] != 1 || levels["warning "] != 1 {
		t.Errorf("the levels are %v", levels)
	}
	if n := levels["error ExceptionRaisedFromScript"] + levels["error AccessViolation"]; n > 0 {
		t.Errorf("%d shown errors are no warnings", n)
	}
}

// TestDemo_notAll: a server that does not take all that is sent is told of in one sentence, with how much it took.
func TestDemo_notAll(t *testing.T) {
	refuse := func(status, after int, header ...string) receiver.Handler {
		var asked atomic.Int32
		return func(w http.ResponseWriter, e *receiver.Envelope) bool {
			if asked.Add(1) <= int32(after) {
				return true
			}
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"detail":"no"}`)
			return false
		}
	}
	for name, c := range map[string]struct {
		handler receiver.Handler
		says    []string
	}{
		"429":               {refuse(429, 0, "Retry-After", "60"), []string{"took nothing (of events: 27, transactions: 1)", "HTTP 429", "quota or a rate limit"}},
		"429 for errors":    {refuse(429, 0, "X-Sentry-Rate-Limits", "60:error:key"), []string{"took ", "quota or a rate limit"}},
		"413 of the server": {refuse(413, 0), []string{"took nothing (of events: 27, transactions: 1)", "HTTP 413", "client_max_body_size"}},
		"413 of a proxy":    {refuse(413, 0, "Content-Type", "text/html"), []string{"took nothing (of events: 27, transactions: 1)", "HTTP 413", "client_max_body_size"}},
		"500":               {refuse(500, 0), []string{"took nothing (of events: 27, transactions: 1)", "out of order (HTTP 500)"}},
		"403":               {refuse(403, 5), []string{"of 28", "refuses (HTTP 403 no)"}},
		"half, then 429":    {refuse(429, 14, "Retry-After", "60"), []string{"took only 14 of 28", "quota or a rate limit"}},
		"half, then 500":    {refuse(500, 14), []string{"took only 14 of 28", "HTTP 500"}},
	} {
		server, err := receiver.NewWith(onlyEvents(c.handler))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		out, said, code := demoProgram(t, "--lang", "en", "--patience", "700ms", "--dsn", server.DSN())
		server.Close()
		if code != cli.ExitBad || said == "" || strings.Contains(said, "\n") || strings.Contains(out, "The server took 27") {
			t.Errorf("%s: exit code %d, %q\n%s", name, code, said, out)
			continue
		}
		for _, want := range c.says {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q does not say %q", name, said, want)
			}
		}
		if took := time.Since(start); took > 15*time.Second {
			t.Errorf("%s: it took %v", name, took)
		}
	}
}

// onlyEvents lets what the doctor asks through: a server may well answer that.
func onlyEvents(handler receiver.Handler) receiver.Handler {
	return func(w http.ResponseWriter, e *receiver.Envelope) bool { return len(e.Items) == 0 || handler(w, e) }
}

// TestDemo_noTransactions: a server may want no transactions: that is no failure, and is said.
func TestDemo_noTransactions(t *testing.T) {
	server, err := receiver.NewWith(onlyEvents(func(w http.ResponseWriter, e *receiver.Envelope) bool {
		w.Header().Set("X-Sentry-Rate-Limits", "60:transaction:project")
		if e.Items[0].Type() == "transaction" {
			w.WriteHeader(http.StatusTooManyRequests)
			return false
		}
		return true
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	out, said, code := demoProgram(t, "--lang", "en", "--dsn", server.DSN())
	if code != cli.ExitGood || !strings.Contains(out, "The server took 27 events") || !strings.Contains(out, "wants no transactions") {
		t.Errorf("exit code %d, %s\n%s", code, said, out)
	}
}

// TestDemo_refused: a server that will take nothing is told of in one sentence and soon.
func TestDemo_refused(t *testing.T) {
	taking, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	defer taking.Close()
	foreign := httptest.NewTLSServer(http.NotFoundHandler())
	defer foreign.Close()
	released := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-released }))
	defer silent.Close()
	defer close(released)
	key := func(address string) string { return strings.Replace(address, "://", "://0000@", 1) + "/1" }
	for name, c := range map[string]struct{ dsn, says string }{
		"wrong key":           {strings.Replace(taking.DSN(), receiver.Key, "0000", 1), "ключ"},
		"dead host":           {"http://0000@127.0.0.1:1/1", "Нет соединения"},
		"foreign certificate": {key(foreign.URL), "сертификат"},
		"silence":             {key(silent.URL), "не отвечает"},
		"no DSN":              {"nonsense", "DSN"},
	} {
		start := time.Now()
		out, err := demoWith(t, "--lang", "ru", "--dsn", c.dsn)
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: it took %v", name, took)
		}
	}
}

// TestDemo_firstLine: the script speaks the reader's language before it compiles anything,
// and says what is missing.
func TestDemo_firstLine(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir() // in which there is no Go
	for _, name := range []string{"dirname", "sh"} {
		program, err := exec.LookPath(name)
		if err != nil {
			t.Skip(err)
		}
		if err := os.Symlink(program, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ asked, lang, first, missing string }{
		{"", "ru_RU.UTF-8", "1/3 Собираю", "Нужен Go"}, {"", "de_DE.UTF-8", "1/3 Compiling", "Go 1.26 is needed"},
		{"ru", "C", "1/3 Собираю", "Нужен Go"}, {"en", "ru_RU.UTF-8", "1/3 Compiling", "Go 1.26 is needed"}, {"", "", "1/3 Compiling", "Go 1.26 is needed"},
	} {
		command := exec.Command(filepath.Join(bin, "sh"), filepath.Join(root, "scripts", "demo.sh"), "", c.asked)
		command.Env = []string{"PATH=" + bin, "LANG=" + c.lang}
		start := time.Now()
		output, err := command.CombinedOutput()
		lines := strings.Split(string(output), "\n")
		if err == nil || len(lines) != 3 || !strings.HasPrefix(lines[0], c.first) || !strings.HasPrefix(lines[1], c.missing) {
			t.Errorf("%q, LANG=%q: %v\n%s", c.asked, c.lang, err, output)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("the first line takes up to %v", took)
		}
	}
}
