package demo

import (
	"strings"

	"sentry1c/addin"
)

// Words are what the demonstration says in one language.
type Words struct {
	Playing, Asked, Arrived, Same, Once, Line, User, Tags, Contexts, Trail                          string
	Price, PriceOurs, PriceTheirs, Kill, KillDead, KillLost, Next, Page, PageTitle, PageTold, Times string
	Taken, Unwanted, Look, Spotlight, Stack, JSON, Refused, True, False                             string
}

// symbolicName is what code of 1C attaches the add-in under: it carries the version.
var symbolicName = "Sentry_" + strings.ReplaceAll(addin.Version, ".", "_")

// Russian and English are all there are.
var (
	Russian = Words{
		Playing:     "Подключено так, как это делает 1С: ПодключитьВнешнююКомпоненту, Новый(\"AddIn." + symbolicName + ".Sentry\").\nЧто вызывает код 1С и сколько времени занимает каждый вызов (первые прогревают процессор):",
		Asked:       "    … и ещё %d таких же вызовов, каждый со своим товаром и заказом",
		Arrived:     "Что пришло: %d событий, из них %d проблем.",
		Same:        "эти %d событий — одна проблема, хотя данные в тексте разные",
		Once:        "1 событие",
		Line:        "строка",
		User:        "пользователь (здесь включён sendDefaultPii; без него уходит только идентификатор)",
		True:        "Истина",
		False:       "Ложь",
		Tags:        "теги",
		Contexts:    "контексты",
		Trail:       "последние действия",
		Price:       "Сколько стоит вызов (медиана; одна и та же ошибка в 2000 знаков, 100 действий в истории):",
		PriceOurs:   "компонента",
		PriceTheirs: "sentry-go",
		Times:       "в %.0f раз",
		Kill:        "Что будет, если процесс 1С убить: сервер недоступен, другой процесс сообщает об ошибке и сразу завершается через kill -9.",
		KillDead:    "процесс записал событие %s и убит; до сервера не дошло ничего",
		KillLost:    "сервер снова доступен: событие пришло через %.1f с, его отправил соседний процесс",
		Next:        "Дальше: bsl/README.md — поставить расширение в свою базу; make demo DSN=https://ключ@сервер/1 — отправить это в свой проект.",
		Page:        "Посмотреть на это в браузере: %s\nEnter — закончить.",
		PageTitle:   "Ошибки 1С: демонстрация",
		PageTold:    "Так эти ошибки пришли на приёмник этого компьютера. Страница работает, пока идёт демонстрация; сеть ей не нужна.",
		Taken:       "Сервер принял %d событий проекта. Их идентификаторы:",
		Unwanted:    "Транзакций этот сервер не хранит; остальное он принял.",
		Look:        "Искать: %s, проект с номером %s (последнее в DSN), среда %[3]s (в поиске Sentry: environment:%[3]s).",
		Spotlight:   "Spotlight запущен: то же самое видно на %s",
		Stack:       "стек",
		JSON:        "событие целиком (JSON)",
		Refused:     "Сервер не принял того, что отправлено: %s",
	}
	English = Words{
		Playing:     "Attached as 1C does: AttachAddIn, New(\"AddIn." + symbolicName + ".Sentry\").\nWhat 1C's code calls, and how long each call takes (the first ones warm up). The errors are as most bases print them, in Russian:",
		Asked:       "    … and %d more such calls, each with its own goods and order",
		Arrived:     "What arrived: %d events, which are %d issues.",
		Same:        "these %d events are one issue, although the data in their texts differ",
		Once:        "1 event",
		Line:        "line",
		User:        "user (sendDefaultPii is on here; without it only the id is sent)",
		True:        "True",
		False:       "False",
		Tags:        "tags",
		Contexts:    "contexts",
		Trail:       "breadcrumbs",
		Price:       "What a call costs (median; the same error of 2,000 characters, 100 breadcrumbs in scope):",
		PriceOurs:   "this add-in",
		PriceTheirs: "sentry-go",
		Times:       "%.0f times",
		Kill:        "What if 1C's process is killed: the server is away, another process reports an error and is ended by kill -9 at once.",
		KillDead:    "the process recorded the event %s and is dead; nothing has reached the server",
		KillLost:    "the server is back: the event arrived after %.1f s, sent by the process beside it",
		Next:        "Next: bsl/README.md#english (install the extension in a base of yours); make demo DSN=https://key@server/1 (send this to your project).",
		Page:        "Look at it in a browser: %s\nEnter ends.",
		PageTitle:   "Errors of 1C: a demonstration",
		PageTold:    "This is how the errors arrived at a receiver on this computer. The page lives as long as the demonstration and needs no network.",
		Taken:       "The server took %d events of the project. Their ids:",
		Unwanted:    "This server wants no transactions; it took all the rest.",
		Look:        "Look at %s, the project with the number %s (the last in the DSN), environment %[3]s (in Sentry's search: environment:%[3]s).",
		Spotlight:   "Spotlight is running: the same is to be seen at %s",
		Stack:       "stack",
		JSON:        "the whole event (JSON)",
		Refused:     "The server did not take what was sent: %s",
	}
)
