package addin

import "time"

const none = -1

// answerTimeout is how long the answer of a method is waited for when nothing
// else is said.
const (
	initTimeout       = 2 * time.Second
	shutdownTimeoutMs = 2000
)

// Methods is the component's interface, in the order of its positions: append
// only, for records name their methods by position and outlive this version.
var Methods = []Method{
	{
		Name: Name{"Init", "Инициализировать"},
		Params: []Param{
			{Name: Name{"DSN", "DSN"}},
			{Name: Name{"Options", "Параметры"}, Mark: JSON, Default: ""},
		},
		Result: AnswerBool, Timeout: initTimeout, AnyState: true, Begins: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Starts sending to the project of the DSN. False: sending is off, LastError says why; an empty DSN (and no SENTRY_DSN in the environment) turns it off without an error.",
			"Начинает отправку в проект, заданный DSN. Ложь: отправка выключена, причина в ПоследняяОшибка; пустой DSN (если нет и переменной среды SENTRY_DSN) выключает её без ошибки.",
		},
		handle: (*call).init,
	},
	{
		Name:   Name{"Close", "Закрыть"},
		Params: []Param{{Name: Name{"TimeoutMs", "ТаймаутМс"}, Default: shutdownTimeoutMs}},
		Result: AnswerBool, IDParam: none, TimeoutParam: 0, Timeout: shutdownTimeoutMs * time.Millisecond, Closes: true,
		Doc: Doc{
			"Ends the work of this object and waits, at most TimeoutMs milliseconds, until what it recorded is sent. True: all of it was sent.",
			"Завершает работу объекта и ждёт не дольше ТаймаутМс миллисекунд, пока не отправлено всё, что он записал. Истина: отправлено всё.",
		},
		handle: (*call).close,
	},
	{
		Name:   Name{"Flush", "ДождатьсяОтправки"},
		Params: []Param{{Name: Name{"TimeoutMs", "ТаймаутМс"}, Default: shutdownTimeoutMs}},
		Result: AnswerBool, IDParam: none, TimeoutParam: 0, Timeout: shutdownTimeoutMs * time.Millisecond,
		Doc: Doc{
			"Waits, at most TimeoutMs milliseconds, until what this object recorded is sent. True: all of it was sent. What the server does not want yet (a rate limit) is not waited for.",
			"Ждёт не дольше ТаймаутМс миллисекунд, пока не отправлено всё, что записал объект. Истина: отправлено всё. Того, что сервер пока не принимает (ограничение частоты), не ждёт.",
		},
		handle: (*call).flush,
	},
	{
		Name: Name{"CaptureException", "ЗаписатьИсключение"},
		Params: []Param{
			{Name: Name{"ErrorText", "ТекстОшибки"}},
			{Name: Name{"Params", "Параметры"}, Mark: JSON, Default: "", Level: true},
			{Name: Name{"EventID", "ИдентификаторСобытия"}, Default: ""},
		},
		Result: EventID, IDParam: 2, TimeoutParam: none, LastID: true,
		Doc: Doc{
			"Reports an error, given as 1C prints it (DetailErrorDescription). Returns the event id, \"\" if sending is off.",
			"Сообщает об ошибке, текст которой дан так, как его печатает 1С (ПодробноеПредставлениеОшибки). Возвращает идентификатор события, \"\" если отправка выключена.",
		},
		handle: (*call).captureException,
	},
	{
		Name: Name{"CaptureMessage", "ЗаписатьСообщение"},
		Params: []Param{
			{Name: Name{"Message", "Сообщение"}},
			{Name: Name{"Level", "Уровень"}, Default: "info", Level: true},
			{Name: Name{"Params", "Параметры"}, Mark: JSON, Default: "", Level: true},
			{Name: Name{"EventID", "ИдентификаторСобытия"}, Default: ""},
		},
		Result: EventID, IDParam: 3, TimeoutParam: none, LastID: true,
		Doc: Doc{
			"Reports a message. Levels: debug, info, warning, error, fatal. Returns the event id, \"\" if sending is off.",
			"Сообщает произвольный текст. Уровни: debug, info, warning, error, fatal. Возвращает идентификатор события, \"\" если отправка выключена.",
		},
		handle: (*call).captureMessage,
	},
	{
		Name: Name{"AddBreadcrumb", "ДобавитьСобытиеИстории"},
		Params: []Param{
			{Name: Name{"Message", "Сообщение"}},
			{Name: Name{"Category", "Категория"}, Default: ""},
			{Name: Name{"Level", "Уровень"}, Default: "info"},
			{Name: Name{"Data", "Данные"}, Mark: JSON, Default: ""},
			{Name: Name{"Type", "Тип"}, Default: "default"},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Remembers an action; the last maxBreadcrumbs of them go with every later event.",
			"Запоминает действие; последние maxBreadcrumbs действий уходят с каждым следующим событием.",
		},
		handle: (*call).addBreadcrumb,
	},
	{
		Name:  Name{"ClearBreadcrumbs", "ОчиститьИсторию"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{"Forgets the remembered actions.", "Забывает запомненные действия."},
		handle: (*call).clearBreadcrumbs,
	},
	{
		Name: Name{"SetUser", "УстановитьПользователя"},
		Params: []Param{
			{Name: Name{"ID", "Идентификатор"}},
			{Name: Name{"Username", "Имя"}, Default: ""},
			{Name: Name{"Email", "ЭлектроннаяПочта"}, Default: ""},
			{Name: Name{"IPAddress", "IPАдрес"}, Default: ""},
			{Name: Name{"Data", "Данные"}, Mark: JSON, Default: ""},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets the user of the following events; with every argument empty there is none.",
			"Устанавливает пользователя следующих событий; если все аргументы пусты, пользователя нет.",
		},
		handle: (*call).setUser,
	},
	{
		Name: Name{"SetTag", "УстановитьТег"},
		Params: []Param{
			{Name: Name{"Key", "Ключ"}},
			{Name: Name{"Value", "Значение"}},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets a tag: a short value to search by. Keys that Sentry does not allow are transliterated.",
			"Устанавливает тег: короткое значение для поиска. Ключи, недопустимые в Sentry, транслитерируются.",
		},
		handle: (*call).setTag,
	},
	{
		Name:   Name{"RemoveTag", "УдалитьТег"},
		Params: []Param{{Name: Name{"Key", "Ключ"}}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{"Removes a tag.", "Удаляет тег."},
		handle: (*call).removeTag,
	},
	{
		Name:   Name{"SetTags", "УстановитьТеги"},
		Params: []Param{{Name: Name{"Tags", "Теги"}, Mark: JSON}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets the tags of a JSON object; other tags stay.",
			"Устанавливает теги из объекта JSON; остальные теги сохраняются.",
		},
		handle: (*call).setTags,
	},
	{
		Name: Name{"SetContext", "УстановитьКонтекст"},
		Params: []Param{
			{Name: Name{"Name", "Имя"}},
			{Name: Name{"Context", "Контекст"}, Mark: JSON},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets a context: a named JSON object that is shown with the event.",
			"Устанавливает контекст: именованный объект JSON, который показывается вместе с событием.",
		},
		handle: (*call).setContext,
	},
	{
		Name:   Name{"RemoveContext", "УдалитьКонтекст"},
		Params: []Param{{Name: Name{"Name", "Имя"}}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{"Removes a context.", "Удаляет контекст."},
		handle: (*call).removeContext,
	},
	{
		Name: Name{"SetExtra", "УстановитьДополнительно"},
		Params: []Param{
			{Name: Name{"Key", "Ключ"}},
			{Name: Name{"Value", "Значение"}, Mark: JSON},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets an additional value, a text or JSON, that is shown with the event.",
			"Устанавливает дополнительное значение, текст или JSON, которое показывается вместе с событием.",
		},
		handle: (*call).setExtra,
	},
	{
		Name:   Name{"SetLevel", "УстановитьУровень"},
		Params: []Param{{Name: Name{"Level", "Уровень"}, Level: true}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets the level of the following events, unless their Params say another; an empty one is the usual.",
			"Устанавливает уровень следующих событий, если другой не указан в их Параметрах; пустой означает обычный.",
		},
		handle: (*call).setLevel,
	},
	{
		Name:   Name{"SetFingerprint", "УстановитьОтпечаток"},
		Params: []Param{{Name: Name{"Fingerprint", "Отпечаток"}, Mark: JSON}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets what the following events are grouped by: a JSON array of texts or one text; an empty one is the usual.",
			"Устанавливает, по чему группируются следующие события: массив JSON из строк или одна строка; пустая означает обычное правило.",
		},
		handle: (*call).setFingerprint,
	},
	{
		Name:   Name{"SetTransactionName", "УстановитьИмяОперации"},
		Params: []Param{{Name: Name{"Name", "Имя"}}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets the name of what 1C is doing: the transaction of the following events.",
			"Устанавливает имя выполняемой операции: поле transaction следующих событий.",
		},
		handle: (*call).setTransactionName,
	},
	{
		Name:  Name{"PushScope", "ОткрытьОбласть"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Remembers the scope (tags, user, contexts, actions…): PopScope brings it back.",
			"Запоминает область (теги, пользователь, контексты, действия…): ЗакрытьОбласть вернёт её.",
		},
		handle: (*call).pushScope,
	},
	{
		Name:  Name{"PopScope", "ЗакрытьОбласть"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Brings back the scope that the last PushScope remembered.",
			"Возвращает область, запомненную последним вызовом ОткрытьОбласть.",
		},
		handle: (*call).popScope,
	},
	{
		Name:  Name{"ClearScope", "ОчиститьОбласть"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{"Empties the scope.", "Очищает область."},
		handle: (*call).clearScope,
	},
	{
		Name:   Name{"ParseError", "РазобратьОшибку"},
		Params: []Param{{Name: Name{"ErrorText", "ТекстОшибки"}}},
		Result: AnswerText, Timeout: time.Second, AnyState: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Returns JSON: the exceptions, frames and fingerprint that are read from the text of an error. Nothing is sent.",
			"Возвращает JSON: исключения, стек и отпечаток, прочитанные из текста ошибки. Ничего не отправляет.",
		},
		handle: (*call).parseError,
	},
	{
		Name: Name{"CaptureEvent", "ЗаписатьСобытие"},
		Params: []Param{
			{Name: Name{"Event", "Событие"}, Mark: JSON, Level: true},
			{Name: Name{"EventID", "ИдентификаторСобытия"}, Default: ""},
		},
		Result: EventID, IDParam: 1, TimeoutParam: none, LastID: true,
		Doc: Doc{
			"Reports an event given as JSON of Sentry's event payload; what it says comes before the scope, unknown keys go as they are. Returns the event id, which replaces an event_id inside, \"\" if sending is off.",
			"Сообщает событие, заданное JSON в формате события Sentry; указанное в нём важнее области, незнакомые ключи уходят как есть. Возвращает идентификатор события, который заменяет event_id внутри, \"\" если отправка выключена.",
		},
		handle: (*call).captureEvent,
	},
	{
		Name: Name{"CaptureFeedback", "ЗаписатьОтзыв"},
		Params: []Param{
			{Name: Name{"Message", "Сообщение"}},
			{Name: Name{"Name", "Имя"}, Default: ""},
			{Name: Name{"Email", "ЭлектроннаяПочта"}, Default: ""},
			{Name: Name{"EventID", "ИдентификаторСобытия"}, Default: ""},
		},
		Result: EventID, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sends what a user wrote, about the event EventID if it is given; Name and Email are sent as the user left them to be answered. Returns the id of the feedback, \"\" if sending is off.",
			"Отправляет отзыв пользователя, в том числе о событии ИдентификаторСобытия, если он указан; Имя и ЭлектроннаяПочта уходят как есть: пользователь оставил их для ответа. Возвращает идентификатор отзыва, \"\" если отправка выключена.",
		},
		handle: (*call).captureFeedback,
	},
	{
		Name: Name{"CaptureCheckIn", "ОтметитьЗадание"},
		Params: []Param{
			{Name: Name{"MonitorSlug", "ИмяМонитора"}},
			{Name: Name{"Status", "Статус"}},
			{Name: Name{"CheckInID", "ИдентификаторОтметки"}, Default: ""},
			{Name: Name{"DurationSeconds", "ДлительностьВСекундах"}, Default: 0},
			{Name: Name{"MonitorConfig", "НастройкиМонитора"}, Mark: JSON, Default: ""},
		},
		Result: EventID, IDParam: 2, TimeoutParam: none,
		Doc: Doc{
			"Tells how a scheduled job goes. Statuses: in_progress, ok, error. The id that it returns at the start is CheckInID at the end. MonitorConfig makes the monitor: schedule ({\"type\":\"crontab\",\"value\":\"0 3 * * *\"} or {\"type\":\"interval\",\"value\":10,\"unit\":\"minute\"}), checkin_margin, max_runtime, timezone, failure_issue_threshold, recovery_threshold. More than 6 a minute of one monitor are not sent.",
			"Отмечает ход регламентного задания. Статусы: in_progress, ok, error. Идентификатор, полученный в начале, передаётся в конце как ИдентификаторОтметки. НастройкиМонитора создают монитор: schedule ({\"type\":\"crontab\",\"value\":\"0 3 * * *\"} или {\"type\":\"interval\",\"value\":10,\"unit\":\"minute\"}), checkin_margin, max_runtime, timezone, failure_issue_threshold, recovery_threshold. Больше 6 отметок одного монитора в минуту не отправляется.",
		},
		handle: (*call).captureCheckIn,
	},
	{
		Name: Name{"AddAttachment", "ДобавитьВложение"},
		Params: []Param{
			{Name: Name{"FileName", "ИмяФайла"}},
			{Name: Name{"Data", "Данные"}, Mark: Blob},
			{Name: Name{"ContentType", "ТипСодержимого"}, Default: ""},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Attaches binary data or a text, at most 20 MiB, to the following events.",
			"Прикладывает двоичные данные или текст, не более 20 МиБ, к следующим событиям.",
		},
		handle: (*call).addAttachment,
	},
	{
		Name: Name{"AddAttachmentFile", "ДобавитьФайлВложения"},
		Params: []Param{
			{Name: Name{"Path", "Путь"}},
			{Name: Name{"FileName", "ИмяФайла"}, Default: ""},
			{Name: Name{"ContentType", "ТипСодержимого"}, Default: ""},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Attaches a file, at most 20 MiB, to the following events; it is read when an event is captured.",
			"Прикладывает файл, не более 20 МиБ, к следующим событиям; он читается при записи события.",
		},
		handle: (*call).addAttachmentFile,
	},
	{
		Name:  Name{"ClearAttachments", "ОчиститьВложения"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{"Attaches nothing to the following events.", "Ничего не прикладывает к следующим событиям."},
		handle: (*call).clearAttachments,
	},
	{
		Name:  Name{"StartSession", "НачатьСессию"},
		State: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Begins a session of release health: one for each object; it ends with EndSession, Close or the object. It needs the option release.",
			"Начинает сессию для показателей стабильности версии: у объекта она одна и заканчивается методами ЗавершитьСессию и Закрыть или вместе с объектом. Нужен параметр release.",
		},
		handle: (*call).startSession,
	},
	{
		Name:   Name{"EndSession", "ЗавершитьСессию"},
		Params: []Param{{Name: Name{"Status", "Статус"}, Default: "exited"}},
		State:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Ends the session. Statuses: exited, crashed, errored, abnormal. Errors captured meanwhile count as its errors.",
			"Завершает сессию. Статусы: exited, crashed, errored, abnormal. Записанные за это время ошибки считаются её ошибками.",
		},
		handle: (*call).finishSession,
	},
	{
		Name: Name{"StartTransaction", "НачатьОперацию"},
		Params: []Param{
			{Name: Name{"Name", "Имя"}},
			{Name: Name{"Op", "ВидОперации"}, Default: ""},
			{Name: Name{"Incoming", "Входящие"}, Mark: JSON, Default: ""},
			{Name: Name{"Params", "Параметры"}, Mark: JSON, Default: ""},
		},
		Result: SpanID, State: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Begins a transaction: something whose duration matters. Incoming goes on with the trace of another process: {\"sentry-trace\": …, \"baggage\": …}. Params: start, durationMs (with it the transaction is finished at once: a key operation that was measured), status, data, measurements. Returns the id of its root span, \"\" if sending is off.",
			"Начинает операцию (транзакцию): действие, длительность которого важна. Входящие продолжают трассировку другого процесса: {\"sentry-trace\": …, \"baggage\": …}. Параметры: start, durationMs (операция завершается сразу: уже измеренная ключевая операция), status, data, measurements. Возвращает идентификатор её корневого этапа, \"\" если отправка выключена.",
		},
		handle: (*call).startTransaction,
	},
	{
		Name: Name{"StartSpan", "НачатьЭтап"},
		Params: []Param{
			{Name: Name{"ParentSpanID", "ИдентификаторРодителя"}},
			{Name: Name{"Op", "ВидОперации"}},
			{Name: Name{"Description", "Описание"}, Default: ""},
			{Name: Name{"Params", "Параметры"}, Mark: JSON, Default: ""},
		},
		Result: SpanID, Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Begins a step of a transaction below another span; an empty ParentSpanID is the active one. Params are those of StartTransaction. Returns the id of the span.",
			"Начинает этап операции внутри другого этапа; пустой ИдентификаторРодителя означает текущий. Параметры те же, что у НачатьОперацию. Возвращает идентификатор этапа.",
		},
		handle: (*call).startSpan,
	},
	{
		Name: Name{"SetSpanData", "УстановитьДанныеЭтапа"},
		Params: []Param{
			{Name: Name{"SpanID", "ИдентификаторЭтапа"}},
			{Name: Name{"Key", "Ключ"}},
			{Name: Name{"Value", "Значение"}, Mark: JSON},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets a value of a span, JSON or a text; an empty SpanID is the active one.",
			"Устанавливает значение этапа, JSON или строку; пустой ИдентификаторЭтапа означает текущий.",
		},
		handle: (*call).setSpanData,
	},
	{
		Name: Name{"SetMeasurement", "УстановитьЗамер"},
		Params: []Param{
			{Name: Name{"SpanID", "ИдентификаторЭтапа"}},
			{Name: Name{"Name", "Имя"}},
			{Name: Name{"Value", "Значение"}},
			{Name: Name{"Unit", "Единица"}, Default: ""},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Sets a number of the span's transaction, such as the number of documents. Units are millisecond, byte, percent and others.",
			"Устанавливает число для операции этапа, например количество документов. Единицы: millisecond, byte, percent и другие.",
		},
		handle: (*call).setMeasurement,
	},
	{
		Name: Name{"FinishSpan", "ЗавершитьЭтап"},
		Params: []Param{
			{Name: Name{"SpanID", "ИдентификаторЭтапа"}},
			{Name: Name{"Status", "Статус"}, Default: "ok"},
		},
		State: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Finishes a span; with its root span a transaction is finished and sent. Statuses: ok, cancelled, unknown_error, internal_error, deadline_exceeded, not_found, permission_denied and others of Sentry.",
			"Завершает этап; вместе с корневым этапом завершается и отправляется операция. Статусы: ok, cancelled, unknown_error, internal_error, deadline_exceeded, not_found, permission_denied и другие статусы Sentry.",
		},
		handle: (*call).finishSpan,
	},
	{
		Name:   Name{"TraceHeaders", "ЗаголовкиТрассировки"},
		Params: []Param{{Name: Name{"SpanID", "ИдентификаторЭтапа"}, Default: ""}},
		Result: AnswerText, Timeout: propertyTimeout, IDParam: none, TimeoutParam: none,
		IDs: [2]string{`{"sentry-trace":"`, `"}`},
		Doc: Doc{
			"Returns JSON with the headers sentry-trace and baggage, which another system goes on with the trace by; an empty SpanID is the active span.",
			"Возвращает JSON с заголовками sentry-trace и baggage, по которым другая система продолжит трассировку; пустой ИдентификаторЭтапа означает текущий этап.",
		},
		handle: (*call).traceHeaders,
	},
	{
		Name: Name{"Log", "ЗаписатьЛог"},
		Params: []Param{
			{Name: Name{"Level", "Уровень"}},
			{Name: Name{"Message", "Сообщение"}},
			{Name: Name{"Attributes", "Атрибуты"}, Mark: JSON, Default: ""},
		},
		IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Writes a line into Sentry's log. Levels: trace, debug, info, warn, error, fatal. Attributes: a JSON object of texts, numbers and truths.",
			"Записывает строку в журнал Sentry (Logs). Уровни: trace, debug, info, warn, error, fatal. Атрибуты: объект JSON из строк, чисел и булевых значений.",
		},
		handle: (*call).log,
	},
	{
		Name: Name{"Metric", "ЗаписатьМетрику"},
		Params: []Param{
			{Name: Name{"Type", "Тип"}},
			{Name: Name{"Name", "Имя"}},
			{Name: Name{"Value", "Значение"}},
			{Name: Name{"Unit", "Единица"}, Default: ""},
			{Name: Name{"Attributes", "Атрибуты"}, Mark: JSON, Default: ""},
		},
		IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Tells a metric. Types: counter (something happened Value times), gauge (something is Value now), distribution (one of many values). Units are millisecond, byte, percent and others.",
			"Передаёт метрику. Типы: counter (событие произошло Значение раз), gauge (показатель сейчас равен Значению), distribution (одно из многих значений). Единицы: millisecond, byte, percent и другие.",
		},
		handle: (*call).metric,
	},
	{
		Name: Name{"ExportLog", "ВыгрузитьЖурнал"},
		Params: []Param{
			{Name: Name{"Rows", "Записи"}, Mark: JSON},
			{Name: Name{"Cursor", "Курсор"}, Mark: JSON, Default: ""},
		},
		Result: AnswerText, Timeout: exportLogTimeout, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			"Makes events of records of the event log, given as JSON, and returns JSON: the cursor to keep and how many were taken and skipped. The records taken are safe then. \"\": none was taken, keep the old cursor. The same record is the same event however often it is given.",
			"Делает события из записей журнала регистрации, заданных JSON, и возвращает JSON: курсор, который надо сохранить, сколько записей взято и пропущено. Взятые записи после этого в сохранности. \"\": ничего не взято, действует прежний курсор. Сколько бы раз ни передали запись, это одно и то же событие.",
		},
		handle: (*call).exportLog,
	},
}

