package infobase

import (
	"os"
	"sync"

	"sentry1c/build/kit/built"
	"sentry1c/native/standin"
)

// bundle is the content of the zip that the extension carries, with the library of this
// machine.
var bundle = sync.OnceValues(func() ([]byte, error) {
	path, err := built.Bundle()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// opened attaches the library once: a process of 1C has it once, too. The folder that
// it is unpacked into goes with the one that package isolate made.
var opened = sync.OnceValues(func() (*standin.Library, error) {
	path, err := built.Bundle()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(os.Getenv("XDG_STATE_HOME"), "bundle-*")
	if err != nil {
		return nil, err
	}
	return standin.OpenBundle(path, dir)
})
