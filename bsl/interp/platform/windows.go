package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// window is ОкноКлиентскогоПриложения: each open form has one. As ssl_3_1 walks
// them, СоединенияИБКлиент:564: Окно.Содержимое has the forms. Содержимое may be
// empty, and АктивноеОкно() is Неопределено when there is no window.
type window struct{ form *Form }

var windowType = &value.Type{Ru: "ОкноКлиентскогоПриложения", En: "ClientApplicationWindow"}

func (window) Type() *value.Type { return windowType }

func defineWindows(c *eval.Catalog) {
	c.Define(on(eval.Clients,
		fn("АктивноеОкно", "ActiveWindow", 0, 0, func(c *eval.Call) (value.Value, error) {
			if open := session(c).Forms; len(open) > 0 {
				return window{open[len(open)-1]}, nil
			}
			return value.Undefined, nil
		}),
		fn("ПолучитьОкна", "GetWindows", 0, 0, func(c *eval.Call) (value.Value, error) {
			list := &value.Array{}
			for _, f := range session(c).Forms {
				list.Items = append(list.Items, window{f})
			}
			return list, nil
		}),
	)...)
	c.DefineClass(&eval.Class{Type: windowType}, nil, []*eval.Member{
		prop("Содержимое", "Content", func(c *eval.Call) value.Value { return &value.Array{Items: []value.Value{self[window](c).form}} }),
		prop("Заголовок", "Caption", func(c *eval.Call) value.Value {
			if title := self[window](c).form.properties["заголовок"]; title != nil {
				return title
			}
			return str("")
		}),
	})
}
