// Package ringfile makes the file that a ring lies in, and reads the ring of a dead
// process.
//
// The file lies in memory that outlives the process (tmpfs, or the cache of a file),
// so what was recorded before a kill is there after it. The living process maps it
// and writes through the map (native/ring.c); this package reads files only by
// ordinary reads and believes nothing in them: a file may be cut, damaged, foreign or
// of a newer version.
//
// # Layout
//
//	0     magic, version of the file, size of the header
//	24    which run wrote it, when it began, attempts of recovery
//	64    the ring's own header: version, capacity, head, tail (native/ring.h)
//	128   path of the run's lock
//	4096  records
package ringfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/bits"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/runlock"
)

const (
	magic   = "SENTRY1C RING\r\n\x00"
	version = 1

	versionAt      = 16
	runAt          = 20 // 16 digits
	startedAt      = 40 // nanoseconds since 1970
	attemptAt      = 48 // position that the last recovery was at
	attemptsAt     = 52 // how often it was there
	runningAt      = 56 // 1 as soon as the process has come through its start
	ringVersionAt  = record.RingFileHeaderAt
	ringCapacityAt = ringVersionAt + 4
	ringHeadAt     = ringVersionAt + 8
	ringTailAt     = ringVersionAt + 12
	lockLengthAt   = 128
	lockAt         = 132
	maxLock        = record.RingFileRecordsAt - lockAt
	unit           = 8
	maxBytes       = 64 << 20
	suffix         = ".ring"
)

// Errors that a caller tells apart.
var (
	// ErrNewer is about a file that a newer version of the add-in wrote: it is left
	// for one.
	ErrNewer = errors.New("written by a newer version")
	// ErrDamaged is about a file that cannot have been written by the component.
	ErrDamaged = errors.New("damaged")
)

// Name is the file name of a run's ring.
func Name(run string) string { return run + suffix }

// Create makes the file of a new ring of the size given, which must be a power of
// two, in dir, which must be private. All of it is written, so that memory that is
// not there is an error now and no signal later. The ring is mapped by the caller.
func Create(dir, run, lockPath string, size int) (path string, err error) {
	if size < unit || size&(size-1) != 0 || size > maxBytes || len(lockPath) > maxLock || !runlock.ValidID(run) {
		return "", fmt.Errorf("ringfile: create: size %d, lock path of %d bytes, run %q", size, len(lockPath), run)
	}
	path = filepath.Join(dir, Name(run))
	temporary := path + ".new"
	file, err := private.Create(temporary)
	if err != nil {
		return "", fmt.Errorf("ringfile: create: %w", err)
	}
	_, err = file.Write(newContent(run, lockPath, size))
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		_ = os.Remove(temporary)
		return "", fmt.Errorf("ringfile: create: %w", err)
	}
	return path, nil
}

func newContent(run, lockPath string, size int) []byte {
	le := binary.LittleEndian
	content := make([]byte, record.RingFileRecordsAt+size)
	copy(content, magic)
	le.PutUint32(content[versionAt:], version)
	copy(content[runAt:], run)
	le.PutUint64(content[startedAt:], uint64(time.Now().UnixNano()))
	le.PutUint32(content[ringVersionAt:], record.FormatVersion)
	le.PutUint32(content[ringCapacityAt:], uint32(size/unit))
	le.PutUint32(content[lockLengthAt:], uint32(len(lockPath)))
	copy(content[lockAt:], lockPath)
	return content
}

// MarkRunning notes in the file of a living run that it came through its start.
func MarkRunning(path string) error {
	file, err := private.Open(path)
	if err != nil {
		return fmt.Errorf("ringfile: mark as running: %w", err)
	}
	defer file.Close()
	if _, err := file.WriteAt([]byte{1, 0, 0, 0}, runningAt); err != nil {
		return fmt.Errorf("ringfile: mark as running: %w", err)
	}
	return nil
}

// List returns the paths of the rings in dir, of living and dead runs.
func List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("ringfile: list: %w", err)
	}
	var paths []string
	for _, entry := range entries {
		if run, ok := strings.CutSuffix(entry.Name(), suffix); ok && runlock.ValidID(run) {
			paths = append(paths, filepath.Join(dir, entry.Name()))
		}
	}
	return paths, nil
}

// Dead is the ring of another run, read from its file.
type Dead struct {
	// Run is the name of the run, and LockPath where its lock lies or lay.
	Run, LockPath string
	// Started is when the run began, and Running whether it came through its start.
	Started time.Time
	Running bool

	file     *os.File
	capacity uint32
	head     uint32
	tail     uint32
	attempt  uint32
	attempts uint32
}

// Open reads the header of a ring whose run is dead: one that lives changes it
// meanwhile. Nothing of it is believed; errors are ErrNewer,
// ErrDamaged, or about the file itself.
func Open(path string) (*Dead, error) {
	file, err := private.Open(path)
	if err != nil {
		return nil, fmt.Errorf("ringfile: open: %w", err)
	}
	dead, err := readHeader(file)
	if err == nil && dead.head-dead.tail > dead.capacity {
		err = ErrDamaged
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("ringfile: open %s: %w", filepath.Base(path), err)
	}
	return dead, nil
}

