package platform

import (
	"fmt"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func defineFormat(c *eval.Catalog) {
	c.Define(fn("Формат", "Format", 1, 2, func(c *eval.Call) (value.Value, error) {
		keys, err := formatKeys(c.Text(1))
		if err != nil {
			return nil, err
		}
		switch v := c.Arg(0).(type) {
		case value.Number:
			return formatNumber(v, keys, c.Thread.Language)
		case value.Date:
			return formatDate(v, keys, c.Thread.Language)
		case value.Bool:
			return formatBool(v, keys, c.Thread.Language)
		}
		return str(value.Text(c.Arg(0), c.Thread.Language)), nil
	}))
}

// formatKeys reads "ЧГ=0; ДФ='dd.MM'".
func formatKeys(format string) (map[string]string, error) {
	keys := map[string]string{}
	for rest := format; strings.Trim(rest, "; ") != ""; {
		rest = strings.TrimLeft(rest, "; ")
		name, after, ok := strings.Cut(rest, "=")
		if !ok {
			return nil, eval.Raised(eval.CategoryUse, "Неверная форматная строка")
		}
		after = strings.TrimLeft(after, " ")
		if len(after) > 0 && (after[0] == '\'' || after[0] == '"') {
			end := strings.IndexByte(after[1:], after[0])
			if end < 0 {
				return nil, eval.Raised(eval.CategoryUse, "Неверная форматная строка")
			}
			keys[strings.TrimSpace(name)], rest = after[1:1+end], after[end+2:]
			continue
		}
		keys[strings.TrimSpace(name)], rest, _ = strings.Cut(after, ";")
	}
	return keys, nil
}

func formatNumber(n value.Number, keys map[string]string, l value.Language) (value.Value, error) {
	groups, point, zero := l.In("\u00a0", ","), l.In(",", "."), ""
	digits := -1
	for key, v := range keys {
		switch key {
		case "ЧГ", "NG":
			groups = ""
			if v != "0" && v != "" {
				return nil, eval.Faultf("ЧГ=%s of Формат is not modelled", v)
			}
		case "ЧРД", "NDS":
			point = v
		case "ЧДЦ", "NFD":
			if _, err := fmt.Sscanf(v, "%d", &digits); err != nil {
				return nil, eval.Raised(eval.CategoryUse, "Неверная форматная строка")
			}
		case "ЧН", "NZ":
			zero = v
			if v == "" {
				zero = "0"
			}
		default:
			return nil, eval.Faultf("the key %s of Формат is not modelled for numbers", key)
		}
	}
	if digits >= 0 {
		n = n.Round(digits)
	}
	if n.Sign() == 0 {
		return str(zero), nil // without ЧН a zero is not shown at all
	}
	text := n.Group(groups, point)
	if digits > 0 {
		_, fraction, _ := strings.Cut(text, point)
		if fraction == "" {
			text += point
		}
		text += strings.Repeat("0", digits-len(fraction))
	}
	return str(text), nil
}

func formatDate(d value.Date, keys map[string]string, l value.Language) (value.Value, error) {
	if d == value.EmptyDate {
		return str(keys["ДП"]), nil
	}
	for key, v := range keys {
		switch key {
		case "ДФ", "DF":
			return str(datePattern(d, v)), nil
		case "ДП":
		default:
			return nil, eval.Faultf("the key %s of Формат is not modelled for dates", key)
		}
	}
	return str(value.Text(d, l)), nil
}

// datePattern knows the letters that stand for parts of a date.
func datePattern(d value.Date, pattern string) string {
	t := d.Time()
	var b strings.Builder
	for i := 0; i < len(pattern); {
		n := 1
		for i+n < len(pattern) && pattern[i+n] == pattern[i] {
			n++
		}
		unit, known := map[byte]int{'y': t.Year(), 'M': int(t.Month()), 'd': t.Day(), 'H': t.Hour(), 'm': t.Minute(), 's': t.Second()}[pattern[i]]
		switch {
		case pattern[i] == '"' || pattern[i] == '\'':
		case !known:
			b.WriteString(pattern[i : i+n])
		case pattern[i] == 'y' && n < 4:
			fmt.Fprintf(&b, "%02d", unit%100)
		default:
			fmt.Fprintf(&b, "%0*d", n, unit)
		}
		i += n
	}
	return b.String()
}

func formatBool(b value.Bool, keys map[string]string, l value.Language) (value.Value, error) {
	yes, no := l.In("Да", "Yes"), l.In("Нет", "No")
	for key, v := range keys {
		switch key {
		case "БИ", "BT":
			yes = v
		case "БЛ", "BF":
			no = v
		default:
			return nil, eval.Faultf("the key %s of Формат is not modelled for booleans", key)
		}
	}
	if b {
		return str(yes), nil
	}
	return str(no), nil
}
