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
	place   bool   // a position stands somewhere
	fence   bool   // fences of code stand round the text or parts of it
	mail    bool   // the head of a mail stands at the start
	window  bool   // a report of the platform's error window
	head    int    // how much of the text is the head of that report
}

func surveyText(text string) survey {
	v := survey{
		quote:   surveyQuote(text),
		inline:  strings.Contains(text, inlineSeparator),
		context: strings.Contains(text, contextColon),
		check:   checked(text),
		script:  strings.Contains(text, "/ Ошибка в строке:") || strings.Contains(text, "/ Error at line:"),
	}
	_, v.place = innerPosition(text, 0, len(text))
	v.fence = v.place && mayBeFenced(text)
	v.foreign = v.script || strings.Contains(text, rethrowSeparator)
	lines, stamps, loose := 0, 0, 0
	stampedPosition := false
	window := windowSurvey{dashes: -1}
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
		if head := window.line(text, b, e); head >= 0 && !v.window {
			v.window, v.head = true, head
		}
		if lines++; lines == 1 {
			v.mail = mailField(text[b:e], true)
			v.techlog = techlogHeader(text, b, e) > 0 || techlogClass(text, b, e) > 0
		} else if n := spaces(text[s:b]); common.s < 0 || n < common.e-common.s {
			common = span{s, s + n}
		}
		switch c := text[b]; {
		case c == '{' && b > s && v.indent == "" && lines > 1:
			if _, ok := parsePosition(text, b, e, true); ok {
				v.indent = text[s:b]
			}
		case isDigit(c), c == '[', c == '(':
			if n := stampLen(text[b:e]); n > 0 {
				stamps++
				if !matches(text[b:e], "00.00.0000 ") {
					loose++ // a form that texts without positions have too
				}
				if !stampedPosition {
					_, stampedPosition = nextPosition(text, b+n, e)
				}
				if !stampedPosition && v.script {
					_, stampedPosition = findScriptHead(text, b+n, e)
				}
			}
		}
	}
	v.stamped = stamps*2 > lines && (stampedPosition || stamps > 1 && loose == 0)
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
