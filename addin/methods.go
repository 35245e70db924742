package addin

import (
	"time"

	"sentry1c/addin/internal/options"
)

const none = -1

// answerTimeout is how long the answer of a method is waited for when nothing
// else is said.
const (
	initTimeout = 2 * time.Second
)

// Methods is the component's interface, in the order of its positions: append
// only, for records name their methods by position and outlive this version.
var Methods = []Method{
	{
		Name: Name{En: "Init", Ru: "Инициализировать"},
		Params: []Param{
			{Name: Name{En: "DSN", Ru: "DSN"}},
			{Name: Name{En: "Options", Ru: "Параметры"}, Mark: JSON, Default: ""},
			{Name: Name{En: "ScopeKey", Ru: "КлючОбласти"}, Default: ""},
		},
		Result: AnswerBool, Timeout: initTimeout, AnyState: true, Begins: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Starts sending to the project of the DSN. False: sending is off, LastError says why; an empty DSN (and no SENTRY_DSN in the environment) or the word off turns it off without an error. With a ScopeKey the object goes on with what earlier objects of the process put together under this key (tags, contexts, user, actions, open transactions, session), for two hours after the last of them was used (of 1000 such keys at most). Without a key it keeps the one it had; when it takes another, what it alone put together is forgotten. Use a key with one DSN and the same options at a time.",
			Ru: "Начинает отправку в проект, заданный DSN. Ложь: отправка выключена, причина в ПоследняяОшибка; пустой DSN (если нет и переменной среды SENTRY_DSN) или слово off выключает её без ошибки. Если указан КлючОбласти, объект продолжает то, что прежние объекты процесса собрали под этим ключом (теги, контексты, пользователь, действия, открытые операции, сессия), в течение двух часов после последнего использования (не больше 1000 таких ключей). Без ключа остаётся прежний; если указан другой, собранное только этим объектом забывается. Один ключ — с одним DSN и одними параметрами одновременно.",
		},
		handle: initialize,
	},
	{
		Name:   Name{En: "Close", Ru: "Закрыть"},
		Params: []Param{{Name: Name{En: "TimeoutMs", Ru: "ТаймаутМс"}, Default: options.ShutdownTimeoutMs}},
		Result: AnswerBool, IDParam: none, TimeoutParam: 0, Timeout: options.ShutdownTimeoutMs * time.Millisecond, Closes: true,
		Doc: Doc{
			En: "Ends the work of this object and waits, at most TimeoutMs milliseconds, until what it recorded is sent. True: all of it was sent.",
			Ru: "Завершает работу объекта и ждёт не дольше ТаймаутМс миллисекунд, пока не отправлено всё, что он записал. Истина: отправлено всё.",
		},
		handle: closeObject,
	},
	{
		Name:   Name{En: "Flush", Ru: "ДождатьсяОтправки"},
		Params: []Param{{Name: Name{En: "TimeoutMs", Ru: "ТаймаутМс"}, Default: options.ShutdownTimeoutMs}},
		Result: AnswerBool, IDParam: none, TimeoutParam: 0, Timeout: options.ShutdownTimeoutMs * time.Millisecond,
		Doc: Doc{
			En: "Waits, at most TimeoutMs milliseconds, until what this object recorded is sent. True: all of it was sent. What the server does not want yet (a rate limit) is not waited for.",
			Ru: "Ждёт не дольше ТаймаутМс миллисекунд, пока не отправлено всё, что записал объект. Истина: отправлено всё. Того, что сервер пока не принимает (ограничение частоты), не ждёт.",
		},
		handle: flush,
	},
	{
		Name: Name{En: "CaptureException", Ru: "ЗаписатьИсключение"},
		Params: []Param{
			{Name: Name{En: "ErrorText", Ru: "ТекстОшибки"}},
			{Name: Name{En: "Params", Ru: "Параметры"}, Mark: JSON, Default: "", Level: true},
			{Name: Name{En: "EventID", Ru: "ИдентификаторСобытия"}, Default: ""},
		},
		Result: EventID, IDParam: 2, TimeoutParam: none, LastID: true,
		Doc: Doc{
			En: "Reports an error, given as 1C prints it (DetailErrorDescription). Returns the event id, \"\" if sending is off.",
			Ru: "Сообщает об ошибке, текст которой дан так, как его печатает 1С (ПодробноеПредставлениеОшибки). Возвращает идентификатор события, \"\" если отправка выключена.",
		},
		handle: captureException,
	},
	{
		Name: Name{En: "CaptureMessage", Ru: "ЗаписатьСообщение"},
		Params: []Param{
			{Name: Name{En: "Message", Ru: "Сообщение"}},
			{Name: Name{En: "Level", Ru: "Уровень"}, Default: "info", Level: true},
			{Name: Name{En: "Params", Ru: "Параметры"}, Mark: JSON, Default: "", Level: true},
			{Name: Name{En: "EventID", Ru: "ИдентификаторСобытия"}, Default: ""},
		},
		Result: EventID, IDParam: 3, TimeoutParam: none, LastID: true,
		Doc: Doc{
			En: "Reports a message. Levels: debug, info, warning, error, fatal. Returns the event id, \"\" if sending is off.",
			Ru: "Сообщает произвольный текст. Уровни: debug, info, warning, error, fatal. Возвращает идентификатор события, \"\" если отправка выключена.",
		},
		handle: captureMessage,
	},
	{
		Name: Name{En: "AddBreadcrumb", Ru: "ДобавитьСобытиеИстории"},
		Params: []Param{
			{Name: Name{En: "Message", Ru: "Сообщение"}},
			{Name: Name{En: "Category", Ru: "Категория"}, Default: ""},
			{Name: Name{En: "Level", Ru: "Уровень"}, Default: "info"},
			{Name: Name{En: "Data", Ru: "Данные"}, Mark: JSON, Default: ""},
			{Name: Name{En: "Type", Ru: "Тип"}, Default: "default"},
			{Name: Name{En: "Timestamp", Ru: "МоментВремени"}, Default: ""},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Remembers an action; the last maxBreadcrumbs of them go with every later event. Timestamp (ISO 8601 or Unix seconds) is for one that was earlier.",
			Ru: "Запоминает действие; последние maxBreadcrumbs действий уходят с каждым следующим событием. МоментВремени (ISO 8601 или секунды Unix) — для действия, которое было раньше.",
		},
		handle: addBreadcrumb,
	},
	{
		Name:  Name{En: "ClearBreadcrumbs", Ru: "ОчиститьИсторию"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{En: "Forgets the remembered actions.", Ru: "Забывает запомненные действия."},
		handle: clearBreadcrumbs,
	},
	{
		Name: Name{En: "SetUser", Ru: "УстановитьПользователя"},
		Params: []Param{
			{Name: Name{En: "ID", Ru: "Идентификатор"}},
			{Name: Name{En: "Username", Ru: "Имя"}, Default: ""},
			{Name: Name{En: "Email", Ru: "ЭлектроннаяПочта"}, Default: ""},
			{Name: Name{En: "IPAddress", Ru: "IPАдрес"}, Default: ""},
			{Name: Name{En: "Data", Ru: "Данные"}, Mark: JSON, Default: ""},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets the user of the following events; with every argument empty there is none.",
			Ru: "Устанавливает пользователя следующих событий; если все аргументы пусты, пользователя нет.",
		},
		handle: setUser,
	},
	{
		Name: Name{En: "SetTag", Ru: "УстановитьТег"},
		Params: []Param{
			{Name: Name{En: "Key", Ru: "Ключ"}},
			{Name: Name{En: "Value", Ru: "Значение"}},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets a tag: a short value to search by. Keys that Sentry does not allow are transliterated.",
			Ru: "Устанавливает тег: короткое значение для поиска. Ключи, недопустимые в Sentry, транслитерируются.",
		},
		handle: setTag,
	},
	{
		Name:   Name{En: "RemoveTag", Ru: "УдалитьТег"},
		Params: []Param{{Name: Name{En: "Key", Ru: "Ключ"}}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{En: "Removes a tag.", Ru: "Удаляет тег."},
		handle: removeTag,
	},
	{
		Name:   Name{En: "SetTags", Ru: "УстановитьТеги"},
		Params: []Param{{Name: Name{En: "Tags", Ru: "Теги"}, Mark: JSON}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets the tags of a JSON object; other tags stay.",
			Ru: "Устанавливает теги из объекта JSON; остальные теги сохраняются.",
		},
		handle: setTags,
	},
	{
		Name: Name{En: "SetContext", Ru: "УстановитьКонтекст"},
		Params: []Param{
			{Name: Name{En: "Name", Ru: "Имя"}},
			{Name: Name{En: "Context", Ru: "Контекст"}, Mark: JSON},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets a context: a named JSON object that is shown with the event. True says that the call was taken; what is wrong in the text (it is no JSON object, or longer than 64 KiB) is found later and told by LastError. False: the text is longer than 20 MiB, or no text; or there is no room for it in a burst: then later events say that their scope is incomplete.",
			Ru: "Устанавливает контекст: именованный объект JSON, который показывается вместе с событием. Истина означает, что вызов принят; ошибка в тексте (не объект JSON или длиннее 64 КиБ) обнаруживается позже, о ней сообщает ПоследняяОшибка. Ложь: текст длиннее 20 МиБ или не строка; либо при всплеске для него нет места: тогда следующие события говорят, что область неполна.",
		},
		handle: setContext,
	},
	{
		Name:   Name{En: "RemoveContext", Ru: "УдалитьКонтекст"},
		Params: []Param{{Name: Name{En: "Name", Ru: "Имя"}}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{En: "Removes a context.", Ru: "Удаляет контекст."},
		handle: removeContext,
	},
	{
		Name: Name{En: "SetExtra", Ru: "УстановитьДополнительно"},
		Params: []Param{
			{Name: Name{En: "Key", Ru: "Ключ"}},
			{Name: Name{En: "Value", Ru: "Значение"}, Mark: JSON},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets an additional value, a text or JSON, that is shown with the event.",
			Ru: "Устанавливает дополнительное значение, текст или JSON, которое показывается вместе с событием.",
		},
		handle: setExtra,
	},
	{
		Name:   Name{En: "SetLevel", Ru: "УстановитьУровень"},
		Params: []Param{{Name: Name{En: "Level", Ru: "Уровень"}, Level: true}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets the level of the following events, unless their Params say another; an empty one is the usual.",
			Ru: "Устанавливает уровень следующих событий, если другой не указан в их Параметрах; пустой означает обычный.",
		},
		handle: setLevel,
	},
	{
		Name:   Name{En: "SetFingerprint", Ru: "УстановитьОтпечаток"},
		Params: []Param{{Name: Name{En: "Fingerprint", Ru: "Отпечаток"}, Mark: JSON}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets what the following events are grouped by: a JSON array of texts or one text; an empty one is the usual.",
			Ru: "Устанавливает, по чему группируются следующие события: массив JSON из строк или одна строка; пустая означает обычное правило.",
		},
		handle: setFingerprint,
	},
	{
		Name:   Name{En: "SetTransactionName", Ru: "УстановитьИмяОперации"},
		Params: []Param{{Name: Name{En: "Name", Ru: "Имя"}}},
		Scope:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets the name of what 1C is doing: the transaction of the following events.",
			Ru: "Устанавливает имя выполняемой операции: поле transaction следующих событий.",
		},
		handle: setTransactionName,
	},
	{
		Name:  Name{En: "PushScope", Ru: "ОткрытьОбласть"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Remembers the scope (tags, user, contexts, actions…): PopScope brings it back.",
			Ru: "Запоминает область (теги, пользователь, контексты, действия…): ЗакрытьОбласть вернёт её.",
		},
		handle: pushScope,
	},
	{
		Name:  Name{En: "PopScope", Ru: "ЗакрытьОбласть"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Brings back the scope that the last PushScope remembered.",
			Ru: "Возвращает область, запомненную последним вызовом ОткрытьОбласть.",
		},
		handle: popScope,
	},
	{
		Name:  Name{En: "ClearScope", Ru: "ОчиститьОбласть"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{En: "Empties the scope.", Ru: "Очищает область."},
		handle: clearScope,
	},
	{
		Name:   Name{En: "ParseError", Ru: "РазобратьОшибку"},
		Params: []Param{{Name: Name{En: "ErrorText", Ru: "ТекстОшибки"}}},
		Result: AnswerText, Timeout: time.Second, AnyState: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Returns JSON: the exceptions, frames and fingerprint that are read from the text of an error. Nothing is sent.",
			Ru: "Возвращает JSON: исключения, стек и отпечаток, прочитанные из текста ошибки. Ничего не отправляет.",
		},
		handle: parseError,
	},
	{
		Name: Name{En: "CaptureEvent", Ru: "ЗаписатьСобытие"},
		Params: []Param{
			{Name: Name{En: "Event", Ru: "Событие"}, Mark: JSON, Level: true},
			{Name: Name{En: "EventID", Ru: "ИдентификаторСобытия"}, Default: ""},
		},
		Result: EventID, IDParam: 1, TimeoutParam: none, LastID: true,
		Doc: Doc{
			En: "Reports an event given as JSON of Sentry's event payload; what it says comes before the scope, unknown keys go as they are. Returns the event id, which replaces an event_id inside, \"\" if sending is off.",
			Ru: "Сообщает событие, заданное JSON в формате события Sentry; указанное в нём важнее области, незнакомые ключи уходят как есть. Возвращает идентификатор события, который заменяет event_id внутри, \"\" если отправка выключена.",
		},
		handle: captureEvent,
	},
	{
		Name: Name{En: "CaptureFeedback", Ru: "ЗаписатьОтзыв"},
		Params: []Param{
			{Name: Name{En: "Message", Ru: "Сообщение"}},
			{Name: Name{En: "Name", Ru: "Имя"}, Default: ""},
			{Name: Name{En: "Email", Ru: "ЭлектроннаяПочта"}, Default: ""},
			{Name: Name{En: "EventID", Ru: "ИдентификаторСобытия"}, Default: ""},
		},
		Result: EventID, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sends what a user wrote, about the event EventID if it is given; Name and Email are sent as the user left them to be answered. Returns the id of the feedback, \"\" if sending is off.",
			Ru: "Отправляет отзыв пользователя, в том числе о событии ИдентификаторСобытия, если он указан; Имя и ЭлектроннаяПочта уходят как есть: пользователь оставил их для ответа. Возвращает идентификатор отзыва, \"\" если отправка выключена.",
		},
		handle: captureFeedback,
	},
	{
		Name: Name{En: "CaptureCheckIn", Ru: "ОтметитьЗадание"},
		Params: []Param{
			{Name: Name{En: "MonitorSlug", Ru: "ИмяМонитора"}},
			{Name: Name{En: "Status", Ru: "Статус"}},
			{Name: Name{En: "CheckInID", Ru: "ИдентификаторОтметки"}, Default: ""},
			{Name: Name{En: "DurationSeconds", Ru: "ДлительностьВСекундах"}, Default: 0},
			{Name: Name{En: "MonitorConfig", Ru: "НастройкиМонитора"}, Mark: JSON, Default: ""},
		},
		Result: EventID, IDParam: 2, TimeoutParam: none,
		Doc: Doc{
			En: "Tells how a scheduled job goes. Statuses: in_progress, ok, error. The id that it returns at the start is CheckInID at the end. MonitorConfig makes the monitor: schedule ({\"type\":\"crontab\",\"value\":\"0 3 * * *\"} or {\"type\":\"interval\",\"value\":10,\"unit\":\"minute\"}), checkin_margin, max_runtime, timezone, failure_issue_threshold, recovery_threshold. More than 6 a minute of one monitor are not sent, nor another status or an empty monitor: LastError tells.",
			Ru: "Отмечает ход регламентного задания. Статусы: in_progress, ok, error. Идентификатор, полученный в начале, передаётся в конце как ИдентификаторОтметки. НастройкиМонитора создают монитор: schedule ({\"type\":\"crontab\",\"value\":\"0 3 * * *\"} или {\"type\":\"interval\",\"value\":10,\"unit\":\"minute\"}), checkin_margin, max_runtime, timezone, failure_issue_threshold, recovery_threshold. Больше 6 отметок одного монитора в минуту не отправляется; иной статус или пустой монитор — тоже, о них сообщает ПоследняяОшибка.",
		},
		handle: captureCheckIn,
	},
	{
		Name: Name{En: "AddAttachment", Ru: "ДобавитьВложение"},
		Params: []Param{
			{Name: Name{En: "FileName", Ru: "ИмяФайла"}},
			{Name: Name{En: "Data", Ru: "Данные"}, Mark: Blob},
			{Name: Name{En: "ContentType", Ru: "ТипСодержимого"}, Default: ""},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Attaches binary data or a text, at most 20 MiB, to the following events. True says that the call was taken; that there is no more room is told by LastError. False: the data is longer, there is no room for it in a burst, or it is neither binary data nor a text.",
			Ru: "Прикладывает двоичные данные или текст, не более 20 МиБ, к следующим событиям. Истина означает, что вызов принят; о нехватке места сообщает ПоследняяОшибка. Ложь: данные длиннее, при всплеске для них нет места либо это не двоичные данные и не строка.",
		},
		handle: addAttachment,
	},
	{
		Name: Name{En: "AddAttachmentFile", Ru: "ДобавитьФайлВложения"},
		Params: []Param{
			{Name: Name{En: "Path", Ru: "Путь"}},
			{Name: Name{En: "FileName", Ru: "ИмяФайла"}, Default: ""},
			{Name: Name{En: "ContentType", Ru: "ТипСодержимого"}, Default: ""},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Attaches a file, at most 20 MiB, to the following events. It is read a moment after an event is captured: remove it after Flush only.",
			Ru: "Прикладывает файл, не более 20 МиБ, к следующим событиям. Он читается вскоре после записи события: удаляйте его только после ДождатьсяОтправки.",
		},
		handle: addAttachmentFile,
	},
	{
		Name:  Name{En: "ClearAttachments", Ru: "ОчиститьВложения"},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc:    Doc{En: "Attaches nothing to the following events.", Ru: "Ничего не прикладывает к следующим событиям."},
		handle: clearAttachments,
	},
	{
		Name:  Name{En: "StartSession", Ru: "НачатьСессию"},
		State: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Begins a session of release health: one for each object; it ends with EndSession, Close or the object. It needs the option release.",
			Ru: "Начинает сессию для показателей стабильности версии: у объекта она одна и заканчивается методами ЗавершитьСессию и Закрыть или вместе с объектом. Нужен параметр release.",
		},
		handle: startSession,
	},
	{
		Name:   Name{En: "EndSession", Ru: "ЗавершитьСессию"},
		Params: []Param{{Name: Name{En: "Status", Ru: "Статус"}, Default: "exited"}},
		State:  true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Ends the session. Statuses: exited, crashed, errored, abnormal, unhandled. Errors captured meanwhile count as its errors; after one that nobody caught (handled: false) the session ends as unhandled unless it crashed or is abnormal.",
			Ru: "Завершает сессию. Статусы: exited, crashed, errored, abnormal, unhandled. Записанные за это время ошибки считаются её ошибками; после необработанной (handled: false) сессия завершается как unhandled, если статус не crashed и не abnormal.",
		},
		handle: endSession,
	},
	{
		Name: Name{En: "StartTransaction", Ru: "НачатьОперацию"},
		Params: []Param{
			{Name: Name{En: "Name", Ru: "Имя"}},
			{Name: Name{En: "Op", Ru: "ВидОперации"}, Default: ""},
			{Name: Name{En: "Incoming", Ru: "Входящие"}, Mark: JSON, Default: ""},
			{Name: Name{En: "Params", Ru: "Параметры"}, Mark: JSON, Default: ""},
		},
		Result: SpanID, State: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Begins a transaction: something whose duration matters. Incoming goes on with the trace of another process: {\"sentry-trace\": …, \"baggage\": …}. Params: start, durationMs (with it the transaction is finished at once: a key operation that was measured), status, data, measurements; with durationMs also key (whoever tells it twice means the same transaction), exported (another session did it: the user and session of the object are not told), user, tags. Returns the id of its root span, \"\" if sending is off.",
			Ru: "Начинает операцию (транзакцию): действие, длительность которого важна. Входящие продолжают трассировку другого процесса: {\"sentry-trace\": …, \"baggage\": …}. Параметры: start, durationMs (операция завершается сразу: уже измеренная ключевая операция), status, data, measurements; вместе с durationMs также key (кто сообщит дважды, имеет в виду ту же операцию), exported (операция другого сеанса: пользователь и сеанс объекта не указываются), user, tags. Возвращает идентификатор её корневого этапа, \"\" если отправка выключена.",
		},
		handle: startTransaction,
	},
	{
		Name: Name{En: "StartSpan", Ru: "НачатьЭтап"},
		Params: []Param{
			{Name: Name{En: "ParentSpanID", Ru: "ИдентификаторРодителя"}},
			{Name: Name{En: "Op", Ru: "ВидОперации"}},
			{Name: Name{En: "Description", Ru: "Описание"}, Default: ""},
			{Name: Name{En: "Params", Ru: "Параметры"}, Mark: JSON, Default: ""},
		},
		Result: SpanID, Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Begins a step of a transaction below another span; an empty ParentSpanID is the active one. Params are those of StartTransaction. Returns the id of the span.",
			Ru: "Начинает этап операции внутри другого этапа; пустой ИдентификаторРодителя означает текущий. Параметры те же, что у НачатьОперацию. Возвращает идентификатор этапа.",
		},
		handle: startSpan,
	},
	{
		Name: Name{En: "SetSpanData", Ru: "УстановитьДанныеЭтапа"},
		Params: []Param{
			{Name: Name{En: "SpanID", Ru: "ИдентификаторЭтапа"}},
			{Name: Name{En: "Key", Ru: "Ключ"}},
			{Name: Name{En: "Value", Ru: "Значение"}, Mark: JSON},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets a value of a span, JSON or a text; an empty SpanID is the active one.",
			Ru: "Устанавливает значение этапа, JSON или строку; пустой ИдентификаторЭтапа означает текущий.",
		},
		handle: setSpanData,
	},
	{
		Name: Name{En: "SetMeasurement", Ru: "УстановитьЗамер"},
		Params: []Param{
			{Name: Name{En: "SpanID", Ru: "ИдентификаторЭтапа"}},
			{Name: Name{En: "Name", Ru: "Имя"}},
			{Name: Name{En: "Value", Ru: "Значение"}},
			{Name: Name{En: "Unit", Ru: "Единица"}, Default: ""},
		},
		Scope: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Sets a number of the span's transaction, such as the number of documents. Units are millisecond, byte, percent and others.",
			Ru: "Устанавливает число для операции этапа, например количество документов. Единицы: millisecond, byte, percent и другие.",
		},
		handle: setMeasurement,
	},
	{
		Name: Name{En: "FinishSpan", Ru: "ЗавершитьЭтап"},
		Params: []Param{
			{Name: Name{En: "SpanID", Ru: "ИдентификаторЭтапа"}},
			{Name: Name{En: "Status", Ru: "Статус"}, Default: "ok"},
		},
		State: true, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Finishes a span; with its root span a transaction is finished and sent. Statuses: ok, cancelled, unknown_error, internal_error, deadline_exceeded, not_found, permission_denied and others of Sentry.",
			Ru: "Завершает этап; вместе с корневым этапом завершается и отправляется операция. Статусы: ok, cancelled, unknown_error, internal_error, deadline_exceeded, not_found, permission_denied и другие статусы Sentry.",
		},
		handle: finishSpan,
	},
	{
		Name:   Name{En: "TraceHeaders", Ru: "ЗаголовкиТрассировки"},
		Params: []Param{{Name: Name{En: "SpanID", Ru: "ИдентификаторЭтапа"}, Default: ""}},
		Result: AnswerText, Timeout: propertyTimeout, IDParam: none, TimeoutParam: none,
		IDs: [2]string{`{"sentry-trace":"`, `"}`},
		Doc: Doc{
			En: "Returns JSON with the headers sentry-trace and baggage, which another system goes on with the trace by; an empty SpanID is the active span.",
			Ru: "Возвращает JSON с заголовками sentry-trace и baggage, по которым другая система продолжит трассировку; пустой ИдентификаторЭтапа означает текущий этап.",
		},
		handle: traceHeaders,
	},
	{
		Name: Name{En: "Log", Ru: "ЗаписатьЛог"},
		Params: []Param{
			{Name: Name{En: "Level", Ru: "Уровень"}},
			{Name: Name{En: "Message", Ru: "Сообщение"}},
			{Name: Name{En: "Attributes", Ru: "Атрибуты"}, Mark: JSON, Default: ""},
		},
		IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Writes a line into Sentry's log. Levels: trace, debug, info, warn, error, fatal. Attributes: a JSON object of strings, numbers and booleans.",
			Ru: "Записывает строку в журнал Sentry (Logs). Уровни: trace, debug, info, warn, error, fatal. Атрибуты: объект JSON из строк, чисел и булевых значений.",
		},
		handle: recordLog,
	},
	{
		Name: Name{En: "Metric", Ru: "ЗаписатьМетрику"},
		Params: []Param{
			{Name: Name{En: "Type", Ru: "Тип"}},
			{Name: Name{En: "Name", Ru: "Имя"}},
			{Name: Name{En: "Value", Ru: "Значение"}},
			{Name: Name{En: "Unit", Ru: "Единица"}, Default: ""},
			{Name: Name{En: "Attributes", Ru: "Атрибуты"}, Mark: JSON, Default: ""},
		},
		IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Tells a metric. Types: counter (something happened Value times), gauge (something is Value now), distribution (one of many values). Units are millisecond, byte, percent and others. What is unusable is not sent: LastError tells.",
			Ru: "Передаёт метрику. Типы: counter (событие произошло Значение раз), gauge (показатель сейчас равен Значению), distribution (одно из многих значений). Единицы: millisecond, byte, percent и другие. Негодное не отправляется, о нём сообщает ПоследняяОшибка.",
		},
		handle: recordMetric,
	},
	{
		Name: Name{En: "ExportLog", Ru: "ВыгрузитьЖурнал"},
		Params: []Param{
			{Name: Name{En: "Rows", Ru: "Записи"}, Mark: JSON},
			{Name: Name{En: "Cursor", Ru: "Курсор"}, Mark: JSON, Default: ""},
		},
		Result: AnswerText, Timeout: exportLogTimeout, IDParam: none, TimeoutParam: none,
		Doc: Doc{
			En: "Makes events of records of the event log, given as JSON, with what their sessions did before, and sessions of release health of the records that begin and end them. Returns JSON: the cursor to keep, how many were taken and skipped, and in a sentence (said) what was no use. The records taken are safe then. \"\": none was taken, keep the old cursor. The same record is the same event however often it is given.",
			Ru: "Делает события из записей журнала регистрации, заданных JSON, с предшествующими действиями их сеансов, а из записей о начале и завершении сеансов делает сессии для показателей стабильности версии. Возвращает JSON: курсор, который надо сохранить, сколько записей взято и пропущено, и одной фразой (said) что не пригодилось. Взятые записи после этого в сохранности. \"\": ничего не взято, действует прежний курсор. Сколько бы раз ни передали запись, это одно и то же событие.",
		},
		handle: exportLog,
	},
}

