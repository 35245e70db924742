// Package statelog keeps the records that made the scopes of living objects what they
// are, so that the next process can read a dead one's last records with the scope
// that they were meant with.
//
// A log is a file of records, one after the other, that only grows, until it is
// replaced as a whole by a shorter one of the same meaning. Its header says how long the
// records are, their CRC-32C, and whether records are missing that could not be written.
// What a process wrote when it was killed lies behind that, and is not read: the records that it
// was made of are still in the ring, and a part of it would say that more of them is known than is.
//
// Package addin appends and reads, package life makes and removes; it touches that file.
package statelog

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
)

const (
	magic      = "SENTRY1C STATE\n\x00"
	version    = 2
	headerSize = 40
	// Version 1 says nothing of the records.
	headerSize1 = 24
	lengthAt    = 24 // of the records, 8 bytes
	sumAt       = 32 // of them, 4 bytes
	gapAt       = 36 // 1 byte: 1 if records are missing, which earlier versions do not look at
	// The 3 bytes behind it: the object that sends elsewhere by now, if any.
	allDoubted = 1<<24 - 1
	suffix     = ".state"
	// maxBytes is where a log stops growing: the state of every object of a large
	// server fits in.
	maxBytes = 64 << 20
)

// ErrNewer is about a log that a newer version of the add-in wrote.
var ErrNewer = errors.New("written by a newer version")

// ErrFull says that the log cannot grow.
var ErrFull = errors.New("the log is full")

// Name is the file name of a run's log.
func Name(run string) string { return run + suffix }

