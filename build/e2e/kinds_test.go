//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/build/kit/receiver"
	"sentry1c/native/standin"
)

// everyKind are the types of items that the component sends.
var everyKind = []string{"event", "attachment", "feedback", "check_in", "session", "transaction", "log", "trace_metric", "client_report"}

// sendEveryKind makes at least one item of each type.
func sendEveryKind(t *testing.T, o *standin.Object) {
	t.Helper()
	call(t, o, "НачатьСессию")
	call(t, o, "ДобавитьВложение", "Запрос.json", `{"номер":"ЗП-1"}`, "application/json")
	call(t, o, "ДобавитьВложение", "дамп.bin", []byte{0, '\n', 0xFF})
	root := call(t, o, "НачатьОперацию", "Обмен с сайтом", "exchange")
	step := call(t, o, "НачатьЭтап", root, "http.client", "GET /orders")
	id := call(t, o, "ЗаписатьИсключение", "{ОбщийМодуль.Обмен.Модуль(7)}: Нет связи с сайтом")
	call(t, o, "ЗавершитьЭтап", step, "unavailable")
	call(t, o, "УстановитьЗамер", root, "заказов", 15)
	call(t, o, "ЗавершитьЭтап", root, "internal_error")
	call(t, o, "ЗаписатьОтзыв", "Заказы не пришли", "Иванова", "", id)
	check := call(t, o, "ОтметитьЗадание", "Обмен с сайтом", "in_progress", "", 0, `{"schedule":{"type":"crontab","value":"0 3 * * *"}}`)
	call(t, o, "ОтметитьЗадание", "Обмен с сайтом", "error", check, 12.5)
	call(t, o, "ОтметитьЗадание", "", "ok") // is dropped, and reported
	call(t, o, "ЗаписатьЛог", "warn", "Нет связи с сайтом", `{"orders":15,"again":true}`)
	call(t, o, "ЗаписатьМетрику", "distribution", "exchange.duration", 12.5, "second", `{"site":"Мир"}`)
	call(t, o, "ЗавершитьСессию")
}

const kindsOptions = `{"release":"УправлениеТорговлей@11.5.12.34","environment":"проба","tracesSampleRate":1}`

// TestBugsink_everyKind: the server takes every kind, and stores those that it
// keeps.
func TestBugsink_everyKind(t *testing.T) {
	server := startBugsink(t)
	o := newObject(t, buildLibrary(t), server.DSN, kindsOptions)
	sendEveryKind(t, o)
	start := time.Now()
	sent := call(t, o, "ДождатьсяОтправки", 30000)
	var statistics struct {
		Queued     int
		Dropped    map[string]int
		RateLimits map[string]float64
	}
	text := get(t, o, "Статистика").(string)
	if err := json.Unmarshal([]byte(text), &statistics); err != nil {
		t.Fatal(err)
	}
	// Bugsink asks with each answer not to be sent transactions: one may have been on
	// its way already, what comes later waits, and nobody waits for it.
	if sent != (statistics.Queued == 0) || statistics.Queued > 1 || time.Since(start) > 20*time.Second || statistics.RateLimits["transaction"] == 0 {
		t.Errorf("sent: %v after %v; %s", sent, time.Since(start), text)
	}
	// The check-in of no monitor is the only thing that went nowhere.
	if len(statistics.Dropped) != 1 || statistics.Dropped["invalid"] != 1 {
		t.Errorf("dropped: %v", statistics.Dropped)
	}
	issues := server.issues()
	if len(issues) != 1 || issues[0].Count != 1 {
		t.Fatalf("stored: %+v; %s", issues, text)
	}
	e := server.events(issues[0].ID)[0].Data
	want(t, e, "Нет связи с сайтом", "exception", "values", 0, "value")
	if span, _ := at(e, "contexts", "trace", "span_id").(string); len(span) != 16 {
		t.Errorf("the error knows no span: %v", at(e, "contexts"))
	}
}

// TestSpotlight_everyKind: Spotlight's receiver keeps every kind, when it is the
// server, and when it gets copies of what another server is sent.
func TestSpotlight_everyKind(t *testing.T) {
	lib := buildLibrary(t)
	t.Run("as the server", func(t *testing.T) {
		s := startSpotlight(t)
		o := newObject(t, lib, s.DSN(), kindsOptions)
		sendEveryKind(t, o)
		if call(t, o, "ДождатьсяОтправки", 30000) != true {
			t.Errorf("not all was sent: %v", get(t, o, "Статистика"))
		}
		wantKinds(t, s.kinds(everyKind...), everyKind)
	})
	t.Run("beside a server", func(t *testing.T) {
		s := startSpotlight(t)
		sentry, err := receiver.New()
		if err != nil {
			t.Fatal(err)
		}
		defer sentry.Close()
		options := strings.TrimSuffix(kindsOptions, "}") + `,"spotlight":"` + s.base + `/stream"}`
		sendEveryKind(t, newObject(t, lib, sentry.DSN(), options))
		// A report is for a server that counts.
		kinds := slices.DeleteFunc(slices.Clone(everyKind), func(kind string) bool { return kind == "client_report" })
		wantKinds(t, s.kinds(kinds...), kinds)
		for _, refused := range sentry.Refused() {
			t.Errorf("our receiver refused: %s", refused)
		}
	})
}

