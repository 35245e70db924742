package addin

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
)

// search is how dead runs are found: when to look, what was found, and the one that is
// being taken over. The worker does a little of it whenever it has nothing else to do.
type search struct {
	wanted atomic.Bool
	// looked is when that was done last, in nanoseconds of time.Time.UnixNano.
	looked atomic.Int64

	candidates []string // paths of locks
	current    *recovery
	// watching tells that somebody calls soon when a run ends.
	watching bool
	// failed are runs that could not be taken over, by the path of their lock.
	failed map[string]time.Time
}

// failedPause is how long a run is left alone that could not be taken over.
const failedPause = time.Hour

// soon asks for a look as soon as the worker has nothing else to do.
func (s *search) soon() { s.wanted.Store(true) }

// overdue tells whether the last look is long ago.
func (s *search) overdue() bool {
	return time.Since(time.Unix(0, s.looked.Load())).Abs() > checkEvery
}

// looksAgain wakes the worker to look for dead runs, if it has not just done so.
//
// # Threads
//
// Any goroutine.
func (p *process) looksAgain() {
	if p.search.overdue() && !p.search.wanted.Swap(true) {
		p.boundary.Wake()
	}
}

// Recover does a part of the work that dead runs left, and tells whether it found any
// to do. A part takes a few milliseconds.
func (w *Worker) Recover() (more bool) {
	p, s := w.process, &w.search
	if p.run == nil || p.run.lock == nil {
		return false
	}
	w.watch()
	switch {
	case s.current != nil:
		p.stepRecovery()
		return true
	case len(s.candidates) > 0:
		next := s.candidates[0]
		s.candidates = s.candidates[1:]
		p.tryRecovery(next)
		return true
	case s.wanted.Swap(false) || s.overdue():
		s.looked.Store(time.Now().UnixNano())
		s.candidates = p.look()
		w.keepRing()
		return len(s.candidates) > 0
	}
	return false
}

// watch arranges, once, that the worker looks as soon as a run ends.
func (w *Worker) watch() {
	s := &w.search
	if s.watching {
		return
	}
	s.watching = true
	w.unwatched = !watchLocks(filepath.Dir(w.run.lock.Path()), func() {
		s.soon()
		w.boundary.Wake()
	})
}

// lookEvery is how often dead runs are looked for where nobody tells of them.
const lookEvery = time.Minute

// RestFor is how long the worker may sleep; 0 is for ever.
func (w *Worker) RestFor() time.Duration {
	if w.unwatched {
		return lookEvery
	}
	return 0
}

// look finds the runs that may be dead: by their rings, their locks, their folders in
// the spool and their long values. It does not know which of them live.
func (p *process) look() (found []string) {
	own, roots := p.run.lock.Path(), p.roots()
	add := func(lock string) {
		// The files of a run in another root cannot be seen from here.
		if !slices.Contains(roots, rootOf(lock)) {
			return
		}
		if lock != own && !slices.Contains(found, lock) && time.Since(p.search.failed[lock]) > failedPause {
			found = append(found, lock)
		}
	}
	for _, dir := range p.ringFolders() {
		rings, _ := ringfile.List(dir)
		for _, ring := range rings {
			switch lock, started := ownerOfRing(ring); {
			case lock == "":
			case forgotten(lock, started):
				// sweep takes what belongs to it
				run, _, _ := ringfile.Of(filepath.Base(ring))
				ringfile.Remove(dir, run)
			default:
				add(lock)
			}
		}
		sweep(dir, filepath.Dir(own))
	}
	for _, cl := range p.clients {
		if cl.config.Spool != nil {
			for _, lock := range cl.config.Spool.Orphans() {
				add(lock)
			}
		}
	}
	for _, root := range roots {
		dir, err := spool.LocksDir(root)
		if err != nil {
			continue
		}
		runlock.Sweep(dir)
		locks, _ := runlock.List(dir)
		for _, lock := range locks {
			add(lock)
		}
		sides, _ := os.ReadDir(filepath.Dir(sidesDir(root, "run")))
		for _, side := range sides {
			if runlock.ValidID(side.Name()) {
				add(filepath.Join(dir, runlock.Name(side.Name())))
			}
		}
	}
	return found
}

// roots are the roots of the spools that this process uses.
func (p *process) roots() []string {
	roots := []string{rootOf(p.run.lock.Path())}
	for _, cl := range p.clients {
		if cl.config.Spool != nil && !slices.Contains(roots, cl.root) {
			roots = append(roots, cl.root)
		}
	}
	return roots
}

// ownerOfRing reads whose ring a file is, "" if it is none for this version, and when
// that run began. A damaged one is put aside.
func ownerOfRing(path string) (lock string, started time.Time) {
	lock, started, err := ringfile.Owner(path)
	if errors.Is(err, ringfile.ErrDamaged) {
		quarantineRing(path)
	}
	return lock, started
}

