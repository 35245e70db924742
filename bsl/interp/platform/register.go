package platform

import (
	"fmt"
	"maps"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// Register is an information register without a period: its description and its
// records.
type Register struct {
	Name       string
	Dimensions []Field
	Resources  []Field
	// Module is the module of its record set; nil if there is none.
	Module  *eval.Module
	Records []Record
}

// Record is one record by folded names.
type Record map[string]value.Value

// Field is a dimension or a resource.
type Field struct {
	Name   string
	Kind   *value.Type // of the simple ones
	Length int         // of a string; 0 is unlimited
	Digits int         // of a number, those behind the point included
	Scale  int         // digits behind the point
	// Fill is the value of a new record that a person makes.
	Fill value.Value
}

// FullName is the name of the register among the metadata.
func (r *Register) FullName() string { return "РегистрСведений." + r.Name }

func (r *Register) fields() []Field {
	return append(append([]Field(nil), r.Dimensions...), r.Resources...)
}

func (r *Register) field(name string) (Field, bool) {
	for _, f := range r.fields() {
		if equalFold(name, f.Name) {
			return f, true
		}
	}
	return Field{}, false
}

// empty is a record with the default values of the types.
func (r *Register) empty() Record {
	record := Record{}
	for _, f := range r.fields() {
		record[foldName(f.Name)] = f.adjust(value.Undefined)
	}
	return record
}

// adjust brings a value to the type of the field, as the platform does when it is
// assigned: a string is cut, another type becomes the default value.
func (f Field) adjust(v value.Value) value.Value {
	switch f.Kind {
	case value.StringType:
		s, ok := v.(value.String)
		if ok && f.Length > 0 {
			return s.Sub(0, f.Length)
		}
		if ok {
			return s
		}
		return value.String("")
	case value.NumberType:
		if n, ok := v.(value.Number); ok {
			return n.Round(f.Scale)
		}
		return value.Int(0)
	case value.BoolType:
		b, _ := v.(value.Bool)
		return b
	case value.DateType:
		d, _ := v.(value.Date)
		return d
	}
	panic(fmt.Sprintf("platform: a field of type %s is not modelled", f.Kind.Ru))
}

// find is the place of the record with these values of the dimensions; -1 if
// there is none.
func (r *Register) find(like Record) int {
	for i, record := range r.Records {
		same := true
		for _, d := range r.Dimensions {
			key := foldName(d.Name)
			same = same && value.Equal(record[key], like[key])
		}
		if same {
			return i
		}
	}
	return -1
}

// put stores a record in place of the one with its dimensions.
func (r *Register) put(record Record) {
	if i := r.find(record); i >= 0 {
		r.Records[i] = maps.Clone(record)
		return
	}
	r.Records = append(r.Records, maps.Clone(record))
}

// snapshot copies the records of all registers.
func (b *Infobase) snapshot() map[string]*Register {
	copied := map[string]*Register{}
	for key, r := range b.Registers {
		c := *r
		c.Records = nil
		for _, record := range r.Records {
			c.Records = append(c.Records, maps.Clone(record))
		}
		copied[key] = &c
	}
	return copied
}

func (b *Infobase) restore(before map[string]*Register) {
	for key, r := range before {
		b.Registers[key].Records = r.Records
	}
}

// AddRegister adds a register to the infobase.
func (b *Infobase) AddRegister(r *Register) { b.Registers[foldName(r.Name)] = r }
