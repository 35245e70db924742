package symbols

import "encoding/binary"

// varints reads the head of a block. What fails once is no number any more.
type varints struct {
	b      []byte
	failed bool
}

// number reads a number up to a limit.
func (r *varints) number(limit int) int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > uint64(max(limit, 0)) || r.failed {
		r.failed = true
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *varints) text() string {
	n := r.number(len(r.b))
	if n > len(r.b) {
		r.failed = true // what the number took itself is gone
		return ""
	}
	s, ok := unpack(r.b[:n])
	if !ok {
		r.failed = true
	}
	r.b = r.b[n:]
	return s
}
