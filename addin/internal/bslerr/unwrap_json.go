package bslerr

import (
	"encoding/json"
	"strings"
)

// fromJSON reads the error in a string of JSON: an answer of a service, a line of a
// log, perhaps with words before it («HTTP 500: {…}»), perhaps cut. Of several
// strings the one with most places counts. A text that has a place outside of
// strings is the text of an error itself, with JSON in its message.
func fromJSON(text string) (string, []Dropped) { return fromNested(text, maxJSONDepth) }

// maxJSONDepth bounds JSON inside of strings of JSON.
const maxJSONDepth = 4

func fromNested(text string, depth int) (string, []Dropped) {
	first := strings.IndexByte(text, '"')
	if first < 0 || depth == 0 || !opensJSON(text, first) {
		return text, nil
	}
	if report, ok := fromReport(text[first:]); ok {
		return report, leave(DroppedEnvelope, text)
	}
	best, at, places := "", span{}, 0
	outside := 0 // where the text outside of strings goes on
	for i := first; i >= 0 && i < len(text); {
		if _, place := innerPosition(text, outside, i); place {
			return text, nil
		}
		end, ok := stringEnd(text, i)
		if !ok {
			break
		}
		if strings.Contains(text[i:end], "{") {
			if s, ok := decoded(text[i:end]); ok {
				s, _ = fromNested(s, depth-1)
				if n := countPlaces(s); n > places {
					best, at, places = s, span{i, end}, n
				}
			}
		}
		outside = end
		if i = strings.IndexByte(text[end:], '"'); i >= 0 {
			i += end
		}
	}
	if places == 0 {
		return text, nil
	}
	if _, place := innerPosition(text, outside, len(text)); place {
		return text, nil
	}
	rest := text[at.e:]
	if text[at.e-1] == '"' && at.e-1 > at.s {
		rest = text[at.e-1:]
	}
	return best, leave(DroppedEnvelope, text[:at.s+1], rest)
}

// opensJSON reports whether the quote at first is the first one of an object, an
// array or a string: before it stand words of a tool and then a brace or bracket,
// or nothing.
func opensJSON(text string, first int) bool {
	before := strings.TrimRight(text[:first], " \t\r\n")
	if before == "" {
		return true
	}
	c := before[len(before)-1]
	return c == '{' || c == '['
}

// stringEnd returns the offset behind the string of JSON that starts at i, or the end
// of a text that was cut inside of it. No string of JSON goes over the end of a line.
func stringEnd(text string, i int) (int, bool) {
	for j := i + 1; j < len(text); j++ {
		switch text[j] {
		case '\\':
			j++
		case '"':
			return j + 1, true
		case '\n', '\r':
			return 0, false
		}
	}
	return len(text), i+1 < len(text)
}

// decoded undoes the escapes of a string of JSON, which may be cut.
func decoded(raw string) (s string, ok bool) {
	if json.Unmarshal([]byte(raw), &s) == nil {
		return s, true
	}
	const longestEscape = len(`\u0000`)
	for cut := range longestEscape {
		if cut+1 < len(raw) && json.Unmarshal([]byte(raw[:len(raw)-cut]+`"`), &s) == nil {
			return s, true
		}
	}
	return "", false
}

// countPlaces counts the lines that start with a position.
func countPlaces(text string) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		if hasPlace(line) {
			n++
		}
	}
	return n
}

// maxReportErrors bounds the errors that are read from a report.
const maxReportErrors = 50

// fromReport reads errors of the report.json of the platform, or of a piece of it:
// texts of an array that an array of categories follows, «"{…}: text",
// ["ScriptRuntimeError"], …», outermost first. It returns what the platform prints
// of them.
func fromReport(text string) (string, bool) {
	var b strings.Builder
	n := 0
	for i := 0; i >= 0 && i < len(text) && n < maxReportErrors; {
		end, ok := stringEnd(text, i)
		if !ok {
			break
		}
		if names, after, ok := categoryArray(text, end); ok {
			var value string
			if json.Unmarshal([]byte(text[i:end]), &value) == nil {
				if n++; n > 1 {
					b.WriteString("\n" + inlineSeparator + "\n")
				}
				b.WriteString(value)
				if len(names) > 0 {
					b.WriteString("\n[" + strings.Join(names, ", ") + "]")
				}
			}
			end = after
		}
		if i = strings.IndexByte(text[end:], '"'); i >= 0 {
			i += end
		}
	}
	return b.String(), n > 0 && hasPlace(b.String())
}

// categoryArray reads «, ["Category", …]» behind a string that ends at i.
func categoryArray(text string, i int) (names []string, after int, ok bool) {
	const longest = 1024
	if i = skipBlanks(text, i, len(text)); i >= len(text) || text[i] != ',' {
		return nil, i, false
	}
	if i = skipBlanks(text, i+1, len(text)); i >= len(text) || text[i] != '[' {
		return nil, i, false
	}
	window := text[i:min(len(text), i+longest)]
	closing := strings.IndexByte(window, ']')
	if closing < 0 || json.Unmarshal([]byte(window[:closing+1]), &names) != nil {
		return nil, i, false
	}
	for _, name := range names {
		if _, known := Category(name); !known {
			return nil, i, false
		}
	}
	return names, i + closing + 1, true
}
