package platform

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var (
	jsonWriterType   = &value.Type{Ru: "ЗаписьJSON", En: "JSONWriter"}
	jsonReaderType   = &value.Type{Ru: "ЧтениеJSON", En: "JSONReader"}
	jsonSettingsType = &value.Type{Ru: "ПараметрыЗаписиJSON", En: "JSONWriterSettings"}
)

// jsonWriter is ЗаписьJSON, writing one value into a string.
type jsonWriter struct {
	open   bool
	spaced bool // lines are broken, as they are if nobody says otherwise
	text   strings.Builder
}

func (*jsonWriter) Type() *value.Type { return jsonWriterType }

type jsonReader struct {
	open bool
	text string
}

func (*jsonReader) Type() *value.Type { return jsonReaderType }

type jsonSettings struct{ breaks *value.Enum }

func (*jsonSettings) Type() *value.Type { return jsonSettingsType }

func defineJSON(c *eval.Catalog) {
	notOpen := eval.Raised(eval.CategoryUse, "Поток JSON не открыт")
	c.DefineClass(&eval.Class{Type: jsonSettingsType, Where: eval.NotWeb, Max: 9, New: func(c *eval.Call) (value.Value, error) {
		s := &jsonSettings{}
		if e, ok := eval.Optional[*value.Enum](c, 0); ok {
			if s.breaks = e; e == nil || e.Of != jsonBreaks.kind {
				return nil, eval.Mismatch(0)
			}
		}
		for i := 1; i < len(c.Args); i++ {
			if c.Has(i) {
				return nil, eval.Faultf("parameter %d of ПараметрыЗаписиJSON is not modelled", i+1)
			}
		}
		return s, nil
	}}, nil, nil)
	c.DefineClass(&eval.Class{Type: jsonWriterType, Where: eval.NotWeb, New: func(*eval.Call) (value.Value, error) { return &jsonWriter{}, nil }},
		[]*eval.Function{
			proc("УстановитьСтроку", "SetString", 0, 1, func(c *eval.Call) error {
				w := self[*jsonWriter](c)
				settings, given := eval.Optional[*jsonSettings](c, 0)
				if c.Bad() {
					return nil
				}
				*w = jsonWriter{open: true, spaced: !given || settings.breaks == nil || settings.breaks.Ru != "Нет"}
				return nil
			}),
			fn("Закрыть", "Close", 0, 0, func(c *eval.Call) (value.Value, error) {
				w := self[*jsonWriter](c)
				if !w.open {
					return nil, notOpen
				}
				w.open = false
				return str(w.text.String()), nil
			}),
		}, nil)
	c.DefineClass(&eval.Class{Type: jsonReaderType, Where: eval.NotWeb, New: func(*eval.Call) (value.Value, error) { return &jsonReader{}, nil }},
		[]*eval.Function{
			proc("УстановитьСтроку", "SetString", 1, 1, func(c *eval.Call) error {
				*self[*jsonReader](c) = jsonReader{open: true, text: c.OnlyText(0)}
				return nil
			}),
			proc("Закрыть", "Close", 0, 0, func(c *eval.Call) error {
				self[*jsonReader](c).open = false
				return nil
			}),
		}, nil)
	c.Define(on(eval.NotWeb,
		proc("ЗаписатьJSON", "WriteJSON", 2, 6, func(c *eval.Call) error {
			w := eval.As[*jsonWriter](c, 0)
			if c.Bad() {
				return nil
			}
			if !w.open {
				return notOpen
			}
			if len(c.Args) > 2 {
				return eval.Faultf("settings of ЗаписатьJSON are not modelled")
			}
			return w.write(c.Arg(1), 0)
		}),
		fn("ПрочитатьJSON", "ReadJSON", 1, 2, func(c *eval.Call) (value.Value, error) {
			r := eval.As[*jsonReader](c, 0)
			if c.Bad() {
				return nil, nil
			}
			if !r.open {
				return nil, notOpen
			}
			asMap := c.Has(1) && c.Truth(1)
			return readJSON(r.text, asMap)
		}),
	)...)
}

// maxJSONDepth is where the platform gives up, too: an object that holds itself
// has no end.
const maxJSONDepth = 500

