package ringfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
)

// Owner reads the path of the lock of the run that a ring belongs to, and when the run
// began; if that ring is damaged, from the others of the run. The run may be alive: what it
// changes is not looked at. Errors are those of Open.
func Owner(path string) (lockPath string, started time.Time, err error) {
	lockPath, started, err = ownerIn(path)
	if !errors.Is(err, ErrDamaged) {
		return lockPath, started, err
	}
	run, _, _ := Of(filepath.Base(path))
	others, _ := filesOf(filepath.Dir(path), run)
	for _, other := range others {
		if lockPath, started, failed := ownerIn(other); failed == nil {
			return lockPath, started, nil
		}
	}
	return "", time.Time{}, err
}

func ownerIn(path string) (lockPath string, started time.Time, err error) {
	file, err := private.OpenRead(path)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("ringfile: open: %w", err)
	}
	defer file.Close()
	h, err := readHeader(file)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("ringfile: open %s: %w", filepath.Base(path), err)
	}
	return h.lockPath, h.started, nil
}

// Dead is the rings of another run, read from their files.
type Dead struct {
	// Run is the name of the run, and LockPath where its lock lies or lay.
	Run, LockPath string
	// Started is when the run began, and Running whether it came through its start.
	Started time.Time
	Running bool
	// SeveralRoots says that it had spools in more roots than that of its lock.
	SeveralRoots bool
	// Damaged are the paths of rings of the run that cannot be read at all.
	Damaged []string

	rings   []*ring
	current *ring // where the next record is; nil if that is not known
}

// Open reads the headers of the rings of a run that is dead: one that lives changes them
// meanwhile. The path is one that List or Find returned. Nothing of what is read is
// believed; errors are ErrNewer, ErrDamaged if no ring of the run can be read, or about a
// file itself.
func Open(path string) (*Dead, error) {
	run, _, ok := Of(filepath.Base(path))
	if !ok {
		return nil, fmt.Errorf("ringfile: open %s: not the name of a ring", filepath.Base(path))
	}
	files, err := filesOf(filepath.Dir(path), run)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("ringfile: open %s: %w", filepath.Base(path), fs.ErrNotExist)
	}
	d := &Dead{}
	for _, file := range files {
		switch err := d.add(run, file); {
		case errors.Is(err, ErrDamaged):
			d.Damaged = append(d.Damaged, file)
		case err != nil:
			d.Close()
			return nil, fmt.Errorf("ringfile: open %s: %w", filepath.Base(file), err)
		}
	}
	if len(d.rings) == 0 {
		return nil, fmt.Errorf("ringfile: open %s: %w", filepath.Base(path), ErrDamaged)
	}
	return d, nil
}

func (d *Dead) add(run, path string) error {
	r, err := openRing(path)
	if err != nil {
		return err
	}
	if len(d.rings) > 0 && (r.run != d.Run || r.lockPath != d.LockPath) || r.run != run {
		r.file.Close()
		return ErrDamaged
	}
	d.rings = append(d.rings, r)
	d.Run, d.LockPath = r.run, r.lockPath
	d.Started, d.Running = r.started, d.Running || r.running
	d.SeveralRoots = d.SeveralRoots || r.several
	return nil
}

// Close ends reading.
func (d *Dead) Close() {
	for _, r := range d.rings {
		r.file.Close()
	}
}

// Empty reports whether nothing is left.
func (d *Dead) Empty() bool {
	for _, r := range d.rings {
		if r.head != r.tail {
			return false
		}
	}
	return true
}

// choose finds the ring with the next record, and the sequence before which its records
// come: others have one of that.
func (d *Dead) choose() (before uint64, err error) {
	before = math.MaxUint64
	lowest := uint64(math.MaxUint64)
	d.current = nil
	for _, r := range d.rings {
		if r.head == r.tail {
			continue
		}
		sequence, err := r.next()
		if err != nil {
			return 0, err
		}
		if d.current == nil || sequence < lowest {
			before, lowest, d.current = lowest, sequence, r
		} else {
			before = min(before, sequence)
		}
	}
	return before, nil
}

