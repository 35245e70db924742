package bslerr

// mark says what a piece of the text became.
type mark uint8

const (
	markValue mark = iota
	markFrame
	markCategory
	markSeparator
	markGrammar // punctuation and fixed words of the grammar
	markDropped
)

// account collects what the parser consumes. A nil account, as in production,
// collects nothing.
type account struct {
	spans []markedSpan
}

type markedSpan struct {
	mark mark
	s, e int
}

func (a *account) add(m mark, s, e int) {
	if a != nil && s < e {
		a.spans = append(a.spans, markedSpan{m, s, e})
	}
}
