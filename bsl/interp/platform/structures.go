package platform

import (
	"regexp"
	"slices"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var nameRule = regexp.MustCompile(`^[\p{L}_][\p{L}\d_]*$`)

func defineStructures(c *eval.Catalog) {
	read := []*eval.Function{
		fn("Количество", "Count", 0, 0, func(c *eval.Call) (value.Value, error) { return num(self[*value.Structure](c).Len()), nil }),
		fn("Свойство", "Property", 1, 2, func(c *eval.Call) (value.Value, error) {
			v, ok := self[*value.Structure](c).Get(c.OnlyText(0))
			if !ok {
				v = value.Undefined
			}
			c.SetArg(1, v) // what is not found empties the variable
			return value.Bool(ok), nil
		}),
	}
	write := []*eval.Function{
		proc("Вставить", "Insert", 1, 2, func(c *eval.Call) error {
			name := c.OnlyText(0)
			if c.Bad() {
				return nil
			}
			if !nameRule.MatchString(name) {
				return eval.Raised(eval.CategoryUse, "Задано неправильное имя атрибута структуры '%s'", name)
			}
			self[*value.Structure](c).Set(name, c.Arg(1))
			return nil
		}),
		proc("Удалить", "Delete", 1, 1, func(c *eval.Call) error {
			self[*value.Structure](c).Delete(c.OnlyText(0))
			return nil
		}),
		proc("Очистить", "Clear", 0, 0, func(c *eval.Call) error {
			s := self[*value.Structure](c)
			for _, name := range s.Names() {
				s.Delete(name)
			}
			return nil
		}),
	}
	items := func(_ *eval.Thread, v value.Value) ([]value.Value, error) {
		s := v.(*value.Structure)
		var list []value.Value
		for _, name := range s.Names() {
			item, _ := s.Get(name)
			list = append(list, &value.Pair{Key: value.String(name), Value: item})
		}
		return list, nil
	}
	c.DefineClass(&eval.Class{Type: value.StructureType, New: newStructure, Max: 64, Items: items}, append(slices.Clone(read), write...), nil)
	c.DefineClass(&eval.Class{Type: value.FixedStructureType, Min: 1, Max: 64, Items: items, New: func(c *eval.Call) (value.Value, error) {
		v, err := newStructure(c)
		if s, ok := v.(*value.Structure); ok {
			s.Fixed = true
		}
		return v, err
	}}, read, nil)
	c.DefineClass(&eval.Class{Type: value.PairType}, nil, []*eval.Member{
		prop("Ключ", "Key", func(c *eval.Call) value.Value { return self[*value.Pair](c).Key }),
		prop("Значение", "Value", func(c *eval.Call) value.Value { return self[*value.Pair](c).Value }),
	})
}

// newStructure takes names in one string and their values, or a structure to
// copy.
func newStructure(c *eval.Call) (value.Value, error) {
	s := &value.Structure{}
	if !c.Has(0) {
		return s, nil
	}
	if source, ok := c.Arg(0).(*value.Structure); ok {
		for _, name := range source.Names() {
			v, _ := source.Get(name)
			s.Set(name, v)
		}
		return s, nil
	}
	names := c.OnlyText(0)
	if strings.TrimSpace(names) == "" {
		return s, nil
	}
	for i, name := range strings.Split(names, ",") {
		if name = strings.TrimSpace(name); !nameRule.MatchString(name) {
			return nil, eval.Raised(eval.CategoryUse, "Задано неправильное имя атрибута структуры '%s'", name)
		}
		if _, twice := s.Get(name); twice {
			return nil, eval.Raised(eval.CategoryUse, "Указанное имя атрибута структуры '%s' уже используется", name)
		}
		s.Set(name, c.Arg(i+1))
	}
	if len(c.Args)-1 > s.Len() {
		return nil, eval.Raised(eval.CategoryUse, "Слишком много фактических параметров")
	}
	return s, nil
}
