package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ErrDamaged is in the chain of every error of this package: what was read
// cannot have been written by the boundary, and nothing behind it can be told
// apart.
var ErrDamaged = errors.New("damaged record")

// Record is one call, or one notice of an object's life.
//
// # Memory
//
// Its arguments point into the bytes that it was read from and are valid as
// long as these are: in the worker, until the run is released.
type Record struct {
	// Sequence numbers the records of a process in the order of their calls.
	Sequence uint64
	// Object is the number of the object in its process.
	Object uint32
	// Client is the number of the client that the object had; 0 is none.
	Client uint32
	// Wall is when the call came, in nanoseconds since 1970-01-01 UTC.
	Wall int64
	// Monotonic is the same in nanoseconds of a clock that nobody sets.
	Monotonic uint64
	// ID is what the call returned; a span id fills its first 8 bytes.
	ID [16]byte
	// Reply names the slot where the caller waits; 0 if it does not.
	Reply uint32
	// Method is the position in the table of methods, or a Method… constant.
	Method uint16
	// Flags are Flag… bits.
	Flags uint16

	count     int
	arguments []byte
	whole     []byte
}

// Bytes returns the record as it lies in the journal.
func (r *Record) Bytes() []byte { return r.whole }

// Next reads the first record of run and returns what follows it. Pad records
// and records that were never committed are passed over. The rest is empty, and
// ok false, at the end of the run.
func Next(run []byte) (record Record, rest []byte, ok bool, err error) {
	for len(run) > 0 {
		if len(run) < 8 {
			return Record{}, nil, false, fmt.Errorf("journal: read record: %d bytes left: %w", len(run), ErrDamaged)
		}
		state, size := binary.LittleEndian.Uint32(run), binary.LittleEndian.Uint32(run[4:])
		if size == 0 || size%recordAlign != 0 || uint64(size) > uint64(len(run)) {
			return Record{}, nil, false, fmt.Errorf("journal: read record: size %d of %d: %w", size, len(run), ErrDamaged)
		}
		body, after := run[:size:size], run[size:]
		switch state {
		case recordPad, recordReserved:
			run = after
			continue
		case recordCommitted:
		default:
			return Record{}, nil, false, fmt.Errorf("journal: read record: state %#x: %w", state, ErrDamaged)
		}
		if size < recordSize {
			return Record{}, nil, false, fmt.Errorf("journal: read record: size %d: %w", size, ErrDamaged)
		}
		record = parseHeader(body)
		if err := record.check(); err != nil {
			return Record{}, nil, false, err
		}
		return record, after, true, nil
	}
	return Record{}, nil, false, nil
}

func parseHeader(body []byte) Record {
	le := binary.LittleEndian
	return Record{
		Sequence:  le.Uint64(body[8:]),
		Object:    le.Uint32(body[16:]),
		Client:    le.Uint32(body[20:]),
		Wall:      int64(le.Uint64(body[24:])),
		Monotonic: le.Uint64(body[32:]),
		ID:        [16]byte(body[40:56]),
		Reply:     le.Uint32(body[56:]),
		Method:    le.Uint16(body[60:]),
		Flags:     le.Uint16(body[62:]),
		count:     int(le.Uint16(body[64:])),
		arguments: body[recordSize:],
		whole:     body,
	}
}

// check walks the arguments once, so that reading them later cannot fail.
func (r *Record) check() error {
	rest := r.arguments
	for i := range r.count {
		_, after, err := parseArgument(rest)
		if err != nil {
			return fmt.Errorf("journal: read argument %d of record %d: %w", i, r.Sequence, err)
		}
		rest = after
	}
	if len(rest) != 0 {
		return fmt.Errorf("journal: read record %d: %d bytes behind the arguments: %w", r.Sequence, len(rest), ErrDamaged)
	}
	return nil
}

// Arguments appends the arguments to values, which may be nil or a slice whose
// memory is to be used again.
func (r *Record) Arguments(values []Value) []Value {
	rest := r.arguments
	for range r.count {
		value, after, err := parseArgument(rest)
		if err != nil {
			// Next has checked them: the record was changed behind our back.
			return values
		}
		values = append(values, value)
		rest = after
	}
	return values
}

// Size returns how many bytes the record at the start of run takes, whatever its
// state is; ok is false if that cannot be right.
func Size(run []byte) (size int, ok bool) {
	if len(run) < 8 {
		return 0, false
	}
	n := binary.LittleEndian.Uint32(run[4:])
	if n == 0 || n%recordAlign != 0 || uint64(n) > uint64(len(run)) {
		return 0, false
	}
	return int(n), true
}

// Torn counts the records of run that were never committed: their process ended, or
// a thread of it did, while they were written.
func Torn(run []byte) (count int) {
	for {
		size, ok := Size(run)
		if !ok {
			return count
		}
		if binary.LittleEndian.Uint32(run) == recordReserved {
			count++
		}
		run = run[size:]
	}
}

// Start reads what the first 16 bytes of run say of the record there: its size, 0 if that
// cannot be right, and its sequence, which a pad does not have. The record may be longer
// than run.
func Start(run []byte) (size int, sequence uint64, pad bool) {
	if len(run) < 8 {
		return 0, 0, false
	}
	le := binary.LittleEndian
	n := le.Uint32(run[4:])
	if n == 0 || n%recordAlign != 0 || n > math.MaxInt32 {
		return 0, 0, false
	}
	if le.Uint32(run) == recordPad {
		return int(n), 0, true
	}
	if len(run) < 16 || n < recordSize {
		return 0, 0, false
	}
	return int(n), le.Uint64(run[8:]), false
}

// IsRecord reports whether a whole record lies at the start of run.
func IsRecord(run []byte) bool {
	size, ok := Size(run)
	if !ok || size < recordSize || binary.LittleEndian.Uint32(run) != recordCommitted {
		return false
	}
	record := parseHeader(run[:size:size])
	return record.check() == nil
}
