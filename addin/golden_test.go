package addin

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/record/recordtest"
)

// goldenEvents are situations whose events stand in testdata/events, named after
// them. What real servers think of these files is tested by make e2e.
var goldenEvents = []struct {
	name    string
	options string
	calls   [][]any // the name of a method and its arguments
}{
	{"exception_alone", "", [][]any{
		{"CaptureException", errorText},
	}},
	{"exception_with_everything", `{"release":"УправлениеТорговлей@11.5.12.34","dist":"rus","environment":"test","serverName":"srv-1c","sendDefaultPii":true}`, [][]any{
		{"SetUser", "5f1c", "Иванова Мария", "m@example.com", "10.0.0.1", `{"department":"Продажи"}`},
		{"SetTag", "organization", "ООО «Ромашка»"},
		{"SetTag", "Режим работы", "тонкий клиент"},
		{"SetTag", "multi\nline", "a\nb"},
		{"SetContext", "runtime", `{"name":"1C:Enterprise","version":"8.3.27.1508"}`},
		{"SetContext", "Документ", `{"Номер":"ЗП-000123","Дата":"2026-11-23T10:00:00"}`},
		{"SetExtra", "query", `["a",{"b":null}]`},
		{"SetTransactionName", "Документ.ЗаказПокупателя.ОбработкаПроведения"},
		{"SetFingerprint", `["orders","posting"]`},
		{"AddBreadcrumb", "Открыт заказ", "ui.open", "info", `{"form":"Заказ"}`, "navigation"},
		{"AddBreadcrumb", "Запрос к сайту", "http", "warning", `[1,2]`},
		{"CaptureException", errorText + "\nпо причине:\nНарушение прав доступа!"},
	}},
	{"message", "", [][]any{
		{"CaptureMessage", "Обмен с сайтом не завершён", "warning"},
	}},
	{"message_template", "", [][]any{
		{"CaptureMessage", "Заказ %1 не проведён: %2", "error", `{"params":["ЗП-000123",5],"logger":"sales"}`},
	}},
	{"params", `{"release":"1"}`, [][]any{
		{"CaptureException", errorText, `{"level":"fatal","logger":"l","transaction":"t","tags":{"a":1},"extra":{"e":true},"contexts":{"c":{"x":1}},
			"user":{"id":"1"},"fingerprint":["f"],"release":"r","environment":"e","dist":"d","serverName":"s","timestamp":1795000000.25,
			"module":"ОбщийМодуль.Продажи.Модуль","line":42,"sourceLine":"Записать();","category":"НарушениеПравДоступа","code":"X"}`},
	}},
	{"problems", "", [][]any{
		{"CaptureMessage", []uint16{'a', 0xD83D, 0, 'b'}, "громко", `{"unknown":1,"level":5,"tags":[],"timestamp":"завтра"}`, "not an id"},
	}},
	{"levels_debug", "", [][]any{{"CaptureMessage", "m", "debug"}}},
	{"event_given", `{"release":"1.0"}`, [][]any{
		{"SetTag", "from", "scope"},
		{"SetTag", "both", "scope"},
		{"SetUser", "5f1c"},
		{"SetContext", "runtime", `{"name":"1C:Enterprise"}`},
		{"CaptureEvent", `{"event_id":"ffffffffffffffffffffffffffffffff","timestamp":"2026-11-23T10:00:00.5","platform":"csharp","level":"fatal",
			"logger":"sync","message":"Обмен не завершён","exception":[{"type":"Ошибка","value":"Нет связи"}],"tags":[["both","event"],["Номер",7]],
			"user":{"id":"2"},"contexts":{"trace":{"trace_id":"0123456789abcdef0123456789abcdef","span_id":"0123456789abcdef"}},"extra":{"a":[1]},
			"breadcrumbs":[{"message":"своё"}],"request":{"url":"http://1c/hs/orders"},"modules":{"БСП":"3.1.9"},"fingerprint":["a"],"environment":"test"}`},
	}},
	{"private", `{"release":"1.0"}`, [][]any{
		{"SetUser", "5f1c", "Иванова Мария", "m@example.com", "10.0.0.1", `{"department":"Продажи","пароль":"тайна"}`},
		{"SetTag", "token", "тайна"},
		{"SetTag", "url", "http://user:тайна@site/"},
		{"SetContext", "request", `{"headers":{"Authorization":"Basic тайна"},"query":"id=1&access_token=тайна"}`},
		{"SetExtra", "Пароль", "тайна"},
		{"SetExtra", "connection", `Srvr="s";Ref="r";Usr="u";Pwd="тайна";`},
		{"AddBreadcrumb", "GET http://site/?token=тайна", "http", "info", `{"api_key":"тайна","status":401}`},
		{"CaptureException", `{ОбщийМодуль.А.Модуль(7)}: Ошибка соединения: Srvr="s";Pwd="тайна";` + "\n" + `{ОбщийМодуль.А.Модуль(7)}:Подключить("Pwd=тайна;");`,
			`{"extra":{"секрет":"тайна"},"tags":{"ТокенДоступа":"тайна"},"user":{"id":"1","email":"m@example.com"}}`},
	}},
	{"event_log", `{"release":"УТ@11.5","modules":{"БСП":"3.1.12","Доработки":"1.4"}}`, [][]any{
		{"SetTags", `{"infobase":"srv base","application":"BackgroundJob"}`},
		{"ExportLog", goldenLog(`{"date":"2026-11-23T10:10:00","level":"Ошибка","event":"_$PerformError$_","metadata":"Документ.Заказ","user":"5f1c","userName":"Иванова","computer":"ws-7","application":"1CV8C",
			"session":7,"connection":9,"port":1560,"server":"srv","transaction":"23.11.2026 10:10:00 (77)","status":"rolledBack",
			"comment":"{Документ.Заказ.МодульОбъекта(42)}: Ошибка при вызове метода контекста (Записать)\nпо причине:\nОбъект уже заблокирован:\nкомпьютер: ws-9, пользователь: Петров П.П., сеанс: 12, начат: 23.11.2026 в 9:01:12, приложение: Тонкий клиент",
			"trail":[{"date":"2026-11-23T10:09:00","level":"Информация","event":"_$Session$_.Start","session":7,"application":"1CV8C"},
				{"date":"2026-11-23T10:09:01","level":"Информация","event":"_$Session$_.Authentication","session":7,"data":"DOMAIN\\ivanova"},
				{"date":"2026-11-23T10:09:30","level":"Предупреждение","event":"_$Access$_.AccessDenied","session":7,"metadata":"Справочник.Цены"},
				{"date":"2026-11-23T10:09:50","level":"Информация","event":"_$Data$_.Update","session":7,"metadata":"Документ.Заказ","data":"Заказ 1","transaction":"23.11.2026 10:10:00 (77)"},
				{"date":"2026-11-23T10:09:55","level":"Информация","event":"Касса.ОткрытаСмена","session":7,"comment":"Иванова"},
				{"date":"2026-11-23T10:10:00","level":"Информация","event":"_$Transaction$_.Rollback","session":7}]}`), goldenCursor},
	}},
	{"event_log_lock", `{"release":"УТ@11.5"}`, [][]any{
		{"ExportLog", goldenLog(`{"date":"2026-11-23T10:10:00","level":"Ошибка","event":"_$PerformError$_","user":"5f1c","application":"1CV8C","session":7,"connection":9,"dataArea":"ОбластьДанныхОсновныеДанные=12",
			"comment":"{Документ.Заказ.МодульОбъекта(42)}: Ошибка при вызове метода контекста (Записать)\nпо причине:\nКонфликт блокировок при выполнении транзакции:\nОшибка СУБД:\nERROR: deadlock detected\nDETAIL: Process 41 waits for ShareLock on transaction 5; blocked by process 40.\nProcess 40 waits for ShareLock on transaction 4; blocked by process 41.",
			"open":[{"session":12,"application":"BackgroundJob","user":"6a2d","metadata":"Документ.Заказ, РегистрНакопления.Остатки","status":"committed","first":"2026-11-23T10:09:31","last":"2026-11-23T10:10:02"}]}`), goldenCursor},
	}},
	{"event_log_message", "", [][]any{
		{"ExportLog", goldenLog(`{"date":"2026-11-23T10:10:00","level":"Error","event":"_$Data$_.Post","comment":"The document is not posted: no stock","metadata":"Document.Order","session":7,"application":"WebClient"}`), goldenCursor},
	}},
	{"illegal_names", `{"release":"a/b\nc","environment":"None","dist":"сборка 1"}`, [][]any{
		{"SetTag", strings.Repeat("Очень длинный ключ ", 5), strings.Repeat("длинное значение ", 30)},
		{"SetTag", "release", "x"},
		{"CaptureMessage", "m"},
	}},
}

// goldenCursor is where the log of a golden event was read to.
const goldenCursor = `{"v":1,"from":"2026-11-23T10:00:00"}`

func goldenLog(row string) string {
	return `{"options":{"infobase":"srv base","now":"2026-11-23T13:20:30"},"rows":[` + row + `],"first":true,"end":"2026-11-23T13:20:00"}`
}

func TestEvents_golden(t *testing.T) {
	for _, test := range goldenEvents {
		t.Run(test.name, func(t *testing.T) {
			f := readyAt(t, test.options, goldenTime)
			f.worker.objects[1].trace = event.TraceIDs{Trace: [16]byte{0xA1, 15: 1}, Span: [8]byte{0xB1, 7: 1}}
			for _, call := range test.calls {
				f.apply(recordtest.Call{Object: 1, Args: call[1:]}, call[0].(string))
			}
			f.event()
			var got bytes.Buffer
			if err := json.Indent(&got, f.server.envelopes[0].Items[0].Payload, "", "  "); err != nil {
				t.Fatal(err)
			}
			got.WriteByte('\n')
			golden := filepath.Join("testdata", "events", test.name+".json")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("event is\n%s\nwant\n%s", got.Bytes(), want)
			}
		})
	}
}
