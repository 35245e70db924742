package value

// The types of the universal collections.
var (
	ArrayType          = &Type{"Массив", "Array"}
	FixedArrayType     = &Type{"ФиксированныйМассив", "FixedArray"}
	StructureType      = &Type{"Структура", "Structure"}
	FixedStructureType = &Type{"ФиксированнаяСтруктура", "FixedStructure"}
	MapType            = &Type{"Соответствие", "Map"}
	FixedMapType       = &Type{"ФиксированноеСоответствие", "FixedMap"}
	PairType           = &Type{"КлючИЗначение", "KeyAndValue"}
	ListType           = &Type{"СписокЗначений", "ValueList"}
	ListItemType       = &Type{"ЭлементСпискаЗначений", "ValueListItem"}
	TableType          = &Type{"ТаблицаЗначений", "ValueTable"}
	RowType            = &Type{"СтрокаТаблицыЗначений", "ValueTableRow"}
	ColumnsType        = &Type{"КоллекцияКолонокТаблицыЗначений", "ValueTableColumnCollection"}
	BinaryType         = &Type{"ДвоичныеДанные", "BinaryData"}
)

// Array is Массив or ФиксированныйМассив.
type Array struct {
	Items []Value
	Fixed bool
}

// Type tells the type.
func (a *Array) Type() *Type {
	if a.Fixed {
		return FixedArrayType
	}
	return ArrayType
}

// Len counts the items.
func (a *Array) Len() int { return len(a.Items) }

// Pair is КлючИЗначение.
type Pair struct{ Key, Value Value }

// Type tells the type.
func (*Pair) Type() *Type { return PairType }

// List is СписокЗначений.
type List struct{ Items []*ListItem }

// Type tells the type.
func (*List) Type() *Type { return ListType }

// Len counts the items.
func (l *List) Len() int { return len(l.Items) }

// ListItem is ЭлементСпискаЗначений.
type ListItem struct {
	Value        Value
	Presentation string
	Check        bool
}

// Type tells the type.
func (*ListItem) Type() *Type { return ListItemType }

// Binary is ДвоичныеДанные.
type Binary struct{ Bytes []byte }

// Type tells the type.
func (*Binary) Type() *Type { return BinaryType }
