package standin

import (
	"slices"
	"sync"
	"sync/atomic"
)

// platformLog keeps what one object's add-in told the platform.
type platformLog struct {
	depth atomic.Int64 // of the event buffer
	alarm atomic.Int32 // how many raised errors wait

	mu     sync.Mutex
	calls  []PlatformCall
	raised []PlatformCall
}

func (p *platformLog) add(call PlatformCall) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls = append(p.calls, call)
}

func (p *platformLog) raise(call PlatformCall) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.raised = append(p.raised, call)
	p.alarm.Store(int32(len(p.raised)))
}

// takeRaised is the first error that AddError turned into an exception since the last call; the others are dropped with it.
func (p *platformLog) takeRaised() (PlatformCall, bool) {
	if p.alarm.Load() == 0 {
		return PlatformCall{}, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.raised) == 0 {
		return PlatformCall{}, false
	}
	first := p.raised[0]
	p.raised = nil
	p.alarm.Store(0)
	return first, true
}

func (p *platformLog) all() []PlatformCall {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.calls)
}
