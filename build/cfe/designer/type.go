package designer

import (
	"strconv"

	"sentry1c/build/cfe/mdclass"
)

// Type is the type of a value: one of the simple ones or one that has a fixed
// identifier. Composite types and references are not supported.
type Type struct {
	Name string // xs:boolean, xs:string, xs:decimal, xs:dateTime or one of mdclass.TypeID

	Length      int    // of a string; 0 is unlimited
	Fixed       bool   // a string always has its length
	Digits      int    // of a number
	Fraction    int    // digits of those behind the point
	NonNegative bool   // of a number
	Date        string // DateTime, Date or Time
}

var (
	allowedLength = mdclass.Enum{"Variable": "1", "Fixed": "0"}
	allowedSign   = mdclass.Enum{"Any": "0", "Nonnegative": "1"}
	dateFractions = mdclass.Enum{"DateTime": "", "Date": "D", "Time": "T"}
)

// valueType takes the type of a value.
func (c *cursor) valueType() Type {
	var t Type
	e := c.take("Type")
	c.bare(e)
	c.inside(e, func(in *cursor) { t.read(in) })
	return t
}

func (t *Type) read(c *cursor) {
	e := c.take("v8:Type")
	switch t.Name = c.plain(e); t.Name {
	case "xs:boolean":
	case "xs:string":
		c.inside(c.take("v8:StringQualifiers"), func(in *cursor) {
			t.Length = in.number("v8:Length")
			t.Fixed = in.one("v8:AllowedLength", allowedLength) == "Fixed"
		})
	case "xs:decimal":
		c.inside(c.take("v8:NumberQualifiers"), func(in *cursor) {
			t.Digits = in.number("v8:Digits")
			t.Fraction = in.number("v8:FractionDigits")
			t.NonNegative = in.one("v8:AllowedSign", allowedSign) == "Nonnegative"
		})
	case "xs:dateTime":
		c.inside(c.take("v8:DateQualifiers"), func(in *cursor) {
			t.Date = in.one("v8:DateFractions", dateFractions)
		})
	default:
		if mdclass.TypeID[t.Name] == "" {
			c.fail(e.line, "<%s>: the type %q is not supported", e.name, t.Name)
		}
	}
}

// Value is a value written in a description.
type Value struct {
	Kind ValueKind
	Text string // of a string or a number
}

// ValueKind is the sort of a Value.
type ValueKind uint8

const (
	Undefined ValueKind = iota
	StringValue
	NumberValue
)

// value takes a value that may be absent, a string or a number.
func (c *cursor) value(name string) Value {
	e := c.take(name)
	text := c.plain(e, "xsi:type", "xsi:nil")
	_, null := e.attrs["xsi:nil"]
	switch kind := e.attrs["xsi:type"]; {
	case null && kind == "" && e.attrs["xsi:nil"] == "true" && text == "":
		return Value{}
	case !null && kind == "xs:string":
		return Value{Kind: StringValue, Text: text}
	case !null && kind == "xs:decimal":
		if _, err := strconv.ParseInt(text, 10, 64); err != nil {
			c.fail(e.line, "<%s>: the number %q is not supported, only whole ones", name, text)
		}
		return Value{Kind: NumberValue, Text: text}
	}
	c.fail(e.line, "<%s>: a value of type %q is not supported, only xs:string, xs:decimal and xsi:nil", name, e.attrs["xsi:type"])
	return Value{}
}
