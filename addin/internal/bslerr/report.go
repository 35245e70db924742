package bslerr

// Kind tells what the place of a frame is a place in.
type Kind string

const (
	// Code is a line of a module.
	Code Kind = ""
	// Eval is a line of a text run by Выполнить() or Вычислить(); it has no module.
	Eval Kind = "eval"
	// Query is a row and a column of a query text; it has no module.
	Query Kind = "query"
	// Context is a line of a call stack printed as «module : line : code»
	// (technological journal, debugger).
	Context Kind = "context"
	// Script is a line of a OneScript file; Module is the name of the file.
	Script Kind = "script"
	// Platform stands for the platform between two places in code; Module is
	// PlatformModule. No text has it, see Fold.
	Platform Kind = "platform"
)

// Order is the order of an exception's frames in its text.
type Order string

const (
	// InnermostFirst: the throw site comes first, the entry point last.
	InnermostFirst Order = ""
	// OutermostFirst: each raise stands before what it re-raised, as in
	// «{A(3)}: {B(2)}: {C(1)}: message».
	OutermostFirst Order = "outermost_first"
)

// Relation says how an exception belongs to those before it.
type Relation string

const (
	// Cause is the reason of the exception before it. The first exception of
	// a report has this zero value too, and it means nothing there.
	Cause Relation = ""
	// Sibling stands on the same level as the exception before it: one more
	// compile error of a module, one more finding of a check.
	Sibling Relation = "sibling"
)

// Frame is one place in code.
type Frame struct {
	// Extension is the name of the configuration extension, "" for the
	// configuration itself.
	Extension string
	// Module is the path as printed; see package modulepath. It is "" for
	// Eval and Query.
	Module string
	// Line counts from 1; 0 is unknown. OneScript prints -1.
	Line int
	// Column counts from 1; 0 is not printed. Compile and query errors have it.
	Column int
	// Source is the source line without its indent, "" if it is not printed.
	// The mark <<?>> of a compile error stays in it.
	Source string
	// CheckMode is the mode of a check by the Designer: «Тонкий клиент».
	CheckMode string
	// Function is what the platform ran, in a frame of the kind Platform.
	Function string
	Kind     Kind
}

// Exception is one error of the chain.
type Exception struct {
	// Value is the message: lines trimmed at the right, joined by "\n",
	// blanks at both ends off.
	Value string
	// Frames are in the order of the text, see Order; use Stack for Sentry.
	Frames []Frame
	Order  Order
	// Categories as printed, in the language of the session.
	Categories []string
	Relation   Relation
	// Separator is the text that stood before the exception: «по причине:».
	Separator string
	// Code is the code of the error. No text has it, see Facts.
	Code string
	// Wrappers are what the platform said around the error, outermost first. No
	// exception that was read has them, see Fold.
	Wrappers []Wrapper
}

// Names of what can be dropped.
const (
	DroppedPrefix   = "prefix"          // a tool's words before the first position of a line
	DroppedSuffix   = "suffix"          // what stands behind a quoted error in its line
	DroppedTime     = "time"            // a time stamp at the start of a line
	DroppedQuote    = "quote"           // marks of quoting, «> »
	DroppedClass    = "class"           // the GUID of an error class (technological journal)
	DroppedSource   = "platform source" // src\File.cpp(1): (technological journal)
	DroppedForeign  = "foreign stack"   // stack lines of .NET
	DroppedBrace    = "brace"           // a brace that closes nothing (OneScript)
	DroppedCut      = "cut frame"       // a frame or separator cut by the end of the text
	DroppedMark     = "mark of a cut"   // a line between frames that says that more stood there
	DroppedWindow   = "window"          // the head of a report of the error window, and what stands between its errors
	DroppedEnvelope = "envelope"        // what an error was wrapped in: JSON, a record of the technological journal
	DroppedMarkup   = "markup"          // fences and tags round the text
	DroppedInfo     = "information"     // additional information of an exception, printed as JSON behind its categories
	DroppedEmpty    = "empty error"     // a separator with no error after it
	DroppedTooLong  = "too long"        // what is beyond MaxText
	DroppedTooMany  = "too many"        // what is beyond MaxExceptions or MaxFrames
)

// Dropped is a piece of the text that is in no exception.
type Dropped struct {
	What string // one of the names above
	Text string
	// Count is how often the piece stood there in a row, at least 1.
	Count int
}

// Report is what a text says. The zero value is what an empty text says.
//
// A Report shares memory with the text it was read from and must not be
// modified while others read it.
type Report struct {
	// Exceptions, outermost first, as printed.
	Exceptions []Exception
	// Dropped names every piece of the text that is not in Exceptions, except
	// layout: blanks, line breaks and the punctuation of the grammar.
	Dropped []Dropped
}

// Limits of one report. What is beyond them is Dropped, never lost silently.
const (
	MaxText       = 10 << 20 // bytes
	MaxExceptions = 500
	MaxFrames     = 20000 // of all exceptions together
)