// Next returns the next records, at most about limit bytes of them but always a whole one.
// A second call returns the same until Advance. The run is empty when nothing is left.
func (d *Dead) Next(limit int) (run []byte, err error) {
	before, err := d.choose()
	if err != nil || d.current == nil {
		return nil, err
	}
	content, err := d.current.read(max(limit, recordStart))
	if err != nil {
		return nil, err
	}
	if size, _, _ := record.Start(content); size > len(content) {
		if content, err = d.current.read(size); err != nil {
			return nil, err
		}
	}
	return content[:wholeRecords(content, limit, before)], nil
}

// wholeRecords returns the length of the records at the start of content that have about
// limit bytes and come before a sequence, or everything if not even the first can be told
// apart.
func wholeRecords(content []byte, limit int, before uint64) int {
	end := 0
	for end < len(content) && end < limit {
		size, sequence, pad := record.Start(content[end:])
		if size == 0 || size > len(content)-end || !pad && sequence >= before {
			break
		}
		end += size
	}
	if end == 0 {
		return len(content)
	}
	return end
}

// Advance notes in the file that the next length bytes need not be read again.
func (d *Dead) Advance(length int) error { return d.current.advance(length) }

// Skip passes over what cannot be read at the place that Next returns: up to the next
// place where a whole record lies, or to the end of that ring.
func (d *Dead) Skip() error {
	if d.current == nil {
		if _, err := d.choose(); err != nil || d.current == nil {
			return err
		}
	}
	content, err := d.current.read(MaxBytes)
	if err != nil {
		return err
	}
	at := unit
	for ; at < len(content); at += unit {
		if record.IsRecord(content[at:]) {
			break
		}
	}
	return d.current.advance(min(at, len(content)))
}

// maxAttempts is how often recovery may end in a record before the record is taken
// for the cause.
const maxAttempts = 3

// attemptsApart is how many seconds lie between two attempts that count at least. What a process does
// in its first moments is mostly to take over what others left, so that several which are ended one
// soon after the other end over one record, which is no cause of that.
const attemptsApart = 5

// now is the clock; tests have one of their own.
var now = time.Now

// Attempt notes in the file, before the record that Next returns first is interpreted,
// that this is tried. It answers false when maxAttempts processes have ended there, each
// attemptsApart after the one before or later: then the record must be passed over.
func (d *Dead) Attempt() (bool, error) {
	if d.current == nil {
		if _, err := d.choose(); err != nil || d.current == nil {
			return false, err
		}
	}
	r := d.current
	if r.attempt != r.tail {
		r.attempts, r.attempted = 0, 0
	}
	if r.attempts >= maxAttempts {
		return false, nil
	}
	r.attempt = r.tail
	moment := uint32(now().Unix())
	if r.counted = r.attempts == 0 || moment-r.attempted >= attemptsApart; r.counted {
		r.attempts++
		r.attempted = moment
	}
	return true, r.noteAttempts()
}

// Withdraw takes the last Attempt back: the record stays for another time, and no process
// has ended over it.
func (d *Dead) Withdraw() error {
	if d.current == nil || d.current.attempts == 0 || !d.current.counted {
		return nil
	}
	d.current.attempts--
	return d.current.noteAttempts()
}

func (r *ring) noteAttempts() error {
	var words [8]byte
	binary.LittleEndian.PutUint32(words[:], r.attempt)
	binary.LittleEndian.PutUint32(words[4:], r.attempts)
	if _, err := r.file.WriteAt(words[:], attemptAt); err != nil {
		return fmt.Errorf("ringfile: note an attempt: %w", err)
	}
	binary.LittleEndian.PutUint32(words[:], r.attempted)
	if _, err := r.file.WriteAt(words[:4], attemptedAt); err != nil {
		return fmt.Errorf("ringfile: note an attempt: %w", err)
	}
	return nil
}
