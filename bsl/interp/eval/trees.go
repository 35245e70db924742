package eval

import (
	"sync"

	"sentry1c/bsl/interp/syntax"
)

// written is a text as one side reads it.
type written struct {
	path, text string
	side       Side
}

var (
	treesLock sync.Mutex
	trees     = map[written]*syntax.Module{}
)

// parse reads a text, once for each side: nothing changes a tree, and the same modules are
// compiled for many infobases.
func parse(path, text string, side Side) (*syntax.Module, error) {
	key := written{path, text, side}
	treesLock.Lock()
	tree := trees[key]
	treesLock.Unlock()
	if tree != nil {
		return tree, nil
	}
	tree, err := syntax.Parse(path, text, side.Defined)
	if err != nil {
		return nil, err
	}
	treesLock.Lock()
	trees[key] = tree
	treesLock.Unlock()
	return tree, nil
}
