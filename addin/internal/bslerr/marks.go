package bslerr

import (
	"strings"
	"unicode/utf8"
)

// Marks that pages, mails and messengers put round an error and before its lines.

// maxListMark bounds the mark of a list before a frame.
const maxListMark = 12

// listMark returns where the position starts that stands behind the mark of a list
// in [b, e): «1. {ОбщийМодуль.А.Модуль(1)}:», «• {…}:». It is b if there is none.
func (in *input) listMark(b, e int) int {
	c := in.text[b]
	if c == '{' || isNameByte(c) && !isDigit(c) && c < utf8.RuneSelf && c != 'a' || e-b < leastPositionBytes {
		return b
	}
	brace := strings.IndexByte(in.text[b:min(e, b+maxListMark)], '{')
	if brace < 1 || !markOfList(strings.TrimRight(in.text[b:b+brace], " \t")) {
		return b
	}
	if pos, ok := parsePosition(in.text, b+brace, e, true); !ok || !pos.printed(in.text) {
		return b
	}
	return b + brace
}

// markOfList reports whether s is a bullet, an arrow or a number of a list.
func markOfList(s string) bool {
	switch s {
	case "at", "в", "-", "*", "+", "•", "·", "—", "–", "→", "->", "=>", "↳", "▪", "●", "○", "‣", "◦", ">", "»":
		return true
	}
	digits := strings.Trim(s, ".:#[]() -")
	return digits != "" && len(digits) <= 4 && digits != s && strings.Trim(digits, "0123456789") == ""
}

// fences open or close a quotation of code: a page's or a tracker's.
var fences = [...]string{"```", "~~~", "[code", "[/code", "[CODE", "[/CODE", "[quote", "[/quote", "[QUOTE", "[/QUOTE", "[spoiler", "[/spoiler", "{code", "{noformat", "{quote", "<pre", "</pre", "<code", "</code", "<PRE", "</PRE", "<details", "</details", "<summary"}

// mayBeFenced reports whether the text has a fence.
func mayBeFenced(text string) bool {
	for _, f := range fences {
		if strings.Contains(text, f) {
			return true
		}
	}
	return false
}

// fence returns the length of a fence at the start of s, with what belongs to it:
// a language, attributes. It is 0 if there is none.
func fence(s string) int {
	for _, f := range fences {
		rest, ok := strings.CutPrefix(s, f)
		if !ok {
			continue
		}
		switch f[0] {
		case '<':
			if strings.HasPrefix(f, "<summary") && strings.HasSuffix(s, "</summary>") {
				return len(s)
			}
			if rest != "" && strings.IndexByte("> ", rest[0]) < 0 {
				return 0
			}
		case '`', '~':
			rest = strings.TrimLeft(rest, f[:1])
			n := len(s) - len(rest)
			if language := wordEnd(rest, 0); language == len(rest) && ascii(rest) {
				return len(s)
			}
			return n
		case '{':
			if rest != "" && rest[0] != '}' && rest[0] != ':' {
				return 0
			}
		default:
			if rest != "" && strings.IndexByte("]> =", rest[0]) < 0 {
				return 0
			}
		}
		closing := map[byte]string{'[': "]", '<': ">", '{': "}"}[f[0]]
		if i := strings.Index(rest[:min(len(rest), 128)], closing); i >= 0 {
			return len(f) + i + 1
		}
	}
	return 0
}

// endFence returns where the fence starts that ends the line, or len(line).
func endFence(line string) int {
	for _, f := range [...]string{"```", "~~~", "[/code]", "[/CODE]", "[/quote]", "[/QUOTE]", "[/spoiler]", "{code}", "{noformat}", "</pre>", "</PRE>", "</code>"} {
		if strings.HasSuffix(line, f) {
			return len(line) - len(f)
		}
	}
	return len(line)
}

// unfence drops the fences round the line [b, e) and returns what is left.
func (in *input) unfence(b, e int) (int, int) {
	for b < e {
		n := fence(in.text[b:e])
		if n == 0 {
			break
		}
		in.fenced = true
		in.drop(DroppedMarkup, b, b+n)
		b = skipBlanks(in.text, b+n, e)
	}
	for in.fenced && b < e {
		end := b + endFence(in.text[b:e])
		if end == e {
			break
		}
		in.drop(DroppedMarkup, end, e)
		e = trimRight(in.text, b, end)
	}
	return b, e
}

// quoteHead reports whether a line says who wrote what follows: the head of a quoted
// mail («Иванов писал(а):»), of a message that was forwarded («Иван, [12.03.2024
// 10:15]»), its writer and time.
func quoteHead(line string, quoted bool) bool {
	if len(line) > maxMarkBytes {
		return false
	}
	if quoted {
		for _, end := range [...]string{"писал:", "писал(а):", "писала:", "пишет:", "сообщил:", "сообщает:", "wrote:", "writes:", "пише:"} {
			if strings.HasSuffix(line, end) {
				return true
			}
		}
	}
	if nameAndTime(line) {
		return true
	}
	line = strings.TrimSuffix(line, ":")
	i := strings.LastIndexByte(line, '[')
	if i < 2 || !strings.HasSuffix(line, "]") {
		return false
	}
	n, _ := stampAt(line[i:])
	return n == len(line)-i && strings.IndexByte(line[:i], '{') < 0
}

// quotePairs are the marks that an error is quoted with inside of a sentence.
var quotePairs = [...][2]string{{`"`, `"`}, {"«", "»"}, {"“", "”"}, {"„", "“"}, {"`", "`"}, {"(", ")"}}

// quotedUpTo returns where the quotation ends that the first position of [b, e) starts:
// «Ошибка "{…}: Деление на 0" (Петрова Анна)». It is e if there is none.
func quotedUpTo(text string, b, e int) int {
	pos, ok := innerPosition(text, b, e)
	if !ok || pos.at == b {
		return e
	}
	for _, pair := range quotePairs {
		if !strings.HasSuffix(text[b:pos.at], pair[0]) {
			continue
		}
		inside := text[pos.end:e]
		i := strings.LastIndex(inside, pair[1])
		opened := strings.Count(inside, pair[0])
		closed := strings.Count(inside, pair[1])
		if pair[0] == pair[1] {
			opened = closed / 2 * 2
		}
		if i >= 0 && closed > opened {
			return pos.end + i
		}
	}
	return e
}

// logColumns returns where the comment starts in a row of the event log that was
// copied with its columns, a time first, or b.
func (in *input) logColumns(b, e int) int {
	n, dated := stampAt(in.text[b:e])
	if !dated || b+n >= e || in.text[b+n] != '\t' {
		return b
	}
	return skipBlanks(in.text, b+strings.LastIndexByte(in.text[b:e], '\t')+1, e)
}

// chatHead returns where a message starts that a messenger exported with its time and
// its author, «[12.03.2024, 10:15:01] Иван: …», or b. Only they put a comma between
// a date and a time.
func (in *input) chatHead(b, e int) int {
	n, dated := stampAt(in.text[b:e])
	if !dated || !strings.Contains(in.text[b:b+n], ", ") {
		return b
	}
	const longestName = 80
	rest := strings.TrimLeft(in.text[b+n:e], " \t-–—")
	i := strings.Index(rest, ": ")
	if i < 1 || i > longestName || strings.ContainsAny(rest[:i], "{}()\"0123456789") {
		return b
	}
	if _, known := FindPhrase(rest); known {
		return b
	}
	return skipBlanks(in.text, e-len(rest)+i+len(": "), e)
}
