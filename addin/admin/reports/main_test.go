package reports

import (
	"context"
	"fmt"
	"os"
	"testing"
)

// childVariable makes this program the receiver itself, with its arguments.
const childVariable = "SENTRY1C_TEST_REPORTS"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		if err := Main(context.Background(), "reports", os.Args[1:], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}
