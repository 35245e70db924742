package addin

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/ringfile"
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
	// hold says that the run lives, beside lock.
	hold io.Closer
	// running tells that the ring says that the start went well.
	running bool
	// sides is the folder of attachments that wait for an event; "" keeps them in memory.
	sides string
	// long is the folder of values too long for the ring, beside the ring: nothing in them
	// is masked, and they must not lie on a disk. "" keeps them in memory.
	long string
	// degraded tells what could not be had, and why.
	degraded []problem
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
func (p *process) begin(root string, memoryOnly bool) (bad problem, ok bool) {
	if bad, ok := p.allowed(root); !ok {
		return bad, false
	}
	if memoryOnly || p.run != nil {
		return problem{}, true
	}
	if p.failedStarts(root) >= maxFailedStarts {
		return tell("%d processes ended while the component started: it stays off for an hour",
			"%d процессов завершились при запуске компоненты: она выключена на час", maxFailedStarts), false
	}
	p.run = p.newRun(root)
	return problem{}, true
}

func (p *process) newRun(root string) *run {
	r := &run{}
	err := checkRoot(root)
	locks := ""
	if err == nil {
		locks, err = spool.LocksDir(root)
	}
	if err == nil {
		r.lock, err = runlock.New(locks)
	}
	if err != nil {
		r.lock = nil
		r.degrade(tell("nothing is kept on disk: %s", "на диске ничего не сохраняется: %s", reason(err)))
		return r
	}
	fault.At("run.locked")
	p.boundary.RemoveAtExit([]ExitPath{{Path: r.lock.Path()}})
	if err := p.beginRing(r); err != nil {
		r.ringPath = ""
		r.degrade(tell("calls that are not stored yet are lost if the process is killed: %s",
			"ещё не сохранённые вызовы теряются, если процесс завершён принудительно: %s", reason(err)))
	}
	p.beginSides(r, root)
	fault.At("run.begun")
	return r
}

// checkRoot checks a root in a folder where everybody may write, such as that of
// temporary files: somebody may have put another one there. A user's own folder is the
// user's business.
func checkRoot(root string) error {
	if root != sharedRoot() {
		return nil
	}
	return private.MkdirAll(root)
}

func (r *run) degrade(p problem) { r.degraded = append(r.degraded, p) }

// reason is an error without the names of our packages.
func reason(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Error()
	}
	return err.Error()
}

// allowed tells whether somebody has switched the component off.
func (p *process) allowed(root string) (bad problem, ok bool) {
	if by := switchedOff(root, p.getenv); by != "" {
		return tell("the component is switched off: %s", "компонента отключена: %s", by), false
	}
	return problem{}, true
}

// SwitchedOff tells what switches the component off for this user: a variable of the
// environment, or a file in the root of the spool; "" is nothing.
func SwitchedOff(root string) (by string) { return switchedOff(root, os.LookupEnv) }

func switchedOff(root string, getenv func(string) (string, bool)) (by string) {
	marker := filepath.Join(root, "disabled")
	if value, set := getenv("SENTRY1C_DISABLE"); set && value != "" && value != "0" {
		return "SENTRY1C_DISABLE=" + value
	}
	if _, err := os.Lstat(marker); err == nil {
		return marker
	}
	return ""
}

// failedStarts counts the dead runs of a spool that did not come through their start.
// Another spool may end processes for a reason of its own.
func (p *process) failedStarts(root string) (failed int) {
	for _, dir := range p.ringFolders() {
		paths, _ := ringfile.List(dir)
		for _, path := range paths {
			dead, err := ringfile.Open(path)
			if err != nil {
				continue
			}
			dead.Close()
			if dead.Running || rootOf(dead.LockPath) != filepath.Clean(root) {
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
	if r.hold != nil {
		r.hold.Close()
	}
	r.hold, _ = ringfile.Hold(path) // without it the lock alone says that this run lives
	return nil
}

// longDir is where the long values of a run lie, in the folder of its rings.
func longDir(rings, run string) string { return filepath.Join(rings, run+longSuffix) }

const longSuffix = ".side"

// sidesDir is where the attachments of a run lie, in the root of its lock; of runs of
// earlier versions the long values, too.
func sidesDir(root, run string) string { return filepath.Join(root, "v1", "side", run) }

// sidePath is the file of one of them, as native/side.c names it.
func sidePath(dir string, number uint32) string {
	return filepath.Join(dir, fmt.Sprintf("%08x", number))
}

func (p *process) beginSides(r *run, root string) {
	if long := longDir(r.rings, r.lock.ID); r.rings != "" && private.MkdirAll(long) == nil && p.boundary.SetSideFolder(long) == nil {
		r.long = long
		p.boundary.RemoveAtExit([]ExitPath{{Path: long, Kind: ExitFolder}})
	}
	dir := sidesDir(root, r.lock.ID)
	err := private.MkdirAll(filepath.Dir(dir))
	if err == nil {
		err = private.MkdirAll(dir)
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
	_ = r.lock.Keep()
	if _, err := os.Lstat(r.ringPath); err == nil || !errors.Is(err, os.ErrNotExist) {
		return
	}
	if err := private.MkdirAll(r.rings); err != nil {
		return
	}
	if r.long != "" {
		_ = private.MkdirAll(r.long)
	}
	if w.makeRing(r, r.rings) == nil {
		_ = ringfile.MarkRunning(r.ringPath)
		w.compactState()
	}
}
