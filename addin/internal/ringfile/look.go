package ringfile

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/private"
)

// Glance is what the rings of a run say to somebody who looks on while they change.
type Glance struct {
	// LockPath is where the lock of the run lies, and Started when the run began.
	LockPath string
	Started  time.Time
	// Rings is how many there are; of Capacity bytes of records, Used are not read yet.
	Rings          int
	Capacity, Used int64
	// Damaged is how many files cannot be read.
	Damaged int
}

// Look reads the headers of the rings that a run has in dir, and changes nothing: it is
// for runs that live, too. The error is fs.ErrNotExist if there are none, ErrNewer, or
// ErrDamaged if none of them can be read.
func Look(dir, run string) (g Glance, err error) {
	paths, err := filesOf(dir, run)
	if err != nil {
		return g, err
	}
	if len(paths) == 0 {
		return g, fmt.Errorf("ringfile: look at %s: %w", Name(run), fs.ErrNotExist)
	}
	for _, path := range paths {
		h, headerErr := lookAt(path)
		if headerErr != nil || h.run != run {
			g.Damaged++
			err = headerErr
			continue
		}
		g.LockPath, g.Started = h.lockPath, h.started
		g.Rings++
		g.Capacity += int64(h.capacity) * unit
		// Both are read while others change them.
		g.Used += min(int64(h.head-h.tail), int64(h.capacity)) * unit
	}
	switch {
	case g.Rings > 0:
		return g, nil
	case err == nil:
		err = ErrDamaged
	}
	return g, fmt.Errorf("ringfile: look at %s: %w", Name(run), err)
}

func lookAt(path string) (header, error) {
	file, err := private.OpenRead(path)
	if err != nil {
		return header{}, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	defer file.Close()
	return readHeader(file)
}
