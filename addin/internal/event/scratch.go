package event

import "sync"

// maxScratch is how large a scratch may be that is used again.
const maxScratch = 256 << 10

// scratch is memory that events are encoded in, one after another.
type scratch struct {
	bytes []byte
}

var scratches = sync.Pool{New: func() any { return &scratch{make([]byte, 0, 32<<10)} }}

func borrow() *scratch { return scratches.Get().(*scratch) }

func (s *scratch) giveBack() {
	if cap(s.bytes) > maxScratch {
		return
	}
	s.bytes = s.bytes[:0]
	scratches.Put(s)
}