// write writes a value of the few types that JSON is made of.
func (w *jsonWriter) write(v value.Value, depth int) error {
	if depth > maxJSONDepth {
		return eval.Raised(eval.CategoryUse, "Превышена максимальная вложенность")
	}
	switch v := v.(type) {
	case value.UndefinedValue:
		w.text.WriteString("null")
	case value.String:
		w.quote(string(v))
	case value.Number:
		w.text.WriteString(v.Plain())
	case value.Bool:
		fmt.Fprint(&w.text, bool(v))
	case value.Date:
		w.quote(v.XML())
	case *value.Array:
		return w.list('[', ']', depth, len(v.Items), func(i int) error { return w.write(v.Items[i], depth+1) })
	case *value.Structure:
		names := v.Names()
		return w.list('{', '}', depth, len(names), func(i int) error {
			item, _ := v.Get(names[i])
			return w.pair(names[i], item, depth)
		})
	case *value.Map:
		keys := v.Keys()
		return w.list('{', '}', depth, len(keys), func(i int) error {
			key, ok := keys[i].(value.String)
			if !ok {
				return eval.Raised(eval.CategoryUse, "Ключ соответствия должен быть строкой")
			}
			return w.pair(string(key), v.Get(key), depth)
		})
	default:
		return eval.Raised(eval.CategoryOther, "Передано значение недопустимого типа: %s", v.Type().Ru)
	}
	return nil
}

func (w *jsonWriter) list(open, end byte, depth, count int, item func(int) error) error {
	w.text.WriteByte(open)
	for i := range count {
		if i > 0 {
			w.text.WriteByte(',')
		}
		w.newLine(depth + 1)
		if err := item(i); err != nil {
			return err
		}
	}
	if count > 0 {
		w.newLine(depth)
	}
	w.text.WriteByte(end)
	return nil
}

func (w *jsonWriter) newLine(depth int) {
	if w.spaced {
		w.text.WriteString("\n" + strings.Repeat("\t", depth))
	}
}

func (w *jsonWriter) pair(name string, v value.Value, depth int) error {
	w.quote(name)
	w.text.WriteByte(':')
	if w.spaced {
		w.text.WriteByte(' ')
	}
	return w.write(v, depth+1)
}

func (w *jsonWriter) quote(s string) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a string can always be encoded
	w.text.WriteString(strings.TrimSuffix(b.String(), "\n"))
}

// readJSON reads a text as structures or as maps.
func readJSON(text string, asMap bool) (value.Value, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	v, err := readJSONValue(d, asMap, 0)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = fmt.Errorf("something follows the value")
		}
	}
	if err != nil {
		if e, ok := err.(*eval.Exception); ok {
			return nil, e
		}
		return nil, eval.Raised(eval.CategoryOther, "Ошибка при чтении JSON: %v", err)
	}
	return v, nil
}

func readJSONValue(d *json.Decoder, asMap bool, depth int) (value.Value, error) {
	if depth > maxJSONDepth {
		return nil, fmt.Errorf("too deep")
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case nil:
		return value.Undefined, nil
	case bool:
		return value.Bool(t), nil
	case string:
		return value.String(t), nil
	case json.Number:
		if n, ok := value.ParseNumber(string(t)); ok {
			return n, nil
		}
		f, err := t.Float64()
		return value.FromFloat(f), err
	case json.Delim:
		if t == '[' {
			return readJSONArray(d, asMap, depth)
		}
		return readJSONObject(d, asMap, depth)
	}
	return nil, fmt.Errorf("unexpected %v", token)
}

func readJSONArray(d *json.Decoder, asMap bool, depth int) (value.Value, error) {
	a := &value.Array{}
	for d.More() {
		item, err := readJSONValue(d, asMap, depth+1)
		if err != nil {
			return nil, err
		}
		a.Items = append(a.Items, item)
	}
	_, err := d.Token()
	return a, err
}

func readJSONObject(d *json.Decoder, asMap bool, depth int) (value.Value, error) {
	m, s := &value.Map{}, &value.Structure{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, ok := key.(string)
		if !ok {
			return nil, fmt.Errorf("a key is no string")
		}
		item, err := readJSONValue(d, asMap, depth+1)
		if err != nil {
			return nil, err
		}
		if asMap {
			m.Set(value.String(name), item)
			continue
		}
		if !nameRule.MatchString(name) {
			return nil, eval.Raised(eval.CategoryUse, "Задано неправильное имя атрибута структуры '%s'", name)
		}
		s.Set(name, item)
	}
	_, err := d.Token()
	if asMap {
		return m, err
	}
	return s, err
}
