package platform

import (
	"slices"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func defineTables(c *eval.Catalog) {
	rows := func(_ *eval.Thread, v value.Value) ([]value.Value, error) {
		var list []value.Value
		for _, row := range v.(*value.Table).Rows {
			list = append(list, row)
		}
		return list, nil
	}
	row := func(c *eval.Call) (value.Value, error) {
		t := self[*value.Table](c)
		i, err := arrayIndex(c, 0, len(t.Rows))
		if err != nil {
			return nil, err
		}
		return t.Rows[i], nil
	}
	c.DefineClass(&eval.Class{Type: value.TableType, Where: eval.Server | eval.ThickClient | eval.ExternalConnection, Items: rows, At: row,
		New: func(*eval.Call) (value.Value, error) { return &value.Table{}, nil },
	}, []*eval.Function{
		fn("Количество", "Count", 0, 0, func(c *eval.Call) (value.Value, error) { return num(len(self[*value.Table](c).Rows)), nil }),
		fn("Добавить", "Add", 0, 0, func(c *eval.Call) (value.Value, error) { return self[*value.Table](c).Add(), nil }),
		fn("Получить", "Get", 1, 1, row),
		proc("Очистить", "Clear", 0, 0, func(c *eval.Call) error {
			self[*value.Table](c).Rows = nil
			return nil
		}),
		proc("Удалить", "Delete", 1, 1, func(c *eval.Call) error {
			t := self[*value.Table](c)
			if r, ok := c.Arg(0).(*value.Row); ok {
				t.Rows = slices.DeleteFunc(t.Rows, func(other *value.Row) bool { return other == r })
				return nil
			}
			i, err := arrayIndex(c, 0, len(t.Rows))
			if err == nil {
				t.Rows = slices.Delete(t.Rows, i, i+1)
			}
			return err
		}),
		proc("Сортировать", "Sort", 1, 2, sortTable),
	}, []*eval.Member{
		prop("Колонки", "Columns", func(c *eval.Call) value.Value { return value.Columns{Table: self[*value.Table](c)} }),
	})
	c.DefineClass(&eval.Class{Type: value.ColumnsType}, []*eval.Function{
		fn("Количество", "Count", 0, 0, func(c *eval.Call) (value.Value, error) { return num(self[value.Columns](c).Len()), nil }),
		fn("Добавить", "Add", 1, 4, func(c *eval.Call) (value.Value, error) {
			t, name := self[value.Columns](c).Table, c.OnlyText(0)
			if _, twice := t.Column(name); twice || !nameRule.MatchString(name) {
				return nil, eval.Raised(eval.CategoryUse, "Неправильное имя колонки %s", name)
			}
			t.Columns = append(t.Columns, name)
			return nil, nil
		}),
		fn("Найти", "Find", 1, 1, func(c *eval.Call) (value.Value, error) {
			if name, ok := self[value.Columns](c).Table.Column(c.OnlyText(0)); ok {
				return str(name), nil
			}
			return value.Undefined, nil
		}),
	}, nil)
	c.DefineClass(&eval.Class{Type: value.RowType}, []*eval.Function{
		fn("Владелец", "Owner", 0, 0, func(c *eval.Call) (value.Value, error) { return self[*value.Row](c).Table, nil }),
	}, nil)
}

// sortTable sorts by "Колонка1, Колонка2 Убыв".
func sortTable(c *eval.Call) error {
	if c.Has(1) {
		return eval.Faultf("the comparison of Сортировать is not modelled")
	}
	t := self[*value.Table](c)
	columns := strings.Split(c.OnlyText(0), ",")
	for _, column := range slices.Backward(columns) {
		fields := strings.Fields(column)
		if len(fields) == 0 || len(fields) > 2 {
			return eval.Mismatch(0)
		}
		name, ok := t.Column(fields[0])
		if !ok {
			return eval.Raised(eval.CategoryUse, "Колонка не найдена (%s)", fields[0])
		}
		t.SortBy(name, len(fields) == 2 && equalFold(fields[1], "Убыв", "Desc"))
	}
	return nil
}
