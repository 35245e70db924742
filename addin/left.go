package addin

import (
	"errors"
	"os"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/statelog"
)

// How many envelopes wait in memory at most, where the disk takes none of a dead run: while the
// server takes them, and as long as that is not known.
const (
	maxUnsent = 1000
	maxUntold = 20
)

// leftFiles are the files that the run left to a project, and the client that will
// send them: one of those of the project.
type leftFiles struct {
	*spool.Left
	client *client.Client
	// batches are the records that the oldest batches began with, by class.
	batches map[int]uint64
	lines   client.Lines
}

// find lists what the run left to the project of a client.
func (r *recovery) find(cl *client.Client) error {
	if cl.Spool() == nil || r.left[r.place(cl)] != nil {
		return nil
	}
	left, err := cl.Spool().Find(r.claim)
	if err != nil {
		r.stays = r.stays || later(err)
		return err
	}
	left.Know(r.made)
	left.Target = func() []byte { return cl.TargetSaid(r.said()) } // this process's environment says nothing of it
	batches := make(map[int]uint64)
	left.EachKey(func(key spool.Key) {
		if first, ok := batches[key.Class]; key.Run == r.claim.ID && key.Part == 0 && (!ok || key.Record < first) {
			batches[key.Class] = key.Record
		}
	})
	r.left[cl.Spool().Project()] = &leftFiles{Left: left, client: cl, batches: batches}
	r.stays = r.stays || later(left.Unsure)
	return left.Problem
}

// place is the folder of the project that a client with a spool sends to, by the name that it has in
// left if it has another one there: a link, a drive of its own, a prefix of Windows.
func (r *recovery) place(cl *client.Client) string {
	project := cl.Spool().Project()
	if known, ok := r.places[project]; ok {
		return known
	}
	known := project
	if info, err := os.Stat(project); err == nil && r.left[project] == nil {
		for other := range r.left {
			if same, err := os.Stat(other); err == nil && os.SameFile(info, same) {
				known = other
			}
		}
		r.places[project] = known
	}
	return known
}

// later reports whether what cannot be read may be another time, or by a newer version.
func later(err error) bool { return errors.Is(err, spool.ErrNewer) || private.Temporary(err) }

// readMade reads what was made of the run before, by a process that left its ring.
func (r *recovery) readMade() (err error) {
	r.made, err = spool.ReadMade(r.sides(), r.claim.ID)
	r.stays = r.stays || later(err)
	return err
}

// noteMade notes what was made of the run: its files get another owner, while its ring stays.
func (r *recovery) noteMade() error {
	made, err := spool.ReadMade(r.sides(), r.claim.ID)
	if later(err) {
		return err
	}
	more := false
	for project, left := range r.left {
		// The notes go with the folders: of several, this one hides what any of them hides.
		more = made.Add(left.Left, client.HidingTarget(left.Noted(), r.optionsOf(project)...)) || more
	}
	if !more {
		return nil
	}
	return made.Write(r.sides())
}

// leftTo are the files of the project of a client; nil if it has no spool, or they cannot be listed.
// A record may have led to a project that nobody sent to before.
func (r *recovery) leftTo(cl *client.Client) *leftFiles {
	if cl.Spool() == nil {
		return nil
	}
	if err := r.find(cl); err != nil {
		r.worker.missing(err)
		if left := r.left[r.place(cl)]; left == nil && later(err) || left != nil && later(left.Unsure) {
			r.refuse(err)
		}
	}
	return r.left[r.place(cl)]
}

// Made implements Outlet: it reports whether the envelope of a record is among the files, or was.
func (r *recovery) Made(cl *client.Client, entry uint64, part int) bool {
	left := r.leftTo(cl)
	return left != nil && left.Has(r.claim.ID, entry, part)
}

// Batched implements Outlet.
func (r *recovery) Batched(cl *client.Client, category delivery.Category, record uint64) bool {
	left := r.leftTo(cl)
	if left == nil {
		return false
	}
	first, ok := left.batches[delivery.Item{Category: category}.Key().Class]
	return ok && first <= record
}

// Present implements Outlet.
func (r *recovery) Present() bool { return false }

// Take implements Outlet: it puts an envelope among the files; what cannot be written is
// sent from memory, if it is sent: in the ring it is safe. Where one has no place, none of those
// that follow is taken: all of it is for another time.
func (r *recovery) Take(cl *client.Client, item delivery.Item) (failing string) {
	left, err := r.leftTo(cl), errNoFolder
	if r.unstored != nil {
		cl.Recorded--
		return ""
	}
	if left != nil {
		err = left.Put(item.Key(), item.Envelope)
	}
	if err == nil {
		cl.Recorded-- // it counts as adopted
		return ""
	}
	if !(r.interprets && r.inMemory) && !r.takesNow(cl) {
		cl.Recorded--
		r.refuse(err)
		return ""
	}
	item.Run, r.inMemory = "", true
	return cl.Delivery.Stage(item)
}

// Gather implements Outlet: it puts a line among the files as Take does, with others.
func (r *recovery) Gather(cl *client.Client, from client.Source, line []byte) {
	if left := r.leftTo(cl); left != nil && r.unstored == nil {
		if item := left.lines.Add(from, line); left.Put(item.Key(), item.Envelope) == nil {
			return
		}
		left.lines = client.Lines{} // that file is as it was
	}
	var alone client.Lines
	cl.Recorded++
	r.Take(cl, alone.Add(from, line))
}

