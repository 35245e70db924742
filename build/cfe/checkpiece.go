package cfe

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/container"
	"sentry1c/build/cfe/mdclass"
)

// pieces reads every entry that is stored beside an object.
func (c *checker) pieces() {
	owners := map[string]*seen{}
	for _, o := range c.order {
		owners[o.parts] = o
	}
	for _, name := range c.names {
		uuid, suffix := split(name)
		switch {
		case name == configInfoName || c.objects[name] != nil:
		case !mdclass.IsUUID(uuid):
			c.find(Warning, name, "no entry of an extension has such a name")
		case owners[uuid] == nil || suffix == "":
			c.find(Warning, name, "no object of the extension claims it")
		default:
			c.piece(owners[uuid], name, suffix)
		}
	}
}

func (c *checker) piece(o *seen, name, suffix string) {
	data, ok := c.inflate(name)
	if !ok {
		return
	}
	part, known := o.class.Part(suffix)
	if !known {
		part = mdclass.Part{Suffix: suffix, Name: "piece ." + suffix}
		if container.Is(data) {
			part.Content = mdclass.Module
		}
	}
	p := Part{Entry: name, Name: part.Name, Size: len(data)}
	where := o.FullName() + ", " + part.Name
	switch part.Content {
	case mdclass.Module:
		c.module(&p, where, data)
	case mdclass.Form:
		c.form(&p, where, data)
	case mdclass.Template:
		c.template(&p, where, o.detail.template, data)
	case mdclass.Rights:
		c.rights(&p, where, data)
	case mdclass.Schedule:
		c.parse(where, data)
	}
	o.Parts = append(o.Parts, p)
}

// module reads the text of a module. The platform stores it in a store of its
// own or, for reasons unknown, just so.
func (c *checker) module(p *Part, where string, data []byte) {
	if container.Is(data) {
		text, err := container.ReadModule(data)
		if err != nil {
			c.find(Error, where, "it cannot be read: %v", err)
			return
		}
		data = text
	}
	p.Size = len(data)
	body, ok := bytes.CutPrefix(data, []byte(brackets.BOM))
	if !ok {
		c.find(Error, where, "its text does not begin with the mark of UTF-8")
	}
	c.text(p, where, string(body))
}

// text judges the text of a module.
func (c *checker) text(p *Part, where, text string) {
	if !utf8.ValidString(text) {
		c.find(Error, where, "its text is not UTF-8")
	}
	lines := strings.Count(text, "\n")
	if strings.Count(text, "\r\n") != lines {
		c.find(Note, where, "not all of its lines end with CR LF")
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		lines++
	}
	p.Detail = count(lines, "line")
}

// form reads a form, whose module is a string inside its list. Ordinary forms
// are stores and are not looked into.
func (c *checker) form(p *Part, where string, data []byte) {
	if container.Is(data) {
		p.Detail = "ordinary form"
		return
	}
	v, ok := c.parse(where, data)
	if !ok {
		return
	}
	text, _ := v.At(2)
	if text.Kind == brackets.String && text.Text != "" {
		c.text(p, where+" module", text.Text)
		p.Detail = fmt.Sprintf("module of %d bytes, %s", len(text.Text), p.Detail)
	}
	c.handlers(where, v, text.Text)
}

// template reads the content of a template that holds a file.
func (c *checker) template(p *Part, where, stored string, data []byte) {
	if stored != mdclass.TemplateType["AddIn"] && stored != mdclass.TemplateType["BinaryData"] {
		return
	}
	v, ok := c.parse(where, data)
	if !ok {
		return
	}
	payload, _ := v.At(1, 0)
	file, err := payload.Bytes()
	if err != nil {
		c.find(Error, where, "its content cannot be read: %v", err)
		return
	}
	p.Detail = fmt.Sprintf("a file of %d bytes", len(file))
	names, isZip := zipNames(file)
	if isZip {
		p.Detail += ", a zip of " + count(len(names), "file")
	}
	if stored != mdclass.TemplateType["AddIn"] || len(file) > maxZip {
		return
	}
	for _, name := range names {
		if strings.EqualFold(name, "MANIFEST.XML") {
			return
		}
	}
	c.find(Warning, where, "an add-in should be a zip with a file MANIFEST.XML in it")
}

// maxZip bounds the zip that is looked into: the list of a hostile one takes
// many times its size.
const maxZip = 64 << 20

// zipNames are the names of the files in a zip.
func zipNames(file []byte) ([]string, bool) {
	if len(file) > maxZip {
		return nil, false
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, false
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	return names, true
}

// rights reads the rights of a role.
func (c *checker) rights(p *Part, where string, data []byte) {
	v, ok := c.parse(where, data)
	if !ok {
		return
	}
	list, _ := v.At(1)
	granted := 0
	for _, item := range list.Items[min(1, len(list.Items)):] {
		uuid, ok := item.At(0, 1)
		if !ok || !mdclass.IsUUID(uuid.Text) {
			c.find(Error, where, "an object in it has no identifier")
			continue
		}
		if c.defined[uuid.Text] == "" {
			c.find(Warning, where, "it grants rights to %s, which the extension does not have", uuid.Text)
		}
		rights, _ := item.At(1)
		for i := 2; i < len(rights.Items); i += 2 {
			if rights.Is("1", i) {
				granted++
			}
		}
	}
	p.Detail = count(max(0, len(list.Items)-1), "object") + ", " + count(granted, "right") + " granted"
}
