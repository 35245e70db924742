// Package names knows what servers accept as a name: of a tag, a release, an
// environment, a monitor, a file, a level. What they would refuse, and the event with
// it, is made legal here; words that have no legal form are refused with a problem.
//
// Any room may use it; it touches nothing.
package names

import (
	"slices"
	"strings"

	"sentry1c/addin/internal/problem"
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

// levelNames are the words that the documentation and problems name.
var levelNames = []string{"debug", "info", "warning", "error", "fatal"}

// ParseLevel reads a level in any letter case.
func ParseLevel(text string) (Level, problem.Problem, bool) {
	if level, ok := levels[strings.ToLower(strings.TrimSpace(text))]; ok {
		return level, problem.Problem{}, true
	}
	return "", problem.New("unknown level %q: known are %s", "неизвестный уровень %q: допустимы %s", text, problem.List(levelNames)), false
}

// LevelWords are the words for a level, in small letters.
func LevelWords(level Level) (words []string) {
	for word, have := range levels {
		if have == level {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return words
}
