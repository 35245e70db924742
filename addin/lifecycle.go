package addin

import (
	"strings"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/guard"
)

// init is the method Init.
func (c *call) init() {
	o := c.object
	dsn := c.text(0)
	if strings.TrimSpace(dsn) == "" {
		dsn, _ = c.worker.getenv("SENTRY_DSN")
	}
	if strings.TrimSpace(dsn) == "" {
		c.endTransactions()
		c.endSession("exited", 0)
		o.detach()
		o.last, o.initProblem = problem{}, problem{}
		c.answer(Answer{Object: Off})
		return
	}
	client, p, ok := c.worker.client(dsn, c.text(1))
	if !ok || len(c.problems) > 0 {
		if ok {
			p = c.problems[0].problem
		}
		// Who was initialised and asks for something impossible stays as it was.
		if o.client == nil {
			o.initProblem = p
		}
		o.last = p
		c.answer(Answer{})
		if c.record.Reply == 0 {
			c.worker.host.ForgetAccepted() // it was accepted before, and so it was now
		}
		return
	}
	if id := c.record.ID; id != ([16]byte{}) {
		o.trace.trace, o.trace.span = id, spanOfTrace(id)
	}
	if o.client != client {
		c.endTransactions()
		c.endSession("exited", 0)
		// An owner belongs to one delivery.
		o.owner = &delivery.Owner{}
	}
	o.detach()
	o.client = client
	client.objects++
	o.last, o.initProblem = c.worker.degradation(client), problem{}
	durable := c.worker.keepsRecords(o)
	c.answer(Answer{
		Truth:           true,
		Object:          Enabled,
		Client:          client.number,
		ShutdownTimeout: client.options.shutdownTimeout,
		Durable:         durable,
	})
}

// spanOfTrace is the span that stands for what an object sends outside of its own spans:
// the boundary knows it, too (native/ids.h).
func spanOfTrace(trace [16]byte) (span [8]byte) {
	for i := range span {
		span[i] = trace[i] ^ trace[8+i]
	}
	span[7] |= 1
	return span
}

// detach lets go of the client, which lives until the process ends.
func (o *object) detach() {
	if o.client != nil {
		o.client.objects--
		o.client = nil
	}
}

// close is the method Close.
func (c *call) close() {
	timeout := c.milliseconds(0, c.defaultTimeout())
	c.endTransactions()
	c.endSession("exited", 0)
	c.waitUntilSent(timeout)
	c.object.detach()
}

// flush is the method Flush.
func (c *call) flush() {
	c.waitUntilSent(c.milliseconds(0, c.defaultTimeout()))
}

func (c *call) defaultTimeout() time.Duration {
	if c.object.client == nil {
		return defaultOptions().shutdownTimeout
	}
	return c.object.client.options.shutdownTimeout
}

// waitUntilSent answers as soon as all that the object recorded is sent, or false
// when time is up or the server's limits leave nothing to wait for. The worker goes
// on meanwhile.
func (c *call) waitUntilSent(timeout time.Duration) {
	if c.object.client == nil {
		c.answer(Answer{Truth: true})
		return
	}
	c.object.client.collapse.releaseAll()
	c.object.client.keepBatches(true)
	sent := c.object.client.delivery.Wait(c.object.owner, time.Now().Add(timeout))
	select {
	case all := <-sent:
		c.answer(Answer{Truth: all})
		return
	default:
	}
	reply, host := c.record.Reply, c.worker.host
	c.answered = true
	guard.Go("flush", func() {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		var all bool
		select {
		case all = <-sent:
		case <-timer.C:
		}
		host.Answer(reply, Answer{Truth: all})
	}, nil)
}

// lastError is the property LastError. The boundary tells its own problem, which
// is newer than any of ours: it came with a call that was not recorded.
func (c *call) lastError() {
	o := c.object
	p := o.last
	number, _ := c.value(0).Int()
	if boundary, ok := boundaryProblems[number]; ok {
		p = boundary
		if number == problemNotInitialized && o.initProblem != (problem{}) {
			p = o.initProblem
		}
	}
	o.last = problem{}
	c.answer(Answer{IsText: true, Text: p.in(o.language)})
}
