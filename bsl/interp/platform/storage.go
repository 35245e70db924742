package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var storageType = &value.Type{Ru: "СтандартноеХранилищеНастроекМенеджер", En: "StandardSettingsStorageManager"}

// storage is ХранилищеОбщихНастроек: values by user, object and key.
type storage struct{ s *Session }

func (storage) Type() *value.Type { return storageType }

func defineStorage(c *eval.Catalog) {
	c.DefineProperty(&eval.Property{Ru: "ХранилищеОбщихНастроек", En: "CommonSettingsStorage", Where: eval.ServerCode,
		Get: func(t *eval.Thread) (value.Value, error) { return storage{t.Runtime.(*Session)}, nil }})
	key := func(c *eval.Call, user int) string {
		name := ""
		if s := self[storage](c).s; s.User != nil {
			name = s.User.Name
		}
		if c.Has(user) && !value.IsUndefined(c.Arg(user)) {
			name = c.Text(user)
		}
		return name + "\x00" + c.Text(0) + "\x00" + c.Text(1)
	}
	c.DefineClass(&eval.Class{Type: storageType}, []*eval.Function{
		proc("Сохранить", "Save", 3, 5, func(c *eval.Call) error {
			s := self[storage](c).s
			if err := s.touch(); err != nil {
				return err
			}
			v, err := copyAcross(c.Arg(2))
			if err == nil {
				s.Base.Storage[key(c, 4)] = v
			}
			return err
		}),
		fn("Загрузить", "Load", 2, 4, func(c *eval.Call) (value.Value, error) {
			s := self[storage](c).s
			if err := s.touch(); err != nil {
				return nil, err
			}
			if v, ok := s.Base.Storage[key(c, 3)]; ok {
				return copyAcross(v)
			}
			return value.Undefined, nil
		}),
		proc("Удалить", "Delete", 3, 3, func(c *eval.Call) error {
			delete(self[storage](c).s.Base.Storage, key(c, 2))
			return nil
		}),
	}, nil)
}
