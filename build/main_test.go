package main

import (
	"os"
	"testing"

	"sentry1c/build/kit/isolate"
)

// TestMain keeps what the commands leave out of the user's own folders. The demonstration
// starts its own program once more, which here is that of the tests.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "demo" {
		main()
	}
	os.Exit(isolate.Run(m.Run))
}
