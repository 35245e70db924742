package standin

import (
	"errors"
	"strings"
	"sync"
)

// label names a call for reports: the slot of the ABI and what it was about.
type label struct {
	slot string
	name string
}

func (l label) String() string {
	if l.name == "" {
		return l.slot
	}
	return l.slot + "(" + l.name + ")"
}

// ErrDestroyed is the answer of every method of an object after Destroy or Delete.
var ErrDestroyed = errors.New("the object is destroyed")

var errBusy = errors.New("calls of the object are still running")

// frame is the arguments of one call, kept with its place so that a call allocates nothing: `this` and at most five more.
type frame [6]uintptr

// calls knows which calls of one object are running, so that an allocation can be named after the call it serves.
type calls struct {
	mu      sync.Mutex
	running []label
	frames  []*frame // one a place
	taken   int
	gone    bool
}

// enter notes a call and gives the place to leave and a frame to use until then.
func (c *calls) enter(l label) (int, *frame, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone {
		return 0, nil, ErrDestroyed
	}
	c.taken++
	for i := range c.running {
		if c.running[i].slot == "" {
			c.running[i] = l
			return i, c.frames[i], nil
		}
	}
	c.running = append(c.running, l)
	c.frames = append(c.frames, new(frame))
	return len(c.running) - 1, c.frames[len(c.frames)-1], nil
}

func (c *calls) leave(place int) {
	c.mu.Lock()
	c.running[place].slot = ""
	c.taken--
	c.mu.Unlock()
}

// busy reports whether calls are running.
func (c *calls) busy() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.taken > 0 && !c.gone
}

// end forbids further calls; last is the one that goes on.
func (c *calls) end(last label) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone {
		return ErrDestroyed
	}
	if c.taken > 0 {
		return errBusy
	}
	c.gone = true
	c.running, c.taken = []label{last}, 1
	return nil
}

// current names the running call, or all that run: the ABI does not say which of them a callback serves.
func (c *calls) current() label {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taken == 1 {
		for _, l := range c.running {
			if l.slot != "" {
				return l
			}
		}
	}
	if c.taken == 0 {
		return label{slot: "no call running"}
	}
	names := make([]string, 0, c.taken)
	for _, l := range c.running {
		if l.slot != "" {
			names = append(names, l.String())
		}
	}
	return label{slot: "one of " + strings.Join(names, ", ")}
}
