package designer

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sentry1c/build/cfe/mdclass"
)

// cursor walks over the elements of one parent in their order. The first thing
// that is wrong is kept and makes the rest of the walk answer zero values, so
// that a reader is a list of what it wants and one end().
type cursor struct {
	parent *element
	next   int
	err    error
}

func walk(parent *element) *cursor { return &cursor{parent: parent} }

func (c *cursor) fail(line int, format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("line %d: %w", line, fmt.Errorf(format, args...))
	}
}

// end tells what went wrong, an element left over included.
func (c *cursor) end() error {
	if c.err == nil && c.next < len(c.parent.children) {
		e := c.parent.children[c.next]
		c.fail(e.line, "<%s>: it is not known here, or it stands out of order", e.name)
	}
	return c.err
}

// take wants the element with the name to be the next one.
func (c *cursor) take(name string) *element {
	if e := c.optional(name); e != nil {
		return e
	}
	switch {
	case c.err != nil:
	case c.next < len(c.parent.children):
		e := c.parent.children[c.next]
		c.fail(e.line, "<%s> stands where <%s> is expected", e.name, name)
	default:
		c.fail(c.parent.line, "<%s>: <%s> is missing in it", c.parent.name, name)
	}
	return &element{name: name}
}

// optional takes the next element if it has the name.
func (c *cursor) optional(name string) *element {
	if c.err != nil || c.next >= len(c.parent.children) || c.parent.children[c.next].name != name {
		return nil
	}
	c.next++
	return c.parent.children[c.next-1]
}

// any takes the next element, whatever it is, or answers nil.
func (c *cursor) any() *element {
	if c.err != nil || c.next >= len(c.parent.children) {
		return nil
	}
	c.next++
	return c.parent.children[c.next-1]
}

// all takes every following element with the name.
func (c *cursor) all(name string) []*element {
	var found []*element
	for e := c.optional(name); e != nil; e = c.optional(name) {
		found = append(found, e)
	}
	return found
}

// plain is the text of an element that has no elements, and no attributes but
// those named.
func (c *cursor) plain(e *element, known ...string) string {
	if c.err != nil {
		return ""
	}
	c.bare(e, known...)
	switch {
	case len(e.children) > 0:
		c.fail(e.line, "<%s>: it has elements where text is expected", e.name)
	case strings.ContainsAny(e.text, "\r\n"):
		c.fail(e.line, "<%s>: a text of several lines is not supported", e.name)
	}
	return e.text
}

// bare refuses attributes other than those named.
func (c *cursor) bare(e *element, known ...string) {
	for _, a := range slices.Sorted(maps.Keys(e.attrs)) {
		if !slices.Contains(known, a) {
			c.fail(e.line, "<%s>: the attribute %s is not known here", e.name, a)
		}
	}
}

func (c *cursor) text(name string) string { return c.plain(c.take(name)) }

func (c *cursor) bool(name string) bool {
	e := c.take(name)
	switch s := c.plain(e); s {
	case "true":
		return true
	case "false":
	default:
		c.fail(e.line, "<%s>: %q is neither true nor false", name, s)
	}
	return false
}

func (c *cursor) number(name string) int {
	e := c.take(name)
	n, err := strconv.Atoi(c.plain(e))
	if err != nil || n < 0 {
		c.fail(e.line, "<%s>: %q is not a number", name, e.text)
	}
	return n
}

// one takes an element whose value is one of a list.
func (c *cursor) one(name string, values mdclass.Enum) string {
	return c.oneOf(c.take(name), values)
}

func (c *cursor) oneOf(e *element, values mdclass.Enum) string {
	s := c.plain(e)
	if _, ok := values[s]; !ok {
		c.fail(e.line, "<%s>: the value %q is not supported, only %s", e.name, s, strings.Join(slices.Sorted(maps.Keys(values)), ", "))
	}
	return s
}

// fixed takes an element that must have the one value that is supported.
func (c *cursor) fixed(name, value string) { c.one(name, mdclass.Enum{value: ""}) }

// no takes an element that must say false.
func (c *cursor) no(name string) { c.fixed(name, "false") }

// empty takes an element that must hold nothing.
func (c *cursor) empty(name string) {
	e := c.take(name)
	if c.bare(e); len(e.children) > 0 || strings.TrimSpace(e.text) != "" {
		c.fail(e.line, "<%s>: only an empty one is supported", name)
	}
}

// null takes an element that must say that there is no value.
func (c *cursor) null(name string) {
	e := c.take(name)
	if s := c.plain(e, "xsi:nil"); e.attrs["xsi:nil"] != "true" || s != "" {
		c.fail(e.line, "<%s>: only xsi:nil is supported", name)
	}
}

// uuid takes an element that holds an identifier.
func (c *cursor) uuid(name string) string {
	e := c.take(name)
	s := c.plain(e)
	c.checkUUID(e, s)
	return s
}

func (c *cursor) checkUUID(e *element, s string) {
	if c.err == nil && (!mdclass.IsUUID(s) || s == mdclass.Nil) {
		c.fail(e.line, "<%s>: %q is not an identifier in lower case", e.name, s)
	}
}

// inside walks over the elements of one of the elements met, and carries its
// first error over.
func (c *cursor) inside(e *element, read func(*cursor)) {
	if c.err != nil {
		return
	}
	in := walk(e)
	if strings.TrimSpace(e.text) != "" {
		in.fail(e.line, "<%s>: text %.20q where elements are expected", e.name, strings.TrimSpace(e.text))
	}
	read(in)
	c.err = in.end()
}
