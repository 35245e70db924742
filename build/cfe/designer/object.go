package designer

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// format is the version of the dump format that is read.
const format = "2.10"

// maxName is how long the platform lets a name be, in characters.
const maxName = 80

// Object is what every object has.
type Object struct {
	UUID    string
	Name    string
	Synonym Phrases
	Comment string
}

// Phrases are a text in several languages.
type Phrases []Phrase

// Phrase is a text in one language.
type Phrase struct {
	Language string // its code, such as ru
	Text     string
}

// GeneratedType are the identifiers of a type that comes with an object.
type GeneratedType struct {
	TypeID  string
	ValueID string
}

// record is the description of one object, taken apart.
type record struct {
	file       string
	uuid       string
	info       *element // internal info
	properties *element
	children   *element
}

// shape says which parts besides properties a description has.
type shape struct{ info, children bool }

// record opens the description of an object.
func (s *source) record(file, class string, want shape) (*record, error) {
	doc, err := s.document(file, spaceObjects, "MetaDataObject")
	if err != nil {
		return nil, err
	}
	r := &record{file: file}
	c := walk(doc)
	c.bare(doc, "version")
	object := c.take(class)
	c.bare(object, "uuid")
	r.uuid = object.attrs["uuid"]
	c.checkUUID(object, r.uuid)
	c.inside(object, func(in *cursor) { r.parts(in, want) })
	return r, wrap(file, c.end())
}

func (r *record) parts(c *cursor, want shape) {
	if want.info {
		r.info = c.take("InternalInfo")
		c.bare(r.info)
	}
	r.properties = c.take("Properties")
	c.bare(r.properties)
	if want.children {
		r.children = c.take("ChildObjects")
		c.bare(r.children)
	}
}

// read walks over one part of a description.
func (r *record) read(part *element, read func(*cursor)) error {
	c := &cursor{parent: part}
	c.inside(part, read)
	return wrap(r.file, c.err)
}

// head reads the properties every own object begins with.
func (c *cursor) head(uuid, name string) Object {
	o := Object{UUID: uuid}
	o.Name = c.name(name)
	o.Synonym = c.phrases("Synonym")
	o.Comment = c.text("Comment")
	return o
}

// name takes the name and compares it with the one the object is known by.
// An empty expectation takes any.
func (c *cursor) name(expected string) string {
	e := c.take("Name")
	name := c.plain(e)
	if c.err != nil {
		return name
	}
	if err := checkName(name); err != nil {
		c.fail(e.line, "<Name>: %w", err)
	}
	if expected != "" && name != expected {
		c.fail(e.line, "<Name>: it is %q, but the object is listed as %q", name, expected)
	}
	return name
}

// checkName holds a name against the rules of the platform's language, which
// also make it safe as a part of a file name.
func checkName(name string) error {
	if name == "" || utf8.RuneCountInString(name) > maxName {
		return fmt.Errorf("%q is empty or longer than %d characters", name, maxName)
	}
	for i, r := range name {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return fmt.Errorf("%q is not a name: %q is not allowed there", name, r)
		}
	}
	return nil
}

// phrases takes a text in several languages.
func (c *cursor) phrases(name string) Phrases {
	e := c.take(name)
	c.bare(e)
	var found Phrases
	c.inside(e, func(in *cursor) {
		for _, item := range in.all("v8:item") {
			in.bare(item)
			in.inside(item, func(in *cursor) {
				found = append(found, Phrase{Language: in.text("v8:lang"), Text: in.text("v8:content")})
			})
		}
	})
	return found
}

// generated takes the types that come with an object, one for each category in
// their order.
func (c *cursor) generated(class, object string, categories ...string) []GeneratedType {
	found := make([]GeneratedType, len(categories))
	for i, category := range categories {
		e := c.take("xr:GeneratedType")
		c.bare(e, "name", "category")
		if name := class + category + "." + object; c.err == nil && (e.attrs["name"] != name || e.attrs["category"] != category) {
			c.fail(e.line, "<%s>: %q of category %q stands where %q of category %q is expected", e.name, e.attrs["name"], e.attrs["category"], name, category)
		}
		c.inside(e, func(in *cursor) {
			found[i] = GeneratedType{TypeID: in.uuid("xr:TypeId"), ValueID: in.uuid("xr:ValueId")}
		})
	}
	return found
}

// references takes a list of objects by their full names.
func (c *cursor) references(name string) []Reference {
	e := c.take(name)
	c.bare(e)
	var found []Reference
	c.inside(e, func(in *cursor) {
		for _, item := range in.all("xr:Item") {
			if item.attrs["xsi:type"] != "xr:MDObjectRef" {
				in.fail(item.line, "<%s>: type %q, only xr:MDObjectRef is supported", item.name, item.attrs["xsi:type"])
			}
			found = append(found, Reference{Name: in.plain(item, "xsi:type"), Line: item.line})
		}
	})
	return found
}

// Reference is an object named in the description of another one.
type Reference struct {
	Name string // in full: class, a dot, name
	Line int    // where the source says so
}
