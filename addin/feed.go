package addin

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/machine"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/spool"
)

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
func (h *feedHost) Answer(number uint32, answer Answer) (taken bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case h.waiting[number] <- answer:
		return true
	default:
		return false // nobody waits any more
	}
}

// Wake implements Host.
func (h *feedHost) Wake() {
	select {
	case h.woken <- struct{}{}:
	default: // it will look around anyhow
	}
}

// KeepAtExit implements Host: it makes no objects that open something.
func (h *drainHost) KeepAtExit(bool) {}

// LimitJournal implements Host: there is no journal.
func (h *drainHost) LimitJournal(int64) {}

// Drops implements Host: a call waits for its place.
func (h *drainHost) Drops() []Drop { return nil }

// Publish implements Host: who asks waits for the answer.
func (h *drainHost) Publish(int, uint32, string) {}
