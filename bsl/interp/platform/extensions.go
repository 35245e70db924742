package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var (
	extensionsType = &value.Type{Ru: "МенеджерРасширенийКонфигурации", En: "ConfigurationExtensionsManager"}
	extensionType  = &value.Type{Ru: "РасширениеКонфигурации", En: "ConfigurationExtension"}
)

type extensionManager struct{ s *Session }

func (extensionManager) Type() *value.Type { return extensionsType }

type extension struct{ *Extension }

func (extension) Type() *value.Type { return extensionType }

func defineExtensions(c *eval.Catalog) {
	c.DefineProperty(&eval.Property{Ru: "РасширенияКонфигурации", En: "ConfigurationExtensions", Where: eval.ServerCode,
		Get: func(t *eval.Thread) (value.Value, error) { return extensionManager{t.Runtime.(*Session)}, nil }})
	c.DefineClass(&eval.Class{Type: extensionsType}, []*eval.Function{
		fn("Получить", "Get", 0, 3, func(c *eval.Call) (value.Value, error) {
			s := self[extensionManager](c).s
			if err := s.spend("РасширенияКонфигурации"); err != nil {
				return nil, err
			}
			if err := s.demand(c.Thread, "Конфигурация", "АдминистрированиеРасширенийКонфигурации"); err != nil {
				return nil, err
			}
			if c.Has(0) && !value.IsUndefined(c.Arg(0)) || c.Has(2) {
				return nil, eval.Faultf("the filter of extensions is not modelled")
			}
			list := &value.Array{}
			for i := range s.Base.Extensions {
				list.Items = append(list.Items, extension{&s.Base.Extensions[i]})
			}
			return list, nil
		}),
	}, nil)
	c.DefineClass(&eval.Class{Type: extensionType}, nil, []*eval.Member{
		prop("Имя", "Name", func(c *eval.Call) value.Value { return str(self[extension](c).Name) }),
		prop("Версия", "Version", func(c *eval.Call) value.Value { return str(self[extension](c).Version) }),
	})
}
