package bslerr

import "strings"

// OneScript runs the same language outside of 1C and prints its own form:
//
//	{Модуль path / Ошибка в строке: 18,4 / message}
//	source line
//	---> ScriptEngine.Machine.RuntimeException: {Модуль … / … / …}

// scriptWords are the words of the form in the languages of OneScript.
var scriptWords = [...]struct{ module, line string }{
	{"{Модуль ", "/ Ошибка в строке:"},
	{"{Module ", "/ Error at line:"},
}

// scriptHead is the head of an error of OneScript.
type scriptHead struct {
	at, message  int // the brace, the start of the message
	path         span
	line, column int
	number       span
}

// leastScriptHead is the length of the shortest head.
const leastScriptHead = len("{Module / Error at line:1/")

// maxScriptPath bounds the search for the end of a path.
const maxScriptPath = 4096

// findScriptHead finds the first head in [s, e).
func findScriptHead(text string, s, e int) (h scriptHead, ok bool) {
	for _, w := range scriptWords {
		if i := strings.Index(text[s:e], w.module); i >= 0 {
			if h, ok = scriptHeadAt(text, s+i, e); ok {
				return h, true
			}
		}
	}
	return h, false
}

// scriptHeadAt reads a head that starts with the brace at offset at.
func scriptHeadAt(text string, at, e int) (h scriptHead, ok bool) {
	for _, w := range scriptWords {
		if !strings.HasPrefix(text[at:e], w.module) {
			continue
		}
		h.at = at
		from := at + len(w.module)
		j := strings.Index(text[from:min(e, from+maxScriptPath)], w.line)
		if j < 0 {
			return h, false
		}
		ps, pe := trim(text, from, from+j)
		h.path = span{ps, pe}
		n := skipBlanks(text, from+j+len(w.line), e)
		h.number.s = n
		negative := n < e && text[n] == '-'
		if negative {
			n++
		}
		if n, h.line, ok = parseNumber(text, n, e); !ok {
			return h, false
		}
		if negative {
			h.line = -h.line
		}
		if n < e && text[n] == ',' {
			if n, h.column, ok = parseNumber(text, skipBlanks(text, n+1, e), e); !ok {
				return h, false
			}
		}
		h.number.e = n
		if n = skipBlanks(text, n, e); n < e && text[n] == '/' {
			h.message = skipBlanks(text, n+1, e)
			return h, true
		}
	}
	return h, false
}

// scriptLine reads a line of OneScript's form, if it is one.
func (p *parser) scriptLine(b, e int) bool {
	if p.cur.open && p.cur.script && e-b == 1 && p.in.text[b] == '}' {
		p.in.drop(DroppedBrace, b, e)
		return true
	}
	if e-b < leastScriptHead {
		return false
	}
	h, ok := findScriptHead(p.in.text, b, e)
	if !ok {
		return false
	}
	switch {
	case !p.cur.open:
		p.open(Sibling)
	case p.cur.unclosed: // an error inside the message of another one
		p.open(Cause)
	default:
		p.open(Sibling)
	}
	p.in.drop(DroppedPrefix, b, trimRight(p.in.text, b, h.at))
	p.cur.classic, p.cur.script, p.cur.unclosed = true, true, true
	for {
		p.cur.peeled++
		p.appendFrame(Frame{Module: p.in.text[h.path.s:h.path.e], Line: h.line, Column: h.column, Kind: Script})
		p.in.markScriptHead(h)
		inner, nested := scriptHeadAt(p.in.text, h.message, e)
		if !nested || p.frames >= MaxFrames {
			p.scriptMessage(h.message, h.message, e)
			return true
		}
		h = inner // raised again
	}
}

func (in *input) markScriptHead(h scriptHead) {
	if in.acct == nil {
		return
	}
	in.acct.add(markGrammar, h.at, trimRight(in.text, h.at, h.path.s))
	in.acct.add(markFrame, h.path.s, h.path.e)
	in.acct.add(markGrammar, skipBlanks(in.text, h.path.e, h.number.s), trimRight(in.text, h.path.e, h.number.s))
	in.acct.add(markFrame, h.number.s, h.number.e)
	in.markPunctuation(h.number.e, h.message)
}

// scriptMessage adds a line to the message of an error of OneScript; the brace
// at the end of the line closes the message, and those it is nested in.
func (p *parser) scriptMessage(s, b, e int) {
	if at := p.in.scriptCode(b, e); at > 0 && p.cur.unclosed {
		p.scriptMessage(s, b, trimRight(p.in.text, b, at))
		p.msg.add(p.in.text, at, skipBlanks(p.in.text, at, e), e)
		return
	}
	for n := p.cur.peeled; n > 0 && b < e && p.in.text[e-1] == '}'; n-- {
		p.in.acct.add(markGrammar, e-1, e)
		e = trimRight(p.in.text, b, e-1)
		p.cur.unclosed = false
	}
	if b < e {
		p.msg.add(p.in.text, s, b, e)
	}
}

// scriptCode returns where the source line begins that stands in the line of the
// message, behind the brace that closes it: copies in one line have it there. It is
// 0 if there is none.
func (in *input) scriptCode(b, e int) int {
	const gap = "  "
	i := strings.LastIndexByte(in.text[b:e], '}')
	if i < 0 || b+i+1 == e {
		return 0
	}
	at := b + i + 1
	if rest := in.text[at:e]; !strings.HasPrefix(rest, gap) && rest[0] != '\t' || codeLikeness(strings.Trim(rest, " \t")) != surelyCode {
		return 0
	}
	return at
}

// foreignLine reports whether an indented line is one of a .NET stack:
// «at Namespace.Type.Method(Arg a)».
func foreignLine(line string) bool {
	rest, ok := strings.CutPrefix(line, "at ")
	if !ok {
		if rest, ok = strings.CutPrefix(line, "в "); !ok {
			return false
		}
	}
	name, _, ok := strings.Cut(rest, "(")
	return ok && strings.Contains(name, ".") && !strings.ContainsAny(name, " ")
}

// foreignEnd reports whether the line ends an inner stack of .NET.
func foreignEnd(v survey, line string) bool {
	return v.foreign && strings.HasPrefix(line, "--- ") && strings.HasSuffix(line, " ---")
}
