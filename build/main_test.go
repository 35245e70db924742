package main

import (
	"os"
	"testing"

	"sentry1c/build/kit/isolate"
)

// TestMain keeps what the commands leave out of the user's own folders.
func TestMain(m *testing.M) { os.Exit(isolate.Run(m.Run)) }
