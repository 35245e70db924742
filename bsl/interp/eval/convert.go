package eval

import "sentry1c/bsl/interp/value"

func notNumber() *Exception {
	return Raised(CategoryUse, "Преобразование значения к типу Число не может быть выполнено")
}

// toNumber converts as operators do.
func toNumber(v value.Value) (value.Number, error) {
	switch v := v.(type) {
	case value.Number:
		return v, nil
	case value.Bool:
		if v {
			return value.Int(1), nil
		}
		return value.Number{}, nil
	case value.String:
		if n, ok := value.ParseNumber(string(v)); ok {
			return n, nil
		}
	}
	return value.Number{}, notNumber()
}

// toBool converts as conditions do.
func toBool(v value.Value) (bool, error) {
	switch v := v.(type) {
	case value.Bool:
		return bool(v), nil
	case value.Number:
		return v.Sign() != 0, nil
	}
	return false, Raised(CategoryUse, "Преобразование значения к типу Булево не может быть выполнено")
}
