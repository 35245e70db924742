package scenarios

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/built"
	"sentry1c/build/kit/infobase"
)

// recipesIn are the recipes of bsl/README.md in a language.
type recipesIn struct {
	heading     string
	sub         string            // the first lines of the form's method
	parameters  string            // what the form's method is given instead of attributes
	named       map[string]string // what a recipe calls what ПробаРецепты calls otherwise
	transaction string
}

var recipeLanguages = map[string]recipesIn{
	"ru": {heading: "Вызов из своего кода", sub: "&НаКлиенте\nПроцедура Отправить(Команда)", parameters: "Процедура Отправить(Команда, ТекстОтзыва, Имя, Почта) Экспорт",
		transaction: "Обмен с сайтом"},
	"en": {heading: "Calls from your own code", sub: "&AtClient\nProcedure Send(Command)", parameters: "Procedure Отправить(Command, FeedbackText, Name, Email) Export",
		named: map[string]string{"RunExchange": "ВыполнитьОбмен", "UpdateRates": "ОбновитьКурсы", "LoadRates": "ЗагрузитьКурсы", "CreateOrder": "СоздатьЗаказ", "ExchangeOnSchedule": "ОбменПоРасписанию", "OrdersPOST": "ЗаказыPOST",
			"FinishMeasurement": "ЗавершитьЗамер", "WriteExchangeError": "ЗаписатьОшибкуОбмена", "ReportError": "СообщитьОбОшибке"},
		transaction: "Site exchange"},
}

// recipes are code of the server and code of a form.
func recipes(t *testing.T, in recipesIn) (server, form string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(built.Root(t), "bsl", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(content), "\n## "+in.heading+"\n")
	chapter, _, _ := strings.Cut(rest, "\n## ")
	for _, block := range regexp.MustCompile("(?s)```bsl\n(.*?)```").FindAllStringSubmatch(chapter, -1) {
		if strings.Contains(block[1], in.sub) {
			form += strings.ReplaceAll(block[1], in.sub, in.parameters)
			continue
		}
		server += block[1] + "\n"
	}
	if server == "" || form == "" {
		t.Fatal("README has no recipes")
	}
	for recipe, probe := range in.named {
		if !strings.Contains(server, recipe+"(") {
			t.Errorf("no recipe has %s", recipe)
		}
		server = strings.ReplaceAll(server, recipe+"(", probe+"(")
	}
	return server, form
}

// TestRecipes: what README tells people to copy does what it says, in either language.
func TestRecipes(t *testing.T) {
	for language, in := range recipeLanguages {
		t.Run(language, func(t *testing.T) { playRecipes(t, in) })
	}
}

func playRecipes(t *testing.T, in recipesIn) {
	server, form := recipes(t, in)
	support := scriptNamed(t, "ПробаРецепты", eval.Server)
	// A reference knows its metadata; here metadata stand for it, and a structure for the request.
	support.Source += strings.NewReplacer("Узел.Метаданные()", "Узел", "Node.Metadata()", "Node", "Request.Headers", "Request.Заголовки").Replace(server)
	base, err := infobase.NewWithExtension(newest, newest, t.TempDir(), support,
		example(t, "ОтправкаОшибок", eval.ServerCode), example(t, "ErrorReporting", eval.ServerCode),
		scriptNamed(t, "Проба", eval.Servers), // asks for the statistics
		&eval.Module{Name: "ФормаОтзыва", Path: "Обработка.Отзыв.Форма.Форма.Форма", Source: form, Sides: eval.ThinClient | eval.WebClient})
	if err != nil {
		t.Fatal(err)
	}
	s := newStageOf(t, base, newSentry(t))
	s.base.AddObject("Документ.ЗаказПокупателя", "Заказ покупателя")
	s.configure("ПроцентОпераций", value.Int(100))
	session := s.open(platform.ThinClient)
	s.ready(session)
	s.call(session, "ПробаРецепты", "ОбновитьКурсы")
	s.call(session, "ПробаРецепты", "ОбменПоРасписанию")
	s.want("answer", s.call(session, "ПробаРецепты", "ВызватьЗаказы"), "500")
	s.call(session, "ПробаРецепты", "ЗавершитьЗамер", text("Проведение заказа"), value.Int(2), value.Int(3))
	s.call(session, "ПробаРецепты", "ЗаписатьОшибку")
	s.call(session, "ПробаРецепты", "СообщитьОбОшибке", text("Из основной конфигурации"))
	s.call(session, "ФормаОтзыва", "Отправить", value.Undefined, text("Не работает кнопка"), text("Мария"), text("m@example.org"))
	s.want("sent", s.call(session, "Сентри", "ДождатьсяОтправки", value.Int(20000)), "Да")

	kinds := map[string]int{}
	for _, envelope := range s.sentry.Envelopes() {
		for _, item := range envelope.Items {
			kinds[item.Type()]++
			if strings.Contains(string(item.Payload), "sdk_problems") {
				t.Errorf("a problem: %s", item.Payload)
			}
		}
	}
	for kind, want := range map[string]int{"event": 6, "check_in": 2, "transaction": 2, "feedback": 1} {
		if kinds[kind] != want {
			t.Errorf("%d items of %s came, want %d: %v", kinds[kind], kind, want, kinds)
		}
	}
	if kinds["trace_metric"] == 0 {
		t.Errorf("the measure of Apdex did not come: %v", kinds)
	}
	for _, e := range s.events(session) {
		if e.Text("exception", "values", 0, "value") == "Обмен не удался" {
			s.want("transaction", e.Text("transaction"), in.transaction)
		}
		if e.Text("exception", "values", 0, "value") == "Курсы не загружены" {
			s.want("tag", e.Text("tags", "bank"), "ЦБ")
		}
		if e.Text("exception", "values", 0, "value") == "Заказ не создан" {
			s.want("trace of the caller", e.Text("contexts", "trace", "trace_id"), "0123456789abcdef0123456789abcdef")
		}
	}
}
