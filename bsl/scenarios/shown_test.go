package scenarios

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/receiver"
)

// The two names of the handler: that of a Russian configuration, and of an English
// one.
const (
	russianHandler = "СентриОбработкаОтображенияОшибки"
	englishHandler = "СентриErrorDisplayProcessing"
)

// failure is an error of a category, with a place.
func failure(category, description string, line int) *eval.ErrorInfo {
	place := eval.Place{Module: "ОбщийМодуль.Продажи.Модуль", Line: line, SourceLine: "Провести();"}
	return &eval.ErrorInfo{Description: description, Category: category, Place: place, Frames: []eval.Place{place}}
}

// shown shows an error to the user by these handlers, as the platform calls them.
func (s *stage) shown(client *platform.Session, info *eval.ErrorInfo, terminates bool, handlers ...string) {
	s.t.Helper()
	for _, handler := range handlers {
		standard := &eval.Ref{V: value.Bool(true)}
		if _, err := client.Run(client.Client(), client.Client().Application, handler, &eval.Ref{V: info}, &eval.Ref{V: value.Bool(terminates)}, standard); err != nil {
			s.t.Errorf("the handler raised: %v", err)
		}
		if standard.V != value.Value(value.Bool(true)) {
			s.t.Error("the handler took the showing of the error away")
		}
	}
}

// idle lets so much time go by in which the application does nothing.
func (s *stage) idle(client *platform.Session, pause time.Duration) {
	s.t.Helper()
	s.later += pause
	if err := client.Idle(); err != nil {
		s.t.Fatal(err)
	}
}

// errors are the texts of the events of errors that came, each with its level.
func (s *stage) errors(session *platform.Session) []string {
	s.t.Helper()
	var list []string
	for _, e := range s.events(session) {
		list = append(list, e.Text("level")+" "+says(e))
	}
	return sorted(list)
}

// TestShown_categories: what code raises to tell the user something and denied
// rights are warnings, unless the settings say otherwise; a category that is
// switched off costs no call of the server after the first.
func TestShown_categories(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure("НеОтправляемыеКатегории", text("Права"), "КатегорииПредупреждений", text("Исключение, Сеть"))
		client := s.open(platform.ThinClient)
		real := failure("ИсключениеВызванноеИзВстроенногоЯзыка", "Документ не записан", 5)
		real.Cause = failure("ОшибкаВоВремяВыполненияВстроенногоЯзыка", "Индекс за границами", 6)
		for _, info := range []*eval.ErrorInfo{
			failure("ИсключениеВызванноеИзВстроенногоЯзыка", "Заполните договор", 1),
			failure("НарушениеПравДоступа", "Недостаточно прав", 2),
			failure("ОшибкаВоВремяВыполненияВстроенногоЯзыка", "Поле не обнаружено", 3),
			failure("ОшибкаХранимыхДанных", "Конфликт блокировок", 4),
			real,
		} {
			s.shown(client, info, false, russianHandler)
		}
		s.want("events", strings.Join(s.errors(client), " | "),
			"error Документ не записан | error Конфликт блокировок | error Поле не обнаружено | warning Заполните договор")
	})
}

// TestShown_off: a client that knows that such errors are not wanted does not call
// the server.
func TestShown_off(t *testing.T) {
	s := newStage(t, newest)
	s.configure("НеОтправлятьОшибкиИнтерфейса", value.Bool(true))
	client := s.open(platform.ThinClient)
	for line := range 5 {
		s.shown(client, failure("ОшибкаВоВремяВыполненияВстроенногоЯзыка", "ой", line), false, russianHandler)
	}
	s.events(client)
	s.quiet()
	if n := s.addIns.Called["Версия"]; n != 1 {
		t.Errorf("the server attached %d times for errors that are off", n)
	}
}

// TestShown_later: of an error of the network or of the session the server hears
// only after the user has read it, and so of one that ends the session.
func TestShown_later(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		client := s.open(platform.WebClient)
		for line, category := range []string{"ОшибкаСети", "ОшибкаСеанса", "ОшибкаВоВремяВыполненияВстроенногоЯзыка"} {
			for range 3 {
				s.shown(client, failure(category, category, line), line == 2, russianHandler)
			}
		}
		if n := s.addIns.Called["ЗаписатьИсключение"]; n != 0 {
			t.Errorf("the server was called %d times before the user has read the error", n)
		}
		s.idle(client, time.Second)
		if n := s.addIns.Called["ЗаписатьИсключение"]; n != 0 {
			t.Errorf("the server was called %d times at once", n)
		}
		s.idle(client, 10*time.Second)
		s.want("events", strings.Join(s.errors(client), " | "),
			"error ОшибкаВоВремяВыполненияВстроенногоЯзыка | error ОшибкаСеанса | error ОшибкаСети")
		for _, e := range s.events(client) {
			s.want("repeats", repeats(e), "2")
			if age := s.base.Clock().Sub(moment(t, e)); age < 5*time.Second || age > 15*time.Second {
				t.Errorf("the error is told to be %s old", age)
			}
		}
		s.want("idle handlers", strings.Join(client.Waiting(), ""), "")
	})
}

