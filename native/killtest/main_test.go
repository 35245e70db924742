package killtest

import (
	"fmt"
	"os"
	"testing"

	"sentry1c/build/kit/scratch"
)

func TestMain(m *testing.M) {
	if text := os.Getenv(orderVariable); text != "" {
		fmt.Fprintln(os.Stderr, child(text)) // it does not come back when all went well
		os.Exit(1)
	}
	os.Exit(scratch.Run(func() int { return runTests(m) }))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "sentry1c-killtest-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	// Children keep here what they keep for their user.
	for _, name := range []string{"XDG_STATE_HOME", "LOCALAPPDATA"} {
		if err := os.Setenv(name, dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}
