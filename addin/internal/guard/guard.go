// Package guard starts the goroutines of the component: all of them.
//
// A panic that leaves a goroutine ends the process, and the process is 1C. So
// nothing else in this module says go (a test reads the sources), and what is
// started here is caught, counted and told in the statistics. What no recover
// stops are Go's own fatal errors, such as concurrent writes to a map, and a
// crash in C.
//
// Every room that starts something does it here.
package guard

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// Panic is what was caught.
type Panic struct {
	// Where is the name that the work was started under.
	Where string
	// Value is the panic's own text.
	Value string
	// Stack is where it happened: our own code, no data.
	Stack string
}

var caught struct {
	mu    sync.Mutex
	count int
	last  Panic
}

// Go runs f on a goroutine of its own. If f panics, the panic is kept for
// [Caught] and the goroutine ends; after, which may be nil, is called in any
// case, with what was caught or nil.
func Go(where string, f func(), after func(*Panic)) {
	go func() {
		panicked := Run(where, f)
		if after != nil {
			Run(where+", after", func() { after(panicked) })
		}
	}()
}

// Run calls f and returns the panic that left it, or nil.
func Run(where string, f func()) (panicked *Panic) {
	defer func() {
		value := recover()
		if value == nil {
			return
		}
		panicked = &Panic{Where: where, Value: fmt.Sprint(value), Stack: string(debug.Stack())}
		caught.mu.Lock()
		defer caught.mu.Unlock()
		caught.count++
		caught.last = *panicked
	}()
	f()
	return nil
}

// Caught returns how many panics were caught since the start of the process, and
// the last of them.
func Caught() (count int, last Panic) {
	caught.mu.Lock()
	defer caught.mu.Unlock()
	return caught.count, caught.last
}
