package scenarios

import (
	"path/filepath"
	"testing"

	"sentry1c/addin"
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/built"
	"sentry1c/build/kit/infobase"
)

// example is a module of bsl/examples that people copy into their configuration.
func example(t *testing.T, name string, sides eval.Side) *eval.Module {
	t.Helper()
	module, err := infobase.Script(filepath.Join(built.Root(t), "bsl", "examples", name+".bsl"), sides)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// ofConfiguration are the wrappers and code of the configuration that uses them.
func ofConfiguration(t *testing.T) []*eval.Module {
	clients := eval.ThinClient | eval.WebClient
	return []*eval.Module{example(t, "ОтправкаОшибок", eval.ServerCode), example(t, "ErrorReporting", eval.ServerCode), example(t, "ОтправкаОшибокКлиент", clients), example(t, "ErrorReportingClient", clients),
		{Name: "Продажи", Path: "ОбщийМодуль.Продажи.Модуль", Sides: eval.Server, Source: `
Функция Провести(Обертка) Экспорт
	Попытка
		ВызватьИсключение "не проведён";
	Исключение
		Отправка = ?(Обертка = "en", ErrorReporting.Module(), ОтправкаОшибок.Модуль());
		Если Отправка <> Неопределено Тогда
			Возврат Отправка.ЗаписатьИсключение(ИнформацияОбОшибке());
		КонецЕсли;
		Возврат "нет";
	КонецПопытки;
КонецФункции`},
		{Name: "ПродажиКлиент", Path: "ОбщийМодуль.ПродажиКлиент.Модуль", Sides: clients, Source: `
Функция Открыть(Обертка) Экспорт
	Отправка = ?(Обертка = "en", ErrorReportingClient.Module(), ОтправкаОшибокКлиент.Модуль());
	Если Отправка <> Неопределено Тогда
		Отправка.ДобавитьСобытиеИстории("Открыт заказ", "форма");
		Возврат Отправка.ЗаписатьСообщение("из формы");
	КонецЕсли;
	Возврат "нет";
КонецФункции`}}
}

// TestFromConfiguration: the wrapper works with the extension on, switched off by
// its settings, and absent; so do forms.
func TestFromConfiguration(t *testing.T) {
	for _, version := range []eval.Version{oldest, newest} {
		base, err := infobase.NewWithExtension(version, eval.Release(8, 3, 17), t.TempDir(), append(ofConfiguration(t), scriptNamed(t, "Проба", eval.Servers))...)
		if err != nil {
			t.Fatal(err)
		}
		s := newStageOf(t, base, newSentry(t))
		for _, client := range managedClients {
			s.want("without settings", s.call(s.open(client), "Продажи", "Провести", text("ru")), "")
		}
		s.configure()
		for _, application := range managedClients {
			client := s.open(application)
			for _, language := range []string{"ru", "en"} {
				s.want("error", s.event(client, s.call(client, "Продажи", "Провести", text(language))).Text("exception", "values", 0, "value"), "не проведён")
				s.want("step", s.event(client, s.call(client, "ПродажиКлиент", "Открыть", text(language))).Text("breadcrumbs", "values", 0, "message"), "Открыт заказ")
			}
		}

		bare := newBareStage(t, version, newSentry(t), ofConfiguration(t)...)
		// Метаданные may name it still where the session runs without the extension.
		for range 2 {
			client := bare.open(platform.ThinClient)
			for _, language := range []string{"ru", "en"} {
				bare.want("without the extension", bare.call(client, "Продажи", "Провести", text(language)), "нет")
				bare.want("a form without the extension", bare.call(client, "ПродажиКлиент", "Открыть", text(language)), "нет")
			}
			bare.base.AddObject("ОбщийМодуль.Сентри", "Сентри")
		}
	}
}

// withoutCounterpart are the methods of the component that make no sense in BSL: the
// extension attaches and lets go by itself, exports the log by its job, and sessions
// come by the log.
var withoutCounterpart = map[string]string{
	"Инициализировать": "attaching", "Закрыть": "attaching", "ВыгрузитьЖурнал": "the job", "НачатьСессию": "the log", "ЗавершитьСессию": "the log",
}

// TestFacade: every method of the component that makes sense in BSL has a
// counterpart of the same name in Сентри.
func TestFacade(t *testing.T) {
	s := newStage(t, newest)
	session := s.open(platform.HTTPService)
	facade := session.Server().Program.Code("Сентри")
	for _, m := range addin.Methods {
		routine := facade.Routine(m.Name.Ru)
		if _, out := withoutCounterpart[m.Name.Ru]; out {
			if routine != nil {
				t.Errorf("Сентри.%s is there after all", m.Name.Ru)
			}
			continue
		}
		if routine == nil || !routine.Export {
			t.Errorf("Сентри has no %s", m.Name.Ru)
		}
	}
}

// TestFacade_client: what the client code does by itself: tags, user, a log, a
// metric and a transaction.
func TestFacade_client(t *testing.T) {
	t.Parallel() // waits most of the time
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure("ПроцентОпераций", value.Int(100))
		client := s.open(platform.ThinClient)
		s.want("answers", s.call(client, "ПробаКлиент", "Измерить"), "Да Да Да Нет")
		e := s.event(client, s.call(client, "ПробаКлиент", "ОтправитьОшибку"))
		s.want("tags", e.Text("tags", "shop")+e.Text("tags", "till")+e.Text("tags", "gone"), "173")
		s.want("user", e.Text("user", "id"), "u-1")
		s.call(client, "Сентри", "ДождатьсяОтправки", value.Int(20000))
		kinds := map[string]int{}
		for _, envelope := range s.sentry.Envelopes() {
			for _, item := range envelope.Items {
				kinds[item.Type()]++
			}
		}
		for _, kind := range []string{"log", "trace_metric", "transaction"} {
			if kinds[kind] == 0 {
				t.Errorf("no %s came: %v", kind, kinds)
			}
		}
	})
}

// TestFacade_additional: what the administrator's text of an error says goes along.
func TestFacade_additional(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	client := s.open(platform.ThinClient)
	info := failure("ПрочаяОшибка", "ой", 1)
	info.Extra = "Обратитесь в отдел 5"
	s.shown(client, info, false, russianHandler)
	s.want("additional information", s.one(client).Text("extra", "additional_info"), "Обратитесь в отдел 5")
	if problems := s.one(client).At("contexts", "sdk_problems"); problems != nil {
		t.Errorf("problems: %v", problems)
	}
}
