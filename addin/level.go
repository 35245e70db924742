package addin

import (
	"sentry1c/addin/internal/problem"
	"slices"
	"strings"
	"time"
)

// Level is how bad an event is, in Sentry's words.
type Level string

// The levels of Sentry.
const (
	LevelDebug   Level = "debug"
	LevelInfo    Level = "info"
	LevelWarning Level = "warning"
	LevelError   Level = "error"
	LevelFatal   Level = "fatal"
)

// levels are the words for a level: Sentry's own, usual variants of them, and
// those of 1C's event log in both languages, which String() of
// УровеньЖурналаРегистрации gives.
var levels = map[string]Level{
	"debug":          LevelDebug,
	"info":           LevelInfo,
	"warning":        LevelWarning,
	"error":          LevelError,
	"fatal":          LevelFatal,
	"warn":           LevelWarning,
	"critical":       LevelFatal,
	"information":    LevelInfo,
	"note":           LevelDebug,
	"ошибка":         LevelError,
	"предупреждение": LevelWarning,
	"информация":     LevelInfo,
	"примечание":     LevelDebug,
}

// FatalPatience is how long the call that reports a fatal event waits for it to be on
// the disk.
const FatalPatience = 200 * time.Millisecond

// FatalWords are the words for the level of an event that a process may not survive, in
// small letters.
func FatalWords() (words []string) {
	for word, level := range levels {
		if level == LevelFatal {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return words
}

// levelNames are the words that the documentation and problems name.
var levelNames = []string{"debug", "info", "warning", "error", "fatal"}

// parseLevel reads a level in any letter case.
func parseLevel(text string) (Level, problem.Problem, bool) {
	if level, ok := levels[strings.ToLower(strings.TrimSpace(text))]; ok {
		return level, problem.Problem{}, true
	}
	return "", problem.New("unknown level %q: known are %s", "неизвестный уровень %q: допустимы %s", text, problem.List(levelNames)), false
}
