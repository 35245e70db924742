package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// raises reports whether a source line raises an error whose text was made
// elsewhere: ВызватьИсключение ТекстОшибки; Raise; ВызватьИсключение
// СтрШаблон(Шаблон, Имя). Such a line is the same for unrelated faults, so the
// message has to tell them apart. A line that holds the text itself is the
// fault, in whatever language the text came out; unless it also prints the
// text of another error or a code.
func raises(source string) bool {
	code, literals, ok := raised(source)
	if !ok {
		return false
	}
	return !saysWords(literals) || printsText(code)
}

// raised takes apart what stands behind ВызватьИсключение: the names in it, parted
// by blanks, and the contents of literals.
func raised(source string) (code, literals string, ok bool) {
	var names, texts strings.Builder
	before := rune(0)
	for i := 0; i < len(source); {
		r, n := utf8.DecodeRuneInString(source[i:])
		switch {
		case strings.HasPrefix(source[i:], "//"):
			return names.String(), texts.String(), ok
		case r == '"' || r == '|' && strings.TrimSpace(source[:i]) == "":
			end := literalEnd(source, i+n)
			if ok {
				texts.WriteString(source[i:end])
			}
			i = end
		case isWord(r):
			end := i
			for end < len(source) {
				c, size := utf8.DecodeRuneInString(source[end:])
				if !isWord(c) {
					break
				}
				end += size
			}
			switch word := source[i:end]; {
			case !ok:
				ok = before != '.' && (strings.EqualFold(word, "ВызватьИсключение") || strings.EqualFold(word, "Raise"))
			default:
				names.WriteString(word)
				names.WriteByte(' ')
			}
			i = end
		case r == ';' && ok:
			return names.String(), texts.String(), true
		default:
			i += n
		}
		before = r
	}
	return names.String(), texts.String(), ok
}

// saysWords reports whether literals hold words beside placeholders such as %1
// and [Имя], and the marks of НСтр.
func saysWords(literals string) bool {
	letters, inside := 0, false
	for i, r := range literals {
		switch {
		case r == '[':
			inside = true
		case r == ']':
			inside = false
		case inside:
		case unicode.IsLetter(r):
			letters++
			// «ru = '» is a language, not a word of the text.
			if rest := strings.TrimLeft(literals[i+utf8.RuneLen(r):], " "); letters == 2 && strings.HasPrefix(rest, "=") {
				letters = 0
			}
			if letters > 2 {
				return true
			}
		case r == '\'' || r == ';':
			letters = 0
		}
	}
	return false
}

// textParts are beginnings of words in names of values that are the text or the
// code of an error themselves: КраткоеПредставлениеОшибки, Ответ.КодСостояния.
var textParts = [...]string{
	"ошибк", "описани", "причин", "текст", "сообщени", "ответ", "статус", "состояни", "исключени", "подробн", "кратк", "результат", "код",
	"error", "message", "reason", "response", "status", "exception", "description", "detail", "output", "text", "msg", "code", "result",
}

// printsText reports whether names beside a literal speak of a text or a code.
func printsText(names string) bool {
	for name := range strings.FieldsSeq(names) {
		lower := strings.ToLower(name)
		switch {
		case lower == "категорияошибки" || lower == "errorcategory":
			return false // what follows is no part of the text
		case strings.HasSuffix(lower, "языка") || strings.HasSuffix(lower, "language") || strings.HasSuffix(lower, "languagecode"):
			continue // the second parameter of НСтр
		}
		for _, word := range splitName(nil, name) {
			for _, part := range textParts {
				if strings.HasPrefix(word, part) {
					return true
				}
			}
		}
	}
	return false
}
