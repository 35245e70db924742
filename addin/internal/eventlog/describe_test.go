package eventlog

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPresentation(t *testing.T) {
	for _, c := range []struct{ event, ru, en string }{
		{"_$Data$_.Update", "Данные. Изменение", "Data. Change"},
		{"_$PerformError$_", "Ошибка выполнения", "Runtime error"},
		{"_$Session$_.AuthenticationError", "Сеанс. Ошибка аутентификации", "Session. Authentication error"},
		{"_$InfoBase$_.TARImportant", "Тестирование и исправление. Ошибка", "Verification and repair. Error"},
		{"_$Data$_.SomethingNew", "Данные. SomethingNew", "Data. SomethingNew"},
		{"_$Licensing$_.ConfigUpdate", "Licensing. ConfigUpdate", "Licensing. ConfigUpdate"},
		{"Обмен.Ошибка", "Обмен.Ошибка", "Обмен.Ошибка"},
		{"", "", ""}, {"_$", "_$", "_$"}, {"_$Data", "_$Data", "_$Data"},
	} {
		if got := Presentation(c.event, Russian); got != c.ru {
			t.Errorf("%s in Russian: %q, want %q", c.event, got, c.ru)
		}
		if got := Presentation(c.event, English); got != c.en {
			t.Errorf("%s in English: %q, want %q", c.event, got, c.en)
		}
	}
}

// Every event of the table has both presentations, each in its own letters, and a
// group that the table of groups knows.
func TestPresentation_table(t *testing.T) {
	cyrillic := func(s string) bool { return languageOf(s) == Russian }
	for event, w := range systemEvents {
		if !strings.HasPrefix(event, "_$") || !cyrillic(w.ru) || w.en == "" || cyrillic(w.en) || strings.TrimSpace(w.ru) != w.ru {
			t.Errorf("%s: %+v", event, w)
		}
		group, _, _ := strings.Cut(event[2:], "$_")
		if _, ok := systemGroups[group]; !ok {
			t.Errorf("%s: its group has no word", event)
		}
	}
	for code, w := range applications {
		if !cyrillic(w.ru) || cyrillic(w.en) {
			t.Errorf("%s: %+v", code, w)
		}
	}
	if got := ApplicationName("1CV8C", Russian); got != "Тонкий клиент" {
		t.Errorf("1CV8C is %q", got)
	}
	if got := ApplicationName("Other", English); got != "Other" {
		t.Errorf("Other is %q", got)
	}
}

func TestEvent_isError(t *testing.T) {
	for _, c := range []struct {
		event, comment string
		isError        bool
		text           string
	}{
		{"_$Data$_.Update", "Не записан заказ", false, "Данные. Изменение: Не записан заказ"},
		{"_$Data$_.Update", "", false, "_$Data$_.Update"}, // its words are below
		{"Обмен.Загрузка", "Нет файла import.xml", false, "Обмен.Загрузка: Нет файла import.xml"},
		{"Обмен.Загрузка", "Деление на 0\n{ОбщийМодуль.А.Модуль(5)}:А = 1 / Ноль;", true, ""},
		{"Обмен.Загрузка", "{ОбщийМодуль.А.Модуль(5)}: Нет связи", true, ""},
		{"Обмен.Загрузка", "Деление на 0", true, ""},
		{"Обмен.Загрузка", "Не загружен заказ\nпо причине:\nНет связи", true, ""},
		{"Обмен.Загрузка", "Нет связи\n[ОшибкаСети]", true, ""},
		{"_$PerformError$_", "Не заполнен склад", true, ""},
		{"_$Job$_.Fail", "Не заполнен склад", true, ""},
		{"_$PerformError$_", "", false, "Runtime error"},
	} {
		r := row{Event: c.event, Comment: c.comment}
		e := r.event("id", "error", base, &options{})
		if e.IsError() != c.isError {
			t.Errorf("%s, %q: an error: %v", c.event, c.comment, e.IsError())
		}
		want := c.text
		switch {
		case c.isError:
			want = c.comment
		case c.comment == "" && c.event == "_$Data$_.Update":
			want = "Data. Change"
		}
		if e.Text != want {
			t.Errorf("%s, %q: text %q, want %q", c.event, c.comment, e.Text, want)
		}
	}
}

func TestEvent_language(t *testing.T) {
	for _, c := range []struct {
		row    row
		option string
		want   string
	}{
		{row{Event: "_$Data$_.Update", Metadata: "Документ.Заказ"}, "", "Данные. Изменение"},
		{row{Event: "_$Data$_.Update", Metadata: "Document.Order"}, "", "Data. Change"},
		{row{Event: "_$Data$_.Update", Level: "Ошибка"}, "", "Данные. Изменение"},
		{row{Event: "_$Data$_.Update", Metadata: "Document.Order"}, Russian, "Данные. Изменение"},
		{row{Event: "_$Data$_.Update", Metadata: "Документ.Заказ"}, English, "Data. Change"},
	} {
		e := c.row.event("id", "error", base, &options{Language: c.option})
		if e.Text != c.want {
			t.Errorf("%+v in %q: %q, want %q", c.row, c.option, e.Text, c.want)
		}
	}
	if _, err := Export(`{"options":{"now":"2026-03-01T10:00:00","language":"fr"}}`, "", Release{}); err == nil || !strings.Contains(err.Error(), "options.language") {
		t.Errorf("language fr: %v", err)
	}
}

