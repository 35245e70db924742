package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Source normalises a source line: without indent, comment and the mark <<?>>
// of a compile error, with blanks only where they part two words. Literals
// stay, since they change with the code only; names made at run time are
// masked.
func Source(line string) string {
	line = strings.ReplaceAll(line, "<<?>>", "")
	var b strings.Builder
	b.Grow(len(line))
	wordBefore, blank := false, false
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		switch {
		case unicode.IsSpace(r):
			blank = true
			i += n
			continue
		case strings.HasPrefix(line[i:], "//"):
			return maskName(b.String())
		}
		word := isWord(r)
		if blank && wordBefore && word {
			b.WriteByte(' ')
		}
		blank, wordBefore = false, word
		if r == '"' || r == '|' && b.Len() == 0 {
			end := literalEnd(line, i+1)
			b.WriteString(strings.TrimRightFunc(line[i:end], unicode.IsSpace))
			i = end
			continue
		}
		b.WriteString(line[i : i+n])
		i += n
	}
	return maskName(b.String())
}

// literalEnd returns the offset behind a string literal whose text starts at
// i. Doubled quotes are a part of it; a literal that goes on in the next line
// takes the rest.
func literalEnd(line string, i int) int {
	for {
		j := strings.IndexByte(line[i:], '"')
		if j < 0 {
			return len(line)
		}
		i += j + 1
		if i >= len(line) || line[i] != '"' {
			return i
		}
		i++
	}
}

func isWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
