package value

import "strings"

// Value is any value of the language. A nil Value is an omitted argument and
// never leaves a call.
type Value interface {
	// Type is what ТипЗнч tells.
	Type() *Type
}

// Type is a type of the language, by its names in both variants.
type Type struct{ Ru, En string }

// The simple types.
var (
	UndefinedType = &Type{"Неопределено", "Undefined"}
	NullType      = &Type{"Null", "Null"}
	BoolType      = &Type{"Булево", "Boolean"}
	NumberType    = &Type{"Число", "Number"}
	StringType    = &Type{"Строка", "String"}
	DateType      = &Type{"Дата", "Date"}
	TypeType      = &Type{"Тип", "Type"}
)

// Language is the code of the language values are shown in.
type Language string

// The languages known here; every other one is shown as the first.
const (
	Russian Language = "ru"
	English Language = "en"
)

// In chooses a text by the language.
func (l Language) In(ru, en string) string {
	if l == English {
		return en
	}
	return ru
}

type (
	// UndefinedValue is Неопределено.
	UndefinedValue struct{}
	// NullValue is Null.
	NullValue struct{}
	// Bool is Булево.
	Bool bool
	// String is Строка.
	String string
	// TypeValue is Тип.
	TypeValue struct{ Of *Type }
)

// Undefined and Null are the only values of their types.
var (
	Undefined = UndefinedValue{}
	Null      = NullValue{}
)

// Type tells the type.
func (UndefinedValue) Type() *Type { return UndefinedType }

// Type tells the type.
func (NullValue) Type() *Type { return NullType }

// Type tells the type.
func (Bool) Type() *Type { return BoolType }

// Type tells the type.
func (String) Type() *Type { return StringType }

// Type tells the type.
func (TypeValue) Type() *Type { return TypeType }

// IsUndefined reports whether v is Неопределено or an omitted argument.
func IsUndefined(v Value) bool { return v == nil || v == Value(Undefined) }

// Presenter is a value with a presentation of its own.
type Presenter interface {
	Present(Language) string
}

// Text is the value as Строка() makes it.
func Text(v Value, l Language) string {
	switch v := v.(type) {
	case nil, UndefinedValue, NullValue:
		return ""
	case String:
		return string(v)
	case Bool:
		if v {
			return l.In("Да", "Yes")
		}
		return l.In("Нет", "No")
	case Number:
		return v.present(l)
	case Date:
		return v.present(l)
	case TypeValue:
		return l.In(v.Of.Ru, v.Of.En)
	case Presenter:
		return v.Present(l)
	}
	return l.In(v.Type().Ru, v.Type().En)
}

// Counted is a collection.
type Counted interface{ Len() int }

// Filled is ЗначениеЗаполнено.
func Filled(v Value) bool {
	switch v := v.(type) {
	case nil, UndefinedValue, NullValue:
		return false
	case String:
		return strings.TrimSpace(string(v)) != ""
	case Number:
		return v.Sign() != 0
	case Date:
		return v != EmptyDate
	case UUID:
		return v != UUID{}
	case Counted:
		return v.Len() > 0
	}
	return true
}
