package ringfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/runlock"
)

// header is what the first page of a ring says.
type header struct {
	run, lockPath string
	started       time.Time
	running       bool
	several       bool

	capacity, head, tail uint32 // in units
	attempt, attempts    uint32
	attempted            uint32 // when the last of them was counted, in seconds since 1970
}

// readHeader reads the first page and checks what never changes in the life of a ring.
func readHeader(file *os.File) (h header, err error) {
	info, err := file.Stat()
	if err != nil {
		return h, err
	}
	page := make([]byte, record.RingFileRecordsAt)
	if _, err := file.ReadAt(page, 0); err != nil {
		if errors.Is(err, io.EOF) {
			err = ErrDamaged
		}
		return h, err
	}
	le := binary.LittleEndian
	if string(page[:len(magic)]) != magic {
		return h, ErrDamaged
	}
	if le.Uint32(page[versionAt:]) > version || le.Uint32(page[ringVersionAt:]) > record.FormatVersion {
		return h, ErrNewer
	}
	h = header{
		run:      string(page[runAt : runAt+16]),
		started:  time.Unix(0, int64(le.Uint64(page[startedAt:]))),
		running:  le.Uint32(page[runningAt:]) != 0,
		several:  le.Uint32(page[runningAt:])&severalRootsBit != 0,
		capacity: le.Uint32(page[ringCapacityAt:]),
		head:     le.Uint32(page[ringHeadAt:]),
		tail:     le.Uint32(page[ringTailAt:]),
		attempt:  le.Uint32(page[attemptAt:]),
		attempts: le.Uint32(page[attemptsAt:]),

		attempted: le.Uint32(page[attemptedAt:]),
	}
	length := le.Uint32(page[lockLengthAt:])
	size := int64(h.capacity) * unit
	switch {
	case le.Uint32(page[versionAt:]) == 0, le.Uint32(page[ringVersionAt:]) == 0, !runlock.ValidID(h.run),
		bits.OnesCount32(h.capacity) != 1, size > MaxBytes, info.Size() != record.RingFileRecordsAt+size,
		length == 0, length > maxLock:
		return h, ErrDamaged
	}
	h.lockPath = string(page[lockAt : lockAt+length])
	return h, nil
}

// ring is one ring of a dead run.
type ring struct {
	header
	file    *os.File
	counted bool // whether the last attempt was
}

func openRing(path string) (*ring, error) {
	file, err := private.Open(path)
	if err != nil {
		return nil, err
	}
	h, err := readHeader(file)
	if err == nil && h.head-h.tail > h.capacity {
		err = ErrDamaged
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return &ring{header: h, file: file}, nil
}

// read returns the bytes from the tail on that are records, at most want of them, up to
// the end of the memory, where the next record begins anew.
func (r *ring) read(want int) ([]byte, error) {
	start := r.tail % r.capacity
	units := min(r.head-r.tail, r.capacity-start)
	content := make([]byte, min(int(units)*unit, want&^(unit-1)))
	if _, err := r.file.ReadAt(content, record.RingFileRecordsAt+int64(start)*unit); err != nil {
		return nil, fmt.Errorf("ringfile: read records: %w", err)
	}
	return content, nil
}

// next returns what is left at the tail up to the first record that is whole or was never
// finished, and the sequence of that record. Without one, or where nothing can be told
// apart, the sequence is 0: it is the first of all.
func (r *ring) next() (sequence uint64, err error) {
	for at := r.tail; at != r.head; {
		var start [recordStart]byte
		left := int(min(r.head-at, r.capacity-at%r.capacity)) * unit
		n := min(left, len(start))
		if _, err := r.file.ReadAt(start[:n], record.RingFileRecordsAt+int64(at%r.capacity)*unit); err != nil {
			return 0, fmt.Errorf("ringfile: read records: %w", err)
		}
		size, sequence, pad := record.Start(start[:n])
		if !pad || size == 0 || size > left {
			return sequence, nil
		}
		at += uint32(size / unit)
	}
	return 0, nil
}

// recordStart is how many bytes say where a record ends and what its sequence is.
const recordStart = 16

// advance notes in the file that length bytes need not be read again.
func (r *ring) advance(length int) error {
	r.tail += uint32(length / unit)
	var word [4]byte
	binary.LittleEndian.PutUint32(word[:], r.tail)
	if _, err := r.file.WriteAt(word[:], ringTailAt); err != nil {
		return fmt.Errorf("ringfile: advance: %w", err)
	}
	return nil
}
