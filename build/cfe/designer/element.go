package designer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of one source file. The longest real descriptions stay far below.
const (
	maxDepth    = 40
	maxElements = 200_000
)

// element is one element with what it holds: either elements or text.
type element struct {
	name     string // with the prefix the platform uses for the namespace, none for the file's own
	attrs    map[string]string
	children []*element
	text     string
	line     int
}

// prefixes are the namespaces that occur, by the prefix under which the
// platform declares each in every file.
var prefixes = map[string]string{
	"http://v8.1c.ru/8.2/managed-application/core":         "app",
	"http://v8.1c.ru/8.1/data/enterprise/current-config":   "cfg",
	"http://v8.1c.ru/8.2/managed-application/cmi":          "cmi",
	"http://v8.1c.ru/8.1/data-composition-system/core":     "dcscor",
	"http://v8.1c.ru/8.1/data-composition-system/settings": "dcsset",
	"http://v8.1c.ru/8.1/data/enterprise":                  "ent",
	"http://v8.1c.ru/8.2/managed-application/logform":      "lf",
	"http://v8.1c.ru/8.1/data/ui/style":                    "style",
	"http://v8.1c.ru/8.1/data/ui/fonts/system":             "sys",
	"http://v8.1c.ru/8.1/data/core":                        "v8",
	"http://v8.1c.ru/8.1/data/ui":                          "v8ui",
	"http://v8.1c.ru/8.1/data/ui/colors/web":               "web",
	"http://v8.1c.ru/8.1/data/ui/colors/windows":           "win",
	"http://v8.1c.ru/8.3/xcf/enums":                        "xen",
	"http://v8.1c.ru/8.3/xcf/predef":                       "xpr",
	"http://v8.1c.ru/8.3/xcf/readable":                     "xr",
	"http://www.w3.org/2001/XMLSchema":                     "xs",
	"http://www.w3.org/2001/XMLSchema-instance":            "xsi",
}

// Namespaces that are the file's own, written without a prefix.
const (
	spaceObjects  = "http://v8.1c.ru/8.3/MDClasses"
	spaceRights   = "http://v8.1c.ru/8.2/roles"
	spaceForm     = "http://v8.1c.ru/8.3/xcf/logform"
	spaceSchedule = "http://v8.1c.ru/8.3/xcf/extrnprops"
)

// parse reads a document whose own namespace is given. Comments are skipped;
// anything else that is neither element nor text is an error, a document type
// above all.
func parse(doc []byte, own string) (*element, error) {
	p := parser{dec: xml.NewDecoder(bytes.NewReader(doc)), own: own}
	root, err := p.document()
	if err != nil {
		line, _ := p.dec.InputPos()
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	return root, nil
}

type parser struct {
	dec   *xml.Decoder
	own   string
	count int
}

func (p *parser) document() (*element, error) {
	var root *element
	for {
		token, err := p.dec.Token()
		switch {
		case errors.Is(err, io.EOF) && root != nil:
			return root, nil
		case errors.Is(err, io.EOF):
			return nil, errors.New("the file is empty")
		case err != nil:
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if root != nil {
				return nil, fmt.Errorf("a second root element <%s>", t.Name.Local)
			}
			if root, err = p.element(t, 1); err != nil {
				return nil, err
			}
		case xml.CharData:
			if s := bytes.TrimSpace(t); len(s) > 0 {
				return nil, fmt.Errorf("text %.20q outside the root element", s)
			}
		case xml.Directive:
			return nil, errors.New("a document type is not allowed")
		}
	}
}

func (p *parser) element(start xml.StartElement, depth int) (*element, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("elements nested more than %d deep", maxDepth)
	}
	if p.count++; p.count > maxElements {
		return nil, fmt.Errorf("more than %d elements", maxElements)
	}
	e := &element{attrs: map[string]string{}}
	e.line, _ = p.dec.InputPos()
	var err error
	if e.name, err = p.name(start.Name); err != nil {
		return nil, err
	}
	if err := p.attributes(e, start.Attr); err != nil {
		return nil, err
	}
	var text strings.Builder
	for {
		token, err := p.dec.Token()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			child, err := p.element(t, depth+1)
			if err != nil {
				return nil, err
			}
			e.children = append(e.children, child)
		case xml.CharData:
			text.Write(t)
		case xml.ProcInst, xml.Directive:
			return nil, fmt.Errorf("<%s>: a processing instruction inside", e.name)
		case xml.EndElement:
			return e, e.hold(text.String())
		}
	}
}

// hold takes the collected text. Between elements only white space may stand.
func (e *element) hold(text string) error {
	if len(e.children) == 0 {
		e.text = text
	} else if s := strings.TrimSpace(text); s != "" {
		return fmt.Errorf("<%s>: text %.20q between its elements", e.name, s)
	}
	return nil
}

// attributes keeps an element's attributes. Declarations of namespaces must
// bind the usual prefixes, because prefixes also occur in the text of elements,
// where XML does not translate them.
func (p *parser) attributes(e *element, attrs []xml.Attr) error {
	for _, a := range attrs {
		if a.Name.Space == "xmlns" {
			if prefixes[a.Value] != a.Name.Local {
				return fmt.Errorf("<%s>: prefix %q for the namespace %q is not the usual one", e.name, a.Name.Local, a.Value)
			}
			continue
		}
		if a.Name.Space == "" && a.Name.Local == "xmlns" {
			continue
		}
		name := a.Name.Local
		if a.Name.Space != "" {
			prefix, ok := prefixes[a.Name.Space]
			if !ok {
				return fmt.Errorf("<%s>: attribute %s of the unknown namespace %q", e.name, name, a.Name.Space)
			}
			name = prefix + ":" + name
		}
		if _, twice := e.attrs[name]; twice {
			return fmt.Errorf("<%s>: attribute %s twice", e.name, name)
		}
		e.attrs[name] = a.Value
	}
	return nil
}

func (p *parser) name(n xml.Name) (string, error) {
	if n.Space == p.own {
		return n.Local, nil
	}
	if prefix, ok := prefixes[n.Space]; ok {
		return prefix + ":" + n.Local, nil
	}
	return "", fmt.Errorf("<%s>: unknown namespace %q", n.Local, n.Space)
}
