package bslerr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// likeness says how much a line looks like a statement of the built-in language.
type likeness int

const (
	notCode likeness = iota // two words side by side, foreign punctuation
	maybeCode
	surelyCode
)

// compileMark stands before the offending token in the source line of a
// compile or query error.
const compileMark = "<<?>>"

// keywordClass says what a keyword tells about the line it stands in.
type keywordClass uint8

const (
	noKeyword keywordClass = iota
	opens                  // a statement begins with it
	closes                 // a line ends with it
	joins                  // stands anywhere
	negates                // never follows a word
)

// keywords of the built-in language in lower case. Only these may stand beside
// another word.
var keywords = func() map[string]keywordClass {
	m := map[string]keywordClass{}
	for class, words := range map[keywordClass]string{
		opens: `если иначеесли иначе конецесли для пока конеццикла процедура конецпроцедуры
			функция конецфункции перем возврат продолжить прервать попытка исключение
			вызватьисключение конецпопытки выполнить перейти добавитьобработчик
			удалитьобработчик асинх ждать
			if elsif else endif for while enddo procedure endprocedure function endfunction
			var return continue break try except raise endtry execute goto addhandler
			removehandler async await`,
		closes:  `тогда цикл экспорт then do export`,
		joins:   `каждого из по знач и или новый вычислить истина ложь неопределено null each in to val and or new eval true false undefined`,
		negates: `не not`,
	} {
		for w := range strings.FieldsSeq(words) {
			m[w] = class
		}
	}
	return m
}()

// maxKeywordBytes is more than the longest keyword has.
const maxKeywordBytes = 40

func keyword(w string) keywordClass {
	if len(w) > maxKeywordBytes {
		return noKeyword
	}
	var buf [maxKeywordBytes + utf8.UTFMax]byte
	b := buf[:0]
	for _, r := range w {
		b = utf8.AppendRune(b, unicode.ToLower(r))
		if len(b) > maxKeywordBytes {
			return noKeyword
		}
	}
	return keywords[string(b)]
}

// codeLikeness reads a line as tokens. Two words side by side that are no
// keywords, a colon, a brace or other punctuation unknown to the language make
// it prose; a sign of a statement makes it code.
func codeLikeness(line string) likeness {
	if strings.Contains(line, compileMark) {
		return surelyCode
	}
	signs, words := 0, 0
	wordBefore := false // the token before is a word that is no keyword
	first := true
	for i := 0; i < len(line); {
		c := line[i]
		switch {
		case c == ' ' || c == '\t':
			i++
		case c == '"' || c == '|' && i == 0:
			if wordBefore {
				return notCode // «Не найден "Склад"»
			}
			i = skipString(line, i+1)
			wordBefore, signs = false, signs+1
		case c == '/' && strings.HasPrefix(line[i:], "//"):
			i = len(line)
			signs++
		case c == '\'':
			j := strings.IndexByte(line[i+1:], '\'')
			if j < 0 || strings.Trim(line[i+1:i+1+j], "0123456789.: ") != "" {
				return notCode // only dates stand in single quotes
			}
			i += j + 2
			wordBefore = false
		case isNameByte(c):
			j := wordEnd(line, i)
			if j == i {
				return notCode
			}
			switch keyword(line[i:j]) {
			case opens:
				if first {
					signs++
				}
				wordBefore = false
			case closes:
				if j == len(line) {
					signs++
				}
				wordBefore = false
			case joins:
				wordBefore = false
			case negates:
				if wordBefore {
					return notCode // «Поле не заполнено»
				}
			default:
				if wordBefore {
					return notCode
				}
				words++
				wordBefore = true
			}
			i, first = j, false
		case c == '=' || c == ';' || c == '(' && i > 0 && (wordBefore || line[i-1] == '?'):
			signs++
			i++
			wordBefore = false
		case strings.IndexByte("()[],.+-*/%<>?#&~", c) >= 0:
			i++
			wordBefore = false
		default:
			return notCode
		}
	}
	switch {
	case signs > 0:
		return surelyCode
	case words > 0:
		return maybeCode
	}
	return notCode
}

// skipString returns the offset behind a string literal whose text starts at
// i. A literal that goes on in the next source line takes the rest.
func skipString(line string, i int) int {
	for {
		j := strings.IndexByte(line[i:], '"')
		if j < 0 {
			return len(line)
		}
		i += j + 1
		if i >= len(line) || line[i] != '"' {
			return i
		}
		i++ // a doubled quote is a quote
	}
}

// wordEnd returns the end of the word at i: letters, digits, underscores.
func wordEnd(line string, i int) int {
	for i < len(line) {
		if c := line[i]; c < utf8.RuneSelf {
			if !isNameByte(c) {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(line[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			return i
		}
		i += n
	}
	return i
}

// endsStatement reports whether the line ends as lines of code do: what has no
// indent must show more than the shape of a statement.
func endsStatement(line string) bool {
	if line == "" {
		return false
	}
	switch line[len(line)-1] {
	case ';', '(':
		return true
	}
	i := strings.LastIndexAny(line, " \t")
	return keyword(line[i+1:]) == closes || strings.Contains(line, compileMark)
}

// complete reports whether a statement cannot go on behind the line.
func complete(line string) bool {
	i := strings.LastIndexAny(line, " \t")
	return strings.HasSuffix(line, ";") || keyword(line[i+1:]) == closes
}

// evenQuotes reports whether the end of s is outside string literals.
func evenQuotes(s string) bool { return strings.Count(s, `"`)%2 == 0 }