// forgottenAfter is when nobody will want the ring of a spool that was removed: servers
// refuse events that are as old.
const forgottenAfter = 30 * 24 * time.Hour

// forgotten tells whether a ring is of a spool that was removed long ago. If its run
// lives all the same, it makes a new ring (keepRing).
func forgotten(lock string, started time.Time) bool {
	_, err := os.Lstat(filepath.Dir(lock))
	return errors.Is(err, fs.ErrNotExist) && time.Since(started).Abs() > forgottenAfter
}

const (
	damagedSuffix = ".damaged"
	// maxDamaged is how many damaged rings are kept for a person to look at.
	maxDamaged = 2
)

// quarantineRing puts a file aside that no version of the component has written.
func quarantineRing(path string) {
	if old, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"+damagedSuffix)); err == nil && len(old) >= maxDamaged {
		_ = os.Remove(path)
		return
	}
	_ = os.Rename(path, path+damagedSuffix)
}

// staleAfter is when a file that is being made was given up.
const staleAfter = time.Minute

// sweep removes what runs were making when they ended: files of a ring folder whose
// run is known and has no lock any more, or has not gone on for long.
func sweep(dir, locks string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		run, kind, _ := strings.Cut(entry.Name(), ".")
		if _, _, ring := ringfile.Of(entry.Name()); ring || !runlock.ValidID(run) || strings.HasSuffix(kind, "damaged") {
			continue
		}
		if ringfile.Find(dir, run) != "" {
			continue // whoever takes over the ring takes this too
		}
		info, err := entry.Info()
		if err != nil {
			continue
		}
		lock := filepath.Join(locks, runlock.Name(run))
		_, err = os.Lstat(lock)
		switch {
		case err == nil && alive(lock):
		case err == nil, errors.Is(err, fs.ErrNotExist) && time.Since(info.ModTime()).Abs() > staleAfter:
			_ = os.RemoveAll(filepath.Join(dir, entry.Name()))
		}
	}
}

// tryRecovery takes over a run if it is dead.
func (p *process) tryRecovery(lock string) {
	claim, err := runlock.Claim(lock)
	if err != nil || claim == nil {
		return // it lives, or somebody was faster
	}
	fault.At("recovery.claimed")
	// It may have got its ring after it was found, and somebody may have put an end to
	// it meanwhile.
	ring := p.ringOf(claim.ID)
	if ring != "" && ringfile.Held(ring) {
		claim.Release() // it lives, and will find that its lock was taken away
		return
	}
	r, err := p.beginRecovery(claim, ring)
	if errors.Is(err, ringfile.ErrDamaged) {
		quarantineRing(ring)
		r, err = p.beginRecovery(claim, "")
	}
	if err != nil {
		claim.Release()
		p.recoveryFailed(lock, err)
		return
	}
	p.search.current = r
}

// ringOf finds the ring of a run; "" if it has none.
func (p *process) ringOf(run string) string {
	for _, dir := range p.ringFolders() {
		if path := ringfile.Find(dir, run); path != "" {
			return path
		}
	}
	return ""
}

// stepRecovery goes on with the run that is being taken over.
func (p *process) stepRecovery() {
	r := p.search.current
	done, err := true, error(nil)
	panicked := guard.Run("recovery", func() { done, err = r.step() })
	switch {
	case panicked != nil || err != nil:
		p.search.current = nil
		r.giveUp()
		p.recoveryFailed(r.claim.Path(), err)
	case done:
		p.search.current = nil
		if err := r.end(); err != nil {
			p.recoveryFailed(r.claim.Path(), err)
			return
		}
		p.recovered.Runs++
	}
}

func (p *process) recoveryFailed(lock string, err error) {
	if p.search.failed == nil {
		p.search.failed = make(map[string]time.Time)
	}
	p.search.failed[lock] = time.Now()
	if err != nil {
		p.recovered.Failed = reason(err)
	}
}

// rootOf is the root of the spool that a lock lies in.
func rootOf(lock string) string { return filepath.Dir(filepath.Dir(filepath.Dir(lock))) }

// recoveredJSON counts what was found in the rings of dead processes.
type recoveredJSON struct {
	// Runs is how many were taken over, and Records how many of their records were
	// interpreted.
	Runs    int `json:"runs"`
	Records int `json:"records"`
	// Torn records were being written when the process ended. Unknown ones belong to
	// an object that nothing is known of. Over those that were PassedOver, processes
	// have ended. Damaged rings end in something that is no record.
	Torn       int `json:"torn"`
	Unknown    int `json:"unknown"`
	PassedOver int `json:"passedOver"`
	Damaged    int `json:"damaged"`
	// Failed is why the last run that was found could not be taken over.
	Failed string `json:"failed,omitempty"`
}
