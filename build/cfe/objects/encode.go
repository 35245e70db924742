package objects

import (
	"fmt"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/container"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
)

// Entry is one piece of an extension, not compressed.
type Entry struct {
	Name string
	Data []byte
}

// Encode makes the entries of an extension, the root first. Every template must
// have its content. Modules are dated with the time given.
func Encode(ext *designer.Extension, t container.Time) ([]Entry, error) {
	e := &encoder{ext: ext, time: t}
	e.root()
	for _, l := range ext.Languages {
		e.list(l.UUID, language(l))
	}
	for _, m := range ext.CommonModules {
		e.list(m.UUID, commonModule(m))
		e.module(m.UUID, mdclass.SuffixModule, m.Module)
	}
	for _, t := range ext.CommonTemplates {
		if t.Data == nil {
			return nil, fmt.Errorf("objects: encode template %s: it has no content", t.Name)
		}
		e.list(t.UUID, commonTemplate(t))
		e.list(part(t.UUID, mdclass.SuffixTemplate), binary(t.Data))
	}
	for _, p := range ext.SessionParameters {
		e.list(p.UUID, sessionParameter(p))
	}
	for _, r := range ext.Roles {
		e.role(r)
	}
	for _, j := range ext.ScheduledJobs {
		e.scheduledJob(j)
	}
	for _, s := range ext.Subsystems {
		e.subsystem(s)
	}
	for _, k := range ext.Constants {
		e.list(k.UUID, constant(k))
		e.module(k.UUID, mdclass.SuffixValueManager, k.ValueManagerModule)
		e.module(k.UUID, mdclass.SuffixConstManager, k.ManagerModule)
	}
	for _, r := range ext.InformationRegisters {
		e.list(r.UUID, informationRegister(r))
		e.module(r.UUID, mdclass.SuffixRecordSet, r.RecordSetModule)
		e.module(r.UUID, mdclass.SuffixManager, r.ManagerModule)
	}
	for _, c := range ext.CommonCommands {
		e.list(c.UUID, commonCommand(c))
		e.module(c.UUID, mdclass.SuffixCommandModule, c.Module)
	}
	for _, f := range ext.CommonForms {
		e.list(f.UUID, commonForm(f))
		e.list(part(f.UUID, mdclass.SuffixForm), formBody(f))
	}
	return e.entries, nil
}

type encoder struct {
	ext     *designer.Extension
	time    container.Time
	entries []Entry
}

// list adds an entry that is a list text.
func (e *encoder) list(name string, v brackets.Value) {
	e.entries = append(e.entries, Entry{Name: name, Data: []byte(brackets.Print(v))})
}

// module adds the text of a module, if there is one.
func (e *encoder) module(uuid, suffix string, text []byte) {
	if text != nil {
		e.entries = append(e.entries, Entry{Name: part(uuid, suffix), Data: container.Module(text, e.time)})
	}
}

func part(uuid, suffix string) string { return uuid + "." + suffix }
