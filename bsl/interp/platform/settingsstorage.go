package platform

import (
	"slices"
	"unicode/utf8"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var (
	storageType       = &value.Type{Ru: "СтандартноеХранилищеНастроекМенеджер", En: "StandardSettingsStorageManager"}
	storageCursorType = &value.Type{Ru: "СтандартноеХранилищеНастроекВыборка", En: "StandardSettingsStorageSelection"}
)

// SavedSettings is one value of ХранилищеОбщихНастроек.
type SavedSettings struct {
	User, Object, Key string
	Value             value.Value
}

// maxSettingsKey is the length of КлючОбъекта and КлючНастроек, in characters:
// ssl_3_1 cuts longer ones to it, ОбщегоНазначения:10617 (КлючНастроек).
const maxSettingsKey = 128

// storage is ХранилищеОбщихНастроек. Its members and the order of their
// parameters: the user is the fifth of Сохранить, the fourth of Загрузить, the
// third of Удалить (ssl_3_1 ОбщегоНазначения, procedures ХранилищеСохранить,
// ХранилищеЗагрузить, ХранилищеУдалить).
type storage struct{ s *Session }

func (storage) Type() *value.Type { return storageType }

// storageCursor is what Выбрать gives: it stands before the first value.
type storageCursor struct {
	list []*SavedSettings
	at   int
}

func (*storageCursor) Type() *value.Type { return storageCursorType }

func defineStorage(c *eval.Catalog) {
	c.DefineProperty(&eval.Property{Ru: "ХранилищеОбщихНастроек", En: "CommonSettingsStorage", Where: eval.ServerCode,
		Get: func(t *eval.Thread) (value.Value, error) { return storage{t.Runtime.(*Session)}, nil }})
	c.DefineClass(&eval.Class{Type: storageType}, []*eval.Function{
		proc("Сохранить", "Save", 3, 5, saveSettings),
		fn("Загрузить", "Load", 2, 4, func(c *eval.Call) (value.Value, error) {
			name, err := storageUser(c, 3)
			if err != nil {
				return nil, err
			}
			object, key := c.Text(0), c.Text(1)
			for _, saved := range self[storage](c).s.Base.Storage {
				if saved.User == name && saved.Object == object && saved.Key == key {
					return copyAcross(saved.Value)
				}
			}
			return value.Undefined, nil
		}),
		proc("Удалить", "Delete", 3, 3, func(c *eval.Call) error {
			match, err := storageFilter(c, 2, c.Arg(0), c.Arg(1))
			if err != nil {
				return err
			}
			base := self[storage](c).s.Base
			base.Storage = slices.DeleteFunc(base.Storage, match)
			return nil
		}),
		fn("Выбрать", "Select", 0, 1, selectSettings),
	}, nil)
	c.DefineClass(&eval.Class{Type: storageCursorType}, []*eval.Function{
		fn("Следующий", "Next", 0, 0, func(c *eval.Call) (value.Value, error) {
			cursor := self[*storageCursor](c)
			cursor.at++
			return value.Bool(cursor.at <= len(cursor.list)), nil
		}),
	}, []*eval.Member{
		cursorMember("КлючОбъекта", "ObjectKey", func(s *SavedSettings) value.Value { return str(s.Object) }),
		cursorMember("КлючНастроек", "SettingsKey", func(s *SavedSettings) value.Value { return str(s.Key) }),
		cursorMember("Пользователь", "User", func(s *SavedSettings) value.Value { return str(s.User) }),
		cursorMember("Настройки", "Settings", func(s *SavedSettings) value.Value { return s.Value }),
	})
}

func cursorMember(ru, en string, read func(*SavedSettings) value.Value) *eval.Member {
	return &eval.Member{Ru: ru, En: en, Get: func(c *eval.Call) (value.Value, error) {
		cursor := self[*storageCursor](c)
		if cursor.at < 1 || cursor.at > len(cursor.list) {
			return value.Undefined, nil
		}
		return copyAcross(read(cursor.list[cursor.at-1]))
	}}
}

// storageUser is whose settings are meant: those of others need a right.
func storageUser(c *eval.Call, user int) (string, error) {
	s := self[storage](c).s
	if err := s.spend("ХранилищеОбщихНастроек"); err != nil {
		return "", err
	}
	own := ""
	if s.User != nil {
		own = s.User.Name
	}
	if !c.Has(user) || value.IsUndefined(c.Arg(user)) || c.Text(user) == own {
		return own, nil
	}
	return c.Text(user), s.demand(c.Thread, "Конфигурация", "АдминистрированиеДанных")
}

func saveSettings(c *eval.Call) error {
	name, err := storageUser(c, 4)
	if err != nil {
		return err
	}
	saved := &SavedSettings{User: name, Object: c.Text(0), Key: c.Text(1)}
	if utf8.RuneCountInString(saved.Object) > maxSettingsKey || utf8.RuneCountInString(saved.Key) > maxSettingsKey {
		return eval.Raised(eval.CategoryUse, "Превышена максимальная длина ключа настроек")
	}
	if saved.Value, err = copyAcross(c.Arg(2)); err != nil || c.Bad() {
		return err
	}
	base := self[storage](c).s.Base
	if base.StorageLoses {
		return nil
	}
	base.Storage = slices.DeleteFunc(base.Storage, func(s *SavedSettings) bool {
		return s.User == saved.User && s.Object == saved.Object && s.Key == saved.Key
	})
	base.Storage = append(base.Storage, saved)
	return nil
}

// storageFilter finds settings: Неопределено stands for any.
func storageFilter(c *eval.Call, user int, object, key value.Value) (func(*SavedSettings) bool, error) {
	s := self[storage](c).s
	if err := s.spend("ХранилищеОбщихНастроек"); err != nil {
		return nil, err
	}
	if err := s.demand(c.Thread, "Конфигурация", "АдминистрированиеДанных"); err != nil {
		return nil, err
	}
	return func(s *SavedSettings) bool {
		for _, p := range []struct {
			want value.Value
			is   string
		}{{object, s.Object}, {key, s.Key}, {c.Arg(user), s.User}} {
			if !value.IsUndefined(p.want) && !value.Equal(p.want, str(p.is)) {
				return false
			}
		}
		return true
	}, nil
}

// selectSettings lists settings by their object and their user.
func selectSettings(c *eval.Call) (value.Value, error) {
	var object, user value.Value = value.Undefined, value.Undefined
	if filter, given := eval.Optional[*value.Structure](c, 0); given && filter != nil {
		for _, name := range filter.Names() {
			v, _ := filter.Get(name)
			switch storageKeys.russian(name) {
			case "КлючОбъекта":
				object = v
			case "Пользователь":
				user = v
			default:
				return nil, eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '1')")
			}
		}
	}
	if c.Bad() {
		return nil, nil
	}
	match, err := storageFilter(&eval.Call{Thread: c.Thread, Self: c.Self, Args: []value.Value{user}}, 0, object, value.Undefined)
	if err != nil {
		return nil, err
	}
	cursor := &storageCursor{}
	for _, saved := range self[storage](c).s.Base.Storage {
		if match(saved) {
			cursor.list = append(cursor.list, saved)
		}
	}
	return cursor, nil
}