func wantKinds(t *testing.T, came map[string]int, kinds []string) {
	t.Helper()
	for _, kind := range kinds {
		if came[kind] == 0 {
			t.Errorf("no %s came: %v", kind, came)
		}
	}
}

// goldenEnvelopes are files of one envelope each, those of events among them.
func goldenEnvelopes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../addin/testdata/envelopes/*.envelope")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden envelopes: %v", err)
	}
	return files
}

// TestOracles_frames: Sentry's own parsers read every golden envelope, and find
// what is wrong in one that is.
func TestOracles_frames(t *testing.T) {
	env := nodeEnv(t)
	var files []string
	for _, file := range goldenEnvelopes(t) {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(content, []byte(`"length":0,`)) { // which @sentry/core takes for no length
			files = append(files, file)
		}
	}
	wrong := filepath.Join(t.TempDir(), "wrong.envelope")
	if err := os.WriteFile(wrong, []byte("{}\n{\"type\":\"session\",\"length\":70}\n{\"sid\":\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	found := oracle(t, append(files, wrong), "node", filepath.Join(env, "frames.mjs"))
	for _, file := range files {
		if errors, told := found[file]; !told || len(errors) > 0 {
			t.Errorf("@sentry/core finds in %s: %v", file, errors)
		}
	}
	if len(found[wrong]) == 0 {
		t.Error("@sentry/core finds nothing in an envelope that is wrong")
	}

	send := sentryCLI(t)
	known := 0
	for _, file := range goldenEnvelopes(t) {
		// It knows no other types.
		for _, kind := range []string{"session", "transaction", "attachments", "check_in", "log"} {
			if strings.HasPrefix(filepath.Base(file), kind) {
				known++
				if err := send(file); err != nil {
					t.Errorf("sentry-cli does not read %s: %v", file, err)
				}
			}
		}
	}
	if known < 8 || send(wrong) == nil {
		t.Errorf("sentry-cli was given %d envelopes, or took one that is wrong", known)
	}
}

// sentryCLI gives Sentry's own reader of envelopes: it writes what it read anew, without
// all that our receiver insists on.
func sentryCLI(t *testing.T) (send func(file string) error) {
	t.Helper()
	taking := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	t.Cleanup(taking.Close)
	dsn := strings.Replace(taking.URL, "http://", "http://0123456789abcdef0123456789abcdef@", 1) + "/1"
	cli := filepath.Join(nodeEnv(t), "node_modules", "@sentry", "cli-linux-x64", "bin", "sentry-cli")
	return func(file string) error {
		command := exec.Command(cli, "send-envelope", file)
		command.Env = append(os.Environ(), "SENTRY_DSN="+dsn)
		output, err := command.CombinedOutput()
		if err != nil {
			message, _, _ := strings.Cut(string(output), "\n\nStack backtrace")
			return errors.New(message)
		}
		return nil
	}
}

// TestOracles_transaction: Sentry's normaliser finds no error in the golden
// transactions.
func TestOracles_transaction(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, payload []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, payload, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var files, wrong []string
	for _, golden := range goldenEnvelopes(t) {
		name := filepath.Base(golden)
		if !strings.HasPrefix(name, "transaction") {
			continue
		}
		content, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		envelope, err := receiver.Parse(content)
		if err != nil {
			t.Fatal(err)
		}
		payload := envelope.Items[0].Payload
		files = append(files, write(name, payload))
		wrong = append(wrong, write("wrong-"+name, bytes.Replace(payload, []byte(`"op":"`), []byte(`"op":5,"was":"`), 1)))
	}
	if len(files) < 3 {
		t.Errorf("golden transactions: %v", files)
	}
	found := runOracle(t, pythonEnv(t, "relay", relayVersion), "normalise.py", append(files, wrong...))
	for _, file := range files {
		if errors, told := found[file]; !told || len(errors) > 0 {
			t.Errorf("the normaliser finds in %s: %v", file, errors)
		}
	}
	for _, file := range wrong {
		if len(found[file]) == 0 {
			t.Errorf("the normaliser finds nothing in %s", file)
		}
	}
}
