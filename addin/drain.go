package addin

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/spool"
)

// Drained is how far DrainSpool has come.
type Drained struct {
	Sent, Waiting int
	Dropped       uint64
	// LastAnswer is the last status of a server, and Problem what it said or why there
	// was no answer.
	LastAnswer int
	Problem    string
}

// DrainSpool sends what runs that have ended left in a root, as the next process of 1C
// would: their rings and their files. It goes on until nothing of it waits or the
// context ends, and tells how far it has come every now and then. dsn is for projects
// where nobody has noted one; "" leaves them alone.
func DrainSpool(ctx context.Context, spoolRoot, dsn string, told func(Drained)) (Drained, error) {
	projects, err := spool.Survey(spoolRoot)
	if err != nil {
		return Drained{}, err
	}
	host := &drainHost{}
	w := New(host)
	w.root = func() string { return spoolRoot }
	defer func() { host.tidy() }()
	for _, p := range projects {
		address, options, err := client.ReadTarget(p.Target)
		if err != nil {
			address, options = dsn, ""
		}
		if address == "" {
			continue
		}
		options = withoutPlace(options)
		if _, bad, ok := w.client(address, options); !ok {
			return Drained{}, fmt.Errorf("addin: drain %s: %s", p.Name, bad.En)
		}
	}
	if len(w.clients) == 0 {
		return Drained{}, fmt.Errorf("addin: drain: nobody has noted where the envelopes go: give a DSN")
	}
	for {
		for w.Recover() && ctx.Err() == nil {
			w.Deliver()
		}
		w.Deliver()
		have := w.drained()
		told(have)
		if have.Waiting == 0 && !host.woken.Swap(false) {
			return have, nil
		}
		select {
		case <-ctx.Done():
			return have, nil
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// withoutPlace leaves out of options where the spool lies: it may have been moved.
func withoutPlace(options string) string {
	var given map[string]json.RawMessage
	if json.Unmarshal([]byte(options), &given) != nil {
		return options
	}
	delete(given, "spoolPath")
	delete(given, "memoryOnly")
	left, err := json.Marshal(given)
	if err != nil {
		panic("BUG: drain: " + err.Error())
	}
	return string(left)
}

func (w *Worker) drained() (d Drained) {
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
func (h *drainHost) RingSize() int { return 4096 }

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
			_ = os.Remove(filepath.Join(path, "owner"))
		}
		_ = os.Remove(path)
	}
}
