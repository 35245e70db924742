package modulepath

import "strings"

// UnknownModule is what English says for code that belongs to no module of
// the metadata: the platform prints it in the language of the session.
const UnknownModule = "<Unknown module>"

// English writes the class words and the module kind of a path in English and
// leaves the names as they are. Words it does not know stay as printed, so the
// answer is never emptier than the path. Any text in angle brackets is
// UnknownModule.
func English(path string) string {
	if path == "" {
		return ""
	}
	if path[0] == '<' && path[len(path)-1] == '>' {
		return UnknownModule
	}
	n := strings.Count(path, ".") + 1
	if n == 1 {
		if k := lookup(kindIndex, path); k != nil && k.root {
			return k.en
		}
		return path
	}
	var b strings.Builder
	b.Grow(len(path))
	for i, rest := 0, path; i < n; i++ {
		word, next, _ := strings.Cut(rest, ".")
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(englishWord(word, i, i == n-1))
		rest = next
	}
	return b.String()
}

// englishWord translates the word at place i. A chain with an even number of
// words has no module kind: its last word is a name.
func englishWord(word string, i int, last bool) string {
	if i%2 == 1 {
		return word
	}
	if last {
		if k := lookup(kindIndex, word); k != nil {
			return k.en
		}
		return word
	}
	if c := lookup(classIndex, word); c != nil {
		return c.en
	}
	return word
}
