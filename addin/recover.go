package addin

import (
	"errors"
	"os"
	"path/filepath"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/interpreted"
	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/statelog"
)

// recovery is the work of taking over what one dead run left: the files in the spool,
// then the records that it had no time for.
//
// Any process may end in the middle of it, and another goes on: nothing is removed
// before what was made of it is safe, and every step leaves behind what the next one
// would need (package ringfile counts the attempts, package spool knows what was
// already made).
type recovery struct {
	claim *runlock.Lock
	// ring and what belongs to it lie in rings; nil if there is no ring.
	ring   *ringfile.Dead
	rings  string
	worker *Worker
	// covered is the last record of each object whose effect is in the log.
	covered map[uint32]uint64
	// told are the DSN and the options that the run has noted, and toldIn the roots in which that was read.
	told   []noted
	toldIn map[string]bool
	// hides is what hidesAny made of so many of told, less one.
	hides   *mask.Masker
	hidesOf int
	// left are the files, by the folder of their project, and made what was made of the records
	// before and is not among them any more.
	left map[string]*leftFiles
	// places are names of folders that are there, by other names of theirs.
	places map[string]string
	made   *spool.Made
	// stays says that a newer version wrote something of the run, or that it cannot be read
	// for now: the files in the spool are taken, with a note of what they were made of, and the
	// rest is left to a process that can read it.
	stays bool
	// state is the worker's, until something has no place.
	state *keptState
	// interprets says that a record is being interpreted, and unstored why what was made of it, or
	// of an object at the end, has no place: there is none on the disk, and no server takes it.
	interprets bool
	unstored   error
	// inMemory says that a part of what the record became waits there: then all of it does.
	inMemory bool
}

// recoverChunk is how many bytes of records are interpreted before the living ones
// are looked after.
const recoverChunk = 64 << 10

// beginRecovery takes over a run whose claim is held; ringPath is "" if it has no ring, or
// if ringErr says that this is not known.
//
// The files come first: they need neither the state nor the options of the dead, and
// nothing that is wrong with those keeps them from being sent. What cannot be read of the
// rest is lost, by itself, and counted.
func (p *process) beginRecovery(claim *runlock.Lock, ringPath string, ringErr error) *recovery {
	r := &recovery{claim: claim, left: make(map[string]*leftFiles), places: make(map[string]string), covered: make(map[uint32]uint64)}
	p.missing(r.readMade())
	p.clientsOfDead(claim)
	for _, cl := range p.clients {
		p.missing(r.find(cl))
	}
	r.targets() // while they can be read
	fault.At("recovery.found")
	if ringErr != nil {
		p.missing(ringErr)
		r.stays = true
	} else if !r.stays { // else its records may be made already
		r.openRing(p, ringPath)
	}
	if r.rings != "" {
		clientsFor(p, r.made.Belongings())
		r.restore(p)
		fault.At("recovery.restored")
	}
	for _, cl := range p.clients {
		p.missing(r.find(cl)) // those that its objects had
	}
	if r.stays {
		r.leaveRing(nil)
	}
	return r
}

// openRing opens the ring. Without one, the log of states may still tell of sessions that
// nobody has ended.
func (r *recovery) openRing(p *process, ringPath string) {
	if ringPath == "" {
		r.rings = p.life.StateOf(r.claim.ID)
		return
	}
	ring, err := ringfile.Open(ringPath)
	switch {
	case errors.Is(err, ringfile.ErrNewer):
		p.missing(err)
		r.stays = true
		return
	case errors.Is(err, ringfile.ErrDamaged):
		life.QuarantineRing(ringPath)
		r.rings = filepath.Dir(ringPath)
		return
	case err != nil:
		p.missing(err)
		r.stays = true // it may be readable another time
		return
	}
	r.ring, r.rings = ring, filepath.Dir(ringPath)
}

func (r *recovery) close() {
	if r.ring != nil {
		r.ring.Close()
		r.ring = nil
	}
	if r.state != nil {
		r.state.log.Close()
		r.state = nil
	}
}

