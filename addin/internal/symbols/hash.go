package symbols

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// compileMark is what 1C puts into the printed line of an error of compilation.
const compileMark = "<<?>>"

// hashLine is a hash of a line of code as 1C prints it: the platform drops or keeps
// the indent by its version, so blanks at both ends do not count and others count as
// one. It is FNV-1a, folded.
func hashLine(line string) uint16 {
	if strings.Contains(line, compileMark) {
		line = strings.ReplaceAll(line, compileMark, "")
	}
	const prime = 16777619
	hash := uint32(2166136261)
	blank, any := false, false
	for i := 0; i < len(line); {
		c := line[i]
		n := 1
		switch {
		case c == ' ' || c >= '\t' && c <= '\r':
			blank = true
			i++
			continue
		case c >= utf8.RuneSelf:
			var r rune
			r, n = utf8.DecodeRuneInString(line[i:])
			if unicode.IsSpace(r) || r == '\ufeff' {
				blank = true
				i += n
				continue
			}
		}
		if blank && any {
			hash = (hash ^ ' ') * prime
		}
		blank, any = false, true
		for ; n > 0; n-- {
			hash = (hash ^ uint32(line[i])) * prime
			i++
		}
	}
	return uint16(hash>>16) ^ uint16(hash)
}

// blankLine reports whether there is nothing to compare a line by.
func blankLine(line string) bool {
	return strings.TrimFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }) == ""
}
