// Package scenarios plays whole days of an infobase: the modules of the extension
// run in the interpreter as the platform would run them, the library that they
// attach is the real one, and what it sends comes to a receiver on this machine.
package scenarios

import (
	"os"
	"testing"

	"sentry1c/build/kit/isolate"
)

func TestMain(m *testing.M) { os.Exit(isolate.Run(m.Run)) }
