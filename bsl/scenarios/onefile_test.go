package scenarios

import (
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/build/kit/built"
	"sentry1c/build/kit/infobase"
	"sentry1c/build/kit/receiver"
)

// newOneFile is an infobase whose configuration has a copy of bsl/modules/СентриМодуль.bsl
// with this DSN instead of the extension.
func newOneFile(t *testing.T, version eval.Version, dsn func(*receiver.Server) string) *stage {
	t.Helper()
	sentry := newSentry(t)
	module, err := infobase.Script(filepath.Join(built.Root(t), "bsl", "modules", "СентриМодуль.bsl"), eval.Servers|eval.ThickClient)
	if err != nil {
		t.Fatal(err)
	}
	const empty = `Настройки.Вставить("DSN", "");`
	if strings.Count(module.Source, empty) != 1 {
		t.Fatalf("the module has no place for the DSN: %s", empty)
	}
	module.Source = strings.Replace(module.Source, empty, `Настройки.Вставить("DSN", "`+dsn(sentry)+`");`, 1)
	return newBareStage(t, version, sentry, module, scriptNamed(t, "ПробаОдногоМодуля", eval.Servers))
}

// TestOneFile: the module that is copied into a configuration sends errors,
// messages and what is written into the event log, long texts included.
func TestOneFile(t *testing.T) {
	for _, version := range []eval.Version{oldest, newest} {
		s := newOneFile(t, version, (*receiver.Server).DSN)
		session := s.open(platform.HTTPService)
		s.wantPart("the test event", s.call(session, "СентриМодуль", "ТестовоеСобытие"), "отправлено")
		id := s.call(session, "ПробаОдногоМодуля", "ОтправитьОшибку")
		long := s.call(session, "ПробаОдногоМодуля", "ОтправитьДлинное")
		s.call(session, "ПробаОдногоМодуля", "ЗаписатьВЖурнал")
		s.waitFor("the events", func() bool { return len(s.sentry.Events()) == 4 })
		byID := map[string]receiver.Event{}
		for _, e := range s.sentry.Events() {
			byID[e.Text("event_id")] = e
		}
		s.want("error", byID[id].Text("exception", "values", 0, "value"), "ой")
		s.want("transaction", byID[id].Text("transaction"), "Проба")
		got := message(byID[long])
		if !strings.HasPrefix(got, "начало") || !strings.HasSuffix(got, "конец") {
			t.Errorf("%s: the long text came as %.20q…", version, got)
		}
	}
}

// TestOneFile_wrongTypes: values that are not for JSON, rings and a level that is
// none cost a part of the event, not the event.
func TestOneFile_wrongTypes(t *testing.T) {
	s := newOneFile(t, newest, (*receiver.Server).DSN)
	s.base.AddObject("Документ.ЗаказПокупателя", "Заказ покупателя")
	id := s.call(s.open(platform.HTTPService), "ПробаОдногоМодуля", "ОтправитьНеТо")
	s.waitFor("the event", func() bool { return len(s.sentry.Events()) == 1 })
	e := s.sentry.Events()[0]
	s.want("event", e.Text("event_id"), id)
	s.want("document", e.Text("extra", "кольцо", "документ"), "Заказ покупателя")
	s.want("list", e.Text("extra", "кольцо", "строки", 1), "б")
}

// TestOneFile_off: without a DSN, or where the library does not load, the module
// raises nothing and says why when it is asked.
func TestOneFile_off(t *testing.T) {
	for _, version := range []eval.Version{oldest, newest} {
		s := newOneFile(t, version, func(*receiver.Server) string { return "" })
		session := s.open(platform.HTTPService)
		s.want("event", s.call(session, "ПробаОдногоМодуля", "ОтправитьОшибку"), "")
		s.wantPart("why", s.call(session, "СентриМодуль", "ТестовоеСобытие"), "не указан DSN")
		s.addIns.Refused = true
		s.want("event", s.call(session, "ПробаОдногоМодуля", "ОтправитьОшибку"), "")
		s.wantPart("why", s.call(session, "СентриМодуль", "ТестовоеСобытие"), "библиотека не загрузилась")
		s.quiet()
	}
}
