package bslerr

import (
	"strings"

	"sentry1c/addin/internal/modulepath"
)

// span is a piece of the text.
type span struct{ s, e int }

func (sp span) empty() bool { return sp.s >= sp.e }

// position is «{extension path(line, column)}:».
type position struct {
	at, end           int // from the brace to behind the colon
	extension, module span
	line, column      int
	kind              Kind
}

// maxPositionBytes bounds what is searched for the parenthesis of a position.
// Names are at most 80 characters, a path holds a handful of them.
const maxPositionBytes = 2048

// leastPositionBytes is the length of the shortest position without a brace.
const leastPositionBytes = len("(1)}:")

// parsePosition reads a position that starts at the offset at and ends before
// end. open reports whether it starts with its brace; a text that lost the brace
// is read from the first letter of the path.
func parsePosition(text string, at, end int, open bool) (p position, ok bool) {
	p.at = at
	if end-at < leastPositionBytes {
		return p, false
	}
	i := at
	if open {
		i++
	}
	start := i
	limit := min(end, at+maxPositionBytes)
	gap, gapEnd, bracket := -1, -1, false
	for ; ; i++ {
		if i >= limit {
			return p, false
		}
		c := text[i]
		if c == '(' {
			break
		}
		switch {
		case c == '<' && (i == start || i == gapEnd):
			bracket = true
		case c == '>' && bracket && text[i+1:min(i+2, limit)] == "(":
			bracket = false
		case c == ' ' && bracket:
		case c == ' ' && gap < 0 && i > start:
			gap, gapEnd = i, i+1
		case strings.HasPrefix(text[i:limit], "\u00a0"):
			if gap >= 0 || i == start {
				return p, false
			}
			gap, gapEnd = i, i+len("\u00a0")
			i = gapEnd - 1
		case c == '.' || c == '/' || c == '-' || c == '$' || isNameByte(c):
		default:
			return p, false
		}
	}
	if bracket {
		return p, false
	}
	p.module = span{start, i}
	if gap >= 0 {
		p.extension, p.module = span{start, gap}, span{gapEnd, i}
		if p.module.empty() || strings.ContainsAny(text[start:gap], "./-") {
			return p, false
		}
	}
	var spaced bool
	if i, p.line, p.column, spaced, ok = parsePlace(text, i, end); !ok {
		return p, false
	}
	if p.module.empty() {
		p.kind = Eval
		if p.column > 0 && spaced {
			p.kind = Query
		}
	}
	if i >= end || text[i] != '}' {
		return p, false
	}
	i = skipBlanks(text, i+1, end)
	if i >= end || text[i] != ':' {
		return p, false
	}
	p.end = i + 1
	return p, true
}

// parsePlace reads «(line[,column])» at i. spaced tells of a blank after the
// comma, which is how positions of query texts are printed.
func parsePlace(text string, i, end int) (next, line, column int, spaced, ok bool) {
	i++ // the parenthesis
	if i, line, ok = parseNumber(text, i, end); !ok {
		return i, 0, 0, false, false
	}
	if i < end && text[i] == ',' {
		from := i + 1
		i = skipBlanks(text, from, end)
		spaced = i > from
		if i, column, ok = parseNumber(text, i, end); !ok || column == 0 {
			return i, 0, 0, false, false
		}
	}
	if i >= end || text[i] != ')' {
		return i, 0, 0, false, false
	}
	return i + 1, line, column, spaced, true
}

// parseNumber reads a number the platform could have printed: no sign, no
// leading zero, at most 9 digits.
func parseNumber(text string, i, end int) (next, n int, ok bool) {
	start := i
	for i < end && i-start < 10 && isDigit(text[i]) {
		n = n*10 + int(text[i]-'0')
		i++
	}
	digits := i - start
	if digits == 0 || digits > 9 || digits > 1 && text[start] == '0' {
		return i, 0, false
	}
	return i, n, true
}

// innerPosition finds the first position in [s, e) that words may stand before.
// At the start of a line braces with a number are a position whatever the path;
// inside of a line they may be data («{"message":"{field(1)}: required"}»), so
// there the path must be one that the platform prints.
func innerPosition(text string, s, e int) (p position, ok bool) {
	for {
		if p, ok = nextPosition(text, s, e); !ok || p.printed(text) {
			return p, ok
		}
		s = p.end
	}
}

// printed reports whether the platform prints such a path: a metadata module,
// none at all, «<Неизвестный модуль>» or a file of its own.
func (p position) printed(text string) bool {
	path := text[p.module.s:p.module.e]
	return path == "" || path[0] == '<' || strings.Contains(path, "/") || modulepath.Known(path)
}

// nextPosition finds the first position in [s, e). Each search that fails
// ends before the next brace, so the cost is linear.
func nextPosition(text string, s, e int) (p position, ok bool) {
	for s < e {
		i := strings.IndexByte(text[s:e], '{')
		if i < 0 {
			return p, false
		}
		s += i
		if p, ok = parsePosition(text, s, e, true); ok {
			return p, true
		}
		s++
	}
	return p, false
}
