package platform

import (
	"slices"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func outOfRange() error {
	return eval.Raised(eval.CategoryScript, "Индекс находится за границами массива")
}

// arrayIndex is argument i as an index of an array.
func arrayIndex(c *eval.Call, i, length int) (int, error) {
	n := c.Int(i)
	if c.Bad() || n < 0 || n >= length {
		return 0, outOfRange()
	}
	return n, nil
}

func defineArrays(c *eval.Catalog) {
	read := []*eval.Function{
		fn("Количество", "Count", 0, 0, func(c *eval.Call) (value.Value, error) { return num(len(self[*value.Array](c).Items)), nil }),
		fn("ВГраница", "UBound", 0, 0, func(c *eval.Call) (value.Value, error) { return num(len(self[*value.Array](c).Items) - 1), nil }),
		fn("Получить", "Get", 1, 1, arrayGet),
		fn("Найти", "Find", 1, 1, func(c *eval.Call) (value.Value, error) {
			for i, item := range self[*value.Array](c).Items {
				if value.Equal(item, c.Arg(0)) {
					return num(i), nil
				}
			}
			return value.Undefined, nil
		}),
	}
	write := []*eval.Function{
		proc("Добавить", "Add", 0, 1, func(c *eval.Call) error {
			a := self[*value.Array](c)
			a.Items = append(a.Items, c.Arg(0))
			return nil
		}),
		proc("Вставить", "Insert", 1, 2, func(c *eval.Call) error {
			a := self[*value.Array](c)
			at := c.Int(0)
			if at < 0 || at > len(a.Items) {
				return outOfRange()
			}
			a.Items = slices.Insert(a.Items, at, c.Arg(1))
			return nil
		}),
		proc("Удалить", "Delete", 1, 1, func(c *eval.Call) error {
			a := self[*value.Array](c)
			at, err := arrayIndex(c, 0, len(a.Items))
			if err == nil {
				a.Items = slices.Delete(a.Items, at, at+1)
			}
			return err
		}),
		proc("Очистить", "Clear", 0, 0, func(c *eval.Call) error {
			self[*value.Array](c).Items = nil
			return nil
		}),
		proc("Установить", "Set", 2, 2, func(c *eval.Call) error {
			_, err := arrayPut(c)
			return err
		}),
	}
	items := func(_ *eval.Thread, v value.Value) ([]value.Value, error) {
		return slices.Clone(v.(*value.Array).Items), nil
	}
	c.DefineClass(&eval.Class{Type: value.ArrayType, New: newArray, Max: 1, Items: items, At: arrayGet, Put: arrayPut}, append(slices.Clone(read), write...), nil)
	c.DefineClass(&eval.Class{Type: value.FixedArrayType, Min: 1, Max: 1, New: func(c *eval.Call) (value.Value, error) {
		return &value.Array{Items: slices.Clone(eval.As[*value.Array](c, 0).Items), Fixed: true}, nil
	}, Items: items, At: arrayGet}, read, nil)
}

// newArray takes a count, or a fixed array to copy.
func newArray(c *eval.Call) (value.Value, error) {
	a := &value.Array{}
	if !c.Has(0) {
		return a, nil
	}
	if source, ok := c.Arg(0).(*value.Array); ok {
		a.Items = slices.Clone(source.Items)
		return a, nil
	}
	for range c.Int(0) {
		a.Items = append(a.Items, value.Undefined)
	}
	return a, nil
}

func arrayGet(c *eval.Call) (value.Value, error) {
	a := self[*value.Array](c)
	i, err := arrayIndex(c, 0, len(a.Items))
	if err != nil {
		return nil, err
	}
	return a.Items[i], nil
}

func arrayPut(c *eval.Call) (value.Value, error) {
	a := self[*value.Array](c)
	i, err := arrayIndex(c, 0, len(a.Items))
	if err == nil {
		a.Items[i] = c.Arg(1)
	}
	return nil, err
}
