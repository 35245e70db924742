package cfe

import (
	"strings"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/mdclass"
)

// maxNesting bounds how deep objects lie in one another.
const maxNesting = 20

// nameHeader is how an object is called.
type nameHeader struct {
	UUID, Name string
	Adopted    bool
}

// headerOf finds the name header with the identifier in a value, or the first
// one if none is given. Headers of all versions are read: with a part of two
// numbers and the identifier, a name and the text in several languages.
func headerOf(v brackets.Value, uuid string) (nameHeader, bool) {
	var found nameHeader
	ok := false
	v.Walk(func(v brackets.Value) bool {
		if ok {
			return false
		}
		h, is := header(v)
		if is && (uuid == "" || h.UUID == uuid) {
			found, ok = h, true
		}
		return !ok
	})
	return found, ok
}

// header reads a value that is a name header.
func header(v brackets.Value) (nameHeader, bool) {
	const least = 5
	if v.Kind != brackets.List || len(v.Items) < least || v.Items[2].Kind != brackets.String || v.Items[3].Kind != brackets.List {
		return nameHeader{}, false
	}
	uuid, ok := containedIn(v.Items[1])
	return nameHeader{UUID: uuid, Name: v.Items[2].Text, Adopted: v.Is("1", 5)}, ok
}

// containedIn reads how a list names the object it belongs to.
func containedIn(v brackets.Value) (string, bool) {
	if len(v.Items) != 3 || !v.Is("0", 1) || !v.Is("0", 0) && !v.Is("1", 0) {
		return "", false
	}
	uuid := v.Items[2]
	return uuid.Text, uuid.Kind == brackets.Token && mdclass.IsUUID(uuid.Text)
}

// object reads one object and what belongs to it. The owner is nil for those
// the root lists.
func (c *checker) object(class *mdclass.Class, uuid string, owner *seen) {
	where := class.Name + " " + uuid
	if c.stored[uuid] == nil {
		c.find(Error, where, "it is listed, but not in the file")
		return
	}
	if c.objects[uuid] != nil {
		c.find(Error, where, "it is listed twice")
		return
	}
	v, ok := c.list(uuid)
	if !ok {
		return
	}
	h, ok := headerOf(v, uuid)
	if !ok {
		c.find(Error, where, "its name is not found in its list")
	}
	o := &seen{Object: Object{Class: class.Name, Name: h.Name, UUID: uuid, Adopted: h.Adopted}, class: class, parts: uuid}
	if owner != nil {
		o.Owner = owner.FullName()
	}
	o.detail = facts(class, v)
	o.Detail = o.detail.words
	c.add(o)
	c.definitions(o, v)
	if strings.Count(o.Owner, ".") < 2*maxNesting {
		c.children(o, v)
	} else {
		c.find(Error, where, "objects are nested more than %d deep", maxNesting)
	}
}

func (c *checker) add(o *seen) {
	c.objects[o.UUID] = o
	c.order = append(c.order, o)
}

// definitions notes the identifiers that an object brings: its own, those of
// what is described inside it, those of its types.
func (c *checker) definitions(o *seen, v brackets.Value) {
	v.Walk(func(v brackets.Value) bool {
		if h, ok := header(v); ok {
			what := o.FullName()
			if h.UUID != o.UUID {
				what += "." + h.Name
			}
			c.define(h.UUID, what)
			return false
		}
		return true
	})
	for _, place := range typePlaces(o.class.Name, v) {
		if id, ok := v.At(1, place); ok && mdclass.IsUUID(id.Text) {
			c.define(id.Text, "a type of "+o.FullName())
		}
	}
}

// typePlaces are the places of the identifiers of an object's types, for the
// classes and versions in which they are known.
func typePlaces(class string, v brackets.Value) []int {
	version, _ := v.Int(1, 0)
	switch {
	case class == "InformationRegister" && (version == 30 || version == 33):
		return []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}
	case class == "Constant" && version == 16:
		return []int{2, 3, 4, 5, 13, 14}
	}
	return nil
}

// Classes of objects that belong to others. Which of an object's lists holds
// forms depends on its class, so that a list of unknown meaning is taken for
// one of forms.
var (
	ownedTemplate = &mdclass.Class{Name: "Template", Parts: []mdclass.Part{{Suffix: "0", Name: "content", Content: mdclass.Template}}}
	ownedForm     = &mdclass.Class{Name: "Form", Parts: []mdclass.Part{{Suffix: "0", Name: "form", Content: mdclass.Form}, {Suffix: "1", Name: "help"}}}
)

const templateList = "3daea016-69b7-4ed4-9453-127911372fe6"

// children reads the objects that have entries of their own and are listed in
// an object.
func (c *checker) children(o *seen, v brackets.Value) {
	v.Walk(func(v brackets.Value) bool {
		uuids, ok := uuidList(v)
		if !ok {
			return true
		}
		class := ownedForm
		switch v.Items[0].Text {
		case mdclass.SubsystemList:
			class = mdclass.ByName("Subsystem")
		case templateList:
			class = ownedTemplate
		}
		for _, uuid := range uuids {
			if class != ownedForm || c.stored[uuid] != nil && c.objects[uuid] == nil {
				c.object(class, uuid, o)
			}
		}
		return false
	})
}
