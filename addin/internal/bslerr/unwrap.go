package bslerr

import "strings"

// unwrap takes an error out of what it was copied with and undoes what was done to
// its line breaks: JSON and escapes, HTML, a record of the technological journal,
// a console that broke the head of an error of OneScript. What is left out is
// named, except line breaks and tags that stand for them.
//
// A text that is none of this is returned as it is: each way asks for a position
// in the very place where its form has one.
func unwrap(text string) (inner string, left []Dropped) {
	if len(text) > MaxText {
		return text, nil // what is cut must be named as it stands
	}
	for _, way := range [...]func(string) (string, []Dropped){fromRecord, fromQuotes, fromJSON, fromPython, fromEscapes, fromHTML, fromConsole} {
		var dropped []Dropped
		text, dropped = way(text)
		left = append(left, dropped...)
	}
	return text, left
}

// leave names the pieces before and behind the inner text.
func leave(what string, pieces ...string) []Dropped {
	var left []Dropped
	for _, piece := range pieces {
		if piece = strings.TrimFunc(piece, isBlank); piece != "" {
			left = append(left, Dropped{what, piece, 1})
		}
	}
	return left
}

// hasPlace reports whether a line of the text starts with a position that the
// platform or OneScript prints, so that it is the text of an error.
func hasPlace(text string) bool {
	if strings.IndexByte(text, '{') < 0 {
		return false
	}
	for r := newLineReader(text); ; {
		s, e, ok := r.next()
		if !ok {
			return false
		}
		b := skipBlanks(text, s, e)
		if b < e && text[b] != '{' { // a line of the technological journal
			b = skipBlanks(text, b+techlogClass(text, b, e), e)
		}
		if b < e && text[b] == '{' {
			if pos, ok := parsePosition(text, b, e, true); ok && pos.printed(text) {
				return true
			}
			if _, ok := scriptHeadAt(text, b, e); ok {
				return true
			}
		}
	}
}

// fromEscapes reads a text in one line, in which line breaks are «\n»: of a log or
// out of a string of a program. A position must follow such a break.
func fromEscapes(text string) (string, []Dropped) {
	const mark = `\n{`
	if strings.Count(strings.TrimFunc(text, isBlank), "\n") > 0 {
		return text, nil
	}
	for from := 0; ; {
		i := strings.Index(text[from:], mark)
		if i < 0 {
			return text, nil
		}
		at := from + i + len(mark) - 1
		if pos, ok := parsePosition(text, at, len(text), true); ok && pos.printed(text) {
			return unescape(text), nil
		}
		from = at + 1
	}
}

// unescape undoes the escapes of one level.
func unescape(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		switch text[i] {
		case 'n':
			b.WriteByte('\n')
		case 'r':
		case 't':
			b.WriteByte('\t')
		case '"', '\\', '\'', '/':
			b.WriteByte(text[i])
		default:
			b.WriteByte('\\')
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// Properties of a record of the technological journal.
const (
	recordEvent   = ",EXCP,"
	recordText    = ",Descr="
	recordContext = ",Context="
)

// fromRecord reads the text and the context of a record of the technological
// journal: «45:12.345678-0,EXCP,5,…,Descr='src\A.cpp(5):…',Context='…'».
func fromRecord(text string) (string, []Dropped) {
	start := skipBlanks(text, 0, len(text))
	head := text[start:min(len(text), start+256)]
	if strings.HasPrefix(head, recordContext[1:]) {
		// A property alone.
		if s, e, next := property(text, recordContext[1:], start); s >= 0 && !Blank(text[s:e]) {
			return unquoteProperty(text, s, e), leave(DroppedEnvelope, text[:s], text[next:])
		}
	}
	i := strings.Index(head, recordEvent)
	if i < 0 {
		return text, nil
	}
	// A search through files puts the name of the file before the record.
	time := head[strings.LastIndex(head[:i], ".log:")+1 : i]
	if strings.Trim(strings.TrimPrefix(time, "log:"), "0123456789:.-T") != "" {
		return text, nil
	}
	s, e, next := property(text, recordText, start+i)
	if s < 0 {
		return text, nil
	}
	inner := unquoteProperty(text, s, e)
	left := leave(DroppedEnvelope, text[:s-1])
	if cs, ce, after := property(text, recordContext, next); cs >= 0 {
		inner += "\n" + unquoteProperty(text, cs, ce)
		left = append(left, leave(DroppedEnvelope, text[next:cs-1], text[after:])...)
	} else {
		left = append(left, leave(DroppedEnvelope, text[next:])...)
	}
	if Blank(inner) {
		return text, nil
	}
	return inner, left
}

// property finds the quoted value of a property behind from; s is -1 if there is
// none. next is behind its closing quote.
func property(text, name string, from int) (s, e, next int) {
	i := strings.Index(text[from:], name)
	if i < 0 {
		return -1, 0, 0
	}
	s = from + i + len(name)
	if s >= len(text) || text[s] != '\'' && text[s] != '"' {
		return -1, 0, 0
	}
	quote := text[s]
	s++
	for e = s; e < len(text); e++ {
		if text[e] != quote {
			continue
		}
		if e+1 < len(text) && text[e+1] == quote {
			e++
			continue
		}
		return s, e, e + 1
	}
	return s, len(text), len(text) // the record is cut
}

// unquoteProperty returns the value in [s, e), whose quotes are doubled.
func unquoteProperty(text string, s, e int) string {
	quote := text[s-1 : s]
	return strings.ReplaceAll(text[s:e], quote+quote, quote)
}
