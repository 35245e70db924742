package mask

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"sentry1c/addin/internal/rawjson"
)

// Limits of the user's own expressions: each is tried on every text that travels.
const (
	MaxPatterns = 50
	MaxPattern  = 1000 // bytes
)

// PatternError says which of the user's expressions is not taken, and why.
type PatternError struct {
	Index   int    // from 0
	Pattern string // cut to a readable length
	Reason  string
}

// Error implements error.
func (e *PatternError) Error() string {
	return fmt.Sprintf("mask: pattern %d %q: %s", e.Index+1, e.Pattern, e.Reason)
}

// Masker hides what the functions of this package hide, and what the user's own
// expressions match. A nil Masker has none of these. It is safe for concurrent use.
type Masker struct {
	patterns []*regexp.Regexp
}

// New makes a masker with the user's own expressions, in the syntax of package regexp,
// whose time is linear. What a whole expression matches is hidden, with the rest of
// the text left as it is. An error is a *PatternError.
func New(patterns []string) (*Masker, error) {
	if len(patterns) == 0 {
		return nil, nil
	}
	m := &Masker{}
	for i, pattern := range patterns {
		bad := func(reason string) (*Masker, error) {
			return nil, &PatternError{Index: i, Pattern: cutPattern(pattern), Reason: reason}
		}
		switch {
		case i >= MaxPatterns:
			return bad(fmt.Sprintf("at most %d are taken", MaxPatterns))
		case len(pattern) > MaxPattern:
			return bad(fmt.Sprintf("%d bytes, at most %d are taken", len(pattern), MaxPattern))
		}
		expression, err := regexp.Compile(pattern)
		if err != nil {
			return bad(err.Error())
		}
		if expression.MatchString("") {
			return bad("it matches an empty text")
		}
		m.patterns = append(m.patterns, expression)
	}
	return m, nil
}

func cutPattern(pattern string) string {
	const longest = 80
	if len(pattern) <= longest {
		return pattern
	}
	cut := longest
	for cut > 0 && !utf8.RuneStart(pattern[cut]) {
		cut--
	}
	return pattern[:cut] + "…"
}

// Text is the function Text with the user's expressions.
func (m *Masker) Text(text string) string {
	text = Text(text)
	if m == nil {
		return text
	}
	return m.match(text)
}

// lineNumber ends a place in code, such as {ОбщийМодуль.Обмен.Модуль(12)}.
var lineNumber = regexp.MustCompile(`\{[^{}\n]*(\(\d{1,7}(?:,\s?\d{1,7})?\)\})`)

// match hides what the expressions match, but for the numbers of lines in places in code:
// no error could be read without them.
func (m *Masker) match(text string) string {
	if !strings.Contains(text, ")}") {
		return m.matchAll(text)
	}
	var out strings.Builder
	done := 0
	for _, at := range lineNumber.FindAllStringSubmatchIndex(text, -1) {
		out.WriteString(m.matchAll(text[done:at[2]]))
		out.WriteString(text[at[2]:at[3]])
		done = at[3]
	}
	out.WriteString(m.matchAll(text[done:]))
	return out.String()
}

func (m *Masker) matchAll(text string) string {
	for _, pattern := range m.patterns {
		if pattern.MatchString(text) {
			text = pattern.ReplaceAllLiteralString(text, Filtered)
		}
	}
	return text
}

// Texts masks each of some texts, such as the parts of a fingerprint; the same slice
// comes back if there is nothing to hide.
func (m *Masker) Texts(texts []string) []string {
	var out []string
	for i, text := range texts {
		clean := m.Text(text)
		if clean == text {
			continue
		}
		if out == nil {
			out = append(out, texts...)
		}
		out[i] = clean
	}
	if out == nil {
		return texts
	}
	return out
}

// JSON is the function JSON with the user's expressions: they are tried on texts and
// numbers, not on names.
func (m *Masker) JSON(raw []byte) []byte { return masking{m}.json(raw) }

// Value is the function Value with the user's expressions.
func (m *Masker) Value(name string, raw []byte) []byte { return masking{m}.value(name, raw) }

// number hides a number that an expression matches: that of a card, of a phone.
func (m *Masker) number(raw []byte) []byte {
	if m == nil || m.match(string(raw)) == string(raw) {
		return raw
	}
	return rawjson.String(Filtered)
}
