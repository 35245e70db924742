package value

// Enum is a value of a system enumeration.
type Enum struct {
	Of     *Type
	Ru, En string // names
	// Shown is the presentation where it is not the name.
	Shown [2]string
}

// Type tells the type.
func (e *Enum) Type() *Type { return e.Of }

// Present is what Строка() makes of the value.
func (e *Enum) Present(l Language) string {
	if e.Shown[0] != "" {
		return l.In(e.Shown[0], e.Shown[1])
	}
	return l.In(e.Ru, e.En)
}
