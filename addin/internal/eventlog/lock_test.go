package eventlog

import (
	"reflect"
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
		{"Сеанс: завершён", true, nil},
		{"", true, nil},
	} {
		e := Event{Comment: c.text}
		if got := e.LockHolder(c.everything); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}
