package life

import (
	"cmp"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sort"
	"syscall"
	"time"

	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/statelog"
	"sentry1c/addin/internal/status"
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

// Run is the life of the component in this process as it stands on disk and in memory
// that outlives the process. It begins with the first Init that wants anything kept.
type Run struct {
	// Lock is held for life; nil if there is no place for it: then nothing is kept.
	Lock *runlock.Lock
	// rings is the private folder of rings, and RingPath the one of this run; both
	// are "" if there is none, and records lie in the memory of the process.
	rings, RingPath string
	// telling is where the run tells of itself; "" if there is no place for it.
	telling string
	// Log is the log of the states of objects; nil without a ring.
	Log *statelog.Log
	// running says that the ring says that the start went well.
	running bool
	// several says that the ring says that there are spools in several roots.
	several bool
	// hold says that the run lives, beside its lock.
	hold io.Closer
	// Sides is the folder of attachments that wait for an event; "" keeps them in memory.
	Sides string
	// Long is the folder of values too long for the ring, beside the ring: nothing in them
	// is masked, and they must not lie on a disk. "" keeps them in memory.
	Long string
	// Degraded is what could not be had, and why.
	Degraded []problem.Problem
	// Unlocked is why the lock that somebody removed could not be made again; "" is that
	// it is there.
	Unlocked string
	// Ringless is the same for the ring.
	Ringless string
	// checked is when the ring's own file was looked at last.
	checked time.Time
}

// ID names the run; "" if nothing of it is kept.
func (r *Run) ID() string {
	if r == nil || r.Lock == nil {
		return ""
	}
	return r.Lock.ID
}

// Tell writes what the run tells of itself, if it has a place for it. Who looks from outside
// can do without: an error is nobody's.
func (r *Run) Tell(s status.Status) {
	if r.telling == "" {
		return
	}
	s.Root = root.OfLock(r.Lock.Path())
	_ = status.Write(r.telling, r.Lock.ID, s)
}

// LetGo gives up what says that the run lives, as the end of its process does.
func (r *Run) LetGo() {
	r.Lock.Release()
	if r.hold != nil {
		r.hold.Close()
	}
}

// Started notes in the ring, once, that the start went well.
func (r *Run) Started() {
	if !r.running {
		r.running = ringfile.MarkRunning(r.RingPath, r.several) == nil
	}
}

// Uses notes in the ring, once, that the run keeps something in another root than that of its lock.
func (r *Run) Uses(spoolRoot string) {
	if !r.several && spoolRoot != root.OfLock(r.Lock.Path()) {
		r.several = ringfile.MarkRunning(r.RingPath, true) == nil
	}
}

const (
	// maxFailedStarts runs that ended while they started, in startsWindow, keep the
	// next from starting.
	maxFailedStarts = 3
	startsWindow    = time.Hour
	// startsTogether is within which time several starts are one: processes that somebody
	// ended at one moment, while they started, say nothing of the component.
	startsTogether = 3 * time.Second
)

// Begin begins the run of this process, once, with its lock in a spool root. What
// cannot be had is told in degraded. The problem is that the component is switched
// off, or that it has ended processes as they started.
func (l *Life) Begin(spoolRoot string, memoryOnly bool) (bad problem.Problem, ok bool) {
	if bad, ok := l.allowed(spoolRoot); !ok {
		return bad, false
	}
	if memoryOnly || l.Run != nil {
		return problem.Problem{}, true
	}
	if l.failedStarts(spoolRoot) >= maxFailedStarts {
		return problem.New("%d processes ended while the component started: it stays off for an hour",
			"%d процессов завершились при запуске компоненты: она выключена на час", maxFailedStarts), false
	}
	l.Run = l.newRun(spoolRoot)
	return problem.Problem{}, true
}

func (l *Life) newRun(spoolRoot string) *Run {
	r := &Run{}
	err := checkRoot(spoolRoot)
	locks := ""
	if err == nil {
		locks, err = spool.LocksDir(spoolRoot)
	}
	if err == nil {
		r.Lock, err = runlock.New(locks)
	}
	if err != nil {
		r.Lock = nil
		r.degrade(problem.New("nothing is kept on disk: %s", "на диске ничего не сохраняется: %s", problem.Cause(err)))
		return r
	}
	fault.At("run.locked")
	l.Boundary.RemoveAtExit([]ExitPath{{Path: r.Lock.Path()}})
	if l.Boundary.RingSize() == 0 {
		// Nobody records here: a call is made when it is on the disk.
	} else if err := l.beginRing(r); err != nil {
		r.RingPath = ""
		r.degrade(WithoutRing(problem.Cause(err)))
	}
	l.beginSides(r, spoolRoot)
	for _, dir := range l.RingFolders() {
		if private.MkdirAll(dir) == nil {
			r.telling = dir
			l.Boundary.RemoveAtExit([]ExitPath{{Path: filepath.Join(dir, status.Name(r.Lock.ID))}})
			break
		}
	}
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

func (r *Run) degrade(p problem.Problem) { r.Degraded = append(r.Degraded, p) }

// allowed reports whether somebody has switched the component off.
func (l *Life) allowed(spoolRoot string) (bad problem.Problem, ok bool) {
	if by := root.SwitchedOff(spoolRoot, l.Getenv); by != "" {
		return problem.New("the component is switched off: %s", "компонента отключена: %s", by), false
	}
	return problem.Problem{}, true
}

// failedStarts counts the dead runs of a spool that did not come through their start.
// Another spool may end processes for a reason of its own.
func (l *Life) failedStarts(spoolRoot string) int {
	var starts []time.Time
	for _, dir := range l.RingFolders() {
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
			if time.Since(dead.Started).Abs() < startsWindow && !Alive(dead.LockPath) {
				starts = append(starts, dead.Started)
			}
		}
	}
	return moments(starts, cmp.Or(l.StartsTogether, startsTogether))
}

// moments counts times, of which those that are within a span of an earlier one are one.
func moments(times []time.Time, span time.Duration) (count int) {
	sort.Slice(times, func(i, j int) bool { return times[i].Before(times[j]) })
	var last time.Time
	for _, t := range times {
		if count == 0 || t.Sub(last) >= span {
			last = t
			count++
		}
	}
	return count
}

// Alive reports whether the run of a lock lives.
func Alive(lockPath string) bool {
	if _, err := os.Lstat(lockPath); err != nil {
		return false
	}
	claim, err := runlock.Claim(lockPath)
	if claim != nil {
		claim.Release()
	}
	return err == nil && claim == nil
}

// ErrNoMemory says that there is no ring.
var ErrNoMemory = errors.New("this system has no memory that outlives a process")

// beginRing makes the ring that outlives the process and the log of its objects.
func (l *Life) beginRing(r *Run) error {
	err := ErrNoMemory
	for _, dir := range l.RingFolders() {
		if err = private.MkdirAll(dir); err != nil {
			continue
		}
		if r.Log, err = statelog.Create(dir, r.Lock.ID); err != nil {
			continue
		}
		fault.At("run.logged")
		if err = l.makeRing(r, dir); err != nil {
			r.Log.Close()
			_ = os.Remove(r.Log.Path())
			r.Log = nil
			continue
		}
		r.rings = dir
		l.Boundary.RemoveAtExit([]ExitPath{{Path: r.RingPath}, {Path: r.Log.Path()}})
		return nil
	}
	return err
}

func (l *Life) makeRing(r *Run, dir string) error {
	path, err := ringfile.Create(dir, r.Lock.ID, r.Lock.Path(), l.Boundary.RingSize())
	if err != nil {
		return err
	}
	fault.At("run.mapped")
	if err := l.Boundary.MapRing(path); err != nil {
		_ = os.Remove(path)
		return err
	}
	r.RingPath = path
	if r.hold != nil {
		r.hold.Close()
	}
	r.hold, _ = ringfile.Hold(path) // without it the lock alone says that this run lives
	return nil
}

func (l *Life) beginSides(r *Run, spoolRoot string) {
	if long := root.Long(r.rings, r.Lock.ID); r.rings != "" && private.MkdirAll(long) == nil && l.Boundary.SetSideFolder(long) == nil {
		r.Long = long
		l.Boundary.RemoveAtExit([]ExitPath{{Path: long, Kind: ExitFolder}})
	}
	dir := root.Sides(spoolRoot, r.Lock.ID)
	err := private.MkdirAll(filepath.Dir(dir))
	if err == nil {
		err = private.MkdirAll(dir)
	}
	if err != nil {
		return // they stay in memory
	}
	r.Sides = dir
	l.Boundary.RemoveAtExit([]ExitPath{{Path: dir, Kind: ExitFolder}})
}

// KeepLock makes the lock again if somebody has removed it.
func (l *Life) KeepLock() {
	l.Run.Unlocked = ""
	if err := l.Run.Lock.Keep(); err != nil {
		l.Run.Unlocked = problem.Cause(err)
	}
}

// KeepRing makes a new ring if the file of this one was removed: a logout may clean the
// memory of a user. True: the states of objects must be written anew.
func (l *Life) KeepRing() (made bool) {
	r := l.Run
	if r == nil || r.RingPath == "" || time.Since(r.checked).Abs() < ringEvery {
		return false
	}
	r.checked = time.Now()
	info, err := os.Lstat(r.RingPath)
	if err == nil && older(info, shownEvery) {
		_ = os.Chtimes(r.RingPath, r.checked, r.checked)
	}
	if !errors.Is(err, os.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		return false
	}
	err = private.MkdirAll(r.rings)
	if err == nil && r.Long != "" {
		_ = private.MkdirAll(r.Long)
	}
	if err == nil {
		err = l.makeRing(r, r.rings)
	}
	if err != nil {
		r.Ringless = problem.Cause(err)
		return false
	}
	r.Ringless = ""
	_ = ringfile.MarkRunning(r.RingPath, r.several)
	return true
}

// WithoutRing says what it means that there is no ring.
func WithoutRing(cause string) problem.Problem {
	return problem.New("calls that are not stored yet are lost when the process ends, unless Close is called: %s",
		"ещё не сохранённые вызовы теряются, когда процесс завершается без Закрыть: %s", cause)
}
