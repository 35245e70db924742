package record

// FormatVersion is the version of the format below. A ring with a higher one
// belongs to a newer add-in and is left alone.
const FormatVersion = 1

// Sizes and words of the format. The names in native/format.h are the same in
// capitals; a test compares the two by name.
const (
	recordAlign  = 8
	recordSize   = 72
	argumentSize = 8
	cutTextSize  = 8
	sideSize     = 16
	badSize      = 8

	recordReserved  = 0x31525331
	recordCommitted = 0x31435331
	recordPad       = 0x31505331
)

// Flags of a record.
const (
	// FlagScopeIncomplete says that a record which changed the scope of this
	// object found no room and was dropped.
	FlagScopeIncomplete = 1
	// FlagIDGiven says that the caller brought the id.
	FlagIDGiven = 2
)

// Methods of records that are no calls of a method. A property answered by the
// worker is MethodProperty plus its position.
const (
	MethodProperty  = 0x8000
	MethodCreated   = 0xFF00
	MethodDestroyed = 0xFF01
	MethodLocale    = 0xFF02
	MethodLanguage  = 0xFF03
	MethodDone      = 0xFF04
	MethodSnapshot  = 0xFF05
	// MethodInterpreted stands in the state log only: its argument is what package interpreted keeps.
	MethodInterpreted = 0xFF06
)

// Kind tells what a [Value] holds.
type Kind uint8

// The kinds of the format.
const (
	Empty   Kind = 0
	Null    Kind = 1
	Bool    Kind = 2
	Integer Kind = 3
	Number  Kind = 4
	Time    Kind = 5
	OLEDate Kind = 6
	Text    Kind = 7
	CutText Kind = 8
	Bytes   Kind = 9
	ANSI    Kind = 10
	Side    Kind = 11
	Bad     Kind = 12
)

// Where things lie in the file of a ring (package ringfile).
const (
	RingFileHeaderAt  = 64
	RingFileRecordsAt = 4096
)

// Why a value is [Bad].
const (
	// BadType is a type that 1C cannot pass; the detail is its VTYPE.
	BadType = 1
	// BadPointer is a length without memory behind it; the detail is the length.
	BadPointer = 2
	// BadLength is more than ArgumentLimit bytes; the detail is the length.
	BadLength = 3
	// BadMemory is a long value that found no memory; the detail is its length.
	BadMemory = 4
)

// Limits of the boundary, in bytes.
const (
	// TextLimit is where a text is cut in the middle.
	TextLimit = 256 << 10
	// InlineLimit is where JSON and binary data go beside the ring.
	InlineLimit = 64 << 10
	// ArgumentLimit is where JSON and binary data are refused.
	ArgumentLimit = 20 << 20
)
