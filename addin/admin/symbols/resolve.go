package symbols

import "sentry1c/addin/internal/symbols"

// Resolver resolves frames by a file, as the component does; Result is what it says of
// one, State how far the file and the frame agree.
type (
	Resolver = symbols.Resolver
	Result   = symbols.Result
	State    = symbols.State
)

// The states of a frame.
const (
	Untouched = symbols.Untouched
	Exact     = symbols.Exact
	Drifted   = symbols.Drifted
	Stale     = symbols.Stale
	Missing   = symbols.Missing
	Unchecked = symbols.Unchecked
)

// NewResolver returns a resolver for the file of a path. Nothing is read yet.
func NewResolver(path string) *Resolver { return symbols.NewResolver(path) }
