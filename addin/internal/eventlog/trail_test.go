package eventlog

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/mask"
)

// second is a moment of the trail's tests.
func second(n int) string { return printDate(base.Add(time.Duration(n) * time.Second)) }

// failed is an error of session 7 in second 100, in the time zone +03:00.
func failed(trail ...row) Event {
	r := row{Date: second(100), Event: performError, Comment: "Деление на 0", Metadata: "Документ.Заказ", Session: 7, Transaction: "t1", Status: rolledBack, Trail: trail}
	return r.event("id", "error", base.Add(100*time.Second), &options{UTCOffsetMinutes: 180})
}

func messages(crumbs []Crumb) []string {
	var out []string
	for _, c := range crumbs {
		out = append(out, c.Message)
	}
	return out
}

func TestCrumbs(t *testing.T) {
	e := failed(
		row{Date: second(10), Event: sessionStart, Session: 7, Level: "Информация", UserName: "Иванов"},
		row{Date: second(20), Event: "_$Data$_.Update", Session: 7, Metadata: "Документ.Заказ", Level: "Информация", Data: "Заказ 12 Иванова", Comment: "чужое", Transaction: "t1"},
		row{Date: second(30), Event: "Обмен.Ошибка", Session: 7, Level: "Ошибка", Comment: "Pwd=тайна;"},
	)
	local := base.Add(-3 * time.Hour)
	want := []Crumb{
		{Time: local.Add(10 * time.Second), Level: "info", Category: "session.start", Type: "session", Message: "Сеанс. Начало"},
		{Time: local.Add(20 * time.Second), Level: "info", Category: "data.update", Type: "query", Message: "Данные. Изменение: Документ.Заказ", Data: []Field{{Name: "transaction", Text: rolledBack}}},
		{Time: local.Add(30 * time.Second), Level: "error", Category: "log", Type: "error", Message: "Обмен.Ошибка"},
	}
	if got := e.Crumbs(TrailOptions{}); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	own, err := mask.New([]string{"Заказ \\d+"})
	if err != nil {
		t.Fatal(err)
	}
	got := e.Crumbs(TrailOptions{Everything: true, Mask: own})
	if got[1].Message != "Данные. Изменение: Документ.Заказ: чужое" || got[2].Message != "Обмен.Ошибка: Pwd=[Filtered];" {
		t.Errorf("everything: %q", messages(got))
	}
	if data := got[1].Data; len(data) != 2 || data[1].Text != "[Filtered] Иванова" {
		t.Errorf("data: %v", data)
	}
}

