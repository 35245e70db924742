package platform

import (
	"strings"
	"unicode/utf8"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func defineStrings(c *eval.Catalog) {
	c.Define(
		fn("СтрДлина", "StrLen", 1, 1, func(c *eval.Call) (value.Value, error) {
			return num(value.String(c.Text(0)).Len16()), nil
		}),
		fn("Лев", "Left", 2, 2, func(c *eval.Call) (value.Value, error) {
			return value.String(c.Text(0)).Sub(0, c.Int(1)), nil
		}),
		fn("Прав", "Right", 2, 2, func(c *eval.Call) (value.Value, error) {
			s := value.String(c.Text(0))
			n := max(c.Int(1), 0)
			return s.Sub(s.Len16()-n, n), nil
		}),
		fn("Сред", "Mid", 2, 3, func(c *eval.Call) (value.Value, error) {
			s := value.String(c.Text(0))
			from, count := max(c.Int(1), 1), s.Len16()
			if c.Has(2) {
				count = c.Int(2)
			}
			return s.Sub(from-1, count), nil
		}),
		fn("ВРег", "Upper", 1, 1, textFunc(strings.ToUpper)),
		fn("НРег", "Lower", 1, 1, textFunc(strings.ToLower)),
		fn("СокрЛ", "TrimL", 1, 1, textFunc(func(s string) string { return strings.TrimLeftFunc(s, isBlank) })),
		fn("СокрП", "TrimR", 1, 1, textFunc(func(s string) string { return strings.TrimRightFunc(s, isBlank) })),
		fn("СокрЛП", "TrimAll", 1, 1, textFunc(func(s string) string { return strings.TrimFunc(s, isBlank) })),
		fn("ПустаяСтрока", "IsBlankString", 1, 1, func(c *eval.Call) (value.Value, error) {
			return value.Bool(strings.TrimFunc(c.Text(0), isBlank) == ""), nil
		}),
		fn("СтрЗаменить", "StrReplace", 3, 3, func(c *eval.Call) (value.Value, error) {
			text, from, to := c.Text(0), c.Text(1), c.Text(2)
			if from == "" {
				return str(text), nil
			}
			return str(strings.ReplaceAll(text, from, to)), nil
		}),
		fn("СтрНачинаетсяС", "StrStartsWith", 2, 2, func(c *eval.Call) (value.Value, error) {
			return value.Bool(strings.HasPrefix(c.Text(0), c.Text(1))), nil
		}),
		fn("СтрЗаканчиваетсяНа", "StrEndsWith", 2, 2, func(c *eval.Call) (value.Value, error) {
			return value.Bool(strings.HasSuffix(c.Text(0), c.Text(1))), nil
		}),
		fn("СтрЧислоВхождений", "StrOccurrenceCount", 2, 2, func(c *eval.Call) (value.Value, error) {
			if c.Text(1) == "" {
				return num(0), nil
			}
			return num(strings.Count(c.Text(0), c.Text(1))), nil
		}),
		fn("СтрЧислоСтрок", "StrLineCount", 1, 1, func(c *eval.Call) (value.Value, error) {
			return num(len(strings.Split(c.Text(0), "\n"))), nil
		}),
		fn("СтрПолучитьСтроку", "StrGetLine", 2, 2, func(c *eval.Call) (value.Value, error) {
			lines := strings.Split(c.Text(0), "\n")
			if i := c.Int(1); i >= 1 && i <= len(lines) {
				return str(strings.TrimSuffix(lines[i-1], "\r")), nil
			}
			return str(""), nil
		}),
		fn("СтрНайти", "StrFind", 2, 5, strFind),
		fn("СтрРазделить", "StrSplit", 2, 3, strSplit),
		fn("СтрСоединить", "StrConcat", 1, 2, strConcat),
		fn("СтрШаблон", "StrTemplate", 1, 11, strTemplate),
		fn("Символ", "Char", 1, 1, func(c *eval.Call) (value.Value, error) {
			return str(string(rune(c.Int(0)))), nil
		}),
		fn("КодСимвола", "CharCode", 1, 2, func(c *eval.Call) (value.Value, error) {
			at := 1
			if c.Has(1) {
				at = c.Int(1)
			}
			if code, ok := value.String(c.Text(0)).Unit(at - 1); ok {
				return num(code), nil
			}
			return num(-1), nil
		}),
		fn("НСтр", "NStr", 1, 2, func(c *eval.Call) (value.Value, error) {
			language := string(c.Thread.Language)
			if c.Has(1) {
				language = c.Text(1)
			}
			return str(nStr(c.Text(0), language)), nil
		}),
	)
	c.DefineProperty(&eval.Property{Ru: "Символы", En: "Chars", Get: func(*eval.Thread) (value.Value, error) {
		return chars, nil
	}})
}

func textFunc(f func(string) string) doing {
	return func(c *eval.Call) (value.Value, error) { return str(f(c.Text(0))), nil }
}

func isBlank(r rune) bool { return r <= ' ' || r == '\u00a0' || r == '\u3000' }

var chars = func() *value.Structure {
	s := value.StructureOf("ПС", value.String("\n"), "ВК", value.String("\r"), "Таб", value.String("\t"),
		"ВТаб", value.String("\v"), "ПФ", value.String("\f"), "НПП", value.String("\u00a0"),
		"LF", value.String("\n"), "CR", value.String("\r"), "Tab", value.String("\t"), "NBSp", value.String("\u00a0"))
	s.Fixed = true
	return s
}()

// strFind counts places from 1 and answers 0 if there is none.
func strFind(c *eval.Call) (value.Value, error) {
	text, what := value.String(c.Text(0)), c.Text(1)
	backwards := false
	if e, ok := eval.Optional[*value.Enum](c, 2); ok {
		backwards = e.Ru == "СКонца"
	}
	if c.Has(3) || c.Has(4) || backwards {
		if c.Has(4) || backwards && c.Has(3) {
			return nil, eval.Faultf("this form of СтрНайти is not modelled")
		}
	}
	from := 1
	if c.Has(3) {
		from = c.Int(3)
	}
	if from < 1 || from > max(text.Len16(), 1) {
		return nil, eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '4')")
	}
	rest := string(text.Sub(from-1, text.Len16()))
	at := strings.Index(rest, what)
	if backwards {
		at = strings.LastIndex(rest, what)
	}
	if at < 0 || what == "" {
		return num(0), nil
	}
	return num(from + value.String(rest[:at]).Len16()), nil
}

