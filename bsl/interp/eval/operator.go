package eval

import (
	"sentry1c/bsl/interp/syntax"
	"sentry1c/bsl/interp/value"
)

// binary does an operator of two operands other than И and Или.
func (t *Thread) binary(op syntax.Op, a, b value.Value) (value.Value, error) {
	switch op {
	case syntax.Equal:
		return value.Bool(value.Equal(a, b)), nil
	case syntax.NotEqual:
		return value.Bool(!value.Equal(a, b)), nil
	case syntax.Less, syntax.LessEqual, syntax.Greater, syntax.GreaterEqual:
		return order(op, a, b)
	case syntax.Add:
		return t.add(a, b)
	case syntax.Subtract:
		return subtract(a, b)
	}
	n, err := toNumber(a)
	if err != nil {
		return nil, err
	}
	m, err := toNumber(b)
	if err != nil {
		return nil, err
	}
	ok := true
	switch op {
	case syntax.Multiply:
		return n.Mul(m), nil
	case syntax.Divide:
		n, ok = n.Div(m)
	case syntax.Modulo:
		n, ok = n.Mod(m)
	}
	if !ok {
		return nil, Raised(CategoryScript, "Деление на 0")
	}
	return n, nil
}

func order(op syntax.Op, a, b value.Value) (value.Value, error) {
	if op == syntax.Greater || op == syntax.LessEqual {
		a, b = b, a
	}
	less, ok := value.Less(a, b)
	if !ok {
		return nil, Raised(CategoryUse, "Преобразование значения к типу Число не может быть выполнено")
	}
	if op == syntax.LessEqual || op == syntax.GreaterEqual {
		less = !less
	}
	return value.Bool(less), nil
}

// add is +: what stands on the left decides.
func (t *Thread) add(a, b value.Value) (value.Value, error) {
	switch a := a.(type) {
	case value.String:
		return a + value.String(value.Text(b, t.Language)), nil
	case value.Date:
		n, err := toNumber(b)
		if err != nil {
			return nil, err
		}
		if sum, ok := a.AddSeconds(n); ok {
			return sum, nil
		}
		return nil, Raised(CategoryScript, "Неправильное значение даты")
	}
	n, err := toNumber(a)
	if err != nil {
		return nil, err
	}
	m, err := toNumber(b)
	if err != nil {
		return nil, err
	}
	return n.Add(m), nil
}

func subtract(a, b value.Value) (value.Value, error) {
	if d, ok := a.(value.Date); ok {
		if other, ok := b.(value.Date); ok {
			return value.Int(int64(d - other)), nil
		}
		n, err := toNumber(b)
		if err != nil {
			return nil, err
		}
		if difference, ok := d.AddSeconds(n.Neg()); ok {
			return difference, nil
		}
		return nil, Raised(CategoryScript, "Неправильное значение даты")
	}
	n, err := toNumber(a)
	if err != nil {
		return nil, err
	}
	m, err := toNumber(b)
	if err != nil {
		return nil, err
	}
	return n.Sub(m), nil
}
