package mdclass

// Class is a class of metadata objects.
type Class struct {
	// Name is the name of the class in sources, such as CommonModule.
	Name string
	// Folder is the folder of its objects in sources, such as CommonModules.
	// It is set for the classes that sources are read of.
	Folder string
	// List is the identifier of the class's list in the root object.
	List string
	// Parts are the pieces an object of the class may store beside itself.
	Parts []Part
}

// Part is a piece stored beside an object, in an entry named by the object's
// identifier, a dot and the suffix.
type Part struct {
	Suffix  string
	Name    string // in words, for reports
	Content Content
}

// Content says how a piece is to be read.
type Content uint8

const (
	Opaque   Content = iota // not looked into
	Module                  // program text in a store of its own
	Form                    // a list text with the program text inside
	Template                // by the kind of the template
	Rights                  // the rights of a role
	Schedule                // the schedule of a job
)

// Part finds the piece with the suffix.
func (c *Class) Part(suffix string) (Part, bool) {
	for _, p := range c.Parts {
		if p.Suffix == suffix {
			return p, true
		}
	}
	return Part{}, false
}

// ByName finds a class by its name in sources, or answers nil.
func ByName(name string) *Class {
	for _, g := range Groups {
		for _, c := range g.Classes {
			if c.Name == name {
				return c
			}
		}
	}
	return nil
}

// ByList finds a class by the identifier of its list, or answers nil.
func ByList(id string) *Class {
	for _, g := range Groups {
		for _, c := range g.Classes {
			if c.List == id {
				return c
			}
		}
	}
	return nil
}

// Lists of objects that belong to another object, not to the root.
const (
	SubsystemList = "37f2fa9a-b276-11d4-9435-004095e12fc7" // also in a subsystem
)

// Configuration is the root object. Its pieces are named by the identifier of
// its first contained object, not by its own.
var Configuration = &Class{Name: "Configuration", Parts: []Part{
	{"0", "ordinary application module", Module},
	{"3", "help", Opaque},
	{"5", "external connection module", Module},
	{SuffixApplicationModule, "managed application module", Module},
	{SuffixSessionModule, "session module", Module},
	{"8", "home page work area", Opaque},
}}

// Suffixes of the root's modules.
const (
	SuffixApplicationModule = "6"
	SuffixSessionModule     = "7"
)

// Suffixes of pieces that are written.
const (
	SuffixModule        = "0" // of a common module
	SuffixTemplate      = "0" // the content of a common template
	SuffixForm          = "0" // the body of a form, its module in it
	SuffixRights        = "0" // of a role
	SuffixSchedule      = "0" // of a scheduled job
	SuffixCommandModule = "2" // of a common command
	SuffixRecordSet     = "1" // record set module of an information register
	SuffixManager       = "2" // manager module of an information register
	SuffixValueManager  = "0" // value manager module of a constant
	SuffixConstManager  = "1" // manager module of a constant
)
