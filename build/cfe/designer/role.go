package designer

import (
	"errors"
	"io/fs"
	"strings"

	"sentry1c/build/cfe/mdclass"
)

// Role is a set of rights.
type Role struct {
	Object
	Rights *Rights // nil if the role has no file of rights
}

// Rights are what a role grants.
type Rights struct {
	SetForNewObjects               bool
	IndependentRightsOfChildObject bool
	Objects                        []ObjectRights
}

// ObjectRights are the rights to one object.
type ObjectRights struct {
	Object Reference
	Rights []Right
}

// Right is one right, granted or not.
type Right struct {
	Name    string
	Granted bool
}

func (s *source) role(name string) (*Role, error) {
	r, err := s.record("Roles/"+name+".xml", "Role", shape{})
	if err != nil {
		return nil, err
	}
	role := &Role{}
	err = r.read(r.properties, func(c *cursor) { role.Object = c.head(r.uuid, name) })
	if err != nil {
		return nil, err
	}
	role.Rights, err = s.rights("Roles/" + name + "/Ext/Rights.xml")
	return role, err
}

func (s *source) rights(file string) (*Rights, error) {
	doc, err := s.document(file, spaceRights, "Rights")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rights := &Rights{}
	c := walk(doc)
	if c.bare(doc, "version", "xsi:type"); doc.attrs["xsi:type"] != "Rights" {
		c.fail(doc.line, "<%s>: type %q, only Rights is supported", doc.name, doc.attrs["xsi:type"])
	}
	rights.SetForNewObjects = c.bool("setForNewObjects")
	c.fixed("setForAttributesByDefault", "true")
	rights.IndependentRightsOfChildObject = c.bool("independentRightsOfChildObjects")
	for _, e := range c.all("object") {
		c.bare(e)
		c.inside(e, func(in *cursor) { rights.Objects = append(rights.Objects, in.objectRights(e)) })
	}
	return rights, wrap(file, c.end())
}

func (c *cursor) objectRights(e *element) ObjectRights {
	o := ObjectRights{Object: Reference{Name: c.text("name"), Line: e.line}}
	class, _, _ := strings.Cut(o.Object.Name, ".")
	if !mdclass.HasRights(class) {
		c.fail(e.line, "<object>: rights to %q are not supported", o.Object.Name)
	}
	last := -1
	for _, r := range c.all("right") {
		c.bare(r)
		c.inside(r, func(in *cursor) {
			right := Right{Name: in.text("name"), Granted: in.bool("value")}
			_, place, ok := mdclass.Right(class, right.Name)
			switch {
			case in.err != nil:
			case !ok:
				in.fail(r.line, "<right>: %q is not a right of %s, or it is not supported", right.Name, o.Object.Name)
			case place <= last:
				in.fail(r.line, "<right>: %q is there twice or out of the platform's order", right.Name)
			}
			last = place
			o.Rights = append(o.Rights, right)
		})
	}
	return o
}