// Log is the log of a living run.
//
// # Threads
//
// One goroutine at a time.
type Log struct {
	// Limit is how many bytes of records it takes: maxBytes, unless a test says otherwise.
	Limit int64

	path string
	file *os.File
	size int64
	sum  uint32
	gap  bool
	// doubt is 0, the number of an object, or allDoubted.
	doubt uint32
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func header(length int64, sum uint32) []byte {
	b := make([]byte, headerSize)
	copy(b, magic)
	binary.LittleEndian.PutUint32(b[16:], version)
	binary.LittleEndian.PutUint32(b[20:], record.FormatVersion)
	binary.LittleEndian.PutUint64(b[lengthAt:], uint64(length))
	binary.LittleEndian.PutUint32(b[sumAt:], sum)
	return b
}

// Create makes an empty log in dir, which must be private.
func Create(dir, run string) (*Log, error) { return create(dir, run, false) }

// CreateLacking is Create in the place of a log that cannot be read: it lacks what stood there.
func CreateLacking(dir, run string) (*Log, error) { return create(dir, run, true) }

func create(dir, run string, lacks bool) (*Log, error) {
	l := &Log{Limit: maxBytes, path: filepath.Join(dir, Name(run))}
	if err := l.replace(nil, lacks, 0); err != nil {
		return nil, err
	}
	return l, nil
}

// Reopen opens the log of a dead run in dir, to go on with it behind the records that
// it holds; what stands behind its length is cut off. If there is none, it is made, and lacks what the run
// had written. The errors are those of Read, without records; with records it cannot be
// written, nor noted in it that it will lack some.
func Reopen(dir, run string) (l *Log, records []byte, err error) {
	records, err = Read(dir, run)
	if err != nil {
		return nil, nil, err
	}
	records = records[:wholeRecords(records)]
	l = &Log{Limit: maxBytes, path: filepath.Join(dir, Name(run)), size: headerSize + int64(len(records)), sum: crc32.Checksum(records, castagnoli)}
	current, gap, doubt := noted(l.path)
	l.gap, l.doubt = gap, doubt
	if err = l.replace(records, gap, doubt); err == nil || current && l.Lacks() == nil && l.file.Truncate(l.size) == nil {
		return l, records, nil
	}
	l.Close()
	return nil, records, err
}

// noted reports whether the log of a path is of this version, and lacks records: all of them, if
// there is none; and whose project is in doubt.
func noted(path string) (current, gap bool, doubt uint32) {
	file, err := private.OpenRead(path)
	if err != nil {
		return false, errors.Is(err, os.ErrNotExist), 0
	}
	defer file.Close()
	start := make([]byte, headerSize)
	n, _ := file.ReadAt(start, 0)
	current = n == headerSize && binary.LittleEndian.Uint32(start[16:]) == version
	if !current {
		return false, false, 0
	}
	return true, start[gapAt] != 0, binary.LittleEndian.Uint32(start[gapAt:]) >> 8
}

// Lacks notes, until the log is replaced by who knows all of it, that it lacks records: they could not be written.
// The note takes no room.
func (l *Log) Lacks() error {
	l.gap = true
	if err := l.reopen(); err != nil {
		return fmt.Errorf("statelog: note a gap: %w", err)
	}
	return l.note(true)
}

// Doubt is Lacks, and notes that an object sends to another project by now than the log says. There
// is place for one: with the second it is said of all.
func (l *Log) Doubt(object uint32) error {
	if object = min(object, allDoubted); l.doubt == 0 {
		l.doubt = object
	} else if l.doubt != object {
		l.doubt = allDoubted
	}
	return l.Lacks()
}

// Doubts reports whether an object may send to another project than the log says.
func (l *Log) Doubts(object uint32) bool {
	return l.doubt != 0 && (l.doubt == allDoubted || l.doubt == object)
}

// note writes whether it lacks records, and whose project is in doubt.
func (l *Log) note(lacks bool) error {
	if _, err := l.file.WriteAt(notes(lacks, l.doubt), gapAt); err != nil {
		return fmt.Errorf("statelog: note a gap: %w", err)
	}
	return nil
}

func notes(lacks bool, doubt uint32) []byte {
	b := binary.LittleEndian.AppendUint32(nil, doubt<<8)
	if lacks {
		b[0] = 1
	}
	return b
}

// reopen opens the file again that replace closed.
func (l *Log) reopen() error {
	if l.file != nil {
		return nil
	}
	file, err := private.Open(l.path)
	if err == nil {
		l.file = file
	}
	return err
}

// HasGap reports whether it lacks records.
func (l *Log) HasGap() bool { return l.gap }

// wholeRecords returns how many bytes at the start of content are whole records.
func wholeRecords(content []byte) (length int) {
	for {
		size, ok := record.Size(content[length:])
		if !ok {
			return length
		}
		length += size
	}
}

// Append adds records. After an error the log may hold a part of them.
func (l *Log) Append(records []byte) error {
	if l.Size()+int64(len(records)) > l.Limit {
		return fmt.Errorf("statelog: append: %w", ErrFull)
	}
	if err := l.reopen(); err != nil {
		return fmt.Errorf("statelog: append: %w", err)
	}
	n, err := l.file.WriteAt(records, l.size)
	if err != nil {
		// The next records must not follow half of one.
		_ = l.file.Truncate(l.size)
		return fmt.Errorf("statelog: append %d bytes: %w", len(records), err)
	}
	size, sum := l.size+int64(n), crc32.Update(l.sum, castagnoli, records)
	if _, err := l.file.WriteAt(header(size-headerSize, sum)[lengthAt:gapAt], lengthAt); err != nil {
		_ = l.file.Truncate(l.size)
		return fmt.Errorf("statelog: append: %w", err)
	}
	l.size, l.sum = size, sum
	return nil
}

// Size is how many bytes of records the log holds.
func (l *Log) Size() int64 { return l.size - headerSize }

// replacesOpen says whether a file can be replaced while it is open, so that it stays open until
// it is: no descriptor may be left to open it again. Windows replaces no such file.
var replacesOpen = runtime.GOOS != "windows"

// Replace puts records in the place of all that the log holds, in one step. After an error
// the log goes on as it was, on Windows if it can be opened.
func (l *Log) Replace(records []byte) error { return l.replace(records, false, 0) }

// ReplaceLacking is Replace by who does not know all of it either: that the log lacks records
// stays noted in it.
func (l *Log) ReplaceLacking(records []byte) error { return l.replace(records, true, 0) }

func (l *Log) replace(records []byte, lacks bool, doubt uint32) error {
	if int64(len(records)) > l.Limit {
		return fmt.Errorf("statelog: replace: %w", ErrFull)
	}
	if l.file != nil && !replacesOpen {
		// While it is closed somebody may take it, or the new one, so that it can be neither replaced
		// nor opened: then both must say already that they lack what follows.
		if err := l.note(true); err != nil {
			return err
		}
		l.Close()
	}
	sum := crc32.Checksum(records, castagnoli)
	content := append(header(int64(len(records)), sum), records...)
	copy(content[gapAt:], notes(true, doubt))
	err := private.WriteFile(l.path, content)
	if err == nil {
		l.size, l.sum, l.gap, l.doubt = headerSize+int64(len(records)), sum, lacks, doubt
		l.Close()
	}
	failed := l.reopen()
	if failed == nil {
		failed = l.note(l.gap)
	}
	if err = cmp.Or(err, failed); err != nil {
		return fmt.Errorf("statelog: replace: %w", err)
	}
	return nil
}

// Path is where the log lies.
func (l *Log) Path() string { return l.path }

// Close ends writing; the file stays.
func (l *Log) Close() {
	if l.file != nil {
		l.file.Close()
		l.file = nil
	}
}

// Read returns the records of the log of a run in dir; nothing if there is none.
// What stands behind its length was being written. A log that lacks a part of what was
// written, or in which something else stands, is damaged.
func Read(dir, run string) (records []byte, err error) {
	content, err := private.ReadFile(filepath.Join(dir, Name(run)), maxBytes+headerSize)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("statelog: read: %w", err)
	}
	if records, err = decode(content); err != nil {
		return nil, fmt.Errorf("statelog: read %s: %w", Name(run), err)
	}
	return records, nil
}

// decode returns what stands behind the header of a log.
func decode(content []byte) (records []byte, err error) {
	if len(content) < headerSize1 || string(content[:len(magic)]) != magic {
		return nil, record.ErrDamaged
	}
	if binary.LittleEndian.Uint32(content[16:]) > version || binary.LittleEndian.Uint32(content[20:]) > record.FormatVersion {
		return nil, ErrNewer
	}
	if binary.LittleEndian.Uint32(content[16:]) < version {
		return content[headerSize1:], nil
	}
	if len(content) < headerSize {
		return nil, record.ErrDamaged
	}
	records = content[headerSize:]
	length := binary.LittleEndian.Uint64(content[lengthAt:])
	if length > uint64(len(records)) || crc32.Checksum(records[:length], castagnoli) != binary.LittleEndian.Uint32(content[sumAt:]) {
		return nil, record.ErrDamaged
	}
	return records[:length], nil
}
