package addin

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/kit/receiver"
)

const chainText = "Ошибка при вызове метода контекста (Записать)\n" +
	"{ОбщийМодуль.ПродажиСервер.Модуль(412)}:\tДокументОбъект.Записать();\n" +
	"{Документ.ЗаказПокупателя.Форма.ФормаДокумента.Форма(57)}:\tПродажиСервер.Провести(Объект.Ссылка);\n" +
	"\nпо причине:\n" +
	"Нарушение прав доступа!\n" +
	"{Доработки РегистрНакопления.Товары.МодульНабораЗаписей(19)}:\tВызватьИсключение Текст;\n" +
	"\n[НарушениеПравДоступа]"

// captured sends one error and returns its event.
func captured(t *testing.T, options, text, params string) receiver.Event {
	t.Helper()
	f := ready(t, options)
	f.call(1, "CaptureException", text, params)
	return f.event()
}

// TestReading_chain: the title is the error, the platform's words around it are in the
// mechanism, and one stack leads from the form to the fault, through the platform.
func TestReading_chain(t *testing.T) {
	e := captured(t, "", chainText, "")
	want(t, e, nil, "exception", "values", 1)
	want(t, e, "AccessViolation", "exception", "values", 0, "type")
	want(t, e, "Нарушение прав доступа!", "exception", "values", 0, "value")
	want(t, e, map[string]any{
		"type": "1c", "handled": true, "exception_id": 0,
		"data": map[string]any{"category": "НарушениеПравДоступа", "platform": []any{"Ошибка при вызове метода контекста (Записать)"}},
	}, "exception", "values", 0, "mechanism")
	want(t, e, map[string]any{
		"module": "Документ.ЗаказПокупателя.Форма.ФормаДокумента.Форма", "lineno": 57, "in_app": true,
		"filename":     "Документ.ЗаказПокупателя.Форма.ФормаДокумента.Форма",
		"abs_path":     "Documents/ЗаказПокупателя/Forms/ФормаДокумента/Ext/Form/Module.bsl",
		"context_line": "ПродажиСервер.Провести(Объект.Ссылка);",
	}, "exception", "values", 0, "stacktrace", "frames", 0)
	want(t, e, 412, "exception", "values", 0, "stacktrace", "frames", 1, "lineno")
	want(t, e, map[string]any{"module": "<платформа>", "filename": "<платформа>", "function": "Записать", "in_app": false},
		"exception", "values", 0, "stacktrace", "frames", 2)
	want(t, e, "Доработки", "exception", "values", 0, "stacktrace", "frames", 3, "package")
	want(t, e, "Доработки РегистрНакопления.Товары.МодульНабораЗаписей", "exception", "values", 0, "stacktrace", "frames", 3, "filename")
	want(t, e, "РегистрНакопления.Товары.МодульНабораЗаписей", "transaction")
	fingerprint, _ := e.At("fingerprint").([]any)
	if len(fingerprint) < 3 || fingerprint[0] != "1c" || slices.ContainsFunc(fingerprint, func(part any) bool {
		return strings.Contains(part.(string), "19") || strings.Contains(part.(string), "412")
	}) {
		t.Errorf("fingerprint = %q, want parts without line numbers", fingerprint)
	}
}

func TestReading_layoutsAndRoots(t *testing.T) {
	options := `{"sourceLayout":"edt","sourceRoot":"C:\\src\\","extensionRoots":{"доработки":"/ext/src"}}`
	e := captured(t, options, chainText, "")
	frame := func(i int, key string) []any { return []any{"exception", "values", 0, "stacktrace", "frames", i, key} }
	want(t, e, "Documents/ЗаказПокупателя/Forms/ФормаДокумента/Module.bsl", frame(0, "filename")...)
	want(t, e, `C:\src/Documents/ЗаказПокупателя/Forms/ФормаДокумента/Module.bsl`, frame(0, "abs_path")...)
	want(t, e, "Доработки/AccumulationRegisters/Товары/RecordSetModule.bsl", frame(3, "filename")...) // a configuration may have the same file
	want(t, e, "/ext/src/AccumulationRegisters/Товары/RecordSetModule.bsl", frame(3, "abs_path")...)
	e = captured(t, `{"sourceRoot":"/src"}`, chainText, "")
	want(t, e, "/src/Documents/ЗаказПокупателя/Forms/ФормаДокумента/Ext/Form/Module.bsl", frame(0, "abs_path")...)
	want(t, e, "AccumulationRegisters/Товары/Ext/RecordSetModule.bsl", frame(3, "abs_path")...) // an extension without a root
}

