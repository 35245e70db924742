package standin

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// say is one of two texts.
func (s *script) say(ru, en string) string {
	if s.options.English {
		return en
	}
	return ru
}

// formatValue writes a value as a developer of 1C would write it in a module.
func (s *script) formatValue(value any) string { return formatValue(value, s.say) }

// formatValue writes a value in the words of a language.
func formatValue(value any, say func(ru, en string) string) string {
	switch v := value.(type) {
	case nil:
		return say("Неопределено", "Undefined")
	case Null:
		return "Null"
	case bool:
		if v {
			return say("Истина", "True")
		}
		return say("Ложь", "False")
	case string:
		return `"` + strings.ReplaceAll(strings.ReplaceAll(v, `"`, `""`), "\n", "\n|") + `"`
	case time.Time:
		return v.Format("'20060102150405'")
	case []byte:
		return fmt.Sprintf("%s(%d)", say("ДвоичныеДанные", "BinaryData"), len(v))
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

// formatDuration keeps three digits: "0.84 µs", "12.3 µs", "12.3 ms".
func formatDuration(d time.Duration) string {
	unit, name := time.Microsecond, "µs"
	switch {
	case d >= time.Second:
		unit, name = time.Second, "s"
	case d >= time.Millisecond:
		unit, name = time.Millisecond, "ms"
	}
	amount := float64(d) / float64(unit)
	digits := 0
	switch {
	case amount < 9.995:
		digits = 2
	case amount < 99.95:
		digits = 1
	}
	return strconv.FormatFloat(amount, 'f', digits, 64) + " " + name
}
