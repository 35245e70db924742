package addin

import (
	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/scope"
)

// object is what the worker knows of one object of 1C.
type object struct {
	number   uint32
	language problem.Language
	client   *client.Client // nil before Init and after Close
	former   *client.Client // the one it had when it was closed
	// durable reports whether its records outlive the process.
	durable bool
	// continued says that it went on with a scope in which something was set.
	continued bool
	// stateless says that what it was told is lost with the state of a dead run.
	stateless bool
	// heard is when its last record came, in nanoseconds since 1970.
	heard int64
	// sequence is the number of its last record.
	sequence uint64
	// owner is what Flush and Close wait for.
	owner *delivery.Owner
	// last is the newest problem; initProblem is why there is no client.
	last, initProblem problem.Problem
	*gathered
}

func newObject(number uint32) *object {
	return &object{number: number, gathered: newGathered(), owner: &delivery.Owner{}}
}

func (o *object) scope() *scope.Scope { return o.scopes.Current() }

// maxBreadcrumbs is how many actions the scope keeps.
func (o *object) maxBreadcrumbs() int {
	if o.client == nil {
		return options.Defaults().MaxBreadcrumbs
	}
	return o.client.Options.MaxBreadcrumbs
}
