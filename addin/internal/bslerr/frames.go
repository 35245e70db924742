package bslerr

import "strings"

// addFrame adds a frame to the open exception.
func (p *parser) addFrame(pos position, code span) {
	f := Frame{
		Extension: p.text[pos.extension.s:pos.extension.e],
		Module:    p.text[pos.module.s:pos.module.e],
		Line:      pos.line,
		Column:    pos.column,
		Kind:      pos.kind,
		Source:    p.text[code.s:code.e],
	}
	p.appendFrame(f)
	if p.acct != nil {
		p.acct.add(markFrame, pos.extension.s, pos.extension.e)
		p.acct.add(markFrame, pos.module.s, pos.module.e)
		p.acct.add(markFrame, code.s, code.e)
		rest := pos.at
		for _, part := range []span{pos.extension, pos.module} {
			if !part.empty() {
				p.markPunctuation(rest, part.s)
				rest = part.e
			}
		}
		p.markPunctuation(rest, pos.end)
	}
}

// The frames of all exceptions are cut from a few large pieces: a text has
// about as many frames as colons behind braces.
const (
	leastFrames = 2
	mostFrames  = 256
)

// appendFrame adds a frame to the open exception.
func (p *parser) appendFrame(f Frame) {
	n := len(p.cur.frames)
	if len(p.arena) == cap(p.arena) {
		size := 2 * (n + 1)
		if p.arena == nil {
			size = strings.Count(p.text, "}:")
		}
		p.arena = append(make([]Frame, 0, n+min(max(size, leastFrames), max(mostFrames, n))), p.cur.frames...)
	}
	p.arena = append(p.arena, f)
	end := len(p.arena)
	p.cur.frames = p.arena[end-n-1 : end : end]
	p.frames++
}
