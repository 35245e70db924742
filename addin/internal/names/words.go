package names

import "sentry1c/addin/internal/problem"

// OneOf reports whether a word is among those that are taken.
func OneOf(word string, words []string) (problem.Problem, bool) {
	for _, have := range words {
		if word == have {
			return problem.Problem{}, true
		}
	}
	return problem.New("unknown word %q: known are %s", "неизвестное слово %q: допустимы %s", Cut(word, 64), problem.List(words)), false
}
