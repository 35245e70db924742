package platform

import (
	"maps"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var (
	registersType     = &value.Type{Ru: "РегистрыСведенийМенеджер", En: "InformationRegistersManager"}
	registerType      = &value.Type{Ru: "РегистрСведенийМенеджер", En: "InformationRegisterManager"}
	recordManagerType = &value.Type{Ru: "РегистрСведенийМенеджерЗаписи", En: "InformationRegisterRecordManager"}
	recordSetType     = &value.Type{Ru: "РегистрСведенийНаборЗаписей", En: "InformationRegisterRecordSet"}
	recordType        = &value.Type{Ru: "РегистрСведенийЗапись", En: "InformationRegisterRecord"}
)

// registers is РегистрыСведений.
type registers struct{ s *Session }

func (registers) Type() *value.Type { return registersType }

// CallMember has nothing.
func (registers) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// SetMember has nothing.
func (registers) SetMember(*eval.Thread, string, value.Value) (bool, error) { return false, nil }

// GetMember finds a register.
func (r registers) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	reg := r.s.Base.Registers[foldName(name)]
	if reg == nil {
		return nil, true, eval.Raised(eval.CategoryScript, "Поле объекта не обнаружено (%s)", name)
	}
	return registerManager{r.s, reg}, true, nil
}

type registerManager struct {
	s   *Session
	reg *Register
}

func (registerManager) Type() *value.Type { return registerType }

// record is what has the fields of a register: a record of a set, or a manager of
// one record.
type record struct {
	s      *Session
	reg    *Register
	values Record
	single bool   // it is a manager
	origin Record // what the manager read; nil if nothing
}

func (r *record) Type() *value.Type {
	if r.single {
		return recordManagerType
	}
	return recordType
}

// CallMember has nothing of its own.
func (*record) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// GetMember reads a field.
func (r *record) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	f, ok := r.reg.field(name)
	if !ok {
		return nil, true, eval.Raised(eval.CategoryScript, "Поле объекта не обнаружено (%s)", name)
	}
	return r.values[foldName(f.Name)], true, nil
}

// SetMember writes a field.
func (r *record) SetMember(_ *eval.Thread, name string, v value.Value) (bool, error) {
	f, ok := r.reg.field(name)
	if !ok {
		return true, eval.Raised(eval.CategoryScript, "Поле объекта не обнаружено (%s)", name)
	}
	r.values[foldName(f.Name)] = f.adjust(v)
	return true, nil
}

// Properties lists the fields.
func (r *record) Properties() map[string]value.Value {
	list := map[string]value.Value{}
	for _, f := range r.reg.fields() {
		list[f.Name] = r.values[foldName(f.Name)]
	}
	return list
}

// recordSet is the set that is written, as its module sees it.
type recordSet struct{ records []*record }

func (*recordSet) Type() *value.Type { return recordSetType }

func defineRegisters(c *eval.Catalog) {
	c.DefineProperty(&eval.Property{Ru: "РегистрыСведений", En: "InformationRegisters", Where: eval.ServerCode,
		Get: func(t *eval.Thread) (value.Value, error) { return registers{t.Runtime.(*Session)}, nil }})
	c.DefineClass(&eval.Class{Type: registersType}, nil, nil)
	c.DefineClass(&eval.Class{Type: registerType}, []*eval.Function{
		fn("СоздатьМенеджерЗаписи", "CreateRecordManager", 0, 0, func(c *eval.Call) (value.Value, error) {
			m := self[registerManager](c)
			return &record{s: m.s, reg: m.reg, values: m.reg.empty(), single: true}, nil
		}),
	}, nil)
	c.DefineClass(&eval.Class{Type: recordType}, nil, nil)
	c.DefineClass(&eval.Class{Type: recordManagerType}, []*eval.Function{
		proc("Прочитать", "Read", 0, 0, func(c *eval.Call) error { return self[*record](c).read(c) }),
		proc("Записать", "Write", 0, 1, func(c *eval.Call) error { return self[*record](c).write(c) }),
		fn("Выбран", "Selected", 0, 0, func(c *eval.Call) (value.Value, error) { return value.Bool(self[*record](c).origin != nil), nil }),
	}, nil)
	c.DefineClass(&eval.Class{Type: recordSetType, Items: func(_ *eval.Thread, v value.Value) ([]value.Value, error) {
		var list []value.Value
		for _, r := range v.(*recordSet).records {
			list = append(list, r)
		}
		return list, nil
	}}, []*eval.Function{
		fn("Количество", "Count", 0, 0, func(c *eval.Call) (value.Value, error) { return num(len(self[*recordSet](c).records)), nil }),
	}, []*eval.Member{
		prop("ОбменДанными", "DataExchange", func(*eval.Call) value.Value { return value.StructureOf("Загрузка", value.Bool(false)) }),
	})
}

