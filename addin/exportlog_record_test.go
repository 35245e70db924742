package addin

import (
	"fmt"
	"strings"
	"testing"

	"sentry1c/addin/internal/grouping"
)

// trailRow is an error with what its session did before.
const trailRow = `{"date":"2026-03-01T10:05:00","level":"error","event":"_$PerformError$_","comment":"{ОбщийМодуль.Обмен.Модуль(12)}: Деление на 0","metadata":"Документ.Заказ",
	"user":"5f1c","application":"1CV8C","session":7,"connection":9,"port":1560,"dataArea":"12","server":"srv","computer":"ws-7","transaction":"t1","status":"rolledBack","trail":[
	{"date":"2026-03-01T10:04:30","level":"Информация","event":"_$Data$_.Update","session":7,"metadata":"Документ.Заказ","data":"Заказ Ивановой","comment":"Pwd=тайна1;","transaction":"t1"},
	{"date":"2026-03-01T10:04:00","level":"Информация","event":"_$Session$_.Start","session":7,"userName":"Иванова"},
	{"date":"2026-03-01T10:03:00","level":"Информация","event":"_$Data$_.New","session":7},
	{"date":"2026-03-01T10:04:40","level":"Информация","event":"_$Data$_.Delete","session":8},
	{"date":"2026-03-01T10:04:10","level":"Информация","event":"_$Session$_.Authentication","session":7,"data":"DOMAIN\\ivanova"},
	{"date":"2026-03-01T10:05:00","level":"error","event":"_$PerformError$_","session":7,"comment":"{ОбщийМодуль.Обмен.Модуль(12)}: Деление на 0","metadata":"Документ.Заказ"}]}`

// TestExportLog_trail: what the session did before its error becomes the actions of the
// event, in order, without the exporter's own, and without personal data.
func TestExportLog_trail(t *testing.T) {
	f := ready(t, "")
	f.call(1, "AddBreadcrumb", "of the job")
	f.call(1, "ExportLog", logRows(trailRow), f.beginLog())
	e := f.event()
	want(t, e, []any{
		map[string]any{"timestamp": "2026-03-01T07:04:00.000Z", "level": "info", "type": "session", "category": "session.start", "message": "Сеанс. Начало"},
		map[string]any{"timestamp": "2026-03-01T07:04:10.000Z", "level": "info", "type": "user", "category": "auth", "message": "Сеанс. Аутентификация"},
		map[string]any{"timestamp": "2026-03-01T07:04:30.000Z", "level": "info", "type": "query", "category": "data.update", "message": "Данные. Изменение: Документ.Заказ",
			"data": map[string]any{"transaction": "rolledBack"}},
	}, "breadcrumbs", "values")
	want(t, e, "rolledBack", "contexts", "event_log", "status")
	want(t, e, map[string]any{"number": 7, "application": "1CV8C", "application_name": "Тонкий клиент", "connection": 9, "server": "srv", "port": 1560, "data_area": "12"}, "contexts", "session")

	f = ready(t, `{"sendDefaultPii":true,"maxBreadcrumbs":1}`)
	f.call(1, "ExportLog", logRows(trailRow), f.beginLog())
	e = f.event()
	want(t, e, "Данные. Изменение: Документ.Заказ: Pwd=[Filtered];", "breadcrumbs", "values", 0, "message")
	want(t, e, "Заказ Ивановой", "breadcrumbs", "values", 0, "data", "data")
	want(t, e, nil, "breadcrumbs", "values", 1)
	want(t, e, "ws-7", "contexts", "session", "computer")

	f = ready(t, `{"maxBreadcrumbs":0}`)
	f.call(1, "ExportLog", logRows(trailRow), f.beginLog())
	want(t, f.event(), nil, "breadcrumbs")
}

// TestExportLog_exporter: what the exporter's session says of itself goes with none of
// the records; what it says of the infobase does.
func TestExportLog_exporter(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTags", `{"application":"BackgroundJob","infobase":"base","computer":"srv-1"}`)
	f.call(1, "SetContext", "session", `{"number":99,"application":"BackgroundJob"}`)
	f.call(1, "SetContext", "background_job", `{"name":"Выгрузка"}`)
	f.call(1, "SetContext", "configuration", `{"name":"УТ"}`)
	f.call(1, "SetUser", "robot")
	f.call(1, "SetTransactionName", "Выгрузка")
	f.call(1, "SetFingerprint", "job")
	f.call(1, "StartTransaction", "Выгрузка", "job")
	f.call(1, "ExportLog", logRows(infoRow), f.beginLog())
	e := f.event()
	want(t, e, map[string]any{"infobase": "base", "event_log.event": "Обмен", "source": "eventlog"}, "tags")
	want(t, e, "УТ", "contexts", "configuration", "name")
	if trace := e.Text("contexts", "trace", "trace_id"); len(trace) != 32 || trace == fmt.Sprintf("%x", f.worker.objects[1].trace.Trace) ||
		trace == f.worker.objects[1].transactions[0].Trace.ID.String() {
		t.Errorf("trace %q", trace)
	}
	for _, gone := range []string{"session", "background_job", "os"} {
		want(t, e, nil, "contexts", gone)
	}
	want(t, e, nil, "user")
	want(t, e, nil, "transaction")
	want(t, e, grouping.ForMessage("Обмен", "Загружено 12 заказов"), "fingerprint")
}

