package main

import (
	"context"
	"io"

	"sentry1c/build/symbols"
)

// runSymbols makes a file of symbols of 1C configurations or looks into one.
func runSymbols(ctx context.Context, args []string, out io.Writer) error {
	return symbols.Main(ctx, "go run ./build symbols", args, out)
}
