package addin

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
)

// Recover does a part of the work that dead runs left, and of what living objects left behind,
// and reports whether it found any to do. A part takes a few milliseconds.
func (w *Worker) Recover() (more bool) {
	p := w.process
	if now := time.Now(); p.current == nil && now.Sub(w.lookedClients).Abs() > clientsLook {
		w.lookedClients = now
		ended := endsParked(w, now)
		giveUpClients(w, now)
		if ended {
			return true // what it made must be delivered
		}
	}
	if p.life.Run == nil || p.life.Run.Lock == nil {
		return false
	}
	if p.current != nil {
		p.stepRecovery()
		return true
	}
	if lock, ok := p.life.Next(); ok {
		p.tryRecovery(lock)
		return true
	}
	keepRing(w)
	if !p.life.Due() {
		return false
	}
	p.keepSpools()
	roots := p.roots()
	p.life.Watch(roots)
	return p.life.Look(roots, spool.Orphans(p.spools(), sendable))
}

// endsParked ends what nobody came back for, and reports whether there was any.
func endsParked(w *Worker, now time.Time) bool {
	before := len(w.keyed)
	w.endParked(now, false)
	return len(w.keyed) < before
}

// keepRing makes a ring again that somebody removed, now and then.
func keepRing(w *Worker) {
	if w.life.KeepRing() {
		w.compactState()
	}
}

// RestFor is how long the worker may sleep; 0 is for ever.
func (w *Worker) RestFor() time.Duration {
	rest := w.life.RestFor()
	if (w.parked > 0 || w.unused > 0) && (rest == 0 || rest > parkedLook) {
		rest = parkedLook
	}
	return rest
}

const (
	// clientKept is how long a client is kept that no object uses.
	clientKept = 10 * time.Minute
	// clientsLook is how often that is looked at, and what is parked.
	clientsLook = time.Minute
)

// giveUpClients gives up the clients that nobody has used for long and that have nothing to
// send, but for the last one: a process may use any number of options, one after the other.
func giveUpClients(w *Worker, now time.Time) {
	used := make(map[*client.Client]bool)
	for _, o := range w.objects {
		used[o.client] = true
		if o.session != nil {
			used[o.began] = true
		}
		if len(o.transactions) > 0 || o.session != nil {
			used[o.gathered.client] = true
		}
	}
	for _, g := range w.keyed {
		used[g.client] = true
	}
	w.unused = 0
	gone := make(map[*client.Client]bool)
	for key, cl := range w.clients {
		switch {
		case used[cl]:
			cl.Unused = time.Time{}
			continue
		case cl.Unused.IsZero():
			cl.Unused = now
		case len(w.clients) > 1 && now.Sub(cl.Unused) > clientKept && cl.GiveUp(now):
			delete(w.clients, key)
			gone[cl] = true
			continue
		}
		w.unused++
	}
	if len(w.clients) == 1 {
		w.unused = 0
	}
	if len(gone) == 0 {
		return
	}
	for _, o := range w.objects {
		if gone[o.gathered.client] {
			o.gathered.client = nil // nothing is open there
		}
		if gone[o.former] {
			o.former = nil
		}
	}
	w.host.ForgetAccepted()
}

// roots are the roots of the spools that this process uses.
func (p *process) roots() []string {
	roots := []string{root.OfLock(p.life.Run.Lock.Path())}
	for _, cl := range p.clients {
		if cl.Spool() != nil && !slices.Contains(roots, cl.Root) {
			roots = append(roots, cl.Root)
		}
	}
	return roots
}

// spools are those of the clients of this process.
func (p *process) spools() (all []*spool.Spool) {
	for _, cl := range p.clients {
		if cl.Spool() != nil {
			all = append(all, cl.Spool())
		}
	}
	return all
}

// keepSpools makes again what somebody removed of the spools while they are used, and
// says what cannot be had.
func (p *process) keepSpools() {
	for _, cl := range p.clients {
		if cl.Spool() == nil {
			continue
		}
		if err := cl.Spool().Keep(); err != nil {
			cl.Note("the spool: %s", problem.Cause(err))
		}
	}
	p.life.KeepLock()
}

