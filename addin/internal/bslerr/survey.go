package bslerr

import "strings"

// survey is what must be known of the whole text before its lines are read.
type survey struct {
	quote   byte   // every line is quoted with this mark; 0 if not
	stamped bool   // lines start with a time stamp
	indent  string // indent of the lines with positions, given by a tool
	techlog bool   // «src\File.cpp(1):» and GUIDs of error classes
	check   bool   // a log of the Designer's check
	script  bool   // OneScript
	foreign bool   // exceptions of .NET
	inline  bool   // a separator may stand inside a line
	context bool   // lines «module : line : code» may occur
}

func surveyText(text string) survey {
	v := survey{
		quote:   surveyQuote(text),
		inline:  strings.Contains(text, inlineSeparator),
		context: strings.Contains(text, contextColon),
		check:   checked(text),
		script:  strings.Contains(text, "/ Ошибка в строке:") || strings.Contains(text, "/ Error at line:"),
	}
	v.foreign = v.script || strings.Contains(text, rethrowSeparator)
	lines, stamps := 0, 0
	stampedPosition := false
	common := span{-1, -1} // the shortest indent of spaces after the first line
	for r := newLineReader(text); ; {
		s, e, ok := r.next()
		if !ok {
			break
		}
		if s == e {
			continue
		}
		for v.quote != 0 {
			if s, ok = unquote(text, s, e, v.quote); !ok {
				break
			}
		}
		b := skipBlanks(text, s, e)
		if b == e {
			continue
		}
		if lines++; lines == 1 {
			v.techlog = techlogHeader(text, b, e) > 0 || techlogClass(text, b, e) > 0
		} else if n := spaces(text[s:b]); common.s < 0 || n < common.e-common.s {
			common = span{s, s + n}
		}
		switch c := text[b]; {
		case c == '{' && b > s && v.indent == "" && lines > 1:
			if _, ok := parsePosition(text, b, e, true); ok {
				v.indent = text[s:b]
			}
		case isDigit(c):
			if n := stampLen(text[b:e]); n > 0 {
				stamps++
				if !stampedPosition {
					_, stampedPosition = nextPosition(text, b+n, e)
				}
			}
		}
	}
	v.stamped = stamps*2 > lines && (stamps > 1 || stampedPosition)
	if v.indent == "" && lines > 2 && common.e-common.s >= toolIndent {
		v.indent = text[common.s:common.e]
	}
	return v
}

// toolIndent is the least indent that only a tool gives to a whole text: the
// platform indents details of a message by two.
const toolIndent = 8

// spaces returns how many spaces s starts with.
func spaces(s string) int {
	n := 0
	for n < len(s) && s[n] == ' ' {
		n++
	}
	return n
}

// surveyQuote returns the mark that most lines start with, if one of them has a
// position or if all lines are quoted with «>»; else 0.
func surveyQuote(text string) byte {
	if strings.IndexByte(text, '>') < 0 && strings.IndexByte(text, '|') < 0 {
		return 0
	}
	marks := [...]byte{'>', '|'}
	var quoted [len(marks)]int
	var position [len(marks)]bool
	lines := 0
	for r := newLineReader(text); ; {
		s, e, ok := r.next()
		if !ok {
			break
		}
		if s = skipBlanks(text, s, e); s == e {
			continue
		}
		lines++
		for m, c := range marks {
			if text[s] == c {
				quoted[m]++
				if !position[m] {
					_, position[m] = nextPosition(text, s+1, e)
				}
			}
		}
	}
	for m, c := range marks {
		if quoted[m]*2 > lines && (position[m] || c == '>' && quoted[m] == lines && lines > 1) {
			return c
		}
	}
	return 0
}

// unquote takes one mark of quoting and the blank that belongs to it off the
// start of a line. ok is false if there is none.
func unquote(text string, s, e int, mark byte) (next int, ok bool) {
	b := skipBlanks(text, s, e)
	if b == e || text[b] != mark {
		return s, false
	}
	b++
	if b < e && text[b] == ' ' {
		b++
	}
	return b, true
}

// stampLen returns the length of «dd.mm.yyyy hh:mm:ss» and the blank after it
// at the start of s, or 0.
func stampLen(s string) int {
	const form = "00.00.0000 00:00:00"
	n := len(form)
	if len(s) <= n || s[n] != ' ' && s[n] != '\t' {
		if len(s) < n-1 || !matches(s, "00.00.0000 0:00:00") {
			return 0
		}
		return n - 1
	}
	if !matches(s, form) {
		return 0
	}
	return n
}

// matches reports whether s starts with digits where the form has zeros and
// with its other characters elsewhere.
func matches(s, form string) bool {
	if len(s) < len(form) {
		return false
	}
	for i := range len(form) {
		if form[i] == '0' {
			if !isDigit(s[i]) {
				return false
			}
		} else if s[i] != form[i] {
			return false
		}
	}
	return true
}