// Properties are the component's properties, in the order of their positions.
var Properties = []Property{
	{
		Name: Name{"Version", "Версия"}, Source: Constant, Value: Version,
		Doc: Doc{"The version of the component.", "Версия компоненты."},
	},
	{
		Name: Name{"Enabled", "Включен"}, Source: IsEnabled,
		Doc: Doc{
			"Whether Init succeeded and Close was not called.",
			"Истина, если инициализация прошла успешно и метод Закрыть не вызывался.",
		},
	},
	{
		Name: Name{"LastError", "ПоследняяОшибка"}, Source: LastProblem, Timeout: propertyTimeout,
		Doc: Doc{
			"The last problem of this object in words; reading empties it.",
			"Последняя проблема объекта, описанная словами; чтение её очищает.",
		},
		handle: (*call).lastError,
	},
	{
		Name: Name{"LastEventID", "ПоследнийИдентификатор"}, Source: LastEventID,
		Doc: Doc{"The last event id that the object returned.", "Последний идентификатор события, который вернул объект."},
	},
	{
		Name: Name{"Statistics", "Статистика"}, Source: Answered, Timeout: propertyTimeout,
		Doc: Doc{
			"JSON: what was recorded, sent, waits and was dropped by reason, pauses and limits, the last answer of the server.",
			"JSON: сколько записано, отправлено, ожидает и отброшено по причинам, паузы и ограничения, последний ответ сервера.",
		},
		handle: (*call).statistics,
	},
}

const propertyTimeout = 100 * time.Millisecond
