package bslerr

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// fromJSON reads the error in a string of JSON: an answer of a service, a line of a
// log, perhaps with words before it («HTTP 500: {…}»), perhaps cut. Of several
// strings the one with most places counts. A text that has a place outside of
// strings is the text of an error itself, with JSON in its message.
func fromJSON(text string) (string, []Dropped) {
	if strings.Contains(text, `\"`) && strings.Count(text, `"`) == strings.Count(text, `\"`) {
		// A piece of a string of JSON that holds JSON.
		if inner, left := fromNested(unescape(text), maxJSONDepth); len(left) > 0 {
			return inner, left
		}
	}
	return fromNested(text, maxJSONDepth)
}

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
	var best, run placedStrings // of strings one after another in an array
	said := jsonSaid{rank: len(saidKeys)}
	outside := 0 // where the text outside of strings goes on
	for i := first; i >= 0 && i < len(text); {
		if _, place := innerPosition(text, outside, i); place {
			return text, nil
		}
		end, ok := stringEnd(text, i)
		if !ok {
			break
		}
		said.string(text, i, end)
		if strings.Contains(text[i:end], "{") {
			if s, ok := decoded(text[i:end]); ok {
				s, _ = fromNested(s, depth-1)
				if n := countPlaces(s); n > 0 {
					run = run.add(text, s, span{i, end}, n)
				}
				if run.places > best.places {
					best = run
				}
			}
		}
		outside = end
		if i = strings.IndexByte(text[end:], '"'); i >= 0 {
			i += end
		}
	}
	if best.places == 0 {
		return text, nil
	}
	at := best.at
	if _, place := innerPosition(text, outside, len(text)); place {
		return text, nil
	}
	rest := text[at.e:]
	if text[at.e-1] == '"' && at.e-1 > at.s {
		rest = text[at.e-1:]
	}
	inner := strings.Join(best.texts, "\n")
	if said.text != "" && onlyFrames(inner) {
		inner = said.text + "\n" + inner
	}
	return inner, leave(DroppedEnvelope, text[:at.s+1], rest)
}

// placedStrings are strings with places that stand one after another in an array:
// «["{…}:А();", "{…}:Б();"]»; mostly it is one.
type placedStrings struct {
	texts  []string
	at     span
	places int
}

// add goes on with the string at a place of the text, or begins anew with it.
func (r placedStrings) add(text, s string, at span, places int) placedStrings {
	if r.places > 0 && strings.Trim(text[r.at.e:at.s], ", \t\r\n") == "" {
		return placedStrings{append(r.texts, s), span{r.at.s, at.e}, r.places + places}
	}
	return placedStrings{[]string{s}, at, places}
}

// jsonSaid finds the string that says what went wrong where the places stand in a field
// of their own: {"msg": "…", "stack": "{…}:…"}.
type jsonSaid struct {
	key  string
	text string
	rank int // in saidKeys
}

// string looks at the string at [i, end): a key, or the value of the last one.
func (j *jsonSaid) string(text string, i, end int) {
	const longestKey = 64
	if after := skipBlanks(text, end, len(text)); after < len(text) && text[after] == ':' {
		j.key = ""
		if end-i <= longestKey {
			j.key = strings.ToLower(strings.Trim(text[i:end], `"`))
		}
		return
	}
	key := j.key
	j.key = ""
	for rank, known := range saidKeys[:j.rank] {
		if key != known {
			continue
		}
		if s, ok := decoded(text[i:end]); ok && strings.TrimSpace(s) != "" && !hasPlace(s) {
			j.text, j.rank = s, rank
		}
		return
	}
}

// onlyFrames reports whether a text begins with a frame, so that it has no message.
func onlyFrames(text string) bool {
	first, _, _ := strings.Cut(text, "\n")
	first = strings.TrimFunc(first, isBlank)
	if first == "" || first[0] != '{' {
		return false
	}
	pos, ok := parsePosition(first, 0, len(first), true)
	return ok && pos.column == 0 && codeLikeness(strings.Trim(first[pos.end:], " \t")) == surelyCode
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
	if !utf8.ValidString(raw) {
		return "", false // it would come out with other characters
	}
	if json.Unmarshal([]byte(raw), &s) == nil {
		return s, true
	}
	const longestEscape = len(`\u0000`)
	for cut := range longestEscape {
		if cut > 0 && cut < len(raw) && (raw[len(raw)-cut] != '\\' || !ascii(raw[len(raw)-cut:])) {
			continue // no escape is cut here
		}
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
