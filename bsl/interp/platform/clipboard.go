package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var (
	clipboardType     = &value.Type{Ru: "СредстваБуфераОбмена", En: "СредстваБуфераОбмена"}
	clipboardItemType = &value.Type{Ru: "ЭлементБуфераОбмена", En: "ЭлементБуфераОбмена"}
	clipboardFormat   = enum("СтандартныйФорматДанныхБуфераОбмена", "СтандартныйФорматДанныхБуфераОбмена", "Текст", "Текст")
)

// clipboard is СредстваБуфераОбмена, which clients have from 8.3.24 on.
type clipboard struct{}

func (clipboard) Type() *value.Type { return clipboardType }

// clipboardItem is what goes into it.
type clipboardItem struct{ text string }

func (clipboardItem) Type() *value.Type { return clipboardItemType }

func defineClipboard(c *eval.Catalog) {
	since := eval.Release(8, 3, 24)
	c.DefineProperty(&eval.Property{Ru: clipboardType.Ru, En: clipboardType.En, Where: eval.Clients, Since: since,
		Get: func(*eval.Thread) (value.Value, error) { return clipboard{}, nil }})
	put := fn("ПоместитьДанныеАсинх", "ПоместитьДанныеАсинх", 1, 1, func(c *eval.Call) (value.Value, error) {
		item := eval.As[clipboardItem](c, 0)
		if !c.Bad() {
			session(c).Clipboard = item.text
		}
		return value.Undefined, nil // a promise, which nobody here waits for
	})
	put.Since = since
	c.DefineClass(&eval.Class{Type: clipboardType}, on(eval.Clients, put), nil)
	c.DefineClass(&eval.Class{Type: clipboardItemType, Where: eval.Clients, Since: since, Min: 2, Max: 2,
		New: func(c *eval.Call) (value.Value, error) {
			if format := eval.As[*value.Enum](c, 0); !c.Bad() && format.Of != clipboardFormat.kind {
				return nil, eval.Mismatch(0)
			}
			return clipboardItem{c.OnlyText(1)}, nil
		}}, nil, nil)
	defineEnum(c, clipboardFormat, eval.Clients, since)
}
