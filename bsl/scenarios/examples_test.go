package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/built"
)

// TestExamples: the example of each method, in both languages of 1C, does something
// that the component finds nothing wrong with.
func TestExamples(t *testing.T) {
	inRussian := func(n addin.Name) string { return n.Ru }
	inEnglish := func(n addin.Name) string { return n.En }
	t.Run("Russian", func(t *testing.T) {
		playExamples(t, "Примеры", "Пример", "https://ключ@sentry.example.ru/1", inRussian)
	})
	t.Run("English", func(t *testing.T) {
		playExamples(t, "Examples", "Example", "https://key@sentry.example.com/1", inEnglish)
	})
}

// objects hands out the component, as code does that uses it without the extension.
const objects = `Функция Новая() Экспорт
	Если Не ПодключитьВнешнююКомпоненту("ОбщийМакет.SentryAddIn", "Примеры", ТипВнешнейКомпоненты.Native) Тогда
		ВызватьИсключение "не подключена";
	КонецЕсли;
	Возврат Новый("AddIn.Примеры.Sentry");
КонецФункции
Функция Ошибка(Объект) Экспорт
	Возврат Объект.ПоследняяОшибка;
КонецФункции`

func playExamples(t *testing.T, file, prefix, exampleDSN string, name func(addin.Name) string) {
	sentry := newSentry(t)
	source, err := os.ReadFile(filepath.Join(built.Root(t), "bsl", "examples", file+".bsl"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(source), exampleDSN) != 1 {
		t.Fatalf("the examples have no DSN %s", exampleDSN)
	}
	s := newBareStage(t, newest, sentry,
		&eval.Module{Name: "Объекты", Path: "ОбщийМодуль.Объекты.Модуль", Sides: eval.Servers, Source: objects},
		&eval.Module{Name: file, Path: "ОбщийМодуль." + file + ".Модуль", Sides: eval.Servers,
			Source: strings.Replace(string(source), exampleDSN, sentry.DSN(), 1)})
	session := s.open(platform.HTTPService)
	object, err := session.Call("Объекты", "Новая")
	if err != nil {
		t.Fatal(err)
	}
	play := func(m addin.Method) {
		if _, err := session.Call(file, prefix+name(m.Name), object); err != nil {
			t.Errorf("%s: %v", name(m.Name), err)
		}
		if problem, err := session.Call("Объекты", "Ошибка", object); err != nil {
			t.Error(err)
		} else if text := value.Text(problem, value.Russian); text != "" {
			t.Errorf("%s: %s", name(m.Name), text)
		}
	}
	var last []addin.Method
	for _, m := range addin.Methods {
		// Init comes first; what waits for the server and what ends the object come last.
		if m.Name.En == "Flush" || m.Name.En == "Close" {
			last = append([]addin.Method{m}, last...)
			continue
		}
		play(m)
	}
	for _, m := range last {
		play(m)
	}
	kinds := map[string]int{}
	for _, envelope := range sentry.Envelopes() {
		for _, item := range envelope.Items {
			kinds[item.Type()]++
		}
	}
	for _, kind := range []string{"event", "transaction", "check_in", "session", "feedback", "log", "trace_metric"} {
		if kinds[kind] == 0 {
			t.Errorf("the examples sent no %s: %v", kind, kinds)
		}
	}
}
