package bslerr

import "strings"

// fromQuotes takes an error of several lines out of the marks that quote it as a whole:
// «`message⏎{place}:code`». Marks of the code itself stay.
func fromQuotes(text string) (string, []Dropped) {
	inner := strings.TrimFunc(text, isBlank)
	if len(inner) < 2 || strings.IndexByte(inner, '\n') < 0 {
		return text, nil
	}
	mark := inner[:1]
	if mark != "`" && mark != `"` && mark != "'" || inner[len(inner)-1:] != mark || strings.HasPrefix(inner, "``") || !hasPlace(inner) {
		return text, nil
	}
	first := inner[:strings.IndexByte(inner, '\n')]
	last := inner[strings.LastIndexByte(inner, '\n')+1:]
	if strings.Count(first, mark)%2 == 0 || strings.Count(last, mark)%2 == 0 {
		return text, nil // they quote a word, a literal
	}
	at := strings.Index(text, inner)
	return text[at+1 : at+len(inner)-1], []Dropped{{DroppedMarkup, mark, 2}}
}

// fromPython reads the error in a string of a dictionary that a program in Python
// printed: «answer: {'status': 500, 'text': '{…}: message'}».
func fromPython(text string) (string, []Dropped) {
	first := strings.Index(text, "{'")
	if first < 0 {
		return text, nil
	}
	if _, place := innerPosition(text, 0, first); place {
		return text, nil
	}
	for i := first + 1; i < len(text); {
		j := strings.IndexAny(text[i:], `'"`)
		if j < 0 {
			break
		}
		i += j
		end := literalOf(text, i)
		if strings.IndexByte(text[i:end], '{') >= 0 {
			if s := unescape(strings.TrimSuffix(text[i+1:end], text[i:i+1])); hasPlace(s) {
				return s, leave(DroppedEnvelope, text[:i+1], text[end-1:])
			}
		}
		i = end
	}
	return text, nil
}

// literalOf returns the offset behind the string of Python that starts at i.
func literalOf(text string, i int) int {
	for j := i + 1; j < len(text); j++ {
		switch text[j] {
		case '\\':
			j++
		case text[i]:
			return j + 1
		}
	}
	return len(text)
}