func TestEvent_session(t *testing.T) {
	r := row{Event: "e", Application: "WebClient", Session: 7, Connection: 9, Port: 1541, DataArea: "Area=3", Server: "srv", Computer: "pc", Comment: "я"}
	e := r.event("id", "error", base, &options{})
	public := []Field{{"number", "", 7}, {"application", "WebClient", 0}, {"application_name", "Веб-клиент", 0}, {"connection", "", 9}, {"server", "srv", 0}, {"port", "", 1541}, {"data_area", "Area=3", 0}}
	if got := e.SessionFields(false); !slices.Equal(got, public) {
		t.Errorf("for all: %v", got)
	}
	if got := e.SessionFields(true); !slices.Equal(got, append(public, Field{"computer", "pc", 0})) {
		t.Errorf("everything: %v", got)
	}
	for name, want := range map[string]bool{"session": true, "application": true, "infobase": false, "configuration": false, "runtime": false} {
		if OfSession(name) != want {
			t.Errorf("%s is of the session: %v", name, OfSession(name))
		}
	}
}

// The same error by every road: what the hook shows is brief or detailed, what the
// log has is detailed or brief, and the application may have written it before.
func TestExport_sentByText(t *testing.T) {
	brief := "{Документ.Заказ.Форма.Форма.Форма(3)}: Ошибка при вызове метода контекста (Записать): {Документ.Заказ.МодульОбъекта(7)}: Не заполнен склад"
	detailed := "Ошибка при вызове метода контекста (Записать)\n{Документ.Заказ.Форма.Форма.Форма(3)}:\tЗаписать();\nпо причине:\nНе заполнен склад\n{Документ.Заказ.МодульОбъекта(7)}:\tВызватьИсключение Текст;"
	for _, c := range []struct {
		name, mark, event, comment string
		want                       int // events that arrive
	}{
		{"detailed twice", detailed, performError, detailed, 0},
		{"brief shown, detailed written", brief, performError, detailed, 0},
		{"detailed shown, brief written", detailed, performError, brief, 0},
		{"written by the application", detailed, "Обмен.Ошибка", detailed, 0},
		{"written by the application with words before", "Не заполнен склад отгрузки", "Обмен.Ошибка", "Заказ не загружен:\nНе заполнен склад отгрузки", 0},
		{"a short line within another text", "Отказ", "Обмен.Ошибка", "Заказ не загружен:\nОтказ", 1},
		{"a short line by itself", "Отказ", "Обмен.Ошибка", "Отказ", 0},
		{"another error", brief, performError, "Ошибка при вызове метода контекста (Записать)\nпо причине:\nНе заполнена цена", 1},
		{"another method", brief, performError, "Ошибка при вызове метода контекста (Провести)\nпо причине:\nНе заполнен склад", 1},
		{"a long line cut", strings.Repeat("слово ", 80), performError, strings.Repeat("слово ", 200), 0},
		{"a dot at the end", "Не заполнен склад отгрузки", performError, "Не заполнен склад отгрузки.", 0},
	} {
		s := started(t)
		s.write(base.Add(11*time.Second), row{Level: "note", Event: ownEvent, Session: 1, Comment: fmt.Sprintf("%032x\n%s", 1, c.mark)})
		s.write(base.Add(10*time.Second), row{Event: c.event, Session: 1, Comment: c.comment})
		s.now = base.Add(time.Minute)
		s.run()
		if len(s.ids()) != c.want {
			t.Errorf("%s: %d events arrived, want %d", c.name, len(s.ids()), c.want)
		}
	}
}

// One mark speaks of one record of the platform and of one of the application; a
// second one of either is another error.
func TestExport_sentOnce(t *testing.T) {
	s := started(t)
	text := "Не заполнен склад отгрузки"
	s.write(base.Add(12*time.Second), row{Level: "note", Event: ownEvent, Session: 1, Comment: fmt.Sprintf("%032x\n%s", 1, text)})
	for _, event := range []string{performError, "Обмен.Ошибка", performError, "Обмен.Ошибка", "Заказы"} {
		s.write(base.Add(10*time.Second), row{Event: event, Session: 1, Comment: text})
	}
	s.now = base.Add(time.Minute)
	s.run()
	s.now = base.Add(2 * time.Minute)
	s.run()
	if s.want(2); s.skipped[Sent] != 3 {
		t.Errorf("skipped %v", s.skipped)
	}
}
