package options

import (
	"strings"
	"time"

	"sentry1c/addin/internal/problem"
)

// Table are what Init takes, in the order of the documentation.
var Table = []Option{
	{"release", "", problem.Doc{
		En: "Version of the configuration, such as Trade@11.5.12.34. Empty: SENTRY_RELEASE.",
		Ru: "Версия конфигурации, например УправлениеТорговлей@11.5.12.34. Пусто: SENTRY_RELEASE.",
	}, textKind(), func(o *Options, v optionValue) { o.Release = v.text }},
	{"environment", "production", problem.Doc{
		En: "Where it runs: production, test… Empty: SENTRY_ENVIRONMENT.",
		Ru: "Где работает база: production, test… Пусто: SENTRY_ENVIRONMENT.",
	}, textKind(), func(o *Options, v optionValue) { o.Environment = v.text }},
	{"dist", "", problem.Doc{
		En: "Variant of the release: up to 64 Latin letters, digits and the signs _ . and -.",
		Ru: "Вариант выпуска: до 64 латинских букв, цифр и знаков _, точка и дефис.",
	}, textKind(), func(o *Options, v optionValue) { o.Dist = v.text }},
	{"serverName", "", problem.Doc{
		En: "Name of the machine. Empty: none is sent, or the host's own name with sendDefaultPii.",
		Ru: "Имя компьютера. Пусто: не отправляется, а с sendDefaultPii отправляется имя узла.",
	}, textKind(), func(o *Options, v optionValue) { o.ServerName = v.text }},
	{"modules", "{}", problem.Doc{
		En: "What the configuration is made of: name (of a subsystem, a library, an extension), version. Goes with every event, at most 500.",
		Ru: "Из чего состоит конфигурация: имя (подсистемы, библиотеки, расширения), версия. Уходит с каждым событием, не более 500.",
	}, pairsKind(anyPair), func(o *Options, v optionValue) { o.Modules = encodeModules(v.pairs) }},
	{"sampleRate", "1", problem.Doc{
		En: "Share of the events that are sent, from 0 to 1.",
		Ru: "Доля отправляемых событий, от 0 до 1.",
	}, numberKind(0, 1, false), func(o *Options, v optionValue) { o.SampleRate = v.number }},
	{"tracesSampleRate", "0", problem.Doc{
		En: "Share of the transactions that are sent, from 0 to 1.",
		Ru: "Доля отправляемых операций (транзакций), от 0 до 1.",
	}, numberKind(0, 1, false), func(o *Options, v optionValue) { o.TracesSampleRate = v.number }},
	{"maxBreadcrumbs", "100", problem.Doc{
		En: "How many of the last actions go with an event.",
		Ru: "Сколько последних действий уходит с событием.",
	}, numberKind(0, 1000, true), func(o *Options, v optionValue) { o.MaxBreadcrumbs = int(v.number) }},
	{"sendDefaultPii", "false", problem.Doc{
		En: "Whether names, e-mail addresses and IP addresses of users and the name of the machine may be sent; the id of a user always is, and so are the contacts in a feedback.",
		Ru: "Можно ли отправлять имена, адреса электронной почты и IP-адреса пользователей и имя компьютера; идентификатор пользователя и контакты в отзыве отправляются всегда.",
	}, boolKind(), func(o *Options, v optionValue) { o.SendDefaultPII = v.truth }},
	{"maskPatterns", "[]", problem.Doc{
		En: "Regular expressions: what one matches is hidden in all that is sent, besides the passwords, tokens and keys that the component finds by itself. At most 50, each of at most 1000 bytes.",
		Ru: "Регулярные выражения: всё, что под них подходит, скрывается во всём отправляемом, помимо паролей, токенов и ключей, которые компонента находит сама. Не более 50, каждое не длиннее 1000 байт.",
	}, masksKind(), func(o *Options, v optionValue) { o.MaskPatterns, o.Mask = v.texts, v.masker }},
	{"ignoreErrors", "[]", problem.Doc{
		En: "Regular expressions: an event whose text matches one is not sent.",
		Ru: "Регулярные выражения: событие, текст которого подходит под одно из них, не отправляется.",
	}, regexpsKind(), func(o *Options, v optionValue) { o.IgnoreErrors = v.texts }},
	{"inAppInclude", "[]", problem.Doc{
		En: "Beginnings of module names that are your own code.",
		Ru: "Начала имён модулей, которые считаются вашим кодом.",
	}, textsKind(), func(o *Options, v optionValue) { o.InAppInclude = v.texts }},
	{"inAppExclude", "[]", problem.Doc{
		En: "Beginnings of module names that are library code.",
		Ru: "Начала имён модулей, которые считаются библиотечными.",
	}, textsKind(), func(o *Options, v optionValue) { o.InAppExclude = v.texts }},
	{"grouping", "client", problem.Doc{
		En: "client: the component says what belongs together; server: Sentry decides.",
		Ru: "client: что объединять, решает компонента; server: решает Sentry.",
	}, enumKind("client", "server"), func(o *Options, v optionValue) { o.Grouping = v.text }},
	{"sourceLayout", "", problem.Doc{
		En: "Names files in frames as in a Designer dump or an EDT project, so that the code mappings of a server find them (sentry1c symbols mappings); files of an extension have its name for a folder. Empty: modules as 1C names them, the file stands beside.",
		Ru: "Называть файлы в кадрах стека как в выгрузке Конфигуратора (designer) или в проекте EDT (edt), чтобы сервер нашёл их по сопоставлению кода (sentry1c symbols mappings); у файлов расширения его имя — папка в начале. Пусто: модули по именам 1С, файл указан рядом.",
	}, enumKind("", "designer", "edt"), func(o *Options, v optionValue) { o.SourceLayout = v.text }},
	{"sourceContext", "event", problem.Doc{
		En: "event: lines of code go with events; server: frames have none, the server takes them from the sources by itself. The fingerprint has the line of the error in both cases.",
		Ru: "event: строки кода уходят с событиями; server: в кадрах их нет, сервер сам берёт их из исходных текстов. Строка ошибки остаётся в отпечатке в обоих случаях.",
	}, enumKind("event", SourceOfServer), func(o *Options, v optionValue) { o.SourceContext = v.text }},
	{"symbolsFile", "", problem.Doc{
		En: "File of symbols (sentry1c symbols make): frames get the name of their procedure and the lines around.",
		Ru: "Файл символов (sentry1c symbols make): в кадрах стека появятся имя процедуры и соседние строки.",
	}, textKind(), func(o *Options, v optionValue) { o.SymbolsFile = v.text }},
	{"sourceRoot", "", problem.Doc{
		En: "Folder of the sources of the configuration.",
		Ru: "Каталог исходных текстов конфигурации.",
	}, textKind(), func(o *Options, v optionValue) { o.SourceRoot = v.text }},
	{"extensionRoots", "{}", problem.Doc{
		En: "Folders of the sources of extensions: name of the extension, folder.",
		Ru: "Каталоги исходных текстов расширений: имя расширения, каталог.",
	}, pairsKind(anyPair), func(o *Options, v optionValue) { o.ExtensionRoots = v.pairs }},
	{"spoolPath", "", problem.Doc{
		En: "Folder for what is not sent yet, by its full path. Empty: a folder of the user.",
		Ru: "Каталог для ещё не отправленного, полным путём. Пусто: каталог пользователя.",
	}, pathKind(), func(o *Options, v optionValue) { o.SpoolPath = v.text }},
	{"spoolMaxBytes", "536870912", problem.Doc{
		En: "How much of it is kept, in bytes.",
		Ru: "Сколько его хранится, в байтах.",
	}, numberKind(1<<20, 1<<40, true), func(o *Options, v optionValue) { o.SpoolMaxBytes = int64(v.number) }},
	{"spoolMaxAgeHours", "720", problem.Doc{
		En: "How long it is kept, in hours.",
		Ru: "Сколько оно хранится, в часах.",
	}, numberKind(1, 24*90, true), func(o *Options, v optionValue) { o.SpoolMaxAge = time.Duration(v.number) * time.Hour }},
	{"bufferMaxBytes", "0", problem.Doc{
		En: "How much memory calls may take that are not dealt with yet, in bytes; 0: 128 MB. At most 1 GB, in a 32-bit process 256 MB; the last 512 MB of addresses of a process are not taken for this. The first Init of the process decides.",
		Ru: "Сколько памяти могут занять ещё не обработанные вызовы, в байтах; 0: 128 МБ. Не больше 1 ГБ, в 32-разрядном процессе 256 МБ; последние 512 МБ адресов процесса на это не тратятся. Решает первая Инициализировать процесса.",
	}, numberKind(0, 1<<30, true), func(o *Options, v optionValue) { o.BufferMaxBytes = int64(v.number) }},
	{"memoryOnly", "false", problem.Doc{
		En: "Nothing is written to disk.",
		Ru: "Ничего не записывается на диск.",
	}, boolKind(), func(o *Options, v optionValue) { o.MemoryOnly = v.truth }},
	{"shutdownTimeoutMs", "2000", problem.Doc{
		En: "How long Close waits when it is not told, in milliseconds.",
		Ru: "Сколько ждёт метод Закрыть, если ему не указано, в миллисекундах.",
	}, numberKind(0, 600000, true), func(o *Options, v optionValue) { o.ShutdownTimeout = milliseconds(v.number) }},
	{"httpTimeoutMs", "30000", problem.Doc{
		En: "How long one request may take, in milliseconds.",
		Ru: "Сколько может длиться один запрос, в миллисекундах.",
	}, numberKind(100, 600000, true), func(o *Options, v optionValue) { o.HTTPTimeout = milliseconds(v.number) }},
	{"httpProxy", "", problem.Doc{
		En: "Proxy, such as http://proxy:3128. Empty: the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
		Ru: "Прокси-сервер, например http://proxy:3128. Пусто: переменные HTTPS_PROXY, HTTP_PROXY и NO_PROXY.",
	}, textKind(), func(o *Options, v optionValue) { o.HTTPProxy = v.text }},
	{"caCertFile", "", problem.Doc{
		En: "PEM file of roots that are trusted besides the system's.",
		Ru: "Файл PEM с корневыми сертификатами, которым доверять помимо системных.",
	}, textKind(), func(o *Options, v optionValue) { o.CACertFile = v.text }},
	{"insecureSkipVerify", "false", problem.Doc{
		En: "Takes any certificate of the server: for trials only.",
		Ru: "Принимать любой сертификат сервера: только для проб.",
	}, boolKind(), func(o *Options, v optionValue) { o.InsecureSkipVerify = v.truth }},
	{"headers", "{}", problem.Doc{
		En: "Further HTTP headers of each request.",
		Ru: "Дополнительные заголовки HTTP каждого запроса.",
	}, pairsKind(validHeader), func(o *Options, v optionValue) { o.Headers = v.pairs }},
	{"maxEventsPerMinute", "0", problem.Doc{
		En: "How many events of one fingerprint are sent in a minute; 0: all.",
		Ru: "Сколько событий с одним отпечатком отправляется за минуту; 0: все.",
	}, numberKind(0, 1e6, true), func(o *Options, v optionValue) { o.MaxEventsPerMinute = int(v.number) }},
	{"spotlight", "", problem.Doc{
		En: "Address of Spotlight that gets a copy of everything; true is http://localhost:8969/stream. Empty: SENTRY_SPOTLIGHT.",
		Ru: "Адрес Spotlight, куда уходит копия всего; true означает http://localhost:8969/stream. Пусто: SENTRY_SPOTLIGHT.",
	}, spotlightKind(), func(o *Options, v optionValue) { o.Spotlight = v.text }},
	{"debug", "false", problem.Doc{
		En: "Writes what happens to each event into debugLogFile, a line each, without its content.",
		Ru: "Записывать в debugLogFile, что происходит с каждым событием: по строке, без его содержимого.",
	}, boolKind(), func(o *Options, v optionValue) { o.Debug = v.truth }},
	{"debugLogFile", "", problem.Doc{
		En: "File for that; from 5 MiB it goes on anew, and the old one is kept as .1.",
		Ru: "Файл для этого; с 5 МиБ начинается заново, а старый сохраняется как .1.",
	}, textKind(), func(o *Options, v optionValue) { o.DebugLogFile = v.text }},
	{"settingsKey", "", problem.Doc{
		En: "Keeps what this Init is told under this key, in the folder of the user, without headers and the password of a proxy; an Init with an empty DSN and this option alone takes it from there. Use the connection string of the infobase: a copy of it finds nothing.",
		Ru: "Сохраняет указанное при этой инициализации под этим ключом в каталоге пользователя, без заголовков и пароля прокси; инициализация с пустым DSN и одним этим параметром берёт сохранённое. Укажите строку соединения информационной базы: её копия ничего не найдёт.",
	}, textKind(), func(o *Options, v optionValue) { o.SettingsKey = v.text }},
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
