package delivery

import (
	"time"

	"sentry1c/addin/internal/spool"
)

// Waiting is what waits to be sent in one project's part of a spool.
type Waiting struct {
	// Count is how many envelopes wait, by Category, and Bytes their size.
	Count map[string]int
	Bytes int64
	// Oldest is when the oldest of them was recorded; zero if none waits.
	Oldest time.Time
	// Orphans is how many of them belong to runs that have ended.
	Orphans int
}

// WaitingIn counts what was found in a project; ended reports whether the run of a folder has ended.
func WaitingIn(p spool.ProjectSurvey, ended func(spool.Folder) bool) Waiting {
	w := Waiting{Count: map[string]int{}}
	for _, folder := range p.Folders {
		for _, e := range folder.Entries {
			w.Count[string(CategoryOf(e.Class))]++
			w.Bytes += e.Size
			if w.Oldest.IsZero() || e.Created.Before(w.Oldest) {
				w.Oldest = e.Created
			}
		}
		if len(folder.Entries) > 0 && ended(folder) {
			w.Orphans += len(folder.Entries)
		}
	}
	return w
}
