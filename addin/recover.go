package addin

import (
	"os"
	"path/filepath"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/journal"
	"sentry1c/addin/internal/ringfile"
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
	// left are the files, by the folder of their project.
	left map[string]*leftFiles
}

// recoverChunk is how many bytes of records are interpreted before the living ones
// are looked after.
const recoverChunk = 64 << 10

// beginRecovery takes over a run whose claim is held; ringPath is "" if it has no
// ring.
func (p *process) beginRecovery(claim *runlock.Lock, ringPath string) (*recovery, error) {
	r := &recovery{claim: claim, left: make(map[string]*leftFiles), covered: make(map[uint32]uint64)}
	if ringPath != "" {
		var err error
		if r.ring, err = ringfile.Open(ringPath); err != nil {
			return nil, err
		}
		for _, damaged := range r.ring.Damaged {
			quarantineRing(damaged)
			p.recovered.Damaged++
		}
		r.rings = filepath.Dir(ringPath)
		if err := r.restore(p); err != nil {
			r.ring.Close()
			return nil, err
		}
		fault.At("recovery.restored")
	}
	for _, cl := range p.clients {
		if err := r.find(cl); err != nil {
			r.close()
			return nil, err
		}
	}
	fault.At("recovery.found")
	return r, nil
}

func (r *recovery) close() {
	if r.ring != nil {
		r.ring.Close()
		r.worker.state.log.Close()
	}
}

// restore makes a worker whose objects are as the dead run's log says.
func (r *recovery) restore(p *process) error {
	log, records, err := statelog.Reopen(r.rings, r.claim.ID)
	if err != nil {
		return err
	}
	w := &Worker{
		process: p,
		host:    nobody{},
		objects: make(map[uint32]*object),
		id:      r.claim.ID,
		sides:   r.sides(),
		long:    r.long(),
		stored:  r.stored,
		stage:   r.stage,
	}
	r.worker = w
	w.replaying = true
	defer func() { w.replaying = false }()
	for {
		record, rest, ok, err := journal.Next(records)
		if !ok || err != nil {
			break // what is cut off here is in the ring
		}
		records = rest
		r.covered[record.Object] = max(r.covered[record.Object], record.Sequence)
		if record.Method != journal.MethodSnapshot {
			w.applyRecord(record)
			continue
		}
		o := newObject(record.Object)
		if err := w.restore(o, record.Arguments(nil)[0].Raw); err != nil {
			log.Close()
			return err
		}
		w.objects[record.Object] = o
	}
	w.state = &keptState{log: log, compacted: log.Size()}
	return nil
}

func (r *recovery) sides() string { return sidesDir(rootOf(r.claim.Path()), r.claim.ID) }

// long is the folder of the run's long values: runs of earlier versions have them where
// their attachments are.
func (r *recovery) long() string {
	dir := longDir(r.rings, r.claim.ID)
	if _, err := os.Lstat(dir); err != nil {
		return r.sides()
	}
	return dir
}

// leftFiles are the files that the run left to a project, and the client that will
// send them: one of those of the project.
type leftFiles struct {
	*spool.Left
	client *client
}

// find lists what the run left to the project of a client.
func (r *recovery) find(cl *client) error {
	if cl.config.Spool == nil || r.left[cl.config.Spool.Project()] != nil {
		return nil
	}
	left, err := cl.config.Spool.Find(r.claim)
	if err == nil {
		r.left[cl.config.Spool.Project()] = &leftFiles{left, cl}
	}
	return err
}

// leftTo are the files of the project of a client; nil if it has no spool.
func (r *recovery) leftTo(cl *client) *leftFiles {
	if cl.config.Spool == nil {
		return nil
	}
	return r.left[cl.config.Spool.Project()]
}

// stored tells whether the envelope of a record is among the files.
func (r *recovery) stored(cl *client, record uint64, part int) bool {
	left := r.leftTo(cl)
	return left != nil && left.Has(r.claim.ID, record, part)
}

// stage puts an envelope among the files; what cannot be written is sent from memory.
func (r *recovery) stage(cl *client, item delivery.Item) (failing string) {
	if left := r.leftTo(cl); left != nil {
		if left.Put(item.Key(), item.Envelope) == nil {
			cl.recorded-- // it counts as adopted
			return ""
		}
	}
	item.Run = ""
	return cl.delivery.Stage(item)
}

// step interprets the next records, and tells whether none are left.
func (r *recovery) step() (done bool, err error) {
	if r.ring == nil {
		return true, nil
	}
	run, err := r.ring.Next(recoverChunk)
	if err != nil || len(run) == 0 {
		return true, err
	}
	recovered := &r.worker.recovered
	recovered.Torn += journal.Torn(run)
	for len(run) > 0 {
		record, rest, ok, err := journal.Next(run)
		if err != nil {
			recovered.Damaged++
			if err := r.ring.Skip(); err != nil {
				return true, err
			}
			return r.ring.Empty(), nil
		}
		if ok {
			if err := r.one(record); err != nil {
				return true, err
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
func (r *recovery) one(record journal.Record) error {
	ok, err := r.ring.Attempt()
	if err != nil {
		return err
	}
	if !ok {
		r.worker.recovered.PassedOver++
		return nil
	}
	if record.Sequence <= r.covered[record.Object] && changesState(record) {
		return nil
	}
	r.worker.recovered.Records++
	if o := r.worker.objects[record.Object]; (o == nil || o.client == nil) && isCapture(record) {
		r.worker.recovered.Unknown++
		return nil
	}
	r.worker.applyRecord(record)
	fault.At("recovery.applied")
	r.worker.Keep()
	fault.At("recovery.kept")
	return nil
}

// isCapture tells whether a record is of a method that only makes something to be sent.
func isCapture(record journal.Record) bool {
	if int(record.Method) >= len(Methods) {
		return false
	}
	m := &Methods[record.Method]
	return m.Result == EventID || m.Result == SpanID || m.Result == True && !m.Scope
}

// end makes this process the owner of the files, lets them be sent and removes what
// else is left of the run. Its lock goes last: who finds it knows that there may be
// more. If the files cannot be had, all of it stays for another process.
func (r *recovery) end() error {
	r.endTransactions()
	r.endSessions()
	fault.At("recovery.ended")
	for _, left := range r.left {
		if err := left.Take(); err != nil {
			r.giveUp()
			return err
		}
		left.client.delivery.Adopt(left.Entries)
	}
	r.close()
	fault.At("recovery.taken")
	if r.rings != "" {
		_ = os.RemoveAll(longDir(r.rings, r.claim.ID))
		_ = os.Remove(filepath.Join(r.rings, statelog.Name(r.claim.ID)))
		fault.At("recovery.unlogged")
		ringfile.Remove(r.rings, r.claim.ID)
		fault.At("recovery.unringed")
	}
	_ = os.RemoveAll(r.sides())
	fault.At("recovery.swept")
	return r.claim.End()
}

// giveUp leaves the run to another process.
func (r *recovery) giveUp() {
	r.close()
	r.claim.Release()
}

// nobody is the host of records whose process is dead.
type nobody struct{ Host }

// Answer implements Host.
func (nobody) Answer(uint32, Answer) {}

// Side implements Host: what lay in the memory of the process is lost.
func (nobody) Side(uint32) ([]byte, bool) { return nil, false }

// DropSide implements Host: the folder goes as a whole.
func (nobody) DropSide(uint32) {}

// ForgetAccepted implements Host: nobody waits for what was accepted.
func (nobody) ForgetAccepted() {}

// Journal implements Host.
func (nobody) Journal() JournalStatistics { return JournalStatistics{} }
