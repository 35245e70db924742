package addin

import "sentry1c/addin/internal/problem"

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

var boundaryProblems = map[int64]problem.Problem{
	problemNotInitialized: problem.New(
		"the component is not initialised: call Init with the DSN of your project first",
		"компонента не инициализирована: сначала вызовите Инициализировать с DSN вашего проекта"),
	problemOff: problem.New(
		"sending is off: Init was called with an empty DSN",
		"отправка выключена: метод Инициализировать вызван с пустым DSN"),
	problemClosed: problem.New(
		"the component was closed: call Init again to go on",
		"компонента закрыта: чтобы продолжить, снова вызовите Инициализировать"),
	problemDone: problem.New(
		"the platform has already let go of the component",
		"платформа уже освободила компоненту"),
	problemNoRoom: problem.New(
		"the journal is full: calls come faster than they can be stored, this one was dropped and counted",
		"журнал заполнен: вызовы поступают быстрее, чем их удаётся сохранить, этот отброшен и учтён"),
	problemNoAnswer: problem.New(
		"no answer in time: the call may take effect later",
		"ответ не получен вовремя: вызов может подействовать позже"),
	problemNoSlot: problem.New(
		"too many calls wait for an answer at the same time",
		"слишком много вызовов одновременно ждут ответа"),
	problemNoMethod: problem.New(
		"the platform called a method that does not exist: attach this version of the component again",
		"платформа вызвала несуществующий метод: подключите эту версию компоненты заново"),
	problemNoMemory: problem.New(
		"the platform gave no memory for the result",
		"платформа не выделила память для результата"),
}
