package platform

import (
	"slices"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func defineMaps(c *eval.Catalog) {
	get := func(c *eval.Call) (value.Value, error) { return self[*value.Map](c).Get(c.Arg(0)), nil }
	read := []*eval.Function{
		fn("Количество", "Count", 0, 0, func(c *eval.Call) (value.Value, error) { return num(self[*value.Map](c).Len()), nil }),
		fn("Получить", "Get", 1, 1, get),
	}
	put := func(c *eval.Call) (value.Value, error) {
		self[*value.Map](c).Set(c.Arg(0), c.Arg(1))
		return nil, nil
	}
	write := []*eval.Function{
		proc("Вставить", "Insert", 1, 2, func(c *eval.Call) error {
			_, err := put(c)
			return err
		}),
		proc("Удалить", "Delete", 1, 1, func(c *eval.Call) error {
			self[*value.Map](c).Delete(c.Arg(0))
			return nil
		}),
		proc("Очистить", "Clear", 0, 0, func(c *eval.Call) error {
			m := self[*value.Map](c)
			for _, key := range m.Keys() {
				m.Delete(key)
			}
			return nil
		}),
	}
	items := func(_ *eval.Thread, v value.Value) ([]value.Value, error) {
		m := v.(*value.Map)
		var list []value.Value
		for _, key := range m.Keys() {
			list = append(list, &value.Pair{Key: key, Value: m.Get(key)})
		}
		return list, nil
	}
	copyOf := func(c *eval.Call) *value.Map {
		m := &value.Map{}
		if source, ok := eval.Optional[*value.Map](c, 0); ok && source != nil {
			for _, key := range source.Keys() {
				m.Set(key, source.Get(key))
			}
		}
		return m
	}
	c.DefineClass(&eval.Class{Type: value.MapType, Max: 1, Items: items, At: get, Put: put,
		New: func(c *eval.Call) (value.Value, error) { return copyOf(c), nil }}, append(slices.Clone(read), write...), nil)
	c.DefineClass(&eval.Class{Type: value.FixedMapType, Min: 1, Max: 1, Items: items, At: get,
		New: func(c *eval.Call) (value.Value, error) {
			m := copyOf(c)
			m.Fixed = true
			return m, nil
		}}, read, nil)
}
