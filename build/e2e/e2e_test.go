//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/build/library"
	"sentry1c/native/standin"
)

// buildLibrary compiles the library into a folder of the test.
func buildLibrary(t *testing.T) *standin.Library {
	t.Helper()
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	path, err := library.BuildHost(ctx, root, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	lib, err := standin.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	standin.CheckLeaks(t, lib)
	return lib
}

func newObject(t *testing.T, lib *standin.Library, dsn, options string) *standin.Object {
	t.Helper()
	o, err := lib.New("Sentry", standin.WithLocale("ru_RU"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	if ok, err := o.Bool("Инициализировать", dsn, options); err != nil || !ok {
		why, _ := o.Get("ПоследняяОшибка")
		t.Fatalf("Инициализировать: %v, %v: %v", ok, err, why)
	}
	return o
}

func call(t *testing.T, o *standin.Object, method string, args ...any) any {
	t.Helper()
	answer, err := o.Call(method, args...)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func get(t *testing.T, o *standin.Object, property string) any {
	t.Helper()
	value, err := o.Get(property)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func at(value any, path ...any) any {
	for _, step := range path {
		switch s := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[s]
		case int:
			list, _ := value.([]any)
			if s >= len(list) {
				return nil
			}
			value = list[s]
		}
	}
	return value
}

func want(t *testing.T, data any, value any, path ...any) {
	t.Helper()
	if got := at(data, path...); got != value {
		t.Errorf("%v = %#v, want %#v", path, got, value)
	}
}

func TestBugsink_storesEvents(t *testing.T) {
	server := startBugsink(t)
	o := newObject(t, buildLibrary(t), server.DSN, `{"release":"УправлениеТорговлей@11.5.12.34","environment":"проба","sendDefaultPii":true}`)
	call(t, o, "УстановитьПользователя", "5f1c", "Иванова Мария")
	call(t, o, "УстановитьТег", "organization", "ООО «Ромашка»")
	call(t, o, "УстановитьТег", "Режим работы", "тонкий клиент")
	call(t, o, "ДобавитьСобытиеИстории", "Открыт заказ ЗП-000123", "ui.open", "info", `{"form":"Заказ"}`)
	text := "{ОбщийМодуль.Продажи.Модуль(42)}: Ошибка при вызове метода контекста (Записать)"
	ids := map[string]bool{}
	for range 2 {
		ids[strings.ReplaceAll(call(t, o, "ЗаписатьИсключение", text).(string), "-", "")] = true
	}
	ids[call(t, o, "ЗаписатьСообщение", "Обмен с сайтом не завершён", "warning").(string)] = true
	odd := standin.Variant{VT: standin.VTPWStr, Text: standin.UTF16{'x', 0xD83D, 0, 'y'}}
	ids[call(t, o, "ЗаписатьСообщение", odd, "громко", "{oops").(string)] = true
	if call(t, o, "ДождатьсяОтправки", 30000) != true {
		t.Errorf("not all was sent: %v", get(t, o, "Статистика"))
	}

	issues := server.issues()
	if len(issues) != 3 {
		t.Fatalf("%d issues, want 3: %+v", len(issues), issues)
	}
	var twice issue
	stored := map[string]bool{}
	for _, i := range issues {
		if i.Count == 2 {
			twice = i
		}
		for _, e := range server.events(i.ID) {
			stored[at(e.Data, "event_id").(string)] = true
		}
	}
	for id := range ids {
		if !stored[id] {
			t.Errorf("event %s is not stored: %v", id, stored)
		}
	}
	events := server.events(twice.ID)
	if len(events) != 2 {
		t.Fatalf("the two equal errors are not one issue: %+v", issues)
	}
	for _, e := range events {
		want(t, e.Data, "Ошибка при вызове метода контекста (Записать)", "exception", "values", 0, "value")
		want(t, e.Data, "ОбщийМодуль.Продажи.Модуль", "exception", "values", 0, "stacktrace", "frames", 0, "module")
		want(t, e.Data, "УправлениеТорговлей@11.5.12.34", "release")
		want(t, e.Data, "проба", "environment")
		want(t, e.Data, "Иванова Мария", "user", "username")
		want(t, e.Data, "ООО «Ромашка»", "tags", "organization")
		want(t, e.Data, "тонкий клиент", "tags", "Rezhim_raboty")
		want(t, e.Data, "Открыт заказ ЗП-000123", "breadcrumbs", "values", 0, "message")
		want(t, e.Data, "Заказ", "breadcrumbs", "values", 0, "data", "form")
	}
}

func TestBugsink_wrongKey(t *testing.T) {
	server := startBugsink(t)
	const scheme, wrong = "http://", "0000"
	dsn := scheme + wrong + server.DSN[len(scheme+wrong):]
	o := newObject(t, buildLibrary(t), dsn, "")
	call(t, o, "ЗаписатьСообщение", "m")
	if call(t, o, "ДождатьсяОтправки", 2000) != false {
		t.Error("a wrong key was taken")
	}
	statistics := fmt.Sprint(get(t, o, "Статистика"))
	if !strings.Contains(statistics, `"status":403`) || !strings.Contains(statistics, "key incorrect") {
		t.Errorf("statistics = %s", statistics)
	}
}

// runOracle runs a script of testdata over files and returns what it found in each.
func runOracle(t *testing.T, env, script string, files []string) map[string][]any {
	t.Helper()
	return oracle(t, files, filepath.Join(env, "bin", "python"), filepath.Join("testdata", script))
}

// oracle runs a command over files.
func oracle(t *testing.T, files []string, command ...string) map[string][]any {
	t.Helper()
	output, err := exec.Command(command[0], append(command[1:], files...)...).Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	found := map[string][]any{}
	for line := range strings.Lines(string(output)) {
		var result struct {
			File   string
			Errors []any
		}
		if err := json.Unmarshal([]byte(line), &result); err != nil {
			t.Fatal(err)
		}
		found[result.File] = result.Errors
	}
	return found
}

// relayVersion is the package that has Sentry's normaliser.
const relayVersion = "sentry-relay==0.10.1"

// TestOracles holds the golden events against Sentry's schema and its normaliser.
func TestOracles(t *testing.T) {
	files, err := filepath.Glob("../../addin/testdata/events/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden events: %v", err)
	}
	wrong := filepath.Join(t.TempDir(), "wrong.json")
	content := `{"event_id":"00000000000000000000000000000001","level":"ошибка","message":1,"exception":{"values":[{"type":5}]}}`
	if err := os.WriteFile(wrong, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	for script, env := range map[string]string{
		"schema.py":    bugsinkEnv(t),
		"normalise.py": pythonEnv(t, "relay", relayVersion),
	} {
		found := runOracle(t, env, script, append(files, wrong))
		for _, file := range files {
			errors, told := found[file]
			if !told || len(errors) > 0 {
				t.Errorf("%s finds in %s: %v", script, file, errors)
			}
		}
		if len(found[wrong]) == 0 {
			t.Errorf("%s finds nothing in an event that is wrong", script)
		}
	}
}

// TestRelease: Sentry reads what the extension names a release as a version, which it sorts and compares.
func TestRelease(t *testing.T) {
	names := map[string]bool{"УправлениеТорговлей@11.5.12.34": true, "ERP@2.5.18.101": true, "БухгалтерияПредприятия@3.0.150.20": true, "без версии": false}
	found := runOracle(t, pythonEnv(t, "relay", relayVersion), "release.py", slices.Sorted(maps.Keys(names)))
	for name, version := range names {
		if errors, told := found[name]; !told || (len(errors) == 0) != version {
			t.Errorf("%s: told %v, %v", name, told, errors)
		}
	}
}

// TestScrub: what the page says of the data scrubber of a project in Sentry.
func TestScrub(t *testing.T) {
	content, err := os.ReadFile("../../bsl/scenarios/testdata/event.json")
	if err != nil {
		t.Fatal(err)
	}
	var event map[string]any
	if err := json.Unmarshal(content, &event); err != nil {
		t.Fatal(err)
	}
	contexts := event["contexts"].(map[string]any)
	contexts["configuration"].(map[string]any)["version"] = "11.5.12.34"
	contexts["event_log"] = map[string]any{"comment": "auth error"}
	event["release"] = "УправлениеТорговлей@11.5.12.34"
	event["breadcrumbs"] = map[string]any{"values": []any{map[string]any{"timestamp": 1, "message": "POST /oauth/token"}}}
	event["exception"].(map[string]any)["values"].([]any)[0].(map[string]any)["value"] = "ИНН 7707083893, карта 4111111111111111, a@b.ru"
	file := filepath.Join(t.TempDir(), "event.json")
	if content, err = json.Marshal(event); err == nil {
		err = os.WriteFile(file, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	found := fmt.Sprint(runOracle(t, pythonEnv(t, "relay", relayVersion), "scrub.py", []string{file})[file])
	if want := "[[/breadcrumbs/values/0/message [Filtered]] [/contexts/configuration/version [ip]] [/contexts/event_log/comment [Filtered]]]"; found != want {
		t.Errorf("changed are %s, want %s", found, want)
	}
}