// Owner reads the path of the lock of the run that a ring belongs to, and when the run
// began. The run may be alive: what it changes is not looked at. Errors are those of
// Open.
func Owner(path string) (lockPath string, started time.Time, err error) {
	file, err := private.OpenRead(path)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("ringfile: open: %w", err)
	}
	defer file.Close()
	dead, err := readHeader(file)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("ringfile: open %s: %w", filepath.Base(path), err)
	}
	return dead.LockPath, dead.Started, nil
}

// readHeader reads and checks what never changes in the life of a ring, and reads the
// rest.
func readHeader(file *os.File) (*Dead, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	header := make([]byte, record.RingFileRecordsAt)
	if _, err := file.ReadAt(header, 0); err != nil {
		if errors.Is(err, io.EOF) {
			err = ErrDamaged
		}
		return nil, err
	}
	le := binary.LittleEndian
	if string(header[:len(magic)]) != magic {
		return nil, ErrDamaged
	}
	if le.Uint32(header[versionAt:]) > version || le.Uint32(header[ringVersionAt:]) > record.FormatVersion {
		return nil, ErrNewer
	}
	d := &Dead{
		Run:      string(header[runAt : runAt+16]),
		Started:  time.Unix(0, int64(le.Uint64(header[startedAt:]))),
		Running:  le.Uint32(header[runningAt:]) != 0,
		file:     file,
		capacity: le.Uint32(header[ringCapacityAt:]),
		head:     le.Uint32(header[ringHeadAt:]),
		tail:     le.Uint32(header[ringTailAt:]),
		attempt:  le.Uint32(header[attemptAt:]),
		attempts: le.Uint32(header[attemptsAt:]),
	}
	length := le.Uint32(header[lockLengthAt:])
	size := int64(d.capacity) * unit
	switch {
	case le.Uint32(header[versionAt:]) == 0, le.Uint32(header[ringVersionAt:]) == 0, !runlock.ValidID(d.Run),
		bits.OnesCount32(d.capacity) != 1, size > maxBytes, info.Size() != record.RingFileRecordsAt+size,
		length == 0, length > maxLock:
		return nil, ErrDamaged
	}
	d.LockPath = string(header[lockAt : lockAt+length])
	return d, nil
}

// Close ends reading.
func (d *Dead) Close() { d.file.Close() }

// Empty reports whether nothing is left.
func (d *Dead) Empty() bool { return d.head == d.tail }

// Next returns the records that are left up to the end of the memory, at most about
// limit bytes of them, and what Advance must be told when they are safe. A second
// call returns the same until Advance. The run is empty when nothing is left.
func (d *Dead) Next(limit int) (run []byte, err error) {
	if d.Empty() {
		return nil, nil
	}
	start := d.tail % d.capacity
	units := min(d.head-d.tail, d.capacity-start)
	content := make([]byte, int(units)*unit)
	if _, err := d.file.ReadAt(content, record.RingFileRecordsAt+int64(start)*unit); err != nil {
		return nil, fmt.Errorf("ringfile: read records: %w", err)
	}
	return content[:wholeRecords(content, limit)], nil
}

// wholeRecords returns the length of the records at the start of content that have
// about limit bytes, or everything if they cannot be told apart.
func wholeRecords(content []byte, limit int) int {
	end := 0
	for end < len(content) && end < limit {
		size, ok := record.Size(content[end:])
		if !ok {
			return len(content)
		}
		end += size
	}
	return end
}

// Advance notes in the file that the next length bytes need not be read again.
func (d *Dead) Advance(length int) error {
	d.tail += uint32(length / unit)
	var word [4]byte
	binary.LittleEndian.PutUint32(word[:], d.tail)
	if _, err := d.file.WriteAt(word[:], ringTailAt); err != nil {
		return fmt.Errorf("ringfile: advance: %w", err)
	}
	return nil
}

// maxAttempts is how often recovery may end in a record before the record is taken
// for the cause.
const maxAttempts = 3

// Attempt notes in the file, before the record at the tail is interpreted, that this
// is tried. It answers false when maxAttempts processes have ended there: then the
// record must be passed over.
func (d *Dead) Attempt() (bool, error) {
	if d.attempt != d.tail {
		d.attempts = 0
	}
	if d.attempts >= maxAttempts {
		return false, nil
	}
	d.attempt = d.tail
	d.attempts++
	var words [8]byte
	binary.LittleEndian.PutUint32(words[:], d.attempt)
	binary.LittleEndian.PutUint32(words[4:], d.attempts)
	if _, err := d.file.WriteAt(words[:], attemptAt); err != nil {
		return false, fmt.Errorf("ringfile: note an attempt: %w", err)
	}
	return true, nil
}
