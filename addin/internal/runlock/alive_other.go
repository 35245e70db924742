//go:build !linux

package runlock

// alive is nothing here: Windows keeps open files from being removed, and elsewhere a run
// has its lock file alone.
type alive struct{}

func holdName(string) (alive, error) { return alive{}, nil }

func (*alive) end() {}

func lives(string) bool { return false }
