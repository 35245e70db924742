package designer

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"sentry1c/build/cfe/mdclass"
)

// CommonForm is a common form without items: its code makes them.
type CommonForm struct {
	Object
	UseStandardCommands  bool
	ExtendedPresentation Phrases
	Explanation          Phrases

	Events []FormEvent // in the order of their identifiers
	Module []byte      // without the mark of UTF-8
}

// FormEvent is an event and its handler.
type FormEvent struct {
	Name    string // of mdclass.FormEvent
	Handler string
}

// commandBar is what the platform calls the command bar of every form.
const commandBar = "ФормаКоманднаяПанель"

func (s *source) commonForm(name string) (*CommonForm, error) {
	r, err := s.record("CommonForms/"+name+".xml", "CommonForm", shape{})
	if err != nil {
		return nil, err
	}
	f := &CommonForm{}
	err = r.read(r.properties, func(c *cursor) {
		f.Object = c.head(r.uuid, name)
		c.fixed("FormType", "Managed")
		c.no("IncludeHelpInContents")
		c.formPurposes()
		f.UseStandardCommands = c.bool("UseStandardCommands")
		f.ExtendedPresentation = c.phrases("ExtendedPresentation")
		f.Explanation = c.phrases("Explanation")
	})
	if err != nil {
		return nil, err
	}
	if err := s.formBody(f); err != nil {
		return nil, err
	}
	text, err := s.module("CommonForms/" + name + "/Ext/Form/Module.bsl")
	if err != nil {
		return nil, err
	}
	f.Module = bytes.TrimPrefix(text, bom)
	return f, wrap("CommonForms/"+name+"/Ext/Form.xml", f.handled())
}

// formPurposes reads where the form is for: both, as in every genuine form met.
func (c *cursor) formPurposes() {
	c.inside(c.take("UsePurposes"), func(in *cursor) {
		for _, want := range [...]string{"PlatformApplication", "MobilePlatformApplication"} {
			e := in.take("v8:Value")
			if in.bare(e, "xsi:type"); e.attrs["xsi:type"] != "app:ApplicationUsePurpose" || e.text != want {
				in.fail(e.line, "<%s>: only PlatformApplication and MobilePlatformApplication together are supported", e.name)
			}
		}
	})
}

// formBody reads the body of a form: an empty one with handlers of events.
func (s *source) formBody(f *CommonForm) error {
	file := "CommonForms/" + f.Name + "/Ext/Form.xml"
	doc, err := s.document(file, spaceForm, "Form")
	if err != nil {
		return err
	}
	c := walk(doc)
	c.bare(doc, "version")
	bar := c.take("AutoCommandBar")
	if c.bare(bar, "name", "id"); bar.attrs["name"] != commandBar || bar.attrs["id"] != "-1" || len(bar.children) > 0 {
		c.fail(bar.line, "<%s>: only an empty one named %s is supported", bar.name, commandBar)
	}
	if e := c.optional("Events"); e != nil {
		c.inside(e, func(in *cursor) { f.events(in) })
	}
	c.empty("Attributes")
	return wrap(file, c.end())
}

func (f *CommonForm) events(c *cursor) {
	seen := map[string]string{}
	for _, e := range c.all("Event") {
		name, handler := e.attrs["name"], c.plain(e, "name")
		switch {
		case c.err != nil:
		case mdclass.FormEvent[name] == "":
			c.fail(e.line, "<%s>: the event %q is not supported", e.name, name)
		case seen[name] != "":
			c.fail(e.line, "<%s>: the event %s is there twice", e.name, name)
		default:
			if err := checkName(handler); err != nil {
				c.fail(e.line, "<%s>: %w", e.name, err)
			}
		}
		seen[name] = handler
	}
	if c.err != nil {
		return
	}
	for _, name := range slices.SortedFunc(maps.Keys(seen), func(a, b string) int {
		return bytes.Compare([]byte(mdclass.FormEvent[a]), []byte(mdclass.FormEvent[b]))
	}) {
		f.Events = append(f.Events, FormEvent{name, seen[name]})
	}
}

// handled checks that the module has each handler that the body names: the
// platform's check of a configuration ends with an error otherwise.
func (f *CommonForm) handled() error {
	for _, e := range f.Events {
		method := regexp.MustCompile(`(?im)^[\t ]*(процедура|procedure)[\t ]+` + regexp.QuoteMeta(e.Handler) + `[\t ]*\(`)
		if !method.Match(f.Module) {
			return fmt.Errorf("the event %s: the module has no procedure %s", e.Name, e.Handler)
		}
	}
	return nil
}
