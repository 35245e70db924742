package addin

import (
	"strings"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
)

// init is the method Init.
func initialize(c *call) {
	o := c.object
	dsn := c.text(0)
	if strings.TrimSpace(dsn) == "" {
		dsn, _ = c.worker.getenv("SENTRY_DSN")
	}
	if strings.TrimSpace(dsn) == "" {
		endTransactions(c)
		leaveSession(c, "exited", 0)
		o.detach()
		o.last, o.initProblem = problem.Problem{}, problem.Problem{}
		c.answer(Answer{Object: Off})
		return
	}
	client, p, ok := c.worker.client(dsn, c.text(1))
	if !ok || len(c.problems) > 0 {
		if ok {
			p = c.problems[0].Problem
		}
		// Who was initialised and asks for something impossible stays as it was.
		if o.client == nil {
			o.initProblem = p
		}
		o.last = p
		c.answer(Answer{})
		return
	}
	if o.client != client {
		endTransactions(c)
		leaveSession(c, "exited", 0)
		// An owner belongs to one delivery.
		o.owner = &delivery.Owner{}
	}
	o.detach()
	o.client = client
	client.Objects++
	o.last, o.initProblem = c.worker.degradation(client), problem.Problem{}
	durable := c.worker.keepsRecords(o)
	c.answer(Answer{
		Truth:           true,
		Object:          Enabled,
		Client:          client.Number,
		ShutdownTimeout: client.Options.ShutdownTimeout,
		Durable:         durable,
	})
}

// detach lets go of the client, which lives until the process ends.
func (o *object) detach() {
	if o.client != nil {
		o.client.Objects--
		o.client = nil
	}
}

// close is the method Close.
func closeObject(c *call) {
	timeout := c.milliseconds(0, defaultTimeout(c))
	endTransactions(c)
	leaveSession(c, "exited", 0)
	waitUntilSent(c, timeout)
	c.object.detach()
}

// flush is the method Flush.
func flush(c *call) {
	waitUntilSent(c, c.milliseconds(0, defaultTimeout(c)))
}

func defaultTimeout(c *call) time.Duration {
	if c.object.client == nil {
		return options.Defaults().ShutdownTimeout
	}
	return c.object.client.Options.ShutdownTimeout
}

// waitUntilSent answers as soon as all that the object recorded is sent, or false
// when time is up or the server's limits leave nothing to wait for. The worker goes
// on meanwhile.
func waitUntilSent(c *call, timeout time.Duration) {
	if c.object.client == nil {
		c.answer(Answer{Truth: true})
		return
	}
	c.object.client.ReleaseRepeats()
	c.object.client.KeepBatches(true)
	sent := c.object.client.Delivery.Wait(c.object.owner, time.Now().Add(timeout))
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
func answerLastError(c *call) {
	o := c.object
	p := o.last
	number, _ := c.value(0).Int()
	if boundary, ok := boundaryProblems[number]; ok {
		p = boundary
		if number == problemNotInitialized && o.initProblem != (problem.Problem{}) {
			p = o.initProblem
		}
	}
	o.last = problem.Problem{}
	c.answer(Answer{IsText: true, Text: p.In(o.language)})
}