func (r *record) read(c *eval.Call) error {
	if err := r.s.touch(); err != nil {
		return err
	}
	if err := r.s.demand(c.Thread, r.reg.FullName(), "Чтение"); err != nil {
		return err
	}
	if r.origin = nil; r.reg.find(r.values) >= 0 {
		r.origin = r.reg.Records[r.reg.find(r.values)]
		r.values = maps.Clone(r.origin)
	}
	return nil
}

func (r *record) write(c *eval.Call) error {
	if err := r.s.touch(); err != nil {
		return err
	}
	if err := r.s.demand(c.Thread, r.reg.FullName(), "Изменение"); err != nil {
		return err
	}
	refused, err := r.event(c.Thread, "ПередЗаписью", &eval.Ref{V: value.Bool(false)}, &eval.Ref{V: value.Bool(true)})
	if err != nil {
		return err
	}
	if refused {
		return eval.Raised(eval.CategoryStored, "Не удалось записать: \"%s\"!", r.reg.Name)
	}
	r.reg.put(r.values)
	r.origin = maps.Clone(r.values)
	return nil
}

// event calls a handler of the record set's module and reports whether it refused.
func (r *record) event(t *eval.Thread, name string, refusal *eval.Ref, more ...*eval.Ref) (refused bool, err error) {
	if r.reg.Module == nil {
		return false, nil
	}
	code := t.Program.Other(r.reg.Module)
	if code == nil {
		return false, eval.Faultf("the module of %s is not compiled", r.reg.FullName())
	}
	if code.Routine(name) == nil {
		return false, nil
	}
	instance := t.Program.Instance(code, &recordSet{[]*record{r}})
	if _, err := t.CallNamed(instance, name, append([]*eval.Ref{refusal}, more...)...); err != nil {
		return false, err
	}
	b, ok := refusal.V.(value.Bool)
	return ok && bool(b), nil
}

// SaveInForm writes a record as a person does in its standard form: a new record
// begins with the filling values, what is filled is checked first. It tells
// whether the record was saved.
func (s *Session) SaveInForm(register string, fields map[string]value.Value) (bool, error) {
	reg := s.Base.Registers[foldName(register)]
	if reg == nil {
		return false, eval.Faultf("there is no register %s", register)
	}
	r := &record{s: s, reg: reg, values: reg.empty(), single: true}
	if i := reg.find(r.values); i >= 0 {
		r.values = maps.Clone(reg.Records[i])
	} else {
		for _, f := range reg.fields() {
			if f.Fill != nil {
				r.values[foldName(f.Name)] = f.Fill
			}
		}
	}
	t := s.server
	for name, v := range fields {
		if _, err := r.SetMember(t, name, v); err != nil {
			return false, err
		}
	}
	t.Flags = eval.Flags{Safe: s.Base.SafeExtension, Profile: s.Base.SafeProfile}
	refused, err := r.event(t, "ОбработкаПроверкиЗаполнения", &eval.Ref{V: value.Bool(false)}, &eval.Ref{V: &value.Array{}})
	if err != nil || refused {
		return false, s.Base.fault(err)
	}
	err = r.write(&eval.Call{Thread: t})
	return err == nil, s.Base.fault(err)
}

// Values reads the only record of a register without dimensions, for tests; nil
// if there is none.
func (b *Infobase) Values(register string) map[string]value.Value {
	reg := b.Registers[foldName(register)]
	if reg == nil || len(reg.Records) == 0 {
		return nil
	}
	return (&record{reg: reg, values: reg.Records[0]}).Properties()
}
