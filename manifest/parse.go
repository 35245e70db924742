package manifest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxManifestBytes is far above any real manifest.
const maxManifestBytes = 1 << 20

var utf8BOM = []byte{0xEF, 0xBB, 0xBF}

// Parse reads a manifest. Whatever the schema does not know is an error that names the line: unknown elements and attributes,
// values outside the lists, a missing attribute, a foreign namespace, text between the elements. A BOM is skipped.
func Parse(data []byte) (Manifest, error) {
	if len(data) > maxManifestBytes {
		return Manifest{}, fmt.Errorf("manifest: parse: %d bytes, more than %d", len(data), maxManifestBytes)
	}
	p := parser{d: xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, utf8BOM)))}
	m, err := p.document()
	if err != nil {
		line, _ := p.d.InputPos()
		return Manifest{}, fmt.Errorf("manifest: parse: line %d: %w", line, err)
	}
	if err := m.Check(); err != nil {
		return Manifest{}, fmt.Errorf("manifest: parse: %w", err)
	}
	return m, nil
}

type parser struct {
	d *xml.Decoder
	m Manifest
}

func (p *parser) document() (Manifest, error) {
	depth, roots := 0, 0
	for {
		token, err := p.d.Token()
		switch {
		case errors.Is(err, io.EOF) && roots == 0:
			return Manifest{}, errors.New("no element bundle")
		case errors.Is(err, io.EOF):
			return p.m, nil
		case err != nil:
			return Manifest{}, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			if err := p.start(t, depth, roots); err != nil {
				return Manifest{}, err
			}
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return Manifest{}, fmt.Errorf("text %q between the elements", bytes.TrimSpace(t))
			}
		case xml.Directive:
			return Manifest{}, errors.New("a document type declaration is not allowed")
		}
	}
}

func (p *parser) start(t xml.StartElement, depth, roots int) error {
	want := [...]string{"bundle", "component"}
	switch {
	case depth >= len(want):
		return fmt.Errorf("element %s inside component", t.Name.Local)
	case roots > 1:
		return fmt.Errorf("element %s behind bundle", t.Name.Local)
	case t.Name.Local != want[depth]:
		return fmt.Errorf("unknown element %s, want %s", t.Name.Local, want[depth])
	case t.Name.Space != Namespace:
		return fmt.Errorf("element %s is of the namespace %q, want %q", t.Name.Local, t.Name.Space, Namespace)
	}
	if err := noneTwice(t.Attr); err != nil {
		return fmt.Errorf("element %s: %w", t.Name.Local, err)
	}
	if depth == 0 {
		return p.bundle(t.Attr)
	}
	return p.component(t.Attr)
}

func (p *parser) bundle(list []xml.Attr) error {
	for _, a := range list {
		switch {
		case ofXML(a.Name):
		case a.Name.Space == "" && a.Name.Local == "name":
			if p.m.Name = a.Value; a.Value == "" {
				return errors.New("attribute name is empty")
			}
		default:
			return fmt.Errorf("unknown attribute %s of bundle; there is only name", a.Name.Local)
		}
	}
	return nil
}

func (p *parser) component(list []xml.Attr) error {
	var c Component
	for _, a := range list {
		if ofXML(a.Name) {
			continue
		}
		known := attributeNamed(a.Name.Local)
		if known == nil || a.Name.Space != "" {
			return fmt.Errorf("unknown attribute %s of component; there are %s", a.Name.Local, strings.Join(attributeNames(), ", "))
		}
		if a.Value == "" {
			return fmt.Errorf("attribute %s is empty", a.Name.Local)
		}
		known.set(&c, a.Value)
	}
	if err := c.check(); err != nil {
		return err
	}
	p.m.Components = append(p.m.Components, c)
	return nil
}

// noneTwice does what encoding/xml leaves out.
func noneTwice(list []xml.Attr) error {
	seen := map[xml.Name]bool{}
	for _, a := range list {
		if seen[a.Name] {
			return fmt.Errorf("attribute %s is there twice", a.Name.Local)
		}
		seen[a.Name] = true
	}
	return nil
}

const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

// ofXML tells attributes that belong to XML itself: namespace declarations and the place of the schema.
func ofXML(name xml.Name) bool {
	return name.Space == "xmlns" || name.Space == "" && name.Local == "xmlns" || name.Space == schemaInstance
}
