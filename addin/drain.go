package addin

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/machine"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/spool"
)

// Drain says what DrainSpool shall send, and how.
type Drain struct {
	// Root is that of the spool.
	Root string
	// DSN is for projects where nobody has noted one; "" leaves them alone.
	DSN string
	// CACert and Proxy are used in the place of those that are noted, unless they are "".
	CACert, Proxy string
	// Told is called every now and then.
	Told func(Drained)
}

// Drained is how far DrainSpool has come.
type Drained struct {
	Sent, Waiting int
	Dropped       uint64
	// LastAnswer is the last status of a server, and Problem what it said or why there
	// was no answer.
	LastAnswer int
	Problem    string
	// Left is what lies there at the end.
	Left SpoolReport
}

// ErrForeignSpool is about a root whose files are those of another user.
var ErrForeignSpool = errors.New("addin: drain: the files are those of another user")

// drainSettles is how long it is waited for runs that are seen to live: one that was killed
// is, until the system has taken its memory back.
const drainSettles = 3 * time.Second

// DrainSpool sends what runs that have ended left in a root, as the next process of 1C
// would: their rings and their files. It goes on until nothing of it waits or the
// context ends. What living runs have, they send themselves.
func DrainSpool(ctx context.Context, d Drain) (have Drained, err error) {
	host := &drainHost{}
	w, err := d.worker(host)
	if err != nil {
		return Drained{}, err
	}
	defer func() {
		// What is left belongs to a run that has ended, whatever this process does next.
		if run := w.life.Run; run != nil && run.Lock != nil {
			run.Lock.Release()
		}
		host.tidy()
		have.Left, err = readSpool(d.Root, w.life.Run.ID())
	}()
	if len(w.clients) == 0 && w.life.Run == nil {
		return have, nil
	}
	settled := time.Now().Add(drainSettles)
	for {
		for w.Recover() && ctx.Err() == nil {
			w.Deliver()
		}
		w.Deliver()
		have = drained(w)
		d.Told(have)
		if have.Waiting > 0 || host.woken.Swap(false) {
			settled = time.Now().Add(drainSettles)
		} else if time.Now().After(settled) || !d.more(w) {
			return have, nil
		} else {
			w.life.Soon()
		}
		select {
		case <-ctx.Done():
			return have, nil
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// worker is one with a client for each project. It has begun no run if there is nothing to
// be sent.
func (d *Drain) worker(host *drainHost) (*Worker, error) {
	projects, err := spool.Survey(d.Root)
	if err != nil {
		return nil, err
	}
	if d.Root = root.Canonical(d.Root); private.OwnerOf(spool.Base(d.Root)) != "" {
		return nil, ErrForeignSpool
	}
	w := New(host)
	w.root = func() string { return d.Root }
	w.amend = d.amend
	for _, p := range projects {
		if address, given, err := client.ReadTarget(p.Target); err == nil {
			w.clientOfDead(address, given, d.Root)
		} else if d.DSN != "" {
			w.clientOfDead(d.DSN, "", d.Root)
		}
	}
	if len(w.clients) > 0 {
		return w, nil
	}
	if w.recovered.Failed != "" {
		return nil, fmt.Errorf("addin: drain: %s", w.recovered.Failed)
	}
	// A run that was killed early has its calls in its ring only, and where they go in the
	// log beside it.
	if slices.ContainsFunc(readRuns(d.Root, liveness("")), func(run SpoolRun) bool { return run.Alive || run.Waiting }) {
		if bad, ok := w.life.Begin(d.Root, false); !ok {
			return nil, fmt.Errorf("addin: drain: %s", bad.En)
		}
		w.life.Soon()
	}
	return w, nil
}

// amend puts the ways to the server that were given in the place of those in options.
func (d *Drain) amend(given string) string {
	for name, value := range map[string]string{"caCertFile": d.CACert, "httpProxy": d.Proxy} {
		if value != "" {
			given = options.With(given, name, value)
		}
	}
	return given
}

// more reports whether anything of other runs is there: what was left, or what is still
// theirs.
func (d *Drain) more(w *Worker) bool {
	report, err := readSpool(d.Root, w.life.Run.ID())
	if err != nil {
		return false
	}
	return report.Waits().Total() > 0 || slices.ContainsFunc(report.Runs, func(run SpoolRun) bool { return run.Waiting })
}

func drained(w *Worker) (d Drained) {
	for _, cl := range w.clients {
		s := cl.Delivery.Statistics()
		d.Sent += int(s.Sent)
		d.Waiting += s.Queued + s.InFlight
		for _, count := range s.Dropped {
			d.Dropped += count
		}
		if !s.Last.At.IsZero() {
			d.LastAnswer, d.Problem = s.Last.Status, s.Last.Detail
		}
	}
	return d
}

// drainHost is a process without 1C in it: it records nothing.
type drainHost struct {
	nobody
	woken atomic.Bool
	paths []ExitPath
}

// RingSize implements Host.
func (h *drainHost) RingSize() int { return 0 }

// MapRing implements Host.
func (h *drainHost) MapRing(string) error { return life.ErrNoMemory }

// SetSideFolder implements Host.
func (h *drainHost) SetSideFolder(string) error { return nil }

// RemoveAtExit implements Host.
func (h *drainHost) RemoveAtExit(paths []ExitPath) { h.paths = append(h.paths, paths...) }

// Wake implements Host.
func (h *drainHost) Wake() { h.woken.Store(true) }

// tidy removes what a process that ends well removes.
func (h *drainHost) tidy() {
	for i := len(h.paths) - 1; i >= 0; i-- {
		path := h.paths[i].Path
		if h.paths[i].Kind == ExitOwnedFolder {
			if entries, err := os.ReadDir(path); err != nil || len(entries) > 1 {
				continue
			}
			_ = os.Remove(filepath.Join(path, spool.OwnerFile))
		}
		_ = os.Remove(path)
	}
}

// Feed is a worker in a process without 1C, whose calls a program makes: they are read,
// grouped, masked, kept and sent by the same code as those of 1C. They speak of other
// machines, so nothing is told of this one. What it was given before it was killed lies in
// the spool, and the next process that uses the root sends it.
//
// # Threads
//
// Any goroutine may call its methods; the worker has one of its own.
type Feed struct {
	worker *Worker
	host   *feedHost
	runs   chan []byte
	// ended is closed when the worker has stopped, stop when it shall.
	stop, ended chan struct{}
	once        sync.Once

	mu       sync.Mutex
	sequence uint64
}

// FeedCall is a call of a method or property, which is named in English.
type FeedCall struct {
	Object uint32
	Method string
	// ID is what a capture shall return; zero makes one.
	ID [16]byte
	// Args are nil, string, int, bool or []byte.
	Args []any
}

// ErrFeedStopped says that nothing is taken any more.
var ErrFeedStopped = errors.New("addin: feed: it was stopped")

// StartFeed starts a worker. Stop ends it.
func StartFeed() *Feed {
	f := &Feed{
		host: &feedHost{woken: make(chan struct{}, 1), waiting: make(map[uint32]chan Answer)},
		runs: make(chan []byte), stop: make(chan struct{}), ended: make(chan struct{}),
	}
	f.worker = New(f.host)
	f.worker.system = func() machine.System { return machine.System{} }
	guard.Go("feed", f.run, func(*guard.Panic) { close(f.ended) })
	return f
}

// run interprets what comes, and looks after the rest as the worker of 1C's process does.
func (f *Feed) run() {
	for {
		rest := f.worker.RestFor()
		if rest == 0 {
			rest = time.Hour
		}
		timer := time.NewTimer(rest)
		select {
		case run := <-f.runs:
			f.worker.status.Note()
			// Nothing in it is damaged: it was made here.
			guard.Run("feed, apply", func() { _ = f.worker.Apply(run) })
		case <-f.host.woken:
		case <-timer.C:
		case <-f.stop:
			timer.Stop()
			return
		}
		timer.Stop()
		guard.Run("feed, look after", f.lookAfter)
	}
}

func (f *Feed) lookAfter() {
	f.worker.Keep()
	f.worker.Deliver()
	if f.worker.Recover() {
		f.host.Wake() // there may be more of it, but calls come first
	}
	tell(f.worker)
}

// Do makes calls, one right after the other, and returns what the last of them is
// answered. A capture is answered when its event is on the disk itself: Truth is false if
// it is in memory only. If the context ends first, the calls may still have their effect.
func (f *Feed) Do(ctx context.Context, calls ...FeedCall) (Answer, error) {
	run, number, err := f.encode(calls)
	if err != nil {
		return Answer{}, err
	}
	reply := make(chan Answer, 1)
	f.host.expect(number, reply)
	defer f.host.expect(number, nil)
	select {
	case f.runs <- run:
	case <-f.stop:
		return Answer{}, ErrFeedStopped
	case <-f.ended:
		return Answer{}, ErrFeedStopped
	case <-ctx.Done():
		return Answer{}, fmt.Errorf("addin: feed: the worker is busy: %w", ctx.Err())
	}
	select {
	case answer := <-reply:
		return answer, nil
	case <-f.ended:
		return Answer{}, ErrFeedStopped
	case <-ctx.Done():
		return Answer{}, fmt.Errorf("addin: feed: no answer: %w", ctx.Err())
	}
}

// encode makes a run of records of calls; number is what the answer of the last is known by.
func (f *Feed) encode(calls []FeedCall) (run []byte, number uint32, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, c := range calls {
		method, ok := feedMethod(c.Method)
		if !ok {
			return nil, 0, fmt.Errorf("addin: feed: no method %q", c.Method)
		}
		f.sequence++
		r := record.Call{Sequence: f.sequence, Object: c.Object, Wall: time.Now().UnixNano(), ID: c.ID, Method: method, Arguments: c.Args}
		if r.ID == ([16]byte{}) {
			rand.Read(r.ID[:])
		}
		if i == len(calls)-1 {
			number = max(uint32(f.sequence), 1)
			r.Reply = number
		}
		run = record.AppendCall(run, r)
	}
	return run, number, nil
}

// feedMethod is the number of a method or property in records.
func feedMethod(name string) (number uint16, ok bool) {
	for i := range Methods {
		if Methods[i].Name.En == name {
			return uint16(i), true
		}
	}
	for i := range Properties {
		if Properties[i].Name.En == name {
			return uint16(record.MethodProperty + i), true
		}
	}
	return 0, false
}

// Stop ends the worker and removes what a process that ends in good order leaves to
// nobody. What is not sent stays in the spool.
func (f *Feed) Stop() {
	f.once.Do(func() {
		close(f.stop)
		<-f.ended
		f.host.tidy()
	})
}

// feedHost is a process without 1C in it whose calls have answers.
type feedHost struct {
	drainHost
	woken chan struct{}

	mu      sync.Mutex
	waiting map[uint32]chan Answer
}

// expect makes answers of a number go to a channel; nil makes them go nowhere.
func (h *feedHost) expect(number uint32, reply chan Answer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if reply == nil {
		delete(h.waiting, number)
		return
	}
	h.waiting[number] = reply
}

// Answer implements Host.
func (h *feedHost) Answer(number uint32, answer Answer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case h.waiting[number] <- answer:
	default: // nobody waits any more
	}
}

// Wake implements Host.
func (h *feedHost) Wake() {
	select {
	case h.woken <- struct{}{}:
	default: // it will look around anyhow
	}
}

// LimitJournal implements Host: there is no journal.
func (h *drainHost) LimitJournal(int64) {}

// Drops implements Host: a call waits for its place.
func (h *drainHost) Drops() []Drop { return nil }

// Publish implements Host: who asks waits for the answer.
func (h *drainHost) Publish(int, uint32, string) {}
