// Package interpreted keeps in mind which records of a run have been interpreted, so that the next
// process does not interpret them once more with a state that lies behind them.
//
// Records have numbers, one for each in the order in which they were claimed; they are interpreted in
// that order. A number stays out if a thread that was stopped records its call once more. Package addin
// keeps them beside the states of objects.
package interpreted

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

const (
	version = 1
	// maxGaps is how many gaps are kept in mind: what is missing for longer is taken for interpreted.
	maxGaps = 64
)

// Errors of Decode.
var (
	ErrNewer   = errors.New("interpreted: written by a newer version")
	ErrDamaged = errors.New("interpreted: these are no records")
)

// Records are those that have been interpreted; the zero value is none.
//
// # Threads
//
// One goroutine at a time.
type Records struct {
	// to is the highest number; gaps are what is missing below it, in order.
	to   uint64
	gaps []gap
}

type gap struct{ from, to uint64 }

// Add adds a number.
func (r *Records) Add(number uint64) {
	switch {
	case number == r.to+1:
		r.to = number
	case number > r.to:
		if len(r.gaps) == maxGaps {
			r.gaps = slices.Delete(r.gaps, 0, 1)
		}
		r.gaps = append(r.gaps, gap{r.to + 1, number - 1})
		r.to = number
	default:
		r.fill(number)
	}
}

func (r *Records) fill(number uint64) {
	i := slices.IndexFunc(r.gaps, func(g gap) bool { return g.from <= number && number <= g.to })
	if i < 0 {
		return
	}
	g := r.gaps[i]
	r.gaps = slices.Delete(r.gaps, i, i+1)
	if number < g.to && len(r.gaps) < maxGaps {
		r.gaps = slices.Insert(r.gaps, i, gap{number + 1, g.to})
	}
	if g.from < number && len(r.gaps) < maxGaps {
		r.gaps = slices.Insert(r.gaps, i, gap{g.from, number - 1})
	}
}

// Has reports whether a number was added, or is missing for too long.
func (r *Records) Has(number uint64) bool {
	return number <= r.to && !slices.ContainsFunc(r.gaps, func(g gap) bool { return g.from <= number && number <= g.to })
}

// Lacks reports whether a number is one of a gap.
func (r *Records) Lacks(number uint64) bool { return number <= r.to && !r.Has(number) }

// Encode is the form in which they are kept: numbers of eight bytes, the lowest byte first; the
// version, the highest number, and from where to where each gap goes.
func (r *Records) Encode() []byte {
	le := binary.LittleEndian
	b := le.AppendUint64(le.AppendUint64(nil, version), r.to)
	for _, g := range r.gaps {
		b = le.AppendUint64(le.AppendUint64(b, g.from), g.to)
	}
	return b
}

// Decode reads what Encode wrote.
func Decode(content []byte) (Records, error) {
	le := binary.LittleEndian
	if len(content) >= 8 && le.Uint64(content) > version {
		return Records{}, fmt.Errorf("%w: %d", ErrNewer, le.Uint64(content))
	}
	if len(content) < 16 || len(content)%16 != 0 || le.Uint64(content) != version || len(content) > 16*(maxGaps+1) {
		return Records{}, ErrDamaged
	}
	r := Records{to: le.Uint64(content[8:])}
	last := uint64(0)
	for rest := content[16:]; len(rest) > 0; rest = rest[16:] {
		g := gap{le.Uint64(rest), le.Uint64(rest[8:])}
		if g.from <= last || g.to < g.from || g.to >= r.to {
			return Records{}, ErrDamaged
		}
		r.gaps, last = append(r.gaps, g), g.to
	}
	return r, nil
}
