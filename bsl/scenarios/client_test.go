package scenarios

import (
	"fmt"
	"strings"
	"testing"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

var managedClients = []platform.Application{platform.ThinClient, platform.WebClient}

// TestShownError: an error that the user sees is one event with what the user did
// before, although the platform writes it into the log as well.
func TestShownError(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		s.export(1)
		for n, application := range managedClients {
			client := s.openFor(application, &platform.User{Name: "Кассир", ID: value.NewUUID()})
			if err := client.Act("ПробаКлиент", "НажатаКнопка"); err != nil {
				t.Fatal(err)
			}
			if len(client.Shown) != 1 {
				t.Errorf("the user saw %q", client.Shown)
			}
			events := s.events(client)
			if len(events) != n+1 {
				t.Fatalf("%s: %d events came, want %d", application, len(events), n+1)
			}
			e := events[n]
			s.want("source", e.Text("tags", "source"), "interface")
			s.want("application", e.Text("tags", "application"), string(application))
			values, _ := e.At("exception", "values").([]any)
			if len(values) != 2 {
				t.Fatalf("%d exceptions, want 2: of the array, and of the code within the call", len(values))
			}
			s.want("error", e.Text("exception", "values", 1, "value"), "Документ 7 не записан")
			s.want("the second step", e.Text("breadcrumbs", "values", 1, "message"), "Нажата кнопка «Записать»")
			s.want("its category", e.Text("breadcrumbs", "values", 1, "category"), "форма")
			if crumbs, _ := e.At("breadcrumbs", "values").([]any); len(crumbs) != 2 {
				t.Errorf("%d steps came, want 2", len(crumbs))
			}
			s.export(3)
			if again := s.events(client); len(again) != n+1 {
				t.Errorf("the export sent it again: %d events, the last %v", len(again), again[len(again)-1])
			}
		}
	})
}

// TestShownError_sentBefore: code that sends an error and raises it again makes two events of one issue, if a user
// sees it.
func TestShownError_sentBefore(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		s.export(1)
		client := s.open(platform.ThinClient)
		if err := client.Act("ПробаКлиент", "НажатаОтправка"); err != nil {
			t.Fatal(err)
		}
		s.export(3)
		events := s.events(client)
		if len(events) != 2 {
			t.Fatalf("%d events came, want 2: %v", len(events), events)
		}
		s.want("sources", strings.Join(sorted([]string{events[0].Text("tags", "source"), events[1].Text("tags", "source")}), " "), "code interface")
		s.want("fingerprint", fmt.Sprint(events[1].At("fingerprint")), fmt.Sprint(events[0].At("fingerprint")))
	})
}

// TestShownError_off: the switch in the settings leaves such errors to the log.
func TestShownError_off(t *testing.T) {
	s := newStage(t, newest)
	s.configure("НеОтправлятьОшибкиИнтерфейса", value.Bool(true))
	client := s.open(platform.ThinClient)
	if err := client.Act("ПробаКлиент", "НажатаКнопка"); err != nil {
		t.Fatal(err)
	}
	s.events(client)
	s.quiet()
}

// TestClientParameters: what the client keeps is added to what code gives with an event,
// whichever language its keys are in; the code has the last word, and a key that is no
// name costs itself only.
func TestClientParameters(t *testing.T) {
	given := &value.Map{}
	given.Set(text("tags"), value.StructureOf("shop", text("5"), "till", text("1")))
	given.Set(text("не имя"), text("что-то"))
	for name, parameters := range map[string]value.Value{
		"Russian": value.StructureOf("теги", value.StructureOf("shop", text("5"), "till", text("1")), "пользователь", value.StructureOf("id", text("u-2"))),
		"English": value.StructureOf("tags", value.StructureOf("shop", text("5"), "till", text("1")), "user", value.StructureOf("id", text("u-2"))),
		"a map":   given,
	} {
		s := newStage(t, newest)
		s.configure()
		client := s.open(platform.ThinClient)
		s.call(client, "СентриКлиент", "УстановитьТег", text("shop"), text("17"))
		s.call(client, "СентриКлиент", "УстановитьТег", text("area"), text("north"))
		s.call(client, "СентриКлиент", "УстановитьПользователя", text("u-1"))
		s.call(client, "СентриКлиент", "ДобавитьСобытиеИстории", text("Открыт заказ"))
		e := s.event(client, s.call(client, "СентриКлиент", "ЗаписатьИсключение", text("ой"), parameters))
		s.want(name+": tags", e.Text("tags", "shop")+e.Text("tags", "till")+e.Text("tags", "area"), "51north")
		s.want(name+": user", e.Text("user", "id"), map[bool]string{true: "u-1", false: "u-2"}[name == "a map"])
		s.want(name+": step", e.Text("breadcrumbs", "values", 0, "message"), "Открыт заказ")
	}
}

// TestClientError: what client code sends by itself, on each client. What goes
// with one error does not stay for the next.
func TestClientError(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		for _, application := range managedClients {
			client := s.open(application)
			id := s.call(client, "ПробаКлиент", "ОтправитьОшибку")
			e := s.event(client, id)
			s.want("error", e.Text("exception", "values", 0, "value"), "Файл не прочитан")
			s.want("step", e.Text("breadcrumbs", "values", 0, "message"), "Выбран файл")
			if e.Text("tags", "fayl") != "прайс" {
				t.Errorf("tags: %v", e["tags"])
			}
		}
		client := s.open(platform.ThinClient)
		s.call(client, "ПробаКлиент", "ОтправитьОшибку")
		before := len(s.events(client))
		id := s.call(client, "Проба", "ОтправитьОшибку", text("ой"))
		if n := len(s.events(client)); n != before+1 {
			t.Fatalf("%d events came, want %d", n, before+1)
		}
		if crumbs := s.event(client, id).At("breadcrumbs"); crumbs != nil {
			t.Errorf("steps of the client stayed on the server: %v", crumbs)
		}
	})
}
