package addin

import (
	"time"

	"sentry1c/addin/internal/names"
)

// FatalPatience is how long the call that reports a fatal event waits for it to be on
// the disk.
const FatalPatience = 200 * time.Millisecond

// FatalWords are the words for the level of an event that a process may not survive, in
// small letters.
func FatalWords() []string { return names.LevelWords(names.LevelFatal) }