// repeats is how often an error was shown besides.
func repeats(e receiver.Event) string {
	if n := e.At("extra", "repeats"); n != nil {
		return fmt.Sprint(n)
	}
	return ""
}

// TestShown_noConnection: where the server cannot be reached, an error waits, is
// tried less and less often, and comes when the connection is back; nothing raises
// in between.
func TestShown_noConnection(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	client := s.open(platform.ThinClient)
	s.base.Unreachable = true
	s.shown(client, failure("ОшибкаСети", "связи нет", 1), false, russianHandler)
	s.shown(client, failure("ПрочаяОшибка", "при этом", 2), false, russianHandler)
	calls := s.base.Spent["ВызовСервера"]
	for range 10 {
		s.idle(client, 6*time.Second)
	}
	if n := s.base.Spent["ВызовСервера"] - calls; n > 8 {
		t.Errorf("the server was called %d times in a minute", n)
	}
	s.want("an event by code", s.call(client, "ПробаКлиент", "ОтправитьОшибку"), "")
	s.base.Unreachable = false
	s.idle(client, 3*time.Minute)
	s.want("events", strings.Join(s.errors(client), " | "), "error при этом | error связи нет")
	for _, e := range s.events(client) {
		if age := s.base.Clock().Sub(moment(t, e)); age < 4*time.Minute || age > 5*time.Minute {
			t.Errorf("the error is told to be %s old", age)
		}
	}

	// A connection that does not come back is not waited for without end.
	s.base.Unreachable = true
	s.shown(client, failure("ОшибкаСети", "и снова", 3), false, russianHandler)
	for range 60 {
		s.idle(client, time.Minute)
	}
	s.want("idle handlers after an hour", strings.Join(client.Waiting(), ""), "")
}

// moment is when an event was, by what it says.
func moment(t *testing.T, e receiver.Event) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, e.Text("timestamp"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestShown_once: both names of the handler may be called for one error; the same
// name twice is an error twice.
func TestShown_once(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	client := s.open(platform.ThinClient)
	s.shown(client, failure("ПрочаяОшибка", "раз", 1), false, russianHandler, englishHandler)
	s.shown(client, failure("ПрочаяОшибка", "два", 2), false, englishHandler, russianHandler)
	s.idle(client, 2*time.Minute)
	s.want("events", strings.Join(s.errors(client), " | "), "error два | error раз")
}

// TestShown_limit: one error again and again is one event a minute that carries the
// count, and all errors together are ten a minute; none is lost.
func TestShown_limit(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	client := s.open(platform.ThinClient)
	for range 25 {
		s.shown(client, failure("ПрочаяОшибка", "тик", 1), false, russianHandler)
		s.later += time.Second
	}
	s.want("at first", strings.Join(s.errors(client), " | "), "error тик")
	s.idle(client, time.Minute)
	events := s.events(client)
	if len(events) != 2 || repeats(events[0])+repeats(events[1]) != "24" {
		t.Fatalf("%d events came: %v", len(events), events)
	}

	s.later += 5 * time.Minute
	for line := range 15 {
		s.shown(client, failure("ПрочаяОшибка", fmt.Sprint("разные ", line), 100+line), false, russianHandler)
	}
	if n := len(s.events(client)); n != 12 {
		t.Errorf("%d events came, want the 2 of before and 10", n)
	}
	s.idle(client, 61*time.Second)
	if n := len(s.events(client)); n != 17 {
		t.Errorf("%d events came after a minute, want 17", n)
	}
	s.idle(client, 10*time.Minute)
	if n := len(s.events(client)); n != 17 {
		t.Errorf("%d events came in the end, want 17", n)
	}
}

// TestShown_limitWithoutConnection: what was counted while the server could not be
// reached comes when it can, whether it was to go at once or waited already.
func TestShown_limitWithoutConnection(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	client := s.open(platform.ThinClient)
	for line := range 3 {
		for range 5 {
			s.shown(client, failure("ПрочаяОшибка", fmt.Sprint("тик ", line), line), false, russianHandler)
		}
	}
	s.want("at first", strings.Join(s.errors(client), " | "), "error тик 0 | error тик 1 | error тик 2")
	s.base.Unreachable = true
	for range 4 {
		s.idle(client, 30*time.Second)
	}
	s.base.Unreachable = false
	for range 4 {
		s.idle(client, 2*time.Minute)
	}
	counted := map[string]int{}
	for _, e := range s.events(client) {
		counted[repeats(e)]++
	}
	if counted["4"] != 3 || counted[""] != 3 || len(counted) != 2 {
		t.Errorf("events by repeats: %v, want three with 4 and three without", counted)
	}
	s.want("idle handlers", strings.Join(client.Waiting(), ""), "")
}

// TestShown_contexts: the event says which form was active, which client it was and
// where it ran, that nobody handled the error, and what the user did when.
func TestShown_contexts(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		for _, application := range managedClients {
			client := s.open(application)
			s.form(client, "СентриНастройки")
			s.call(client, "СентриКлиент", "УстановитьТег", text("shop"), text("17"))
			s.call(client, "СентриКлиент", "УстановитьПользователя", text("u-1"))
			s.call(client, "СентриКлиент", "ДобавитьСобытиеИстории", text("Открыт заказ"), text("форма"))
			s.later += 90 * time.Second
			before := len(s.events(client))
			s.shown(client, failure("ПрочаяОшибка", "ой "+string(application), 1), false, russianHandler)
			events := s.events(client)
			if len(events) != before+1 {
				t.Fatalf("%d events came, want %d", len(events), before+1)
			}
			e := events[before]
			s.want("form", e.Text("contexts", "app", "view_names", 0), "ОбщаяФорма.Сентри")
			s.want("mechanism", e.Text("exception", "values", 0, "mechanism", "type"), "ui")
			if handled := e.At("exception", "values", 0, "mechanism", "handled"); handled != false {
				t.Errorf("handled is %v", handled)
			}
			s.want("tag", e.Text("tags", "shop"), "17")
			s.want("user", e.Text("user", "id"), "u-1")
			if application == platform.WebClient {
				s.want("client", e.Text("contexts", "app", "app_name"), "WebClient")
				s.want("browser", e.Text("contexts", "browser", "raw_description"), "Mozilla/5.0")
			} else {
				s.want("client", e.Text("contexts", "app", "app_name"), "ThinClient")
				s.want("system", e.Text("contexts", "os", "raw_description"), "Linux 6.1.0")
			}
			at, err := time.Parse(time.RFC3339Nano, e.Text("breadcrumbs", "values", 0, "timestamp"))
			if age := moment(t, e).Sub(at); err != nil || age < 89*time.Second || age > 100*time.Second {
				t.Errorf("the step is %s old, want 90 s", age)
			}
		}
	})
}