// TestReading_sourceContext: who wants the server to show the sources sends none.
func TestReading_sourceContext(t *testing.T) {
	e := captured(t, `{"sourceContext":"server"}`, chainText, "")
	want(t, e, nil, "exception", "values", 0, "stacktrace", "frames", 0, "context_line")
	want(t, e, 57, "exception", "values", 0, "stacktrace", "frames", 0, "lineno")
}

func TestReading_inApp(t *testing.T) {
	inApp := func(options string) (form, server, register any) {
		e := captured(t, options, chainText, "")
		return e.At("exception", "values", 0, "stacktrace", "frames", 0, "in_app"),
			e.At("exception", "values", 0, "stacktrace", "frames", 1, "in_app"),
			e.At("exception", "values", 0, "stacktrace", "frames", 3, "in_app")
	}
	for options, want := range map[string]string{
		`{}`: "true true true",
		`{"inAppExclude":["ОбщийМодуль.Продажи"]}`: "true false true",
		`{"inAppExclude":["commonmodule."]}`:       "true false true",
		`{"inAppExclude":["доработки "]}`:          "true true false",
		`{"inAppExclude":["ОбщийМодуль","Документ"],"inAppInclude":["Документ.ЗаказПокуп"]}`: "true false true",
	} {
		form, server, register := inApp(options)
		if got := fmt.Sprint(form, " ", server, " ", register); got != want {
			t.Errorf("%s: in_app = %s, want %s", options, got, want)
		}
	}
	e := captured(t, `{"inAppExclude":["Доработки "]}`, chainText, "")
	want(t, e, "ОбщийМодуль.ПродажиСервер.Модуль", "transaction")
	e = captured(t, "", "Ошибка\n{mngcore/MessageBox.clf(9)}:А();\n{(3)}:Б();", "")
	want(t, e, false, "exception", "values", 0, "stacktrace", "frames", 1, "in_app")
	want(t, e, "<Выполнить>", "exception", "values", 0, "stacktrace", "frames", 0, "filename")
}

func TestReading_ownNamesWin(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTransactionName", "Обмен")
	f.call(1, "SetFingerprint", "мой")
	f.call(1, "CaptureException", chainText)
	e := f.event()
	want(t, e, "Обмен", "transaction")
	want(t, e, []string{"мой"}, "fingerprint")
}

func TestReading_groupingByTheServer(t *testing.T) {
	f := ready(t, `{"grouping":"server"}`)
	f.call(1, "CaptureException", chainText)
	f.call(1, "CaptureMessage", "m")
	for _, e := range f.events() {
		want(t, e, nil, "fingerprint")
	}
}

func TestReading_messagesGroupByTemplate(t *testing.T) {
	f := ready(t, "")
	f.call(1, "CaptureMessage", "Заказ 17 от 01.02.2026 не проведён")
	f.call(1, "CaptureMessage", "Заказ 18 от 03.02.2026 не проведён")
	f.call(1, "CaptureMessage", "Заказ не найден")
	parts := map[string]int{}
	for _, e := range f.events() {
		parts[fmt.Sprint(e.At("fingerprint"))]++
	}
	if len(parts) != 2 {
		t.Errorf("fingerprints = %v, want two", parts)
	}
}

