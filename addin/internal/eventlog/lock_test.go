package eventlog

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestEvent_lockHolder(t *testing.T) {
	ru := "Ошибка блокировки объекта. Объект уже заблокирован:\nкомпьютер: SRV, пользователь: Петров П.П., сеанс: 12, начат: 12.03.2021 в 9:01:12, приложение: Тонкий клиент"
	for _, c := range []struct {
		text       string
		everything bool
		want       []Field
	}{
		{ru, false, []Field{{"session", "", 12}, {"started", "12.03.2021 в 9:01:12", 0}, {"application", "Тонкий клиент", 0}}},
		{ru, true, []Field{{"session", "", 12}, {"started", "12.03.2021 в 9:01:12", 0}, {"application", "Тонкий клиент", 0}, {"computer", "SRV", 0}, {"user", "Петров П.П.", 0}}},
		{"The object is already locked: computer: SRV, user: Smith, session: 5, started: 3/12/2021 at 9:01:12 AM)", false, []Field{{"session", "", 5}, {"started", "3/12/2021 at 9:01:12 AM", 0}}},
		{"Конфликт блокировок при выполнении транзакции", true, nil},
		{"Загружены цены, сеанс: 12, приложение: Тонкий клиент", true, nil}, // of no lock
		{"Сеанс: завершён", true, nil},
		{"", true, nil},
		{"Конфликт блокировок при выполнении транзакции:\nОшибка СУБД:\nERROR: deadlock detected\nDETAIL: Process 21741 waits for ShareLock on transaction 5519; blocked by process 21740.\n" +
			"Process 21740 waits for ShareLock on transaction 5518; blocked by process 21741.\nHINT: See server log for query details.", false, []Field{{"dbms_processes", "21740", 0}}},
		{"Конфликт блокировок при выполнении транзакции:\nОшибка СУБД:\nОШИБКА: обнаружена взаимоблокировка\nПОДРОБНОСТИ: Процесс 1378 ожидает в режиме ShareLock блокировку \"transaction 749\"; заблокирован процессом 1375.\n" +
			"Процесс 1375 ожидает в режиме ShareLock блокировку \"transaction 750\"; заблокирован процессом 1377.\nПроцесс 1377 ожидает в режиме ShareLock блокировку \"transaction 751\"; заблокирован процессом 1378.", false,
			[]Field{{"dbms_processes", "1375, 1377", 0}}},
		{"Lock conflict during transaction:\nTransaction (Process ID 55) was deadlocked on lock resources with another process and has been chosen as the deadlock victim.", true, nil},
	} {
		e := Event{Comment: c.text}
		if got := e.LockHolder(c.everything); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

// TestExport_lockRivals: an error about a lock names the sessions whose transactions were
// open, and those that failed on one at the same time; no other error does.
func TestExport_lockRivals(t *testing.T) {
	const conflict = "Конфликт блокировок при выполнении транзакции:\nПревышено максимальное время ожидания предоставления блокировки"
	open := func(session int, metadata, status string) string {
		return fmt.Sprintf(`{"session":%d,"application":"1CV8C","user":"u-%d","userName":"Иванов","metadata":%q,"status":%q,"first":%q,"last":%q}`, session, session, metadata, status, second(40), second(101))
	}
	failed := func(at, session int, level, comment, more string) string {
		text, _ := json.Marshal(comment)
		return fmt.Sprintf(`{"date":%q,"level":%q,"event":"_$PerformError$_","comment":%s,"session":%d,"application":"BackgroundJob","metadata":"Документ.Заказ"%s}`, second(at), level, text, session, more)
	}
	for _, c := range []struct {
		name       string
		rows       []string
		language   string
		everything bool
		want       []Field
	}{
		{"open", []string{failed(100, 7, "error", conflict, `,"open":[`+open(12, "Документ.Продажа", "committed")+`]`)}, "ru", false,
			[]Field{{"session_12", "Тонкий клиент; Документ.Продажа; 10:00:40–10:01:41; транзакция зафиксирована", 0}}},
		{"who it is", []string{failed(100, 7, "error", conflict, `,"open":[`+open(12, "", "rolledBack")+`]`)}, "en", true,
			[]Field{{"session_12", "Thin client Иванов; 10:00:40–10:01:41; the transaction was rolled back", 0}}},
		{"itself and nobody", []string{failed(100, 7, "error", conflict, `,"open":[`+open(7, "a", "")+`,`+open(0, "b", "")+`]`)}, "ru", true, []Field{}},
		{"two transactions of one", []string{failed(100, 7, "error", conflict, `,"open":[`+open(12, "а", "")+`,`+open(12, "б", "")+`]`)}, "ru", false,
			[]Field{{"session_12", "Тонкий клиент; а; 10:00:40–10:01:41; б", 0}}},
		{"failed too", []string{failed(81, 8, "error", "Deadlock: lock timeout", ""), failed(79, 9, "error", conflict, ""), failed(90, 10, "error", "Деление на 0", ""), failed(95, 11, "info", conflict, ""),
			failed(96, 0, "error", conflict, ""), failed(99, 7, "error", conflict, ""), failed(100, 7, "error", conflict, ""), failed(120, 13, "error", conflict, ""), failed(121, 14, "error", conflict, "")}, "ru", false,
			[]Field{{"session_8", "Фоновое задание; Документ.Заказ; ошибка блокировки в то же время", 0}, {"session_13", "Фоновое задание; Документ.Заказ; ошибка блокировки в то же время", 0}}},
		{"no lock", []string{failed(99, 8, "error", conflict, ""), failed(100, 7, "error", "Деление на 0", `,"open":[`+open(12, "", "")+`]`)}, "ru", true, nil},
		{"alone", []string{failed(100, 7, "error", conflict, "")}, "ru", true, []Field{}},
	} {
		text := fmt.Sprintf(`{"options":{"infobase":"b","now":%q,"lagSeconds":0,"language":%q},"first":true,"rows":[%s]}`, second(200), c.language, strings.Join(c.rows, ","))
		r, err := Export(text, fmt.Sprintf(`{"v":1,"from":%q}`, second(0)), Release{})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for i := range r.Events {
			if e := &r.Events[i]; e.Session == 7 && e.local.Equal(base.Add(100e9)) {
				found = true
				if got := e.LockRivals(c.everything); !reflect.DeepEqual(got, c.want) {
					t.Errorf("%s: %v, want %v", c.name, got, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%s: the error is no event", c.name)
		}
	}
}

// A storm of errors about locks names few and takes time in proportion to its size.
func TestExport_lockStorm(t *testing.T) {
	var rows []row
	for i := range 5000 {
		rows = append(rows, row{Date: second(i / 100), Level: "error", Event: performError, Comment: fmt.Sprint("Конфликт блокировок ", i), Session: int64(1 + i)})
	}
	text, err := json.Marshal(map[string]any{"options": map[string]any{"infobase": "b", "now": second(200), "lagSeconds": 0}, "rows": rows})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Export(string(text), fmt.Sprintf(`{"v":1,"from":%q}`, second(0)), Release{})
	if err != nil || len(r.Events) != len(rows) {
		t.Fatalf("%d events, %v", len(r.Events), err)
	}
	for i := range r.Events {
		if n := len(r.Events[i].LockRivals(true)); n != maxRivals {
			t.Fatalf("%d rivals of one error", n)
		}
	}
}
