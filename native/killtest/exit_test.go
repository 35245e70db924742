package killtest

import (
	"fmt"
	"testing"
)

// TestExit: a process that ends in good order, without Close and in the middle of its
// work, loses nothing either.
func TestExit(t *testing.T) {
	needsLinux(t)
	for round := range 20 {
		t.Run(fmt.Sprint("round ", round), func(t *testing.T) {
			t.Parallel()
			g := newGroup(t, nil)
			for n := range 2 {
				if !g.wait(g.start(order{Name: fmt.Sprint("p", n), Threads: 8, Captures: 20, Linger: round % 4}, "")) {
					t.Fatal("the child did not end well")
				}
			}
			g.drain()
			g.check()
		})
	}
}