// strSplit takes each character of the separators as one.
func strSplit(c *eval.Call) (value.Value, error) {
	text, separators := c.Text(0), c.Text(1)
	empty := true
	if c.Has(2) {
		empty = c.Truth(2)
	}
	result := &value.Array{}
	from := 0
	for i, r := range text {
		if strings.ContainsRune(separators, r) {
			if empty || i > from {
				result.Items = append(result.Items, str(text[from:i]))
			}
			from = i + utf8.RuneLen(r)
		}
	}
	if empty || from < len(text) {
		result.Items = append(result.Items, str(text[from:]))
	}
	return result, nil
}

func strConcat(c *eval.Call) (value.Value, error) {
	list := eval.As[*value.Array](c, 0)
	separator := ""
	if c.Has(1) {
		separator = c.Text(1)
	}
	if c.Bad() {
		return nil, nil
	}
	parts := make([]string, len(list.Items))
	for i, item := range list.Items {
		parts[i] = value.Text(item, c.Thread.Language)
	}
	return str(strings.Join(parts, separator)), nil
}

// strTemplate puts values in the place of %1 … %10. The platform raises an
// error both for a place without a value and for a value without a place.
func strTemplate(c *eval.Call) (value.Value, error) {
	template := c.Text(0)
	used := map[int]bool{}
	var b strings.Builder
	for i := 0; i < len(template); i++ {
		if template[i] != '%' || i+1 == len(template) {
			b.WriteByte(template[i])
			continue
		}
		next := template[i+1]
		switch {
		case next == '%':
			b.WriteByte('%')
			i++
		case next >= '1' && next <= '9':
			n := int(next - '0')
			i++
			if n == 1 && i+1 < len(template) && template[i+1] == '0' {
				n = 10
				i++
			}
			if n >= len(c.Args) {
				return nil, eval.Raised(eval.CategoryUse, "Недостаточно фактических параметров")
			}
			used[n] = true
			b.WriteString(value.Text(c.Arg(n), c.Thread.Language))
		case next == '(':
			return nil, eval.Faultf("%%(N) of СтрШаблон is not modelled")
		default:
			return nil, eval.Raised(eval.CategoryUse, "Неверный шаблон: «%s»", template)
		}
	}
	for n := 1; n < len(c.Args); n++ {
		if !used[n] {
			return nil, eval.Raised(eval.CategoryUse, "Слишком много фактических параметров")
		}
	}
	return str(b.String()), nil
}

// nStr chooses the text of a language from "ru = '…'; en = '…'". Without it the
// first text stands in, as that of the main language of the configuration.
func nStr(source, language string) string {
	first, found := "", false
	rest := source
	for {
		equals := strings.Index(rest, "=")
		if equals < 0 {
			return first
		}
		code := strings.Trim(rest[:equals], "; \t\r\n")
		rest = strings.TrimLeft(rest[equals+1:], " \t\r\n")
		if !strings.HasPrefix(rest, "'") && !strings.HasPrefix(rest, "\"") {
			return first
		}
		quote := rest[:1]
		var text strings.Builder
		for rest = rest[1:]; ; {
			end := strings.Index(rest, quote)
			if end < 0 {
				return first
			}
			text.WriteString(rest[:end])
			rest = rest[end+1:]
			if !strings.HasPrefix(rest, quote) {
				break
			}
			text.WriteString(quote)
			rest = rest[1:]
		}
		if strings.EqualFold(code, language) {
			return text.String()
		}
		if !found {
			first, found = text.String(), true
		}
	}
}
