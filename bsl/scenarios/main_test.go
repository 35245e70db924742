// Package scenarios plays whole days of an infobase: the modules of the extension
// run in the interpreter as the platform would run them, the library that they
// attach is the real one, and what it sends comes to a receiver on this machine.
package scenarios

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"sentry1c/build/isolate"
	"sentry1c/build/library"
)

func TestMain(m *testing.M) { os.Exit(isolate.Run(m.Run)) }

// bundle is the zip that the extension carries, with the library of this machine.
type bundle struct {
	path    string
	content []byte
}

// built builds the bundle once for all tests; the folder goes with the one that
// isolate made for the process.
var built = sync.OnceValues(func() (bundle, error) {
	dir, err := os.MkdirTemp(os.Getenv("XDG_STATE_HOME"), "bundle-*")
	if err != nil {
		return bundle{}, err
	}
	root, err := library.Root()
	if err != nil {
		return bundle{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if _, err := library.BuildHost(ctx, root, dir); err != nil {
		return bundle{}, err
	}
	path, err := library.WriteBundle(dir)
	if err != nil {
		return bundle{}, err
	}
	content, err := os.ReadFile(path)
	return bundle{filepath.Clean(path), content}, err
})
