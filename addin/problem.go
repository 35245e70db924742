package addin

import (
	"fmt"
	"strings"
)

// problem is one clear sentence for the user of 1C in both languages: what is
// wrong and what to do. It becomes LastError and stands in the event that it
// concerns.
type problem struct {
	en, ru string
}

// tell formats a problem. Both formats take the same arguments in the same order
// (a test compares their verbs).
func tell(en, ru string, args ...any) problem {
	if len(args) == 0 {
		return problem{en, ru}
	}
	return problem{fmt.Sprintf(en, args...), fmt.Sprintf(ru, args...)}
}

// in returns the text in one language.
func (p problem) in(l language) string {
	if l == russian {
		return p.ru
	}
	return p.en
}

// within puts the name of what the problem concerns before it.
func (p problem) within(name Name) problem {
	return problem{name.En + ": " + p.en, name.Ru + ": " + p.ru}
}

// list joins words for a sentence.
func list(words []string) string { return strings.Join(words, ", ") }

// The problems that C counts when it does not record a call, by the PROBLEM_
// numbers of native/object.h.
const (
	problemNone           = 0
	problemNotInitialized = 1
	problemOff            = 2
	problemClosed         = 3
	problemDone           = 4
	problemNoRoom         = 5
	problemNoAnswer       = 6
	problemNoSlot         = 7
	problemNoMethod       = 8
	problemNoMemory       = 9
)

var boundaryProblems = map[int64]problem{
	problemNotInitialized: tell(
		"the component is not initialised: call Init with the DSN of your project first",
		"компонента не инициализирована: сначала вызовите Инициализировать с DSN вашего проекта"),
	problemOff: tell(
		"sending is off: Init was called with an empty DSN",
		"отправка выключена: метод Инициализировать вызван с пустым DSN"),
	problemClosed: tell(
		"the component was closed: call Init again to go on",
		"компонента закрыта: чтобы продолжить, снова вызовите Инициализировать"),
	problemDone: tell(
		"the platform has already let go of the component",
		"платформа уже освободила компоненту"),
	problemNoRoom: tell(
		"the journal is full: calls come faster than they can be stored, this one was dropped and counted",
		"журнал заполнен: вызовы поступают быстрее, чем их удаётся сохранить, этот отброшен и учтён"),
	problemNoAnswer: tell(
		"no answer in time: the call may take effect later",
		"ответ не получен вовремя: вызов может подействовать позже"),
	problemNoSlot: tell(
		"too many calls wait for an answer at the same time",
		"слишком много вызовов одновременно ждут ответа"),
	problemNoMethod: tell(
		"the platform called a method that does not exist: attach this version of the component again",
		"платформа вызвала несуществующий метод: подключите эту версию компоненты заново"),
	problemNoMemory: tell(
		"the platform gave no memory for the result",
		"платформа не выделила память для результата"),
}
