package addin

import (
	"errors"
	"os"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/statelog"
)

// ExitPath is a file or a folder that a process which ends in good order removes.
type ExitPath struct {
	Path string
	Kind ExitKind
}

// ExitKind is what an ExitPath names.
type ExitKind int

const (
	// ExitFile is a file.
	ExitFile ExitKind = iota
	// ExitFolder is a folder that is removed if it is empty.
	ExitFolder
	// ExitOwnedFolder is one that is removed if nothing but the file of its owner is
	// left in it (package spool).
	ExitOwnedFolder
)

// run is the life of the component in this process as it stands on disk and in memory
// that outlives the process. It begins with the first Init that wants anything kept.
type run struct {
	// lock is held for life; nil if there is no place for it: then nothing is kept.
	lock *runlock.Lock
	// rings is the private folder of rings, and ringPath the one of this run; both
	// are "" if there is none, and records lie in the memory of the process.
	rings, ringPath string
	log             *statelog.Log
	// running tells that the ring says that the start went well.
	running bool
	// sides is the folder of values too long for the ring; "" keeps them in memory.
	sides string
	// degraded tells what could not be had, and why.
	degraded []problem.Problem
	// checked is when the ring's own file was looked at last.
	checked time.Time
}

const (
	// maxFailedStarts runs that ended while they started, in startsWindow, keep the
	// next from starting.
	maxFailedStarts = 3
	startsWindow    = time.Hour
)

// begin begins the run of this process, once, with its lock in a spool root. What
// cannot be had is told in degraded. The problem is that the component is switched
// off, or that it has ended processes as they started.
func (p *process) begin(spoolRoot string, memoryOnly bool) (bad problem.Problem, ok bool) {
	if bad, ok := p.allowed(spoolRoot); !ok {
		return bad, false
	}
	if memoryOnly || p.run != nil {
		return problem.Problem{}, true
	}
	if p.failedStarts(spoolRoot) >= maxFailedStarts {
		return problem.New("%d processes ended while the component started: it stays off for an hour",
			"%d процессов завершились при запуске компоненты: она выключена на час", maxFailedStarts), false
	}
	p.run = p.newRun(spoolRoot)
	return problem.Problem{}, true
}

func (p *process) newRun(spoolRoot string) *run {
	r := &run{}
	err := checkRoot(spoolRoot)
	locks := ""
	if err == nil {
		locks, err = spool.LocksDir(spoolRoot)
	}
	if err == nil {
		r.lock, err = runlock.New(locks)
	}
	if err != nil {
		r.lock = nil
		r.degrade(problem.New("nothing is kept on disk: %s", "на диске ничего не сохраняется: %s", problem.Cause(err)))
		return r
	}
	fault.At("run.locked")
	p.boundary.RemoveAtExit([]ExitPath{{Path: r.lock.Path()}})
	if err := p.beginRing(r); err != nil {
		r.ringPath = ""
		r.degrade(problem.New("calls that are not stored yet are lost if the process is killed: %s",
			"ещё не сохранённые вызовы теряются, если процесс завершён принудительно: %s", problem.Cause(err)))
	}
	p.beginSides(r, spoolRoot)
	fault.At("run.begun")
	return r
}

// checkRoot checks a root in a folder where everybody may write, such as that of
// temporary files: somebody may have put another one there. A user's own folder is the
// user's business.
func checkRoot(spoolRoot string) error {
	if spoolRoot != root.Shared() {
		return nil
	}
	return private.MkdirAll(spoolRoot)
}

func (r *run) degrade(p problem.Problem) { r.degraded = append(r.degraded, p) }

// allowed tells whether somebody has switched the component off.
func (p *process) allowed(spoolRoot string) (bad problem.Problem, ok bool) {
	if by := root.SwitchedOff(spoolRoot, p.getenv); by != "" {
		return problem.New("the component is switched off: %s", "компонента отключена: %s", by), false
	}
	return problem.Problem{}, true
}

// failedStarts counts the dead runs of a spool that did not come through their start.
// Another spool may end processes for a reason of its own.
func (p *process) failedStarts(spoolRoot string) (failed int) {
	for _, dir := range p.ringFolders() {
		paths, _ := ringfile.List(dir)
		for _, path := range paths {
			dead, err := ringfile.Open(path)
			if err != nil {
				continue
			}
			dead.Close()
			if dead.Running || root.OfLock(dead.LockPath) != filepath.Clean(spoolRoot) {
				continue
			}
			if time.Since(dead.Started).Abs() < startsWindow && !alive(dead.LockPath) {
				failed++
			}
		}
	}
	return failed
}

// alive tells whether the run of a lock lives.
func alive(lockPath string) bool {
	if _, err := os.Lstat(lockPath); err != nil {
		return false
	}
	claim, err := runlock.Claim(lockPath)
	if claim != nil {
		claim.Release()
	}
	return err == nil && claim == nil
}

var errNoMemory = errors.New("this system has no memory that outlives a process")

// beginRing makes the ring that outlives the process and the log of its objects.
func (p *process) beginRing(r *run) error {
	err := errNoMemory
	for _, dir := range p.ringFolders() {
		if err = private.MkdirAll(dir); err != nil {
			continue
		}
		if r.log, err = statelog.Create(dir, r.lock.ID); err != nil {
			continue
		}
		fault.At("run.logged")
		if err = p.makeRing(r, dir); err != nil {
			r.log.Close()
			_ = os.Remove(r.log.Path())
			r.log = nil
			continue
		}
		r.rings = dir
		p.boundary.RemoveAtExit([]ExitPath{{Path: r.ringPath}, {Path: r.log.Path()}})
		return nil
	}
	return err
}

func (p *process) makeRing(r *run, dir string) error {
	path, err := ringfile.Create(dir, r.lock.ID, r.lock.Path(), p.boundary.RingSize())
	if err != nil {
		return err
	}
	fault.At("run.mapped")
	if err := p.boundary.MapRing(path); err != nil {
		_ = os.Remove(path)
		return err
	}
	r.ringPath = path
	return nil
}

func (p *process) beginSides(r *run, spoolRoot string) {
	dir := root.Sides(spoolRoot, r.lock.ID)
	err := private.MkdirAll(filepath.Dir(dir))
	if err == nil {
		err = private.MkdirAll(dir)
	}
	if err == nil {
		err = p.boundary.SetSideFolder(dir)
	}
	if err != nil {
		return // they stay in memory
	}
	r.sides = dir
	p.boundary.RemoveAtExit([]ExitPath{{Path: dir, Kind: ExitFolder}})
}

// checkEvery is how often files are looked at that somebody may have taken away, and
// dead runs looked for.
const checkEvery = 10 * time.Second

// keepRing makes a new ring if the file of this one was removed: a logout may clean
// the memory of a user.
func (w *Worker) keepRing() {
	r := w.run
	if r == nil || r.ringPath == "" || time.Since(r.checked) < checkEvery {
		return
	}
	r.checked = time.Now()
	if _, err := os.Lstat(r.ringPath); err == nil || !errors.Is(err, os.ErrNotExist) {
		return
	}
	if err := private.MkdirAll(r.rings); err != nil {
		return
	}
	if w.makeRing(r, r.rings) == nil {
		_ = ringfile.MarkRunning(r.ringPath)
		w.compactState()
	}
}