// Properties are the component's properties, in the order of their positions.
var Properties = []Property{
	{
		Name: Name{En: "Version", Ru: "Версия"}, Source: Constant, Value: Version,
		Doc: Doc{En: "The version of the component.", Ru: "Версия компоненты."},
	},
	{
		Name: Name{En: "Enabled", Ru: "Включен"}, Source: IsEnabled,
		Doc: Doc{
			En: "Whether Init succeeded and Close was not called.",
			Ru: "Истина, если инициализация прошла успешно и метод Закрыть не вызывался.",
		},
	},
	{
		Name: Name{En: "LastError", Ru: "ПоследняяОшибка"}, Source: LastProblem, Timeout: propertyTimeout,
		Doc: Doc{
			En: "The last problem of this object in words; reading empties it.",
			Ru: "Последняя проблема объекта, описанная словами; чтение её очищает.",
		},
		handle: answerLastError,
	},
	{
		Name: Name{En: "LastEventID", Ru: "ПоследнийИдентификатор"}, Source: LastEventID,
		Doc: Doc{En: "The last event id that the object returned.", Ru: "Последний идентификатор события, который вернул объект."},
	},
	{
		Name: Name{En: "Statistics", Ru: "Статистика"}, Source: Answered, Timeout: propertyTimeout,
		Doc: Doc{
			En: "JSON: what was recorded, sent, waits and was dropped by reason, pauses and limits, the last answer of the server. busy: the worker had no time to answer, the figures are up to a second old.",
			Ru: "JSON: сколько записано, отправлено, ожидает и отброшено по причинам, паузы и ограничения, последний ответ сервера. busy: исполнителю некогда ответить, числам до секунды.",
		},
		handle: answerStatistics,
	},
}

const propertyTimeout = 100 * time.Millisecond
