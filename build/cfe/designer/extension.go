package designer

import (
	"fmt"
	"io/fs"

	"sentry1c/build/cfe/mdclass"
)

// Extension is everything the sources of an extension describe. The objects of
// each class stand in the order in which the root lists them.
type Extension struct {
	Configuration        *Configuration
	Languages            []*Language
	Subsystems           []*Subsystem
	SessionParameters    []*SessionParameter
	Roles                []*Role
	CommonTemplates      []*CommonTemplate
	CommonModules        []*CommonModule
	ScheduledJobs        []*ScheduledJob
	CommonCommands       []*CommonCommand
	CommonForms          []*CommonForm
	Constants            []*Constant
	InformationRegisters []*InformationRegister

	ids map[string]string // full name -> identifier
}

// UUID is the identifier of the object with the full name, such as
// CommonModule.X or Subsystem.X.Subsystem.Y, or "" if there is none.
func (x *Extension) UUID(name string) string { return x.ids[name] }

// Read reads the sources of an extension. The root of fsys is the folder that
// holds Configuration.xml. What is read is checked as far as one object can
// tell, then as a whole: identifiers and names are unique, references lead to
// objects that are there, every file belongs to an object.
func Read(fsys fs.FS) (*Extension, error) {
	s := &source{fsys: fsys, used: map[string]bool{}}
	conf, list, err := s.configuration()
	if err != nil {
		return nil, err
	}
	ext := &Extension{Configuration: conf}
	for _, e := range list {
		if err := s.child(ext, e); err != nil {
			return nil, err
		}
	}
	if err := ext.verify(); err != nil {
		return nil, err
	}
	return ext, s.unused()
}

// child reads one object that the root lists.
func (s *source) child(ext *Extension, e *element) error {
	c := walk(e)
	name := c.plain(e)
	if c.err == nil {
		if err := checkName(name); err != nil {
			c.fail(e.line, "<%s>: %w", e.name, err)
		}
	}
	if class := mdclass.ByName(e.name); class == nil || class.Folder == "" {
		c.fail(e.line, "<%s>: objects of this class are not supported", e.name)
	}
	if c.err != nil {
		return wrap("Configuration.xml", c.err)
	}
	switch e.name {
	case "Language":
		return add(&ext.Languages, name, s.language)
	case "Subsystem":
		return add(&ext.Subsystems, name, func(name string) (*Subsystem, error) { return s.subsystem("", name, 1) })
	case "SessionParameter":
		return add(&ext.SessionParameters, name, s.sessionParameter)
	case "Role":
		return add(&ext.Roles, name, s.role)
	case "CommonTemplate":
		return add(&ext.CommonTemplates, name, s.commonTemplate)
	case "CommonModule":
		return add(&ext.CommonModules, name, s.commonModule)
	case "ScheduledJob":
		return add(&ext.ScheduledJobs, name, s.scheduledJob)
	case "CommonCommand":
		return add(&ext.CommonCommands, name, s.commonCommand)
	case "CommonForm":
		return add(&ext.CommonForms, name, s.commonForm)
	case "Constant":
		return add(&ext.Constants, name, s.constant)
	case "InformationRegister":
		return add(&ext.InformationRegisters, name, s.informationRegister)
	}
	panic(fmt.Sprintf("BUG: designer: class %s has a folder and no reader", e.name))
}

func add[T any](list *[]*T, name string, read func(string) (*T, error)) error {
	object, err := read(name)
	if err == nil {
		*list = append(*list, object)
	}
	return err
}
