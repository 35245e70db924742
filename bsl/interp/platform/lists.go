package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func defineLists(c *eval.Catalog) {
	c.DefineClass(&eval.Class{Type: value.ListType, Max: 0,
		New: func(*eval.Call) (value.Value, error) { return &value.List{}, nil },
		Items: func(_ *eval.Thread, v value.Value) ([]value.Value, error) {
			var list []value.Value
			for _, item := range v.(*value.List).Items {
				list = append(list, item)
			}
			return list, nil
		},
	}, []*eval.Function{
		fn("Количество", "Count", 0, 0, func(c *eval.Call) (value.Value, error) { return num(len(self[*value.List](c).Items)), nil }),
		fn("Добавить", "Add", 0, 4, func(c *eval.Call) (value.Value, error) {
			item := &value.ListItem{Value: c.Arg(0), Presentation: c.Text(1)}
			if c.Has(2) {
				item.Check = c.Truth(2)
			}
			l := self[*value.List](c)
			l.Items = append(l.Items, item)
			return item, nil
		}),
		fn("ВыгрузитьЗначения", "UnloadValues", 0, 0, func(c *eval.Call) (value.Value, error) {
			a := &value.Array{}
			for _, item := range self[*value.List](c).Items {
				a.Items = append(a.Items, item.Value)
			}
			return a, nil
		}),
	}, nil)
	c.DefineClass(&eval.Class{Type: value.ListItemType}, nil, []*eval.Member{
		prop("Значение", "Value", func(c *eval.Call) value.Value { return self[*value.ListItem](c).Value }),
		prop("Представление", "Presentation", func(c *eval.Call) value.Value { return str(self[*value.ListItem](c).Presentation) }),
		prop("Пометка", "Check", func(c *eval.Call) value.Value { return value.Bool(self[*value.ListItem](c).Check) }),
	})
}