func TestReading_factsBesideTheText(t *testing.T) {
	params := `{"module":"Доработки ОбщийМодуль.Обмен.Модуль","line":77,"sourceLine":"\tЗапрос.Выполнить();",
		"description":"Деление на ноль","category":"ОшибкаВоВремяВыполненияВстроенногоЯзыка","code":"E-1",
		"causes":[{"module":"ОбщийМодуль.Деление.Модуль","line":5,"sourceLine":"А = 1 / 0;","description":"Делитель равен нулю"}]}`
	e := captured(t, "", "Деление на ноль", params)
	want(t, e, "Деление на ноль", "exception", "values", -1, "value")
	want(t, e, "DivisionByZero", "exception", "values", -1, "type")
	want(t, e, "E-1", "exception", "values", -1, "mechanism", "data", "code")
	want(t, e, 77, "exception", "values", -1, "stacktrace", "frames", 0, "lineno")
	want(t, e, "Запрос.Выполнить();", "exception", "values", -1, "stacktrace", "frames", 0, "context_line")
	want(t, e, "Доработки", "exception", "values", -1, "stacktrace", "frames", 0, "package")
	want(t, e, "Делитель равен нулю", "exception", "values", 0, "value")
	want(t, e, "ОбщийМодуль.Обмен.Модуль", "transaction")

	// A frame that the text has is not there twice.
	text := "Деление на ноль\n{Доработки ОбщийМодуль.Обмен.Модуль(77)}:\tЗапрос.Выполнить();"
	e = captured(t, "", text, params)
	want(t, e, nil, "exception", "values", -1, "stacktrace", "frames", 1)

	// Facts alone are an error too.
	e = captured(t, "", "", params)
	want(t, e, "Деление на ноль", "exception", "values", -1, "value")
	want(t, e, nil, "contexts", "sdk_problems")
}

// TestReading_neverEmpty: servers drop an event without an exception.
func TestReading_neverEmpty(t *testing.T) {
	for text, value := range map[string]string{
		"": "(no text)", " \r\n\t": "(no text)", "\ufeff\u00a0\u200b": "(no text)",
		"по причине:": "по причине:", "}": "}", "[ОшибкаСети]": "[ОшибкаСети]", "ღმერთო": "ღმერთო",
	} {
		want(t, captured(t, "", text, ""), value, "exception", "values", 0, "value")
	}
}

func TestReading_droppedIsNamed(t *testing.T) {
	e := captured(t, "", "> Деление на 0\n> {ОбщийМодуль.А.Модуль(1)}:Б = 1 / 0;", "")
	want(t, e, "quote", "contexts", "error_text", "dropped", 0, "what")
}

func TestParseError(t *testing.T) {
	f := newFixture(t) // before Init as well
	var read map[string]any
	if err := json.Unmarshal([]byte(f.call(1, "ParseError", chainText).Text), &read); err != nil {
		t.Fatal(err)
	}
	e := receiver.Event(read)
	want(t, e, "AccessViolation: Нарушение прав доступа!", "title")
	want(t, e, "ContextMethodCallFailed", "read", 0, "type")
	want(t, e, nil, "read", 0, "parent")
	want(t, e, 412, "read", 0, "frames", 0, "line")
	want(t, e, "Нарушение прав доступа!", "read", 1, "value")
	want(t, e, 0, "read", 1, "parent")
	want(t, e, "cause", "read", 1, "relation")
	want(t, e, "Доработки", "read", 1, "frames", 0, "extension")
	want(t, e, "РегистрНакопления.Товары.МодульНабораЗаписей", "transaction")
	want(t, e, "AccessViolation", "exception", "values", 0, "type")
	for _, odd := range []any{"", nil, "\n\n", []byte{1}, strings.Repeat("{", 1000)} {
		if got := f.call(1, "ParseError", odd).Text; !json.Valid([]byte(got)) {
			t.Errorf("ParseError(%v) = %q", odd, got)
		}
	}
}

// TestReading_corpus sends every text of the corpus: each becomes an event that says
// something, and none is altered by the road.
func TestReading_corpus(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("internal", "bslerr", "testdata", "corpus.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	f := ready(t, "")
	count := 0
	for line := range strings.Lines(string(content)) {
		var record struct{ ID, Text string }
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatal(err)
		}
		f.call(1, "CaptureException", record.Text)
		count++
	}
	events := f.events()
	if len(events) != count || count < 90 {
		t.Errorf("%d events of %d texts", len(events), count)
	}
	for _, e := range events {
		values, _ := e.At("exception", "values").([]any)
		for i := range values {
			if e.Text("exception", "values", i, "type") == "" || e.Text("exception", "values", i, "mechanism", "type") == "" {
				t.Errorf("an exception of %v says nothing", e.At("exception"))
			}
		}
		if len(values) == 0 || e.At("fingerprint") == nil {
			t.Errorf("event %v", e)
		}
	}
}
