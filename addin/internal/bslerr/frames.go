package bslerr

import "strings"

// addFrame adds a frame to the open exception.
func (p *parser) addFrame(pos position, code span) {
	f := Frame{
		Extension: p.in.text[pos.extension.s:pos.extension.e],
		Module:    p.in.text[pos.module.s:pos.module.e],
		Line:      pos.line,
		Column:    pos.column,
		Kind:      pos.kind,
		Source:    p.in.text[code.s:code.e],
	}
	p.appendFrame(f)
	if p.in.acct != nil {
		p.in.acct.add(markFrame, pos.extension.s, pos.extension.e)
		p.in.acct.add(markFrame, pos.module.s, pos.module.e)
		p.in.acct.add(markFrame, code.s, code.e)
		rest := pos.at
		for _, part := range []span{pos.extension, pos.module} {
			if !part.empty() {
				p.in.markPunctuation(rest, part.s)
				rest = part.e
			}
		}
		p.in.markPunctuation(rest, pos.end)
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
			size = strings.Count(p.in.text, "}:")
		}
		p.arena = append(make([]Frame, 0, n+min(max(size, leastFrames), max(mostFrames, n))), p.cur.frames...)
	}
	p.arena = append(p.arena, f)
	end := len(p.arena)
	p.cur.frames = p.arena[end-n-1 : end : end]
	p.frames++
}
