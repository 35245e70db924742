package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// defineXML defines the conversions between values and their XML texts.
func defineXML(c *eval.Catalog) {
	c.Define(on(eval.NotWeb,
		fn("XMLСтрока", "XMLString", 1, 1, func(c *eval.Call) (value.Value, error) {
			switch v := c.Arg(0).(type) {
			case value.String:
				return v, nil
			case value.Bool:
				if v {
					return str("true"), nil
				}
				return str("false"), nil
			case value.Number:
				return str(v.Plain()), nil
			case value.Date:
				return str(v.XML()), nil
			case value.UUID:
				return str(v.String()), nil
			case *Reference:
				return str(v.ID.String()), nil
			}
			return nil, eval.Raised(eval.CategoryOther, "XML данные не могут быть прочитаны: тип %s не имеет представления", c.Arg(0).Type().Ru)
		}),
		fn("XMLЗначение", "XMLValue", 2, 2, func(c *eval.Call) (value.Value, error) {
			t := eval.As[value.TypeValue](c, 0)
			text := c.OnlyText(1)
			if c.Bad() {
				return nil, nil
			}
			var v value.Value
			ok := true
			switch t.Of {
			case value.StringType:
				v = str(text)
			case value.NumberType:
				v, ok = value.ParseNumber(text)
			case value.DateType:
				v, ok = value.ParseXML(text)
			case value.UUIDType:
				v, ok = value.ParseUUID(text)
			default:
				return nil, eval.Faultf("XMLЗначение of %s is not modelled", t.Of.Ru)
			}
			if !ok {
				return nil, eval.Raised(eval.CategoryOther, "Ошибка преобразования данных XML: '%s'", text)
			}
			return v, nil
		}),
	)...)
}

// Reference is a reference to an object of the database: what it shows to people
// and its identifier.
type Reference struct {
	Kind         string // Справочник.Контрагенты
	Presentation string
	ID           value.UUID
}

var referenceType = &value.Type{Ru: "Ссылка", En: "Ref"}

// Type tells the type.
func (*Reference) Type() *value.Type { return referenceType }

// Present is what Строка() makes of a reference.
func (r *Reference) Present(value.Language) string { return r.Presentation }
