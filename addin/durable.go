package addin

import (
	"time"

	"sentry1c/addin/internal/ringfile"
)

// keepsRecords arranges that the records of an object which has a client outlive the
// process, and tells whether they will. The next process must know the object before
// it finds its first record.
func (w *Worker) keepsRecords(o *object) bool {
	o.durable = false
	if w.stored == nil && w.run != nil && w.run.lock != nil { // not of a dead run
		w.id, w.sides, w.long = w.run.lock.ID, w.run.sides, w.run.long
	}
	if !w.durable(o.client) {
		return false
	}
	if w.state == nil {
		w.state = &keptState{log: w.run.log}
	}
	o.durable = true
	w.state.pending = append(w.state.pending, takeSnapshot(o)...)
	w.flushState()
	if w.state.failed != "" {
		o.durable = false
		return false
	}
	if !w.run.running {
		w.run.running = ringfile.MarkRunning(w.run.ringPath) == nil
	}
	return true
}

// degradation is the first thing that a client's user must know is missing.
func (w *Worker) degradation(cl *client) problem {
	if cl.options.memoryOnly {
		return problem{}
	}
	for _, p := range w.degradations(cl) {
		return p
	}
	return problem{}
}

// degradations is all of it.
func (w *Worker) degradations(cl *client) []problem {
	var all []problem
	if w.run != nil {
		all = append(all, w.run.degraded...)
	}
	if w.state != nil && w.state.failed != "" {
		all = append(all, tell("after a kill the last events may lack their scope: %s",
			"после принудительного завершения последние события могут остаться без области: %s", w.state.failed))
	}
	return append(all, cl.degraded...)
}

// Keep writes what the next process must know before the records are given up.
func (w *Worker) Keep() {
	for _, cl := range w.clients {
		cl.keepBatches(false)
	}
	w.flushState()
}

// Deliver lets everything that was made of the records be sent. It comes after they
// are given up: whoever finds them again would make it again.
func (w *Worker) Deliver() {
	w.contents.sweep()
	for _, cl := range w.clients {
		if cl.collapse.due.Swap(false) {
			cl.collapse.close(time.Now())
		}
		cl.delivery.Admit()
	}
}
