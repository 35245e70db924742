package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// AddRole adds a role with rights such as "CommonForm.X.Просмотр".
func (b *Infobase) AddRole(name, synonym string, rights []Right) {
	role := b.AddObject("Роль."+name, synonym)
	for _, r := range rights {
		b.Roles[role] = append(b.Roles[role], russianName(r.Object)+"."+r.Name)
	}
}

// Right is one to an object, by the object's English name.
type Right struct{ Object, Name string }

// userRoles are the roles of a user as code has them before Записать. Designer does not
// list roles of extensions: «Roles created in the extensions can be added to users only
// using 1C:Enterprise script» (https://1c-dn.com/blog/development-of-configuration-extensions/).
type userRoles struct{ added *[]*MetaObject }

var userRolesType = &value.Type{Ru: "РолиПользователя", En: "UserRoles"}

func (userRoles) Type() *value.Type { return userRolesType }

func addUserRole(c *eval.Call) error {
	role, ok := c.Arg(0).(*MetaObject)
	if !ok {
		return eval.Mismatch(0)
	}
	roles := self[userRoles](c)
	*roles.added = append(*roles.added, role)
	return nil
}

// writeUser keeps the roles, which takes the right to administer (ssl_3_1
// Пользователи:578-583 adds a role and writes the user so).
func writeUser(c *eval.Call) error {
	s, user := session(c), self[userValue](c)
	if err := s.demand(c.Thread, "Конфигурация", "Администрирование"); err != nil {
		return err
	}
	for _, role := range *user.roles.added {
		for _, right := range s.Base.Roles[role] {
			if user.u.Rights == nil {
				user.u.Rights = map[string]bool{}
			}
			user.u.Rights[right] = true
		}
	}
	return nil
}
