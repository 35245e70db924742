package bslerr

import "strings"

// cutFrame drops the last line of a text that ends inside a position. A
// position that only lost its colon is a frame without code.
func (p *parser) cutFrame(b, e int) bool {
	if !p.cur.places() || p.cur.unclosed || !p.in.lines.last() {
		return false
	}
	if pos, ok := parsePosition(p.in.text[:e]+":", b, e+1, true); ok && pos.end == e+1 {
		pos.end = e
		p.positionPiece(pos, e)
		return true
	}
	if !cutPosition(p.in.text[b:e]) {
		return false
	}
	// Only one line of a text is cut. Where the line before it looks the same
	// and is a part of the message, so is this one.
	if n := len(p.msg.lines); p.cur.classic && !p.cur.settled && n > 0 && cutPosition(p.msg.lines[n-1].of(p.in.text)) {
		return false
	}
	p.in.drop(DroppedCut, b, e)
	return true
}

// cutPosition reports whether a line may be the beginning of a position.
func cutPosition(line string) bool {
	for i := range len(line) {
		if c := line[i]; i == 0 && c != '{' || i > 0 && !isNameByte(c) && strings.IndexByte(" .,()<>/", c) < 0 {
			return false
		}
	}
	return line != ""
}

// cutSeparator drops the last line of a text that ends inside a separator.
func (p *parser) cutSeparator(b, e int) bool {
	if !cutSeparator(p.in.text[b:e]) || !p.in.lines.last() {
		return false
	}
	p.in.drop(DroppedCut, b, e)
	return true
}

// maxMarkBytes bounds a mark of a cut: it says how much is missing.
const maxMarkBytes = 128

// cutMark reports whether a line says that text was taken out: «…», «... 12
// more», «… (65536 bytes cut) …», «<...>». Texts are cut in the middle to keep both the
// throw site and the entry point, so frames go on behind it.
func cutMark(line string) bool {
	switch line {
	case "<...>", "<…>", "[...]", "[…]":
		return true
	}
	rest, ok := strings.CutPrefix(line, "…")
	if !ok {
		rest, ok = strings.CutPrefix(line, "...")
	}
	return ok && len(line) <= maxMarkBytes && (rest == "" || rest[0] == ' ' || rest[0] == '(' || rest[0] == '[')
}