// missing notes what of a dead run could not be had; nil is nothing.
func (p *process) missing(err error) {
	if err != nil {
		p.recovered.Failed = problem.Cause(err)
	}
}

// clientsOfDead makes clients for the projects that a dead run has folders in and nobody
// here sends to: in the spools of this process, and in the one of the run's lock.
func (p *process) clientsOfDead(claim *runlock.Lock) {
	roots := p.roots()
	if own := root.OfLock(claim.Path()); !slices.Contains(roots, own) {
		roots = append(roots, own)
	}
	for _, spoolRoot := range roots {
		belongings, err := spool.Belongings(spoolRoot, claim.ID)
		p.missing(err)
		if !clientsFor(p, belongings) {
			p.life.Failed(claim.Path()) // its folder stays, and would be found again at once
		}
	}
}

// clientsFor makes clients for projects that nobody here sends to, and reports whether it could.
func clientsFor(p *process, belongings []spool.Belonging) (all bool) {
	all = true
	for _, b := range belongings {
		if p.has(b.Project) {
			continue
		}
		dsn, optionsText, err := client.ReadTarget(b.Target)
		if err != nil {
			p.missing(err)
			continue
		}
		p.clientOfDead(dsn, optionsText, b.Root())
		all = all && p.has(b.Project)
	}
	return all
}

// has reports whether a client of this process has its spool in a project.
func (p *process) has(project string) bool {
	return slices.ContainsFunc(p.spools(), func(s *spool.Spool) bool { return s.Project() == project })
}

// tryRecovery takes over a run if it is dead.
func (p *process) tryRecovery(lock string) {
	claim, err := runlock.Claim(lock)
	if err != nil {
		if _, gone := os.Stat(filepath.Dir(lock)); private.Unreachable(gone) {
			// The root that it began in cannot be made again; others of its files may be here.
			claim, err = runlock.Claim(filepath.Join(filepath.Dir(p.life.Run.Lock.Path()), filepath.Base(lock)))
		}
	}
	if err != nil {
		p.recoveryFailed(lock, err)
		return
	}
	if claim == nil {
		return // it lives, or somebody was faster
	}
	fault.At("recovery.claimed")
	// It may have got its ring after it was found, and somebody may have put an end to
	// it meanwhile.
	ring, err := p.life.RingOf(claim.ID)
	if private.Temporary(err) {
		claim.Release() // it has a ring, as far as is known
		p.recoveryFailed(lock, err)
		return
	}
	if ring != "" && ringfile.Held(ring) {
		claim.Release() // it lives, and will find that its lock was taken away
		return
	}
	var r *recovery
	if panicked := guard.Run("recovery", func() { r = p.beginRecovery(claim, ring, err) }); panicked != nil {
		claim.Release()
		p.recoveryFailed(lock, nil)
		return
	}
	p.current = r
}

// stepRecovery goes on with the run that is being taken over.
func (p *process) stepRecovery() {
	r := p.current
	done, err := true, error(nil)
	panicked := guard.Run("recovery", func() { done, err = r.step() })
	switch {
	case panicked != nil || err != nil:
		p.current = nil
		r.giveUp()
		p.recoveryFailed(r.claim.Path(), err)
	case done:
		p.current = nil
		switch err := r.end(); {
		case errors.Is(err, errStays):
			p.recoveryFailed(r.claim.Path(), nil)
			return
		case err != nil:
			p.recoveryFailed(r.claim.Path(), err)
			return
		}
		p.life.Untell(r.claim.ID)
		p.recovered.Runs++
	}
}

func (p *process) recoveryFailed(lock string, err error) {
	p.life.Failed(lock)
	if err != nil {
		p.recovered.Failed = problem.Cause(err)
	}
}

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
	// Stateless is how many logs of states, or objects in them, could not be read.
	Stateless int `json:"stateless"`
	Damaged   int `json:"damaged"`
	// Failed is why the last run that was found could not be taken over.
	Failed string `json:"failed,omitempty"`
}
