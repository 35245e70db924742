package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func defineTypes(c *eval.Catalog) {
	catalog := c
	c.Define(
		fn("ТипЗнч", "TypeOf", 1, 1, func(c *eval.Call) (value.Value, error) { return value.TypeValue{Of: c.Arg(0).Type()}, nil }),
		fn("Тип", "Type", 1, 1, func(c *eval.Call) (value.Value, error) {
			name := c.OnlyText(0)
			if t := typeNamed(catalog, name); t != nil {
				return value.TypeValue{Of: t}, nil
			}
			return nil, eval.Raised(eval.CategoryScript, "Тип не определен (%s)", name)
		}),
		fn("Строка", "String", 1, 1, func(c *eval.Call) (value.Value, error) { return str(value.Text(c.Arg(0), c.Thread.Language)), nil }),
		fn("Число", "Number", 1, 1, func(c *eval.Call) (value.Value, error) { return c.Number(0), nil }),
		fn("Булево", "Boolean", 1, 1, func(c *eval.Call) (value.Value, error) { return value.Bool(c.Truth(0)), nil }),
		fn("Дата", "Date", 1, 6, makeDate),
		fn("ЗначениеЗаполнено", "ValueIsFilled", 1, 1, func(c *eval.Call) (value.Value, error) { return value.Bool(value.Filled(c.Arg(0))), nil }),
		proc("ЗаполнитьЗначенияСвойств", "FillPropertyValues", 2, 4, fillProperties),
	)
}

func makeDate(c *eval.Call) (value.Value, error) {
	bad := eval.Raised(eval.CategoryScript, "Неправильное значение даты")
	if len(c.Args) == 1 {
		if d, ok := c.Arg(0).(value.Date); ok {
			return d, nil
		}
		text := c.OnlyText(0)
		if len(text) == 8 {
			text += "000000"
		}
		if d, ok := value.ParseDate(text); ok {
			return d, nil
		}
		return nil, bad
	}
	var parts [6]int
	for i := range c.Args {
		parts[i] = c.Int(i)
	}
	d, ok := dateOfParts(parts)
	if !ok {
		return nil, bad
	}
	return d, nil
}

// fillProperties copies the values of equally named properties of structures and
// rows of tables; only those named by the third argument, if it is there.
func fillProperties(c *eval.Call) error {
	if c.Has(2) || c.Has(3) {
		return eval.Faultf("lists of properties of ЗаполнитьЗначенияСвойств are not modelled")
	}
	from := map[string]value.Value{}
	switch source := c.Arg(1).(type) {
	case *value.Structure:
		for _, name := range source.Names() {
			from[name], _ = source.Get(name)
		}
	case *value.Row:
		for _, name := range source.Table.Columns {
			from[name], _ = source.Get(name)
		}
	case propertied:
		from = source.Properties()
	default:
		return eval.Mismatch(1)
	}
	for name, v := range from {
		switch target := c.Arg(0).(type) {
		case *value.Structure:
			if _, ok := target.Get(name); ok {
				target.Set(name, v)
			}
		case *value.Row:
			target.Set(name, v)
		case eval.Dynamic:
			if _, err := target.SetMember(c.Thread, name, v); err != nil {
				return err
			}
		default:
			return eval.Mismatch(0)
		}
	}
	return nil
}

// propertied is an object whose properties can be listed.
type propertied interface {
	Properties() map[string]value.Value
}
