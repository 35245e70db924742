package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func defineModes(c *eval.Catalog) {
	c.Define(on(eval.ServerCode,
		// In the safe mode the privileged mode is ignored, without an error
		// (https://master1c8.ru/bezopasny-rezhim-rabot/8174/).
		proc("УстановитьПривилегированныйРежим", "SetPrivilegedMode", 1, 1, func(c *eval.Call) error {
			on := c.Truth(0)
			if !c.Thread.Flags.Safe {
				c.Thread.Flags.Privileged = on
			}
			return nil
		}),
		fn("ПривилегированныйРежим", "PrivilegedMode", 0, 0, func(c *eval.Call) (value.Value, error) {
			return value.Bool(c.Thread.Flags.Privileged), nil
		}),
		proc("УстановитьБезопасныйРежим", "SetSafeMode", 1, 1, func(c *eval.Call) error {
			if name, ok := c.Arg(0).(value.String); ok {
				c.Thread.Flags = eval.Flags{Safe: true, Profile: string(name)}
				return nil
			}
			on := c.Truth(0)
			if on {
				c.Thread.Flags = eval.Flags{Safe: true}
			} else {
				c.Thread.Flags.Safe = false
			}
			return nil
		}),
		fn("БезопасныйРежим", "SafeMode", 0, 0, func(c *eval.Call) (value.Value, error) {
			if f := c.Thread.Flags; f.Safe && f.Profile != "" {
				return str(f.Profile), nil
			}
			return value.Bool(c.Thread.Flags.Safe), nil
		}),
		fn("ПравоДоступа", "AccessRight", 2, 4, func(c *eval.Call) (value.Value, error) {
			right := c.OnlyText(0)
			switch object := c.Arg(1).(type) {
			case *MetaObject:
				return value.Bool(session(c).allowed(c.Thread, object.FullName, right)), nil
			case metadata: // Метаданные itself: the configuration as a whole
				return value.Bool(session(c).allowed(c.Thread, "Конфигурация", right)), nil
			}
			return nil, eval.Mismatch(1)
		}),
	)...)
}

// allowed reports whether the code may do something with an object.
func (s *Session) allowed(t *eval.Thread, object, right string) bool {
	return t.Flags.Privileged || s.User == nil || s.User.Full || s.User.Rights[object+"."+right]
}

// demand is an exception if the code may not.
func (s *Session) demand(t *eval.Thread, object, right string) error {
	if s.allowed(t, object, right) {
		return nil
	}
	return eval.Raised(eval.CategoryAccess, "Нарушение прав доступа!\nНедостаточно прав: %s, %s", object, right)
}
