package eventlog

import (
	"strings"
	"unicode"
)

// Languages of presentations.
const (
	Russian = "ru"
	English = "en"
)

// words are what 1C shows of a name, in Russian and in English.
type words struct{ ru, en string }

func (w words) in(language string) string {
	if language == Russian {
		return w.ru
	}
	return w.en
}

// Presentation is what 1C shows for the name of an event: «Данные. Изменение» for
// _$Data$_.Update. What applications write has no other presentation than its name.
func Presentation(event, language string) string {
	if w, ok := systemEvents[event]; ok {
		return w.in(language)
	}
	group, rest, ok := strings.Cut(strings.TrimPrefix(event, "_$"), "$_")
	if !ok || !strings.HasPrefix(event, "_$") {
		return event
	}
	// An event of a version that we do not know: its group at least has a word.
	if w, known := systemGroups[group]; known {
		group = w.in(language)
	}
	if rest = strings.TrimPrefix(rest, "."); rest == "" {
		return group
	}
	return group + ". " + rest
}

// ApplicationName is what 1C shows for the name of an application: «Тонкий клиент»
// for 1CV8C. One that is not known keeps its name.
func ApplicationName(name, language string) string {
	if w, ok := applications[name]; ok {
		return w.in(language)
	}
	return name
}

// languageOf is the language of a record, by its words: level and metadata are in
// that of the configuration, the comment in that of the session.
func languageOf(texts ...string) string {
	for _, text := range texts {
		for i, r := range text {
			if i > 1000 {
				break
			}
			if unicode.Is(unicode.Cyrillic, r) {
				return Russian
			}
		}
	}
	return English
}

// applications by the names that the log has for them.
var applications = map[string]words{
	"1CV8":                   {"Толстый клиент", "Thick client"},
	"1CV8C":                  {"Тонкий клиент", "Thin client"},
	"WebClient":              {"Веб-клиент", "Web client"},
	"Designer":               {"Конфигуратор", "Designer"},
	"COMConnection":          {"Внешнее соединение (COM, обычное)", "External connection (COM, regular)"},
	"COMConsole":             {"Внешнее соединение (COM, административное)", "External connection (COM, administrative)"},
	"WSConnection":           {"Сессия web-сервиса", "Web service session"},
	"HTTPServiceConnection":  {"HTTP-сервис", "HTTP service"},
	"ODataConnection":        {"Стандартный интерфейс OData", "Standard OData interface"},
	"BackgroundJob":          {"Фоновое задание", "Background job"},
	"SystemBackgroundJob":    {"Системное фоновое задание", "System background job"},
	"JobScheduler":           {"Планировщик заданий", "Job scheduler"},
	"SrvrConsole":            {"Консоль кластера", "Cluster console"},
	"Debugger":               {"Отладчик", "Debugger"},
	"RAS":                    {"Сервер администрирования", "Administration server"},
	"MobileClient":           {"Мобильный клиент", "Mobile client"},
	"MobileAppClient":        {"Мобильное приложение (клиент)", "Mobile application (client)"},
	"MobileAppServer":        {"Мобильное приложение (сервер)", "Mobile application (server)"},
	"MobileAppBackgroundJob": {"Мобильное приложение (фоновое задание)", "Mobile application (background job)"},
}

// systemGroups are the first halves of names of events.
var systemGroups = map[string]words{
	"Access":         {"Доступ", "Access"},
	"Data":           {"Данные", "Data"},
	"InfoBase":       {"Информационная база", "Infobase"},
	"Job":            {"Фоновое задание", "Background job"},
	"OpenIDProvider": {"Провайдер OpenID", "OpenID provider"},
	"PerformError":   {"Ошибка выполнения", "Runtime error"},
	"Session":        {"Сеанс", "Session"},
	"Transaction":    {"Транзакция", "Transaction"},
	"User":           {"Пользователи", "Users"},
}
