package addin

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"sentry1c/addin/internal/bslsource"
	"sentry1c/addin/internal/symbols"
	"sentry1c/build/kit/receiver"
)

// symbolsOf writes a file of symbols with source: the texts of modules by their paths, an
// extension's name and a blank before.
func symbolsOf(t *testing.T, modules map[string]string) (path string) {
	t.Helper()
	info := symbols.Info{Source: true, Configurations: []symbols.Configuration{{Name: "Торговля", Version: "11.5"}, {Name: "Доработки", Version: "1.0", Extension: true}}}
	var file bytes.Buffer
	w := symbols.NewWriter(&file, info)
	for _, name := range []string{"CommonModule.Цены.Module", "CommonModule.Большой.Module", "Доработки CommonModule.Цены.Module"} {
		text, have := modules[name]
		if !have {
			continue
		}
		extension, module, extended := strings.Cut(name, " ")
		number := 1
		if !extended {
			module, number = extension, 0
		}
		encoded, err := symbols.Encode(module, bslsource.Read(text), true)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Add(number, encoded); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(folder(t), "ут.1csymbols")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	pricesText = "Перем Кэш;\n" + // 1
		"Функция ЦенаЗаЕдиницу(Товар) Экспорт\n\tСумма = Найти(Товар);\n\tВозврат Сумма / 0;\nКонецФункции\n" + // 2 to 5
		"Процедура Обновить()\n\tПрочитать();\n\tЗаписать();\n\tПрочитать();\nКонецПроцедуры\n" + // 6 to 10
		"Кэш = Новый Соответствие;\n" // 11
	extendedText = "&После(\"Обновить\")\nПроцедура Дор_Обновить()\n\tОбойти();\nКонецПроцедуры\n"
)

func pricesFile(t *testing.T) string {
	t.Helper()
	return symbolsOf(t, map[string]string{"CommonModule.Цены.Module": pricesText, "Доработки CommonModule.Цены.Module": extendedText})
}

func frameAt(e receiver.Event, i int) map[string]any {
	frame, _ := e.At("exception", "values", 0, "stacktrace", "frames", i).(map[string]any)
	return frame
}

// TestSymbols_frames: names and lines in frames that the file knows, in either language; in
// the others nothing that was not printed; and the event says which were how many.
func TestSymbols_frames(t *testing.T) {
	path := pricesFile(t)
	const text = "Деление на 0\n" +
		"{ОбщийМодуль.Цены.Модуль(4)}:Возврат Сумма / 0;\n" + // exact
		"{ОбщийМодуль.Цены.Модуль(6)}:Записать();\n" + // two lines below
		"{ОбщийМодуль.Цены.Модуль(8)}:Прочитать();\n" + // two as near
		"{ОбщийМодуль.Цены.Модуль(40)}:Прочитать();\n" + // past the end, the last one is the nearest
		"{ОбщийМодуль.Цены.Модуль(4)}:Другое();\n" + // another release
		"{CommonModule.Цены.Module(11)}:Кэш = Новый Соответствие;\n" + // the body of the module
		"{Доработки ОбщийМодуль.Цены.Модуль(3)}:Обойти();\n" + // the extension's
		"{Другое ОбщийМодуль.Цены.Модуль(4)}:Возврат Сумма / 0;\n" + // of an extension that is not there
		"{Справочник.Нет.МодульОбъекта(1)}:А();\n" +
		"{(1)}:Цены.ЦенаЗаЕдиницу()\n" + // text that was evaluated
		"{mngcore/MessageBox.clf(9)}:Close(-101);"
	e := captured(t, fmt.Sprintf(`{"symbolsFile":%q,"release":"Торговля@12.0"}`, path), text, "")
	type shown struct {
		line           float64
		function, text any
		pre, post      []any
	}
	wanted := []shown{ // outermost first
		{9, nil, "Close(-101);", nil, nil},
		{1, nil, "Цены.ЦенаЗаЕдиницу()", nil, nil},
		{1, nil, "А();", nil, nil},
		{4, nil, "Возврат Сумма / 0;", nil, nil},
		{3, "Дор_Обновить", "\tОбойти();", []any{"&После(\"Обновить\")", "Процедура Дор_Обновить()"}, []any{"КонецПроцедуры"}},
		{11, nil, "Кэш = Новый Соответствие;", []any{"Процедура Обновить()", "\tПрочитать();", "\tЗаписать();", "\tПрочитать();", "КонецПроцедуры"}, nil},
		{4, nil, "Другое();", nil, nil},
		{40, "Обновить", "Прочитать();", nil, nil},
		{8, nil, "Прочитать();", nil, nil},
		{6, "Обновить", "Записать();", nil, nil},
		{4, "ЦенаЗаЕдиницу", "\tВозврат Сумма / 0;", []any{"Перем Кэш;", "Функция ЦенаЗаЕдиницу(Товар) Экспорт", "\tСумма = Найти(Товар);"},
			[]any{"КонецФункции", "Процедура Обновить()", "\tПрочитать();", "\tЗаписать();", "\tПрочитать();"}},
	}
	for i, w := range wanted {
		f := frameAt(e, i)
		pre, _ := f["pre_context"].([]any)
		post, _ := f["post_context"].([]any)
		if got := (shown{f["lineno"].(float64), f["function"], f["context_line"], pre, post}); !reflect.DeepEqual(got, w) {
			t.Errorf("frame %d:\n got %+v\nwant %+v", i, got, w)
		}
	}
	want(t, e, map[string]any{"file": "ут.1csymbols", "releases": []any{"Торговля@11.5", "Доработки@1.0"},
		"exact": 3, "drifted": 2, "stale": 2, "missing": 2, "unchecked": 0}, "contexts", "symbols")
	want(t, e, nil, "contexts", "sdk_problems")
	plain := captured(t, "", text, "")
	if a, b := fmt.Sprint(e.At("fingerprint")), fmt.Sprint(plain.At("fingerprint")); a != b {
		t.Errorf("the fingerprint changes by symbols: %s, %s", a, b)
	}
	want(t, plain, nil, "contexts", "symbols")
}

// TestSymbols_sourceOfServer: names go, lines do not.
func TestSymbols_sourceOfServer(t *testing.T) {
	e := captured(t, fmt.Sprintf(`{"symbolsFile":%q,"sourceContext":"server","sourceLayout":"edt"}`, pricesFile(t)), "Деление на 0\n{ОбщийМодуль.Цены.Модуль(4)}:Возврат Сумма / 0;", "")
	want(t, e, map[string]any{"module": "ОбщийМодуль.Цены.Модуль", "filename": "CommonModules/Цены/Module.bsl", "abs_path": "CommonModules/Цены/Module.bsl",
		"function": "ЦенаЗаЕдиницу", "lineno": 4, "in_app": true}, "exception", "values", 0, "stacktrace", "frames", 0)
	for _, key := range []string{"context_line", "pre_context", "post_context"} {
		if value, have := frameAt(e, 0)[key]; have {
			t.Errorf("%s is %v", key, value)
		}
	}
	want(t, e, 1, "contexts", "symbols", "exact")
}

// TestSymbols_statistics: how many frames were how is counted over the events.
func TestSymbols_statistics(t *testing.T) {
	f := ready(t, fmt.Sprintf(`{"symbolsFile":%q}`, pricesFile(t)))
	if s := f.statistics(1); s.Symbols == nil || *s.Symbols != (symbols.Tally{}) {
		t.Errorf("before the first event: %+v", s.Symbols)
	}
	for range 3 {
		f.call(1, "CaptureException", "Деление на 0\n{ОбщийМодуль.Цены.Модуль(4)}:Возврат Сумма / 0;\n{ОбщийМодуль.Цены.Модуль(4)}:А();\n{(1)}:Б();")
	}
	f.call(1, "CaptureMessage", "без кадров")
	if s := f.statistics(1); s.Symbols == nil || *s.Symbols != (symbols.Tally{Exact: 3, Stale: 3}) {
		t.Errorf("%+v", s.Symbols)
	}
	if s := ready(t, "").statistics(1); s.Symbols != nil {
		t.Errorf("without a file: %+v", s.Symbols)
	}
}

// TestSymbols_copy: the file is copied beside the spool, for nobody else to read, once for
// the same bytes; so the given one may go.
func TestSymbols_copy(t *testing.T) {
	first, second, spool := pricesFile(t), pricesFile(t), folder(t)
	copies := func() (found []os.FileInfo) {
		paths, err := filepath.Glob(filepath.Join(spool, "*", "symbols", "*.symbols"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, info)
		}
		return found
	}
	for _, path := range []string{first, second} {
		f := ready(t, fmt.Sprintf(`{"symbolsFile":%q,"spoolPath":%q}`, path, spool))
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		f.call(1, "CaptureException", "Деление на 0\n{ОбщийМодуль.Цены.Модуль(4)}:Возврат Сумма / 0;")
		want(t, f.event(), "ЦенаЗаЕдиницу", "exception", "values", 0, "stacktrace", "frames", 0, "function")
		found := copies()
		if len(found) != 1 || runtime.GOOS != "windows" && found[0].Mode().Perm() != 0o600 {
			t.Errorf("copies: %v", found)
		}
	}
}

// TestSymbols_noGood: a file that is missing, foreign, newer, cut or changed costs no event
// and is told.
func TestSymbols_noGood(t *testing.T) {
	good, err := os.ReadFile(pricesFile(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"missing": nil, "empty": {}, "foreign": []byte(strings.Repeat("text ", 100)), "cut": good[:len(good)-10], "changed": bytes.ReplaceAll(good, []byte("1CSYMEND"), []byte("1CSYMENX")),
	} {
		path := filepath.Join(folder(t), "symbols")
		if content != nil {
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		f := ready(t, fmt.Sprintf(`{"symbolsFile":%q}`, path))
		f.call(1, "CaptureException", "Деление на 0\n{ОбщийМодуль.Цены.Модуль(4)}:Возврат Сумма / 0;")
		e := f.event()
		want(t, e, "Возврат Сумма / 0;", "exception", "values", 0, "stacktrace", "frames", 0, "context_line")
		if degraded := fmt.Sprint(f.statistics(1).Degraded); !strings.Contains(degraded, "symbols") {
			t.Errorf("%s: Statistics says %s", name, degraded)
		}
	}
}
