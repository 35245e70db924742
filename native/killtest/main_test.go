package killtest

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"sentry1c/build/library"
)

// libraryPath is the library under test, which knows the moments of package fault.
var libraryPath string

func TestMain(m *testing.M) {
	if text := os.Getenv(orderVariable); text != "" {
		fmt.Fprintln(os.Stderr, child(text)) // it does not come back when all went well
		os.Exit(1)
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "sentry1c-killtest-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	root, err := library.Root()
	if err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		libraryPath, err = library.BuildHost(ctx, root, dir, "faults")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}
