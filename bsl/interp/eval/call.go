package eval

import (
	"sentry1c/bsl/interp/value"
)

// Ref is a place that holds a value: a variable, or an argument that is none.
type Ref struct{ V value.Value }

// Call is a call of something of the catalogue.
type Call struct {
	Thread *Thread
	Name   string      // as the program wrote it
	Self   value.Value // of a member
	Args   []value.Value
	refs   []*Ref
	bad    error
}

// Has reports whether argument i was given.
func (c *Call) Has(i int) bool { return i < len(c.Args) && c.Args[i] != nil }

// Arg is argument i; Неопределено if it was omitted.
func (c *Call) Arg(i int) value.Value {
	if !c.Has(i) {
		return value.Undefined
	}
	return c.Args[i]
}

// SetArg changes the variable that was given as argument i.
func (c *Call) SetArg(i int, v value.Value) {
	if i < len(c.refs) && c.refs[i] != nil {
		c.refs[i].V = v
	}
}

// Bad reports whether an argument asked for so far had a wrong type: what changes
// anything asks before it does.
func (c *Call) Bad() bool { return c.bad != nil }

func (c *Call) refuse(i int) {
	if c.bad == nil {
		c.bad = Mismatch(i)
	}
}

// Text is argument i as a string, made of a simple value if need be, as the
// platform does with arguments of its methods.
func (c *Call) Text(i int) string {
	switch v := c.Arg(i).(type) {
	case value.String:
		return string(v)
	case value.Number, value.Date, value.Bool, value.UndefinedValue, value.NullValue, value.UUID, *value.Enum, value.TypeValue:
		return value.Text(v, c.Thread.Language)
	default:
		c.refuse(i)
		return ""
	}
}

// OnlyText is argument i, which must be a string.
func (c *Call) OnlyText(i int) string { return string(As[value.String](c, i)) }

// Number is argument i as a number.
func (c *Call) Number(i int) value.Number {
	n, err := toNumber(c.Arg(i))
	if err != nil || value.IsUndefined(c.Arg(i)) {
		c.refuse(i)
	}
	return n
}

// Int is argument i as a whole number.
func (c *Call) Int(i int) int {
	n, _ := c.Number(i).Truncate().Int64()
	return int(n)
}

// Truth is argument i as a boolean.
func (c *Call) Truth(i int) bool {
	b, err := toBool(c.Arg(i))
	if err != nil {
		c.refuse(i)
	}
	return b
}

// As is argument i, which must have the type.
func As[T value.Value](c *Call, i int) T {
	v, ok := c.Arg(i).(T)
	if !ok {
		c.refuse(i)
	}
	return v
}

// Optional is argument i, or the zero value if it was omitted or is
// Неопределено.
func Optional[T value.Value](c *Call, i int) (v T, given bool) {
	if value.IsUndefined(c.Arg(i)) {
		return v, false
	}
	return As[T](c, i), true
}

// SelfAs is the object whose member is called.
func SelfAs[T value.Value](c *Call) T { return c.Self.(T) }

// run does the call. An exception of the method's own becomes the cause of one
// that names the method, as the platform words it; wrong arguments do not.
func (f *Function) run(c *Call) (value.Value, error) {
	for i := range f.Min {
		if !c.Has(i) {
			return nil, Raised(CategoryUse, "Недостаточно фактических параметров (%s)", c.Name)
		}
	}
	v, err := f.Do(c)
	if c.bad != nil {
		return nil, c.bad
	}
	if err != nil {
		return nil, c.inContext(err)
	}
	if v == nil {
		v = value.Undefined
	}
	return v, nil
}

func (c *Call) inContext(err error) error {
	e, ok := err.(*Exception)
	if !ok || e.Info.Module != "" || e.Info.Category == CategoryUse {
		return err
	}
	return &Exception{&ErrorInfo{
		Description: "Ошибка при вызове метода контекста (" + c.Name + ")",
		Category:    e.Info.Category, Cause: e.Info,
	}}
}
