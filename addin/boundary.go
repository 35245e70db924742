package addin

import (
	"time"

	"sentry1c/addin/internal/problem"
)

// Host is what the boundary does for the worker.
type Host interface {
	// Answer hands an answer to the call that waits for it; false: too late, it is
	// dropped. It may be called from any goroutine.
	Answer(reply uint32, answer Answer) (taken bool)
	// Side returns a value that lies beside the ring, and DropSide frees it.
	Side(number uint32) (content []byte, ok bool)
	DropSide(number uint32)
	// Journal tells the state of the journal.
	Journal() JournalStatistics
	// RingSize is how many bytes of records a ring has, 0 where there are none, and MapRing makes a file of
	// package ringfile the ring of all durable records from now on.
	RingSize() int
	MapRing(path string) error
	// SetSideFolder makes the long values of durable records files of a folder,
	// named by their number in eight hexadecimal digits.
	SetSideFolder(path string) error
	// RemoveAtExit names what goes when the process ends in good order and all its
	// records are dealt with: what is named later goes earlier.
	RemoveAtExit(paths []ExitPath)
	// KeepAtExit says whether all of that stays nevertheless: the next process tells of what
	// this one left open.
	KeepAtExit(keep bool)
	// Ending reports whether that happens now: what is made from now on, nobody removes.
	Ending() bool
	// Wake makes the worker look around, as a record does. It may be called from any
	// goroutine.
	Wake()
	// LimitJournal bounds the memory of all rings together, in bytes. The first call
	// before an object is enabled counts.
	LimitJournal(bytes int64)
	// Drops returns what found no room since it was asked last.
	Drops() []Drop
	// Publish makes a text the value of a property, by its position in Properties, for
	// objects of a client while the worker has no time to answer and the text is fresh.
	Publish(property int, client uint32, text string)
	// ForgetAccepted makes every call that begins an object wait for the worker again: it
	// was accepted before and would not be now, or with another client.
	ForgetAccepted()
}

// nobody is the host of records whose process is dead. What is asked of it has no asker; the
// rest is a mistake.
type nobody struct{ Host }

// Answer implements Host.
func (nobody) Answer(uint32, Answer) bool { return false }

// Side implements Host: what lay in the memory of the process is lost.
func (nobody) Side(uint32) ([]byte, bool) { return nil, false }

// DropSide implements Host: the folder goes as a whole.
func (nobody) DropSide(uint32) {}

// ForgetAccepted implements Host: nobody waits for what was accepted.
func (nobody) ForgetAccepted() {}

// Journal implements Host.
func (nobody) Journal() JournalStatistics { return JournalStatistics{} }

// KeepAtExit implements Host: the process has ended.
func (nobody) KeepAtExit(bool) {}

// Ending implements Host: whoever asks goes on.
func (nobody) Ending() bool { return false }

// Drops implements Host: what found no room in a dead process it did not tell.
func (nobody) Drops() []Drop { return nil }

// Keeper keeps files from the children that the process forks off: their locks say that
// this process lives. Its methods may be called from any goroutine.
type Keeper interface {
	// HoldFile is told the number of a file that such a lock is on, and LetFileGo that it
	// will be closed.
	HoldFile(file uintptr)
	LetFileGo(file uintptr)
}

// Answer is what a call that waits is told.
type Answer struct {
	// Text is the result of AnswerText and of properties, Truth of AnswerBool.
	Text   string
	IsText bool
	Truth  bool
	// Object is what becomes of the object.
	Object ObjectState
	// Client is the number of the object's client from now on, and ShutdownTimeout
	// how long Flush and Close wait when they are not told, unless Object is
	// Unchanged.
	Client          uint32
	ShutdownTimeout time.Duration
	// Durable tells that the object's records go where they outlive the process.
	Durable bool
}

// ObjectState is what an answer makes of the object.
type ObjectState int

const (
	// Unchanged leaves the object as it is.
	Unchanged ObjectState = iota
	// Enabled means that calls are recorded from now on.
	Enabled
	// Off means that they are not, and that this was asked for.
	Off
)

// JournalStatistics are figures of the journal of this process.
type JournalStatistics struct {
	Rings    uint32 `json:"rings"`
	Capacity uint32 `json:"capacity"`
	Used     uint32 `json:"used"`
	Waits    uint32 `json:"waits"`
	Dropped  uint32 `json:"dropped"`
	Late     uint32 `json:"late"`
	// Abandoned are places in rings whose threads were stopped and are not back yet.
	Abandoned uint32 `json:"abandoned"`
	Damaged   uint32 `json:"damaged"`
}

// SourceState tells what a Source has.
type SourceState int

const (
	// SourceEmpty: nothing now.
	SourceEmpty SourceState = iota
	// SourceRun: a run of records was taken.
	SourceRun
	// SourceBlocked: a record is being written and will be there in a moment.
	SourceBlocked
)

// Source is where records come from.
type Source interface {
	// Begin is called first, on the goroutine that calls the other methods.
	Begin()
	// Take returns a run of records, valid until Release, which must follow.
	Take() (run []byte, state SourceState)
	Release()
	// Seen returns a number that differs when there may be more to take, and Wait
	// sleeps until it differs, at most timeout; 0 means for ever.
	Seen() uint32
	Wait(seen uint32, timeout time.Duration)
}

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
