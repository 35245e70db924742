package addin

import (
	"crypto/rand"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/tracing"
)

// object is what the worker knows of one object of 1C.
type object struct {
	number   uint32
	language problem.Language
	client   *client.Client // nil before Init and after Close
	// durable reports whether its records outlive the process.
	durable bool
	// transactions are open, in the order of their starts.
	transactions []*tracing.Transaction
	// heard is when its last record came, in nanoseconds since 1970.
	heard int64
	// sequence is the number of its last record.
	sequence uint64
	scopes   *scope.Stack
	// owner is what Flush and Close wait for.
	owner *delivery.Owner
	// session is that of release health; nil if none was started.
	session *event.Session
	// last is the newest problem; initProblem is why there is no client.
	last, initProblem problem.Problem
	// trace is what events that belong to no transaction have in common.
	trace event.TraceIDs
}

func newObject(number uint32) *object {
	o := &object{number: number, scopes: scope.NewStack(), owner: &delivery.Owner{}}
	rand.Read(o.trace.Trace[:])
	rand.Read(o.trace.Span[:])
	return o
}

func (o *object) scope() *scope.Scope { return o.scopes.Current() }

// maxBreadcrumbs is how many actions the scope keeps.
func (o *object) maxBreadcrumbs() int {
	if o.client == nil {
		return options.Defaults().MaxBreadcrumbs
	}
	return o.client.Options.MaxBreadcrumbs
}
