package platform

import (
	"fmt"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// Infobase is what all sessions share. Its exported fields may be changed between
// calls of sessions, to make a situation.
type Infobase struct {
	Version       eval.Version
	Compatibility eval.Version
	// English is the other variant of the language for the configuration: names of
	// events that an extension intercepts follow it, columns of the log, and what
	// metadata and values of enumerations are called.
	English bool
	// CompatibilityName is Метаданные.РежимСовместимости as a text.
	CompatibilityName string

	Configuration Configuration
	Connection    string // СтрокаСоединенияИнформационнойБазы
	Computer      string
	PlatformType  string // a value of ТипПлатформы
	Extensions    []Extension
	// SafeExtension runs the code of the extension in the safe mode, with a
	// profile if one is named.
	SafeExtension bool
	SafeProfile   string

	Registers map[string]*Register
	Templates map[string][]byte
	// Commands are the modules of common commands by name.
	Commands map[string]*eval.Module
	Objects  []*MetaObject // further metadata: of the configuration

	Log []*LogRow
	// InArea says that sessions work in one area of divided data.
	InArea bool
	// LogError, if set, is what reading the log ends with.
	LogError error
	// LargestReading is the largest number of rows that one reading of the log gave.
	LargestReading int
	// ColumnsRead are the columns that readings of the log asked for, by Russian names.
	ColumnsRead map[string]bool
	// Unreachable makes each call of a client to the server an error of the network.
	Unreachable bool
	// TemplatesRead counts the readings of common templates by code.
	TemplatesRead int

	Users []*User
	Jobs  []*Job
	// JobsError, if set, is what listing the background jobs ends with.
	JobsError error
	Scheduled []*ScheduledJob
	// Storage is ХранилищеОбщихНастроек. A base whose own manager of the storage
	// keeps nothing of what it does not know has StorageLoses.
	Storage      []*SavedSettings
	StorageLoses bool
	// Forms are the common forms by their folded full names.
	Forms map[string]*FormSource

	// Spent counts accesses to data: by the property or the method of the platform.
	Spent map[string]int

	// Query answers queries of the code.
	Query func(text string, parameters map[string]value.Value) *value.Table

	// Roles are what each role allows, such as "ОбщаяФорма.X.Просмотр".
	Roles map[*MetaObject][]string

	AddIns AddIns
	// Globals are further properties of the global context, for tests.
	Globals map[string]value.Value
	Clock   func() time.Time

	// Faults are those that ended calls; a test fails if there is one.
	Faults []*eval.Fault

	Programs map[eval.Side]*eval.Program
	sessions int
	open     []*Session
	placed   map[string]value.Value // the temporary storage, by address
	folder   string                 // for temporary files
}

// Configuration is the base configuration.
type Configuration struct{ Name, Version, Synonym string }

// Extension is one that is applied.
type Extension struct{ Name, Version string }

// User is a user of the infobase.
type User struct {
	Name, FullName string
	ID             value.UUID
	// Rights are rights to objects, such as "РегистрСведений.X.Чтение"; Full has
	// every right.
	Rights map[string]bool
	Full   bool
}

// NewInfobase makes an empty one with sensible settings.
func NewInfobase(version, compatibility eval.Version, folder string) *Infobase {
	return &Infobase{
		Version: version, Compatibility: compatibility,
		CompatibilityName: fmt.Sprintf("Версия%d_%d_%d", compatibility[0], compatibility[1], compatibility[2]),
		Configuration:     Configuration{"УправлениеТорговлей", "11.5.12.34", "Управление торговлей"},
		Connection:        `Srvr="srv1c";Ref="trade";`,
		Computer:          "SRV1C", PlatformType: "Linux_x86_64",
		Registers: map[string]*Register{}, Templates: map[string][]byte{}, Commands: map[string]*eval.Module{}, Forms: map[string]*FormSource{},
		Roles:   map[*MetaObject][]string{},
		Globals: map[string]value.Value{},
		Clock:   time.Now, Programs: map[eval.Side]*eval.Program{}, folder: folder,
	}
}

// fault remembers what the interpreter could not answer for.
func (b *Infobase) fault(err error) error {
	if f, ok := eval.AsFault(err); ok {
		b.Faults = append(b.Faults, f)
	}
	return err
}
