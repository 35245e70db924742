package infobase

import (
	"context"
	"os"
	"sync"
	"time"

	"sentry1c/build/library"
)

// Bundle is the zip that the extension carries, with the library of this machine.
type Bundle struct {
	Path    string
	Content []byte
}

// Built builds the bundle once for all tests of a program; the folder goes with
// the one that package isolate made for it.
var Built = sync.OnceValues(func() (Bundle, error) {
	dir, err := os.MkdirTemp(os.Getenv("XDG_STATE_HOME"), "bundle-*")
	if err != nil {
		return Bundle{}, err
	}
	root, err := library.Root()
	if err != nil {
		return Bundle{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	if _, err := library.BuildHost(ctx, root, dir); err != nil {
		return Bundle{}, err
	}
	path, err := library.WriteBundle(dir)
	if err != nil {
		return Bundle{}, err
	}
	content, err := os.ReadFile(path)
	return Bundle{path, content}, err
})
