package addin

import (
	"strings"
	"time"
)

// Options are what Init takes, in the order of the documentation.
var Options = []Option{
	{"release", "", Doc{
		"Version of the configuration, such as Trade@11.5.12.34. Empty: SENTRY_RELEASE.",
		"Версия конфигурации, например УправлениеТорговлей@11.5.12.34. Пусто: SENTRY_RELEASE.",
	}, textKind(), func(o *options, v optionValue) { o.release = v.text }},
	{"environment", "production", Doc{
		"Where it runs: production, test… Empty: SENTRY_ENVIRONMENT.",
		"Где работает база: production, test… Пусто: SENTRY_ENVIRONMENT.",
	}, textKind(), func(o *options, v optionValue) { o.environment = v.text }},
	{"dist", "", Doc{
		"Variant of the release: up to 64 Latin letters, digits and the signs _ . and -.",
		"Вариант выпуска: до 64 латинских букв, цифр и знаков _, точка и дефис.",
	}, textKind(), func(o *options, v optionValue) { o.dist = v.text }},
	{"serverName", "", Doc{
		"Name of the machine. Empty: none is sent, or the host's own name with sendDefaultPii.",
		"Имя компьютера. Пусто: не отправляется, а с sendDefaultPii отправляется имя узла.",
	}, textKind(), func(o *options, v optionValue) { o.serverName = v.text }},
	{"sampleRate", "1", Doc{
		"Share of the events that are sent, from 0 to 1.",
		"Доля отправляемых событий, от 0 до 1.",
	}, numberKind(0, 1, false), func(o *options, v optionValue) { o.sampleRate = v.number }},
	{"tracesSampleRate", "0", Doc{
		"Share of the transactions that are sent, from 0 to 1.",
		"Доля отправляемых операций (транзакций), от 0 до 1.",
	}, numberKind(0, 1, false), func(o *options, v optionValue) { o.tracesSampleRate = v.number }},
	{"maxBreadcrumbs", "100", Doc{
		"How many of the last actions go with an event.",
		"Сколько последних действий уходит с событием.",
	}, numberKind(0, 1000, true), func(o *options, v optionValue) { o.maxBreadcrumbs = int(v.number) }},
	{"sendDefaultPii", "false", Doc{
		"Whether names, e-mail addresses and IP addresses of users and the name of the machine may be sent; the id of a user always is, and so are the contacts in a feedback.",
		"Можно ли отправлять имена, адреса электронной почты и IP-адреса пользователей и имя компьютера; идентификатор пользователя и контакты в отзыве отправляются всегда.",
	}, boolKind(), func(o *options, v optionValue) { o.sendDefaultPII = v.truth }},
	{"ignoreErrors", "[]", Doc{
		"Regular expressions: an event whose text matches one is not sent.",
		"Регулярные выражения: событие, текст которого подходит под одно из них, не отправляется.",
	}, regexpsKind(), func(o *options, v optionValue) { o.ignoreErrors = v.texts }},
	{"inAppInclude", "[]", Doc{
		"Beginnings of module names that are your own code.",
		"Начала имён модулей, которые считаются вашим кодом.",
	}, textsKind(), func(o *options, v optionValue) { o.inAppInclude = v.texts }},
	{"inAppExclude", "[]", Doc{
		"Beginnings of module names that are library code.",
		"Начала имён модулей, которые считаются библиотечными.",
	}, textsKind(), func(o *options, v optionValue) { o.inAppExclude = v.texts }},
	{"grouping", "client", Doc{
		"client: the component says what belongs together; server: Sentry decides.",
		"client: что объединять, решает компонента; server: решает Sentry.",
	}, enumKind("client", "server"), func(o *options, v optionValue) { o.grouping = v.text }},
	{"sourceLayout", "designer", Doc{
		"How file names are written: as in a Designer dump or an EDT project.",
		"Как записываются имена файлов: как в выгрузке Конфигуратора (designer) или в проекте EDT (edt).",
	}, enumKind("designer", "edt"), func(o *options, v optionValue) { o.sourceLayout = v.text }},
	{"sourceRoot", "", Doc{
		"Folder of the sources of the configuration.",
		"Каталог исходных текстов конфигурации.",
	}, textKind(), func(o *options, v optionValue) { o.sourceRoot = v.text }},
	{"extensionRoots", "{}", Doc{
		"Folders of the sources of extensions: name of the extension, folder.",
		"Каталоги исходных текстов расширений: имя расширения, каталог.",
	}, pairsKind(anyPair), func(o *options, v optionValue) { o.extensionRoots = v.pairs }},
	{"spoolPath", "", Doc{
		"Folder for what is not sent yet. Empty: a folder of the user.",
		"Каталог для ещё не отправленного. Пусто: каталог пользователя.",
	}, textKind(), func(o *options, v optionValue) { o.spoolPath = v.text }},
	{"spoolMaxBytes", "536870912", Doc{
		"How much of it is kept, in bytes.",
		"Сколько его хранится, в байтах.",
	}, numberKind(1<<20, 1<<40, true), func(o *options, v optionValue) { o.spoolMaxBytes = int64(v.number) }},
	{"spoolMaxAgeHours", "720", Doc{
		"How long it is kept, in hours.",
		"Сколько оно хранится, в часах.",
	}, numberKind(1, 24*90, true), func(o *options, v optionValue) { o.spoolMaxAge = time.Duration(v.number) * time.Hour }},
	{"bufferMaxBytes", "0", Doc{
		"How much memory calls may take that are not dealt with yet, in bytes; 0: 128 MB, in a 32-bit process 16 MB. The first Init of the process decides.",
		"Сколько памяти могут занять ещё не обработанные вызовы, в байтах; 0: 128 МБ, в 32-разрядном процессе 16 МБ. Решает первая Инициализировать процесса.",
	}, numberKind(0, 1<<30, true), func(o *options, v optionValue) { o.bufferMaxBytes = int64(v.number) }},
	{"memoryOnly", "false", Doc{
		"Nothing is written to disk.",
		"Ничего не записывается на диск.",
	}, boolKind(), func(o *options, v optionValue) { o.memoryOnly = v.truth }},
	{"shutdownTimeoutMs", "2000", Doc{
		"How long Close waits when it is not told, in milliseconds.",
		"Сколько ждёт метод Закрыть, если ему не указано, в миллисекундах.",
	}, numberKind(0, 600000, true), func(o *options, v optionValue) { o.shutdownTimeout = milliseconds(v.number) }},
	{"httpTimeoutMs", "30000", Doc{
		"How long one request may take, in milliseconds.",
		"Сколько может длиться один запрос, в миллисекундах.",
	}, numberKind(100, 600000, true), func(o *options, v optionValue) { o.httpTimeout = milliseconds(v.number) }},
	{"httpProxy", "", Doc{
		"Proxy, such as http://proxy:3128. Empty: the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
		"Прокси-сервер, например http://proxy:3128. Пусто: переменные HTTPS_PROXY, HTTP_PROXY и NO_PROXY.",
	}, textKind(), func(o *options, v optionValue) { o.httpProxy = v.text }},
	{"caCertFile", "", Doc{
		"PEM file of roots that are trusted besides the system's.",
		"Файл PEM с корневыми сертификатами, которым доверять помимо системных.",
	}, textKind(), func(o *options, v optionValue) { o.caCertFile = v.text }},
	{"insecureSkipVerify", "false", Doc{
		"Takes any certificate of the server: for trials only.",
		"Принимать любой сертификат сервера: только для проб.",
	}, boolKind(), func(o *options, v optionValue) { o.insecureSkipVerify = v.truth }},
	{"headers", "{}", Doc{
		"Further HTTP headers of each request.",
		"Дополнительные заголовки HTTP каждого запроса.",
	}, pairsKind(validHeader), func(o *options, v optionValue) { o.headers = v.pairs }},
	{"maxEventsPerMinute", "0", Doc{
		"How many events of one fingerprint are sent in a minute; 0: all.",
		"Сколько событий с одним отпечатком отправляется за минуту; 0: все.",
	}, numberKind(0, 1e6, true), func(o *options, v optionValue) { o.maxEventsPerMinute = int(v.number) }},
	{"spotlight", "", Doc{
		"Address of Spotlight that gets a copy of everything; true is http://localhost:8969/stream. Empty: SENTRY_SPOTLIGHT.",
		"Адрес Spotlight, куда уходит копия всего; true означает http://localhost:8969/stream. Пусто: SENTRY_SPOTLIGHT.",
	}, spotlightKind(), func(o *options, v optionValue) { o.spotlight = v.text }},
	{"debug", "false", Doc{
		"Writes what happens to each event into debugLogFile, a line each, without its content.",
		"Записывать в debugLogFile, что происходит с каждым событием: по строке, без его содержимого.",
	}, boolKind(), func(o *options, v optionValue) { o.debug = v.truth }},
	{"debugLogFile", "", Doc{
		"File for that; from 5 MiB it goes on anew, and the old one is kept as .1.",
		"Файл для этого; с 5 МиБ начинается заново, а старый сохраняется как .1.",
	}, textKind(), func(o *options, v optionValue) { o.debugLogFile = v.text }},
}

func milliseconds(n float64) time.Duration { return time.Duration(n) * time.Millisecond }

func anyPair(string, string) bool { return true }

// validHeader keeps out what would end a line of the request or is no name (RFC
// 9110, 5.1 and 5.5).
func validHeader(key, value string) bool {
	const name = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	isControl := func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7F }
	return key != "" && strings.Trim(key, name) == "" && !strings.ContainsFunc(value, isControl)
}
