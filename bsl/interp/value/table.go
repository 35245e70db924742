package value

import (
	"slices"
	"sort"
	"strings"
)

// Table is ТаблицаЗначений.
type Table struct {
	Columns []string
	Rows    []*Row
}

// Type tells the type.
func (*Table) Type() *Type { return TableType }

// Len counts the rows.
func (t *Table) Len() int { return len(t.Rows) }

// Row is СтрокаТаблицыЗначений.
type Row struct {
	Table *Table
	cells map[string]Value
}

// Type tells the type.
func (*Row) Type() *Type { return RowType }

// Columns is the collection of columns as an object.
type Columns struct{ Table *Table }

// Type tells the type.
func (Columns) Type() *Type { return ColumnsType }

// Len counts the columns.
func (c Columns) Len() int { return len(c.Table.Columns) }

// Column reports whether there is a column, and its name as it was given.
func (t *Table) Column(name string) (string, bool) {
	i := slices.IndexFunc(t.Columns, func(c string) bool { return strings.EqualFold(c, name) })
	if i < 0 {
		return "", false
	}
	return t.Columns[i], true
}

// Add adds an empty row.
func (t *Table) Add() *Row {
	r := &Row{Table: t, cells: map[string]Value{}}
	t.Rows = append(t.Rows, r)
	return r
}

// Get reads a cell; false if there is no such column.
func (r *Row) Get(column string) (Value, bool) {
	if _, ok := r.Table.Column(column); !ok {
		return nil, false
	}
	if v, ok := r.cells[strings.ToLower(column)]; ok {
		return v, true
	}
	return Undefined, true
}

// Set writes a cell; false if there is no such column.
func (r *Row) Set(column string, v Value) bool {
	if _, ok := r.Table.Column(column); !ok {
		return false
	}
	r.cells[strings.ToLower(column)] = v
	return true
}

// SortBy orders the rows, keeping those that compare equal as they were. Values
// that cannot be ordered stay.
func (t *Table) SortBy(column string, descending bool) {
	sort.SliceStable(t.Rows, func(i, j int) bool {
		a, _ := t.Rows[i].Get(column)
		b, _ := t.Rows[j].Get(column)
		if descending {
			a, b = b, a
		}
		less, _ := Less(a, b)
		return less
	})
}