func TestCrumbs_putRight(t *testing.T) {
	act := func(at int, session int64, event string) row {
		return row{Date: second(at), Session: session, Event: event, Level: "info"}
	}
	for _, c := range []struct {
		name  string
		trail []row
		want  string
	}{
		{"out of order", []row{act(30, 7, "б"), act(10, 7, "а"), act(50, 7, "в")}, "а б в"},
		{"equal times keep their order", []row{act(10, 7, "а"), act(10, 7, "б"), act(10, 7, "в")}, "а б в"},
		{"another session", []row{act(10, 8, "а"), act(20, 7, "б"), act(30, 9, "в")}, "б"},
		{"without a session", []row{act(10, 0, "а")}, "а"},
		{"after the error", []row{act(10, 7, "а"), act(101, 7, "б")}, "а"},
		{"a number used again", []row{act(10, 7, "а"), act(20, 7, sessionStart), act(30, 7, "б")}, "Сеанс. Начало б"},
		{"the start of another session", []row{act(10, 7, "а"), act(20, 8, sessionStart), act(30, 7, "б")}, "а б"},
		{"no date", []row{{Event: "а", Session: 7}, {Date: "вчера", Event: "б", Session: 7}, act(30, 7, "в")}, "в"},
		{"its own record", []row{act(10, 7, "а"), {Date: second(100), Event: performError, Comment: "Деление на 0", Metadata: "Документ.Заказ", Session: 7}}, "а"},
		{"an equal record of before", []row{{Date: second(99), Event: performError, Comment: "Деление на 0", Metadata: "Документ.Заказ", Session: 7}}, "Ошибка выполнения: Документ.Заказ"},
		{"repeats", []row{act(10, 7, "а"), act(11, 7, "а"), act(12, 7, "а"), act(13, 7, "б"), act(14, 7, "а")}, "а б а"},
		{"none", nil, ""},
	} {
		e := failed(c.trail...)
		crumbs := e.Crumbs(TrailOptions{})
		if got := strings.Join(messages(crumbs), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if c.name == "repeats" && (len(crumbs[0].Data) != 1 || crumbs[0].Data[0].Number != 3) {
			t.Errorf("repeats are not counted: %+v", crumbs[0])
		}
	}
}

// TestCrumbs_kinds: events that the platform writes have categories of their own and types
// that servers have a picture for; the application's go by their level.
func TestCrumbs_kinds(t *testing.T) {
	pictures := []string{"session", "user", "query", "error", "transaction", "system", "info", "warning"}
	for event, want := range map[string]string{
		"_$Session$_.Start": "session.start session", "_$Session$_.Finish": "session.finish session", "_$Session$_.Authentication": "auth user", "_$Session$_.AuthenticationError": "auth.error user",
		"_$Data$_.New": "data.new query", "_$Data$_.Update": "data.update query", "_$Data$_.Delete": "data.delete query", "_$Data$_.Post": "data.post query", "_$Data$_.Unpost": "data.unpost query",
		"_$Access$_.Access": "access user", "_$Access$_.AccessDenied": "access.denied error", "_$Transaction$_.Rollback": "transaction.rollback transaction",
		"_$Job$_.Start": "job.start system", "_$Job$_.Fail": "job.fail error", "_$PerformError$_": "error error", "_$User$_.Update": "user warning", "Цены.Загрузка": "log warning",
	} {
		e := failed(row{Date: second(10), Event: event, Session: 7, Level: "Предупреждение"})
		crumbs := e.Crumbs(TrailOptions{})
		if len(crumbs) != 1 {
			t.Errorf("%s: %v", event, crumbs)
			continue
		}
		if got := crumbs[0].Category + " " + crumbs[0].Type; got != want || !slices.Contains(pictures, crumbs[0].Type) {
			t.Errorf("%s is %q, want %q", event, got, want)
		}
	}
}

// TestExport_sharedTrail: rows that are given once serve every error of their sessions.
func TestExport_sharedTrail(t *testing.T) {
	text := fmt.Sprintf(`{"options":{"infobase":"b","now":%q,"lagSeconds":0,"language":"ru"},"first":true,"rows":[
		{"date":%q,"level":"error","event":"e","comment":"1","session":7},{"date":%q,"level":"error","event":"e","comment":"2","session":7},
		{"date":%q,"level":"error","event":"e","comment":"3","session":8},{"date":%q,"level":"error","event":"e","comment":"4"},
		{"date":%q,"level":"error","event":"e","comment":"5","session":7,"trail":[{"date":%q,"event":"своё","session":7}]}],
		"trail":[{"date":%q,"event":"б","session":7},{"date":%q,"event":"а","session":7},{"date":%q,"event":"в","session":7},{"date":"вчера","event":"г","session":7},{"date":%q,"event":"д"},{"event":"е","session":8}]}`,
		second(100), second(20), second(40), second(40), second(40), second(50), second(45), second(20), second(10), second(30), second(10))
	r, err := Export(text, fmt.Sprintf(`{"v":1,"from":%q}`, second(0)), Release{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range r.Events {
		got = append(got, r.Events[i].Comment+": "+strings.Join(messages(r.Events[i].Crumbs(TrailOptions{})), " "))
	}
	want := []string{"1: а б", "2: а б в", "3: ", "4: ", "5: своё"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestCrumbs_personal(t *testing.T) {
	e := failed(
		row{Date: second(1), Event: authentication, Session: 7, UserName: "Иванов", Data: `DOMAIN\ivanov`, Comment: "ivanov", Computer: "pc-ivanov"},
		row{Date: second(2), Event: "_$Data$_.New", Session: 7, Metadata: "Справочник.ФизическиеЛица", Data: "Иванов Иван", UserName: "Иванов", Comment: "Иванов"},
	)
	if got := fmt.Sprintf("%+v", e.Crumbs(TrailOptions{})); strings.Contains(strings.ToLower(got), "ivanov") || strings.Contains(got, "Иванов") {
		t.Errorf("names a human being: %s", got)
	}
	if got := fmt.Sprintf("%+v", e.Crumbs(TrailOptions{Everything: true})); strings.Contains(got, "DOMAIN") || !strings.Contains(got, "Иванов Иван") {
		t.Errorf("everything: %s", got)
	}
}

func TestCrumbs_bounded(t *testing.T) {
	var trail []row
	for i := range 5000 {
		trail = append(trail, row{Date: second(i / 60), Event: fmt.Sprint("e", i), Session: 7})
	}
	e := failed(trail...)
	crumbs := e.Crumbs(TrailOptions{})
	if len(crumbs) != MaxCrumbs || crumbs[len(crumbs)-1].Message != "e4999" {
		t.Errorf("%d crumbs, the last %q", len(crumbs), crumbs[len(crumbs)-1].Message)
	}
	if got := e.Crumbs(TrailOptions{Max: 3}); len(got) != 3 || got[0].Message != "e4997" {
		t.Errorf("three: %q", messages(got))
	}
}

// The ids of records do not depend on whether a trail is read.
func TestCrumbs_sameID(t *testing.T) {
	with := row{Date: second(1), Event: "e", Trail: []row{{Event: "a"}}}
	without := row{Date: second(1), Event: "e"}
	if with.digest("b", "error") != without.digest("b", "error") {
		t.Error("a trail changes the id")
	}
}
