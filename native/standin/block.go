package standin

import "bytes"

const (
	frontGuard   = 32  // keeps the payload 16-byte aligned
	rearGuard    = 32  // at least this much behind the payload
	rearGuardMax = 256 // and at most this much of the rest of the cell is filled and checked

	guardByte = 0xFD // around a block
	freshByte = 0xCD // inside a new block: an add-in that expects zeroes shows
	freedByte = 0xDD // inside a freed block: an add-in that kept a pointer shows
)

type blockState uint8

const (
	blockFree  blockState = iota // ready for reuse
	blockLive                    // handed out
	blockFreed                   // freed lately, kept away from reuse so that a second free is known for one
)

type blockOwner uint8

const (
	ownedByAddIn blockOwner = iota // AllocMemory gave it
	ownedByHost                    // the host made it for an argument or a name
)

// block is one piece of memory handed to the add-in, with its guards.
type block struct {
	cell   []byte // the payload with its guards; nil once unmapped
	pages  []byte // the mapping, if the block has one of its own
	addr   uintptr
	size   int
	class  int8 // classOwn if the block has a mapping of its own
	state  blockState
	owner  blockOwner
	label  label
	serial int // counts what the heap gave out, so that two uses of one cell differ
}

const classOwn = -1

func (b *block) payload() []byte { return b.cell[frontGuard : frontGuard+b.size] }

func (b *block) front() []byte { return b.cell[:frontGuard] }

func (b *block) rear() []byte {
	rest := b.cell[frontGuard+b.size:]
	return rest[:min(len(rest), rearGuardMax)]
}

// arm fills the guards and the payload of a block about to be handed out.
func (b *block) arm() {
	fill(b.front(), guardPattern)
	fill(b.rear(), guardPattern)
	if b.owner == ownedByAddIn {
		fill(b.payload(), freshPattern)
	}
}

// damage names the guards that were written over.
func (b *block) damage() []FaultKind {
	var kinds []FaultKind
	if !filled(b.front(), guardPattern) {
		kinds = append(kinds, Underrun)
	}
	if !filled(b.rear(), guardPattern) {
		kinds = append(kinds, Overrun)
	}
	return kinds
}

// untouched reports whether a freed block still holds what the host filled it with.
func (b *block) untouched() bool { return filled(b.payload(), freedPattern) }

const patternBytes = 4096

var (
	guardPattern = bytes.Repeat([]byte{guardByte}, rearGuardMax)
	freshPattern = bytes.Repeat([]byte{freshByte}, patternBytes)
	freedPattern = bytes.Repeat([]byte{freedByte}, patternBytes)
)

// fill repeats the pattern over b.
func fill(b, pattern []byte) {
	for n := copy(b, pattern); n < len(b); n += copy(b[n:], pattern) {
	}
}

// filled reports whether b still is what fill left.
func filled(b, pattern []byte) bool {
	for len(b) > len(pattern) {
		if !bytes.Equal(b[:len(pattern)], pattern) {
			return false
		}
		b = b[len(pattern):]
	}
	return bytes.Equal(b, pattern[:len(b)])
}