// restore makes a worker whose objects are as the dead run's log says, as far as it can
// be read.
func (r *recovery) restore(p *process) {
	w := &Worker{
		process: p,
		host:    nobody{},
		objects: make(map[uint32]*object),
		keyed:   make(map[string]*gathered),
		id:      r.claim.ID,
		sides:   r.sides(),
		outlet:  client.Nowhere{},
		long:    r.long(),
	}
	w.contents.Dir = w.sides
	r.worker = w
	log, records, err := statelog.Reopen(r.rings, r.claim.ID)
	if err != nil && (records != nil || private.Temporary(err)) {
		// It may be readable another time, as a ring. What is read, and can neither be written nor
		// noted in it, would be missing to the next one, and nothing would say so.
		p.missing(err)
		r.leaveRing(nil)
		return
	}
	if err != nil {
		p.recovered.Stateless++
		p.missing(err)
		if errors.Is(err, statelog.ErrNewer) {
			r.leaveRing(nil)
			return
		}
		life.QuarantineRing(filepath.Join(r.rings, statelog.Name(r.claim.ID)))
		if log, err = statelog.CreateLacking(r.rings, r.claim.ID); err != nil {
			p.missing(err)
			log = nil
		}
	}
	if r.ring == nil && len(records) > 0 {
		// A run that had objects had a ring: it is gone, or was put aside as damaged.
		p.recovered.Damaged++
		p.recovered.Failed = "the ring of a process is gone or damaged"
	}
	for {
		entry, rest, ok, err := record.Next(records)
		if !ok || err != nil {
			break // what is cut off here is in the ring
		}
		records = rest
		if entry.Method == record.MethodInterpreted {
			failed := readInterpreted(w, entry)
			if errors.Is(failed, interpreted.ErrNewer) {
				p.recovered.Stateless++
				p.missing(failed)
				r.leaveRing(log)
				return
			}
			if failed != nil {
				p.recovered.Stateless++
				w.gaps = true
			}
			continue
		}
		r.covered[entry.Object] = max(r.covered[entry.Object], entry.Sequence)
		if entry.Method == closing {
			restoreClosed(w, entry)
			continue
		}
		if entry.Method != record.MethodSnapshot {
			w.applyRecord(entry)
			continue
		}
		if before := w.objects[entry.Object]; before != nil && before.parked != before {
			w.leaveKey(before) // this one takes its place, as one user of what both share
		}
		o := newObject(entry.Object)
		var failed error
		panicked := guard.Run("restore", func() { failed = w.restore(o, entry) })
		if errors.Is(failed, statelog.ErrNewer) || errors.Is(failed, errSwitchedOff) {
			if failed != errSwitchedOff {
				p.recovered.Stateless++
			}
			p.missing(failed)
			r.leaveRing(log)
			return
		}
		if o.elsewhere {
			w.objects[entry.Object] = o
		}
		if failed != nil || panicked != nil {
			p.recovered.Stateless++
			p.missing(failed)
			continue
		}
		o.sequence = entry.Sequence
		w.objects[entry.Object] = o
	}
	w.contents.Leave()
	if log != nil {
		w.gaps = w.gaps || log.HasGap()
		for _, o := range w.objects {
			if log.Doubts(o.number) {
				o.client, o.former, o.was = nil, nil, nil
			}
		}
		if w.gaps {
			r.hideAll()
		}
		w.state = &keptState{log: log, compacted: log.Size()}
		r.state = w.state
	}
	w.outlet = r
	r.putAside(p)
}

func (r *recovery) sides() string { return root.Sides(root.OfLock(r.claim.Path()), r.claim.ID) }

// long is the folder of the run's long values: runs of earlier versions have them where
// their attachments are.
func (r *recovery) long() string {
	dir := root.Long(r.rings, r.claim.ID)
	if _, err := os.Lstat(dir); err != nil {
		return r.sides()
	}
	return dir
}

// step interprets the next records, and reports whether none are left.
func (r *recovery) step() (done bool, err error) {
	if r.ring == nil {
		return true, nil
	}
	run, err := r.ring.Next(recoverChunk)
	if err != nil || len(run) == 0 {
		return true, err
	}
	recovered := &r.worker.recovered
	recovered.Torn += record.Torn(run)
	for len(run) > 0 {
		entry, rest, ok, err := record.Next(run)
		if err != nil {
			recovered.Damaged++
			if err := r.lacks(); err != nil {
				return true, err
			}
			if err := r.ring.Skip(); err != nil {
				return true, err
			}
			return r.ring.Empty(), nil
		}
		if ok {
			if err := r.one(entry); err != nil {
				return true, err
			}
			if r.unstored != nil {
				return true, r.putOff()
			}
		}
		if err := r.ring.Advance(len(run) - len(rest)); err != nil {
			return true, err
		}
		fault.At("recovery.advanced")
		r.worker.Deliver()
		run = rest
	}
	return r.ring.Empty(), nil
}

// one interprets a record, unless processes have ended over it.
func (r *recovery) one(entry record.Record) error {
	if r.isDone(entry) {
		return nil
	}
	ok, err := r.ring.Attempt()
	if err != nil {
		return err
	}
	if !ok {
		return r.passOver(entry)
	}
	r.worker.recovered.Records++
	if !r.known(entry) {
		r.worker.recovered.Unknown++
		return nil
	}
	r.interprets, r.inMemory = true, false
	r.worker.applyRecord(entry)
	r.interprets = false
	fault.At("recovery.applied")
	if r.unstored != nil {
		return nil // as if it had not been read
	}
	r.worker.interpreted.Add(entry.Sequence)
	r.worker.Keep()
	if s := r.worker.state; s != nil && beginsOrCloses(entry) && s.log.Doubts(entry.Object) {
		r.worker.compactState() // what an Init says is in doubt no more
	}
	fault.At("recovery.kept")
	return nil
}

// end makes this process the owner of the files, lets them be sent and removes what
// else is left of the run. Its lock goes last: who finds it knows that there may be
// more. If the files cannot be had, all of it stays for another process.
func (r *recovery) end() error {
	r.endsBegin()
	r.endTransactions()
	r.endSessions()
	fault.At("recovery.ended")
	if r.unstored != nil && r.worker != nil {
		r.worker.missing(r.unstored)
		r.leaveRing(nil) // and the log, which knows what is open still
	}
	var err error
	if r.stays {
		err = r.noteMade()
	}
	if err == nil {
		err = r.takeFiles()
	}
	if err != nil {
		r.giveUp()
		return err
	}
	r.close()
	fault.At("recovery.taken")
	if r.stays {
		r.claim.Release()
		return errStays
	}
	if r.rings != "" {
		_ = os.RemoveAll(root.Long(r.rings, r.claim.ID))
		_ = os.Remove(filepath.Join(r.rings, statelog.Name(r.claim.ID)))
		fault.At("recovery.unlogged")
		ringfile.Remove(r.rings, r.claim.ID)
		fault.At("recovery.unringed")
	}
	_ = os.RemoveAll(r.sides())
	fault.At("recovery.swept")
	return r.claim.End()
}

// errStays is about a run of which the rest is left alone for now; why was noted before.
var errStays = errors.New("addin: recover: a part of the run stays")

// giveUp leaves the run to another process.
func (r *recovery) giveUp() {
	r.close()
	r.claim.Release()
}
