package life

import (
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
)

// search is how dead runs are found: when to look, and what was found. The worker does a
// little of it whenever it has nothing else to do.
type search struct {
	wanted atomic.Bool
	// looked is when that was done last, in nanoseconds of time.Time.UnixNano.
	looked atomic.Int64

	candidates []string // paths of locks
	// watcher calls Soon when a run ends, and unwatched says that of some root nobody can.
	watcher   watcher
	unwatched bool
	// failed are runs that could not be taken over, by the path of their lock.
	failed map[string]failure
}

// failure is when a run could not be taken over, and how long it is left alone then.
type failure struct {
	at    time.Time
	pause time.Duration
	again bool // it was found again since
}

// over is how long it still is left alone; 0 or less is no longer.
func (f failure) over() time.Duration { return f.pause - time.Since(f.at) }

const (
	// checkEvery is how often files are looked at that somebody may have taken away, and
	// dead runs looked for.
	checkEvery = 10 * time.Second
	// ringEvery is the same for the ring: what is recorded until then goes with the process.
	ringEvery = time.Second
	// shownEvery is how often its file shows that its run lives, to those who do not know its root.
	shownEvery = 24 * time.Hour
	// lookEvery is how often dead runs are looked for where nobody tells of them.
	lookEvery = time.Minute
	// failedPause is how long a run is left alone at most that could not be taken over, and
	// firstPause how long the first time; it doubles. What was in the way may be gone soon.
	failedPause = time.Hour
	firstPause  = time.Minute
)

// Soon asks for a look as soon as the worker has nothing else to do.
//
// # Threads
//
// Any goroutine.
func (l *Life) Soon() { l.search.wanted.Store(true) }

// overdue reports whether the last look is long ago.
func (s *search) overdue() bool {
	return time.Since(time.Unix(0, s.looked.Load())).Abs() > checkEvery
}

// Answered wakes the worker to look for dead runs, if it has not just done so: who was
// just answered by a server may find the way open for what others left.
//
// # Threads
//
// Any goroutine.
func (l *Life) Answered() {
	if l.search.overdue() && !l.search.wanted.Swap(true) {
		l.Boundary.Wake()
	}
}

// Watch arranges that the worker looks as soon as a run of some roots ends. It comes before each
// Look: somebody may have removed a folder, which was made again.
func (l *Life) Watch(roots []string) {
	s := &l.search
	s.unwatched = false
	for _, one := range roots {
		dir, err := spool.LocksDir(one)
		if err != nil || !s.watcher.watch(dir, l.ended) {
			s.unwatched = true
		}
	}
}

// ended is called when a run has ended.
func (l *Life) ended() {
	l.Soon()
	l.Boundary.Wake()
}

// RestFor is how long the worker may sleep; 0 is for ever.
func (l *Life) RestFor() time.Duration {
	if l.search.unwatched {
		return lookEvery
	}
	rest := time.Duration(0)
	for _, f := range l.search.failed {
		if f.again {
			continue
		}
		// Sooner than checkEvery after the last look none is due.
		if over := max(f.over(), checkEvery+time.Second); rest == 0 || over < rest {
			rest = over
		}
	}
	return rest
}

// Due reports, once, whether it is time to Look.
func (l *Life) Due() bool {
	s := &l.search
	if !s.wanted.Swap(false) && !s.overdue() {
		return false
	}
	s.looked.Store(time.Now().UnixNano())
	return true
}

// Next returns the lock of a run that may be dead, of those that Look has found.
func (l *Life) Next() (lock string, ok bool) {
	s := &l.search
	if len(s.candidates) == 0 {
		return "", false
	}
	lock, s.candidates = s.candidates[0], s.candidates[1:]
	return lock, true
}

// Failed leaves a run alone for a while, each time for longer.
func (l *Life) Failed(lock string) {
	if l.search.failed == nil {
		l.search.failed = make(map[string]failure)
	}
	pause := min(max(firstPause, 2*l.search.failed[lock].pause), failedPause)
	l.search.failed[lock] = failure{at: time.Now(), pause: pause}
}

// Look finds the runs that may be dead: by their rings, their locks, their folders in
// the spool and their long values. It does not know which of them live. roots are those
// of the spools that this process uses, and orphans locks that these spools name. It
// reports whether it has found any.
func (l *Life) Look(roots, orphans []string) bool {
	l.search.candidates = l.look(roots, orphans)
	return len(l.search.candidates) > 0
}

func (l *Life) look(roots, orphans []string) (found []string) {
	own := l.Run.Lock.Path()
	failed := make(map[string]failure) // without those of which nothing is left
	defer func() { l.search.failed = failed }()
	add := func(lock string) {
		f, known := failed[lock]
		if !known {
			f, known = l.search.failed[lock]
		}
		if lock != own && !slices.Contains(found, lock) && f.over() <= 0 {
			found, f.again = append(found, lock), true
		}
		if known {
			failed[lock] = f
		}
	}
	for _, dir := range l.RingFolders() {
		rings, _ := ringfile.List(dir)
		for _, ring := range rings {
			switch lock, started := ownerOfRing(ring); {
			case lock == "":
			case forgotten(ring, lock, started):
				// sweep takes what belongs to it
				run, _, _ := ringfile.Of(filepath.Base(ring))
				ringfile.Remove(dir, run)
			case slices.Contains(roots, root.Canonical(root.OfLock(lock))):
				add(lock) // that of another root is found by who uses it
			}
		}
		sweep(dir, roots)
	}
	for _, lock := range orphans {
		add(lock)
	}
	for _, spoolRoot := range roots {
		dir, err := spool.LocksDir(spoolRoot)
		if err != nil {
			continue
		}
		runlock.Sweep(dir)
		locks, _ := runlock.List(dir)
		for _, lock := range locks {
			add(lock)
		}
		sides, _ := os.ReadDir(filepath.Dir(root.Sides(spoolRoot, "run")))
		for _, side := range sides {
			if runlock.ValidID(side.Name()) {
				add(filepath.Join(dir, runlock.Name(side.Name())))
			}
		}
	}
	return found
}
