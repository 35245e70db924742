//go:build e2e

package e2e

import (
	"os"
	"testing"

	"sentry1c/build/kit/isolate"
)

// TestMain keeps what the component leaves out of the user's own folders.
func TestMain(m *testing.M) { os.Exit(isolate.Run(m.Run)) }
