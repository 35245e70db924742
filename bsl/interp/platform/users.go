package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

type userManager struct{ s *Session }

var userManagerType = &value.Type{Ru: "МенеджерПользователейИнформационнойБазы", En: "InfoBaseUserManager"}

func (userManager) Type() *value.Type { return userManagerType }

type userValue struct {
	u     *User
	roles userRoles
}

func newUserValue(u *User) userValue { return userValue{u, userRoles{new([]*MetaObject)}} }

var userType = &value.Type{Ru: "ПользовательИнформационнойБазы", En: "InfoBaseUser"}

func (userValue) Type() *value.Type { return userType }

func defineUsers(c *eval.Catalog) {
	c.DefineProperty(&eval.Property{Ru: "ПользователиИнформационнойБазы", En: "InfoBaseUsers", Where: eval.ServerCode,
		Get: func(t *eval.Thread) (value.Value, error) { return userManager{t.Runtime.(*Session)}, nil }})
	c.DefineClass(&eval.Class{Type: userManagerType}, []*eval.Function{
		fn("ТекущийПользователь", "CurrentUser", 0, 0, func(c *eval.Call) (value.Value, error) {
			if u := self[userManager](c).s.User; u != nil {
				return newUserValue(u), nil
			}
			// A base without users, or a job that runs for nobody.
			return newUserValue(&User{}), nil
		}),
	}, nil)
	c.DefineClass(&eval.Class{Type: userRolesType}, []*eval.Function{proc("Добавить", "Add", 1, 1, addUserRole)}, nil)
	c.DefineClass(&eval.Class{Type: userType}, []*eval.Function{proc("Записать", "Write", 0, 0, writeUser)}, []*eval.Member{
		prop("Роли", "Roles", func(c *eval.Call) value.Value { return self[userValue](c).roles }),
		prop("Имя", "Name", func(c *eval.Call) value.Value { return str(self[userValue](c).u.Name) }),
		prop("ПолноеИмя", "FullName", func(c *eval.Call) value.Value { return str(self[userValue](c).u.FullName) }),
		prop("УникальныйИдентификатор", "UUID", func(c *eval.Call) value.Value { return self[userValue](c).u.ID }),
	})
}
