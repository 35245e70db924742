// Package problem says what is wrong to a user of 1C: one clear sentence in each
// language. It knows no rule of its own about what is right; whoever has one uses the
// words here, so that the same mistake reads the same in every argument.
//
// Every room of the component may use it; it uses none but rawjson.
package problem

import (
	"fmt"
	"strings"
)

// Problem is one clear sentence for the user of 1C in both languages: what is
// wrong and what to do. It becomes LastError and stands in the event that it
// concerns.
type Problem struct {
	En, Ru string
}

// New formats a problem. Both formats take the same arguments in the same order
// (a test compares their verbs).
func New(en, ru string, args ...any) Problem {
	if len(args) == 0 {
		return Problem{en, ru}
	}
	return Problem{fmt.Sprintf(en, args...), fmt.Sprintf(ru, args...)}
}

// In returns the text in one language.
func (p Problem) In(l Language) string {
	if l == Russian {
		return p.Ru
	}
	return p.En
}

// Within puts the name of what the problem concerns before it.
func (p Problem) Within(name Name) Problem {
	return Problem{name.En + ": " + p.En, name.Ru + ": " + p.Ru}
}

// List joins words for a sentence.
func List(words []string) string { return strings.Join(words, ", ") }

// Name is a name in both languages of 1C's script.
type Name struct {
	En, Ru string
}

// Doc says in a sentence or two what a method does.
type Doc struct {
	En, Ru string
}