// TestExportLog_kinds: what is an error and what a message is told by the comment, not by
// the level; both have their level.
func TestExportLog_kinds(t *testing.T) {
	for _, test := range []struct {
		level, event, comment string
		exception             string // its value, or
		message               string
		handled               bool
	}{
		{"error", "_$PerformError$_", "Деление на 0", "Деление на 0", "", false},
		{"error", "_$Job$_.Fail", "{ОбщийМодуль.А.Модуль(1)}: Деление на 0", "Деление на 0", "", false},
		{"error", "Обмен", "{ОбщийМодуль.А.Модуль(1)}: Деление на 0", "Деление на 0", "", true},
		{"error", "_$Data$_.Update", "Не удалось", "", "Данные. Изменение: Не удалось", true},
		{"error", "_$Data$_.Post", "", "", "Данные. Проведение", true},
		{"error", "_$PerformError$_", "", "", "Runtime error", true},
		{"error", "", "", "", "(no text)", true},
		{"info", "_$Session$_.Start", "", "", "Session. Start", true},
		{"info", "Обмен", "{ОбщийМодуль.А.Модуль(1)}: Деление на 0", "Деление на 0", "", true},
		{"error", "Exchange", "slow", "", "Exchange: slow", true},
	} {
		language := "ru"
		if strings.Contains(test.message, "Session. Start") || strings.Contains(test.message, "Runtime") {
			language = "en"
		}
		f := ready(t, "")
		rows := strings.Replace(logRows(fmt.Sprintf(`{"date":"2026-03-01T10:05:00","level":%q,"event":%q,"comment":%q}`, test.level, test.event, test.comment)),
			`"options":{`, `"options":{"language":"`+language+`",`, 1)
		f.call(1, "ExportLog", rows, f.beginLog())
		e := f.event()
		want(t, e, test.level, "level")
		if test.message != "" {
			want(t, e, test.message, "logentry", "formatted")
			want(t, e, nil, "exception")
			continue
		}
		want(t, e, test.exception, "exception", "values", 0, "value")
		want(t, e, test.handled, "exception", "values", 0, "mechanism", "handled")
		want(t, e, "eventlog", "exception", "values", 0, "mechanism", "type")
	}
}

// TestExportLog_lock: the other side of an error about a lock, its user only if that may
// be told.
func TestExportLog_lock(t *testing.T) {
	const row = `{"date":"2026-03-01T10:05:00","level":"error","event":"_$PerformError$_","session":7,
		"comment":"Объект уже заблокирован:\nкомпьютер: SRV, пользователь: Петров П.П., сеанс: 12, начат: 12.03.2021 в 9:01:12, приложение: Тонкий клиент"}`
	for options, wanted := range map[string]map[string]any{
		"":                        {"session": 12, "started": "12.03.2021 в 9:01:12", "application": "Тонкий клиент"},
		`{"sendDefaultPii":true}`: {"session": 12, "started": "12.03.2021 в 9:01:12", "application": "Тонкий клиент", "computer": "SRV", "user": "Петров П.П."},
	} {
		f := ready(t, options)
		f.call(1, "ExportLog", logRows(row), f.beginLog())
		want(t, f.event(), wanted, "contexts", "lock_holder")
	}
}

// TestExportLog_lockRivals: sessions that may be the other side stand in a context of their
// own, without secrets.
func TestExportLog_lockRivals(t *testing.T) {
	const row = `{"date":"2026-03-01T10:05:00","level":"Ошибка","event":"_$PerformError$_","session":7,"metadata":"Документ.Заказ",
		"comment":"Конфликт блокировок при выполнении транзакции:\nПревышено максимальное время ожидания предоставления блокировки",
		"open":[{"session":12,"application":"BackgroundJob","user":"5f1c","metadata":"token=9f8e7d6c5b4a","status":"committed","first":"2026-03-01T10:04:30","last":"2026-03-01T10:05:02"}]}`
	f := ready(t, "")
	f.call(1, "ExportLog", logRows(row), f.beginLog())
	e := f.event()
	want(t, e, map[string]any{"session_12": "Фоновое задание; token=[Filtered]; 10:04:30–10:05:02; транзакция зафиксирована"}, "contexts", "lock_rivals")
	want(t, e, nil, "contexts", "lock_holder")
	want(t, e, "LockConflict", "exception", "values", 0, "type")
}

// TestExportLog_patterns: the user's own expressions hold for what the log says, too.
func TestExportLog_patterns(t *testing.T) {
	f := ready(t, `{"sendDefaultPii":true,"maskPatterns":["Иванов\\pL*","\\b\\d{12}\\b","1560"]}`)
	row := strings.NewReplacer("Заказ Ивановой", "ИНН 770012345678", "Деление на 0", "Клиент Иванова не найден").Replace(trailRow)
	f.call(1, "ExportLog", logRows(row), f.beginLog())
	e := f.event()
	want(t, e, 1560, "contexts", "session", "port")
	if text := fmt.Sprint(e); strings.Contains(text, "Иванов") || strings.Contains(text, "770012345678") || !strings.Contains(text, "Клиент [Filtered] не найден") {
		t.Errorf("%s", text)
	}
}
