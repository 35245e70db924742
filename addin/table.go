package addin

import (
	"slices"
	"time"

	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/sdk"
)

// Name is a name in both languages of 1C's script.
type Name = problem.Name

// Doc says in a sentence or two what something does.
type Doc = problem.Doc

// Mark tells the boundary how to keep a parameter that is long.
type Mark int

const (
	// Text is cut in the middle.
	Text Mark = iota
	// JSON is kept whole or refused.
	JSON
	// Blob is binary data, or text, that is kept whole or refused.
	Blob
)

// Param is a parameter of a method. Default is nil (the caller must give it), a
// string, an int or a bool.
type Param struct {
	Name    problem.Name
	Mark    Mark
	Default any
	// Level says that it may hold the level of an event.
	Level bool
}

// Result tells what the boundary answers.
type Result int

const (
	// True is answered as soon as the call is recorded.
	True Result = iota
	// EventID is a fresh id of 32 digits, or the one in the parameter IDParam.
	EventID
	// SpanID is a fresh id of 16 digits.
	SpanID
	// AnswerBool and AnswerText wait for the worker.
	AnswerBool
	AnswerText
)

// Method is an entry of the table: all that the boundary, the documentation and
// the worker need to know of a method.
type Method struct {
	Name   problem.Name
	Params []Param
	Result Result
	// IDParam and TimeoutParam are positions of parameters; -1 without one.
	IDParam, TimeoutParam int
	// Timeout is how long an answer is waited for, unless TimeoutParam says it.
	Timeout time.Duration
	// Scope methods change the scope: nobody is woken for them.
	Scope bool
	// State methods change, beside what they send, what the next process must know of
	// the object.
	State bool
	// AnyState methods are recorded for objects that are not initialised, too.
	AnyState bool
	// Closes says that nothing is recorded after it.
	Closes bool
	// LastID says that the id it answers becomes LastEventID.
	LastID bool
	// Begins says that a call whose first two arguments are those of one that was accepted
	// is answered without the worker. Its record has the id of the object's trace.
	Begins bool
	// IDs stand before and after the ids of the object's trace and span, which are answered
	// when the worker has no time.
	IDs [2]string
	Doc problem.Doc

	handle func(*call)
}

// PropertySource tells where the value of a property comes from.
type PropertySource int

const (
	// Constant is the text in the table.
	Constant PropertySource = iota
	// IsEnabled is whether the object takes calls.
	IsEnabled
	// LastEventID is the last id that the object answered.
	LastEventID
	// LastProblem is answered by the worker, who is told the boundary's own problem.
	LastProblem
	// Answered is answered by the worker.
	Answered
)

// Property is a property of the component; all are read-only.
type Property struct {
	Name    problem.Name
	Source  PropertySource
	Value   string
	Timeout time.Duration
	Doc     problem.Doc

	handle func(*call)
}

// Version is the version of the product.
const Version = sdk.Version

// Options are what Init takes, in the order of the documentation.
var Options = options.Table

// ExitPath is a file or a folder that a process which ends in good order removes.
type ExitPath = life.ExitPath

// ExitKind is what an ExitPath names.
type ExitKind = life.ExitKind

// The kinds of ExitPath.
const (
	ExitFile        = life.ExitFile
	ExitFolder      = life.ExitFolder
	ExitOwnedFolder = life.ExitOwnedFolder
)

// ClassName is what GetClassNames says.
const ClassName = "Sentry"

// MaxParams is how many parameters a method may have at most: a record has place for no
// more arguments.
const MaxParams = 16

// FatalPatience is how long the call that reports a fatal event waits for it to be on
// the disk.
const FatalPatience = 200 * time.Millisecond

// FatalWords are the words for the level of an event that a process may not survive, in
// small letters.
func FatalWords() []string { return names.LevelWords(names.LevelFatal) }

// closing is the number of the method that closes an object.
var closing uint16

func init() {
	closing = uint16(slices.IndexFunc(Methods, func(m Method) bool { return m.Closes }))
	for _, m := range Methods {
		sentBy = append(sentBy, sends[m.Name.En])
		changesScope = append(changesScope, m.Scope)
	}
}
