package designer

import (
	"fmt"
	"strings"

	"sentry1c/build/cfe/mdclass"
)

// index is what verify knows of the objects met so far.
type index struct {
	uuids map[string]string // identifier -> what has it
	names map[string]string // full name in lower case -> the name as written
	ids   map[string]string // full name -> identifier
	err   error
}

// verify checks what no single object can tell.
func (x *Extension) verify() error {
	i := &index{uuids: map[string]string{}, names: map[string]string{}, ids: map[string]string{}}
	i.root(x.Configuration)
	x.declare(i)
	x.resolve(i)
	x.ids = i.ids
	return i.err
}

// uuid notes an identifier and what has it.
func (i *index) uuid(id, owner string) {
	if other := i.uuids[id]; other != "" && i.err == nil {
		i.err = fmt.Errorf("designer: check identifier %s: both %s and %s have it", id, other, owner)
	}
	i.uuids[id] = owner
}

// object notes an object by its full name. The platform does not tell letters
// by their case.
func (i *index) object(name string, o Object) {
	i.uuid(o.UUID, name)
	key := strings.ToLower(name)
	if other := i.names[key]; other != "" && i.err == nil {
		i.err = fmt.Errorf("designer: check name %s: %s is there already", name, other)
	}
	i.names[key] = name
	i.ids[name] = o.UUID
}

func (i *index) types(owner string, types []GeneratedType) {
	for _, t := range types {
		i.uuid(t.TypeID, "a type of "+owner)
		i.uuid(t.ValueID, "a type of "+owner)
	}
}

func (i *index) root(conf *Configuration) {
	i.object("Configuration."+conf.Name, conf.Object)
	for _, g := range mdclass.Groups {
		i.uuid(conf.Contained[g.ID], "the contained object of class "+g.ID)
	}
}

// declare notes every object.
func (x *Extension) declare(i *index) {
	for _, o := range x.Languages {
		i.object("Language."+o.Name, o.Object)
	}
	for _, o := range x.Subsystems {
		i.subsystem("", o)
	}
	for _, o := range x.SessionParameters {
		i.object("SessionParameter."+o.Name, o.Object)
	}
	for _, o := range x.Roles {
		i.object("Role."+o.Name, o.Object)
	}
	for _, o := range x.CommonTemplates {
		i.object("CommonTemplate."+o.Name, o.Object)
	}
	for _, o := range x.CommonModules {
		i.object("CommonModule."+o.Name, o.Object)
	}
	for _, o := range x.ScheduledJobs {
		i.object("ScheduledJob."+o.Name, o.Object)
	}
	for _, o := range x.CommonCommands {
		i.object("CommonCommand."+o.Name, o.Object)
	}
	for _, o := range x.CommonForms {
		i.object("CommonForm."+o.Name, o.Object)
	}
	for _, o := range x.Constants {
		i.object("Constant."+o.Name, o.Object)
		i.types("Constant."+o.Name, o.Types)
	}
	for _, o := range x.InformationRegisters {
		i.register(o)
	}
}

func (i *index) subsystem(owner string, o *Subsystem) {
	name := owner + "Subsystem." + o.Name
	i.object(name, o.Object)
	for _, child := range o.Children {
		i.subsystem(name+".", child)
	}
}

func (i *index) register(o *InformationRegister) {
	name := "InformationRegister." + o.Name
	i.object(name, o.Object)
	i.types(name, o.Types)
	fields := map[string]bool{}
	for _, list := range [][]*Field{o.Resources, o.Dimensions} {
		for _, f := range list {
			i.uuid(f.UUID, "field "+f.Name+" of "+name)
			if key := strings.ToLower(f.Name); fields[key] && i.err == nil {
				i.err = fmt.Errorf("designer: check name %s: two fields are called %s", name, f.Name)
			} else {
				fields[key] = true
			}
		}
	}
}

// resolve checks that every reference leads to an object.
func (x *Extension) resolve(i *index) {
	conf := x.Configuration
	i.want("Configuration.xml", "Role.", conf.DefaultRoles...)
	if conf.DefaultLanguage != "" {
		i.want("Configuration.xml", "Language.", Reference{Name: conf.DefaultLanguage})
	}
	for _, s := range x.Subsystems {
		i.content("Subsystems/"+s.Name, s)
	}
	for _, r := range x.Roles {
		if r.Rights == nil {
			continue
		}
		seen := map[string]bool{}
		for _, o := range r.Rights.Objects {
			file := "Roles/" + r.Name + "/Ext/Rights.xml"
			i.want(file, "", o.Object)
			if seen[o.Object.Name] && i.err == nil {
				i.err = fmt.Errorf("designer: read %s: line %d: %s is there twice", file, o.Object.Line, o.Object.Name)
			}
			seen[o.Object.Name] = true
		}
	}
	for _, j := range x.ScheduledJobs {
		i.want("ScheduledJobs/"+j.Name+".xml", "CommonModule.", j.Module)
	}
}

func (i *index) content(file string, s *Subsystem) {
	i.want(file+".xml", "", s.Content...)
	for _, child := range s.Children {
		i.content(file+"/Subsystems/"+child.Name, child)
	}
}

// want looks references up. References are written as the platform prints them,
// so that the case of their letters counts.
func (i *index) want(file, class string, refs ...Reference) {
	for _, r := range refs {
		if i.err != nil {
			return
		}
		if i.names[strings.ToLower(r.Name)] != r.Name || !strings.HasPrefix(r.Name, class) {
			i.err = fmt.Errorf("designer: read %s: line %d: %q: the extension has no such object", file, r.Line, r.Name)
		}
	}
}
