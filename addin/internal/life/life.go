// Package life is this run of the component and the dead ones before it, as they stand on
// disk and in memory that outlives a process: it begins and keeps the run, looks for
// dead ones and sweeps up behind them. What their records mean it does not know: package
// addin interprets those, and asks this one what there is.
package life

import "time"

// Life is what a process has once.
//
// # Threads
//
// The worker's, but for Soon and Answered.
type Life struct {
	Boundary Boundary
	// Getenv and RingFolders are the machine's, or what tests put in their place.
	Getenv      func(string) (string, bool)
	RingFolders func() []string
	// StartsTogether, if it is not 0, is used in the place of startsTogether.
	StartsTogether time.Duration
	// Run is nil until the first Init that wants anything kept.
	Run *Run

	search search
}

// Boundary is what life asks of the boundary; addin.Host says more of each.
type Boundary interface {
	// RingSize is 0 where there are no rings.
	RingSize() int
	MapRing(path string) error
	SetSideFolder(path string) error
	RemoveAtExit(paths []ExitPath)
	Wake()
}
