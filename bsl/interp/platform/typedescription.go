package platform

import (
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// typeDescription is ОписаниеТипов: which values a place takes.
type typeDescription struct {
	types  []*value.Type
	length int // of strings; 0 is unlimited
	scale  int // digits behind the point
}

var (
	typeDescriptionType = &value.Type{Ru: "ОписаниеТипов", En: "TypeDescription"}
	stringLimitsType    = &value.Type{Ru: "КвалификаторыСтроки", En: "StringQualifiers"}
	numberLimitsType    = &value.Type{Ru: "КвалификаторыЧисла", En: "NumberQualifiers"}
	allowedLength       = enum("ДопустимаяДлина", "AllowedLength", "Переменная", "Variable", "Фиксированная", "Fixed")
	allowedSign         = enum("ДопустимыйЗнак", "AllowedSign", "Любой", "Any", "Неотрицательный", "Nonnegative")
)

// Type tells the type.
func (*typeDescription) Type() *value.Type { return typeDescriptionType }

// stringLimits is КвалификаторыСтроки, numberLimits is КвалификаторыЧисла.
type stringLimits struct{ length int }

func (stringLimits) Type() *value.Type { return stringLimitsType }

type numberLimits struct{ scale int }

func (numberLimits) Type() *value.Type { return numberLimitsType }

// adjust brings a value to the type, as an assignment to an attribute of a form
// does: a string is cut, a value of no type that is allowed becomes the empty one.
func (d *typeDescription) adjust(v value.Value) value.Value {
	if len(d.types) != 1 {
		return v // several types, or any
	}
	return Field{Kind: d.types[0], Length: d.length, Scale: d.scale}.adjust(v)
}

func defineTypeDescriptions(c *eval.Catalog) {
	defineEnum(c, allowedLength, 0, eval.Version{})
	defineEnum(c, allowedSign, 0, eval.Version{})
	catalog := c
	c.DefineClass(&eval.Class{Type: typeDescriptionType, Max: 7, New: func(c *eval.Call) (value.Value, error) {
		d := &typeDescription{}
		for i := 1; i < len(c.Args); i++ {
			switch limits := c.Arg(i).(type) {
			case value.UndefinedValue:
			case stringLimits:
				d.length = limits.length
			case numberLimits:
				d.scale = limits.scale
			default:
				return nil, eval.Mismatch(i)
			}
		}
		var names []string
		switch list := c.Arg(0).(type) {
		case value.UndefinedValue:
		case value.String:
			names = strings.Split(string(list), ",")
		case *value.Array:
			for _, item := range list.Items {
				t, ok := item.(value.TypeValue)
				if !ok {
					return nil, eval.Mismatch(0)
				}
				names = append(names, t.Of.Ru)
			}
		default:
			return nil, eval.Mismatch(0)
		}
		for _, name := range names {
			t := typeNamed(catalog, strings.TrimSpace(name))
			if t == nil {
				return nil, eval.Raised(eval.CategoryScript, "Тип не определен (%s)", name)
			}
			d.types = append(d.types, t)
		}
		return d, nil
	}}, nil, nil)
	c.DefineClass(&eval.Class{Type: stringLimitsType, Max: 2, New: func(c *eval.Call) (value.Value, error) {
		if !c.Has(0) {
			return stringLimits{}, nil
		}
		return stringLimits{c.Int(0)}, nil
	}}, nil, nil)
	c.DefineClass(&eval.Class{Type: numberLimitsType, Max: 3, New: func(c *eval.Call) (value.Value, error) {
		if !c.Has(1) {
			return numberLimits{}, nil
		}
		return numberLimits{c.Int(1)}, nil
	}}, nil, nil)
}

// simpleTypes have no class.
var simpleTypes = []*value.Type{value.UndefinedType, value.NullType, value.BoolType, value.NumberType, value.StringType, value.DateType, value.TypeType}

// typeNamed finds a type by its name; nil if it is not known.
func typeNamed(c *eval.Catalog, name string) *value.Type {
	for _, t := range simpleTypes {
		if equalFold(name, t.Ru, t.En) {
			return t
		}
	}
	if class := c.ClassNamed(name); class != nil {
		return class.Type
	}
	return nil
}