// refuse puts what is being made off to another time, for it has no place. From now on nothing is
// kept of what it changes; at the end, the objects that were done before are, or are told of again.
func (r *recovery) refuse(err error) {
	if r.unstored != nil {
		return
	}
	if s := r.worker.state; s != nil && !r.interprets {
		_ = s.log.Append(s.pending)
	}
	r.unstored, r.worker.state = err, nil
}

// endsBegin keeps which records the open transactions were heard of last in: what ends them is named
// after those, and who goes on from here may not find them in the ring any more.
func (r *recovery) endsBegin() {
	if r.worker == nil {
		return
	}
	for _, o := range r.worker.objects {
		if len(o.transactions) > 0 {
			r.worker.keepSnapshot(o)
		}
	}
	r.worker.flushState()
}

// errNoFolder is about a client that could not make its own: a full disk has no room for that either.
var errNoFolder = errors.New("addin: recover: the client has no folder in the spool")

// takesNow reports whether what a client sends from memory is soon sent, as far as that is known of
// its project.
func (r *recovery) takesNow(cl *client.Client) bool {
	for _, other := range r.worker.clients {
		if other.DSN == cl.DSN && !takesNow(other) {
			return false
		}
	}
	return takesNow(cl)
}

// takesNow reports it as far as it is known of the client.
func takesNow(cl *client.Client) bool {
	s := cl.Delivery.Statistics()
	most := maxUnsent
	if s.Sent == 0 {
		most = maxUntold
	}
	return s.Failures == 0 && len(s.Limits) == 0 && s.Queued+s.InFlight-s.Spooled < most
}

// isDone reports whether the state is that of after a record, or later. Logs of earlier versions do not
// say which records were interpreted, but hold those that changed something.
func (r *recovery) isDone(entry record.Record) bool {
	done := &r.worker.interpreted
	return done.Has(entry.Sequence) ||
		!done.Lacks(entry.Sequence) && entry.Sequence <= r.covered[entry.Object] && (changesState(entry) || beginsOrCloses(entry))
}

// passOver counts a record that is not interpreted.
func (r *recovery) passOver(entry record.Record) error {
	w := r.worker
	w.recovered.PassedOver++
	w.recovered.Failed = "three processes in a row ended over a record, which is passed over"
	if err := r.lacks(); err != nil {
		return err
	}
	if o := w.objects[entry.Object]; o != nil && int(entry.Method) < len(Methods) && Methods[entry.Method].Begins {
		o.client, o.former, o.was = nil, nil, nil // where it led is not known
		if w.state != nil {
			_ = w.state.log.Doubt(o.number)
		}
	}
	if int(entry.Method) >= len(Methods) || !r.known(entry) {
		return nil
	}
	o := w.objects[entry.Object]
	if category := sentBy[entry.Method]; category != "" && o != nil && o.client != nil {
		o.client.Lose(delivery.InternalSDKError, category)
	}
	return nil
}

// putOff leaves the ring, from the record on that was read last, to a time in which there is
// place for what it becomes.
func (r *recovery) putOff() error {
	w := r.worker
	w.recovered.Records--
	w.missing(r.unstored)
	err := r.ring.Withdraw()
	r.leaveRing(nil)
	return err
}

// leaveRing leaves the ring and the log, which may be nil, to a process that can read
// the log.
func (r *recovery) leaveRing(log *statelog.Log) {
	if log != nil {
		log.Close()
	}
	r.stays = true
	r.close()
	r.worker = nil
}

// takeFiles makes this process the owner of the files, and lets those be sent that it owns.
func (r *recovery) takeFiles() (err error) {
	for _, left := range r.left {
		owned, failed := left.Take()
		left.client.Delivery.Adopt(owned)
		err = errors.Join(err, failed)
	}
	return err
}

// known reports whether it is known where a record sends to, if it does. Objects of which
// the state is lost send to the project of the run, if it had one only, and their events
// say that they lack their scope.
func (r *recovery) known(entry record.Record) bool {
	w := r.worker
	o := w.objects[entry.Object]
	if o != nil && (o.client != nil || former(w, o) != nil) || !isCapture(entry) {
		return true
	}
	if o != nil && o.elsewhere {
		return false
	}
	only := r.only()
	if only == nil {
		return false
	}
	o = w.object(entry.Object)
	o.client, o.durable, o.stateless = only, true, true
	maskScopes(o, only.Options.Mask)
	w.recovered.Stateless++
	return true
}

// lacks notes that records are missing which cannot be read, before they are given up: for what
// is made from now on, and for another process, which may have to go on from here.
func (r *recovery) lacks() error {
	r.worker.gaps = true
	r.hideAll()
	if r.worker.state == nil {
		return nil
	}
	return r.worker.state.log.Lacks()
}

// putAside puts the rings aside that cannot be read.
func (r *recovery) putAside(p *process) {
	if r.ring == nil || len(r.ring.Damaged) == 0 {
		return
	}
	if err := r.lacks(); err != nil {
		p.missing(err)
		r.leaveRing(nil)
		return
	}
	for _, damaged := range r.ring.Damaged {
		life.QuarantineRing(damaged)
		p.recovered.Damaged++
	}
}
