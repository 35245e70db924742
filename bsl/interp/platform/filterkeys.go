package platform

import "sentry1c/bsl/interp/eval"

// filterKeys are the keys of one sort of filter, which code writes as texts: they go by
// either name in any letter case.
type filterKeys struct {
	owner string
	pairs [][2]string
}

var (
	logKeys = filterKeys{"отбор журнала", [][2]string{{"ДатаНачала", "StartDate"}, {"ДатаОкончания", "EndDate"}, {"Уровень", "Level"},
		{"Событие", "Event"}, {"ИмяПриложения", "ApplicationName"}, {"Сеанс", "Session"}}}
	jobKeys = filterKeys{"отбор фоновых заданий", [][2]string{{"Состояние", "State"}, {"Ключ", "Key"}, {"ИмяМетода", "MethodName"},
		{"УникальныйИдентификатор", "UUID"}, {"Начало", "Begin"}, {"РегламентноеЗадание", "ScheduledJob"}}}
	storageKeys = filterKeys{"отбор хранилища настроек", [][2]string{{"КлючОбъекта", "ObjectKey"}, {"Пользователь", "User"}}}
)

// russian is the Russian name of a key; empty if it is none.
func (k filterKeys) russian(name string) string {
	for _, pair := range k.pairs {
		if equalFold(name, pair[0], pair[1]) {
			return pair[0]
		}
	}
	return ""
}

// entries are the keys as names.
func (k filterKeys) entries() []eval.Entry {
	var list []eval.Entry
	for _, pair := range k.pairs {
		list = append(list, eval.Entry{Kind: eval.KindText, Owner: k.owner, Ru: pair[0], En: pair[1], Where: eval.Everywhere})
	}
	return list
}