// TestShown_browser: the browser calls itself by the names of its ancestors, too.
func TestShown_browser(t *testing.T) {
	s := newStage(t, newest)
	session := s.open(platform.HTTPService)
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0.0.0 YaBrowser/24.1.0 Safari/537.36":  "Yandex Browser 24.1.0",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91": "Edge 120.0.2210.91",
		"Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/121.0":                                             "Firefox 121.0",
		"Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/17.2 Safari/605.1.15":                         "Safari 17.2",
	} {
		s.want(agent, s.call(session, "ПробаНеобычное", "Браузер", text(agent)), want)
	}
}

// TestShown_feedback: if the administrator allows it, the user sees the short
// number of the event, is asked what they did, and the answer goes as feedback.
func TestShown_feedback(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure("СпрашиватьПользователя", value.Bool(true))
		client := s.openFor(platform.ThinClient, &platform.User{Name: "Кассир", ID: value.NewUUID()})
		s.shown(client, failure("ПрочаяОшибка", "ой", 1), false, russianHandler)
		if len(client.Notices) != 0 {
			t.Error("the notification is shown inside of the handler")
		}
		s.idle(client, time.Second)
		id := s.one(client).Text("event_id")
		if len(client.Notices) != 1 || !strings.Contains(client.Notices[0].Text, id[:8]) {
			t.Fatalf("notifications: %v", client.Notices)
		}
		for _, answer := range []string{"", "Проводил заказ\nи нажал F5"} {
			client.Inputs = nil
			if answer != "" {
				client.Inputs = []string{answer}
			}
			if err := client.ClickNotice(0); err != nil {
				t.Fatal(err)
			}
		}
		s.want("question", client.Questions[0], "Что вы делали?")
		s.call(client, "Сентри", "ДождатьсяОтправки", value.Int(20000))
		var feedback []map[string]any
		for _, envelope := range s.sentry.Envelopes() {
			for _, item := range envelope.Items {
				if item.Type() == "feedback" {
					feedback = append(feedback, decode(t, item.Payload)["contexts"].(map[string]any)["feedback"].(map[string]any))
				}
			}
		}
		if len(feedback) != 1 || feedback[0]["message"] != "Проводил заказ\nи нажал F5" || feedback[0]["associated_event_id"] != id {
			t.Errorf("feedback: %v, want one about %s", feedback, id)
		}
	})
}

// TestShown_noFeedback: nobody is asked where the administrator did not allow it.
func TestShown_noFeedback(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	client := s.open(platform.ThinClient)
	s.shown(client, failure("ПрочаяОшибка", "ой", 1), false, russianHandler)
	s.idle(client, time.Minute)
	s.one(client)
	if len(client.Notices) != 0 {
		t.Errorf("notifications: %v", client.Notices)
	}
}
