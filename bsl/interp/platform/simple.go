package platform

import (
	"encoding/base64"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// defineSimpleClasses defines the classes that have little to them.
func defineSimpleClasses(c *eval.Catalog) {
	c.DefineClass(&eval.Class{Type: value.UUIDType, Max: 1, New: func(c *eval.Call) (value.Value, error) {
		if !c.Has(0) {
			return value.NewUUID(), nil
		}
		if u, ok := value.ParseUUID(c.OnlyText(0)); ok {
			return u, nil
		}
		return nil, eval.Raised(eval.CategoryUse, "Неверный формат строки уникального идентификатора")
	}}, nil, nil)
	c.DefineClass(&eval.Class{Type: value.BinaryType}, []*eval.Function{
		fn("Размер", "Size", 0, 0, func(c *eval.Call) (value.Value, error) { return num(len(self[*value.Binary](c).Bytes)), nil }),
		fn("ОткрытьПотокДляЧтения", "OpenStreamForRead", 0, 0, func(c *eval.Call) (value.Value, error) {
			return &stream{self[*value.Binary](c).Bytes}, nil
		}),
		proc("Записать", "Write", 1, 1, func(c *eval.Call) error { return writeFile(c, c.OnlyText(0), self[*value.Binary](c).Bytes) }),
	}, nil)
	c.Define(fn("Base64Строка", "Base64String", 1, 1, func(c *eval.Call) (value.Value, error) {
		b := eval.As[*value.Binary](c, 0)
		if c.Bad() {
			return nil, nil
		}
		return str(base64.StdEncoding.EncodeToString(b.Bytes)), nil
	}))
	c.DefineClass(&eval.Class{Type: streamType}, nil, nil)
	c.DefineClass(&eval.Class{Type: messageType, New: func(*eval.Call) (value.Value, error) { return &userMessage{}, nil }},
		[]*eval.Function{proc("Сообщить", "Message", 0, 0, func(c *eval.Call) error {
			s := session(c)
			s.Messages = append(s.Messages, self[*userMessage](c).text)
			return nil
		})},
		[]*eval.Member{{Ru: "Текст", En: "Text",
			Get: func(c *eval.Call) (value.Value, error) { return str(self[*userMessage](c).text), nil },
			Set: func(c *eval.Call) (value.Value, error) {
				self[*userMessage](c).text = c.Text(0)
				return nil, nil
			}}, {Ru: "Поле", En: "Field",
			Get: func(c *eval.Call) (value.Value, error) { return str(self[*userMessage](c).field), nil },
			Set: func(c *eval.Call) (value.Value, error) {
				self[*userMessage](c).field = c.Text(0)
				return nil, nil
			}}})
	c.Define(proc("Сообщить", "Message", 1, 2, func(c *eval.Call) error {
		s := session(c)
		s.Messages = append(s.Messages, c.Text(0))
		return nil
	}))
}

// stream is Поток over data in memory.
type stream struct{ data []byte }

var streamType = &value.Type{Ru: "Поток", En: "Stream"}

func (*stream) Type() *value.Type { return streamType }

// userMessage is СообщениеПользователю.
type userMessage struct{ text, field string }

var messageType = &value.Type{Ru: "СообщениеПользователю", En: "UserMessage"}

func (*userMessage) Type() *value.Type { return messageType }
