package options

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/rawjson"
)

// VariableDSN is the DSN of an Init that gives none.
const VariableDSN = "SENTRY_DSN"

// variables are the options that Parse takes out of the environment where they are not given.
var variables = [...]struct {
	option, name string
	to           func(*Options) *string
}{
	{"release", "SENTRY_RELEASE", func(o *Options) *string { return &o.Release }},
	{"environment", "SENTRY_ENVIRONMENT", func(o *Options) *string { return &o.Environment }},
	{"spotlight", "SENTRY_SPOTLIGHT", func(o *Options) *string { return &o.Spotlight }},
}

// Said is what the environment of this process says to an Init; never nil.
func Said(lookupEnv func(string) (string, bool)) map[string]string {
	said := make(map[string]string)
	note := func(variable string) {
		if value, ok := lookupEnv(variable); ok {
			said[variable] = value
		}
	}
	note(VariableDSN)
	for _, v := range variables {
		note(v.name)
	}
	return said
}

// AsSaid returns options of an Init of another process with what its environment said. What Parse does not
// take it leaves as it is.
func AsSaid(text string, said map[string]string) string {
	if strings.TrimSpace(rawjson.Unmarked(text)) != "" {
		if raw, err := rawjson.Canonical(text); err != nil || rawjson.Kind(raw) != '{' {
			return text
		}
	}
	given := fields(text)
	for _, v := range variables {
		raw := given.Get(v.option)
		own, isText := rawjson.Text(raw)
		if value := said[v.name]; value != "" && (raw == nil || isText && own == "") {
			if v.option == "spotlight" {
				value = cmp.Or(spotlightAddress(value), "false") // the option takes no nonsense
			}
			text = With(text, v.option, value)
		}
	}
	return text
}

// Hiding returns options that also hide what others hide.
func Hiding(text string, others ...[]byte) string {
	all := fields(text)
	own, _ := rawjson.Canonical(text)
	var patterns, theirs [][]byte
	known := make(map[string]bool)
	for _, given := range others {
		for pattern := range rawjson.Elements(rawjson.Find(given, "maskPatterns")) {
			if !known[string(pattern)] {
				known[string(pattern)] = true
				theirs = append(theirs, pattern)
			}
		}
	}
	add := func(pattern []byte) {
		if !slices.ContainsFunc(patterns, func(p []byte) bool { return bytes.Equal(p, pattern) }) {
			patterns = append(patterns, pattern)
		}
	}
	for pattern := range rawjson.Elements(rawjson.Find(own, "maskPatterns")) {
		if known[string(pattern)] || !joins(pattern, theirs) {
			add(pattern)
		}
	}
	for _, pattern := range theirs {
		add(pattern)
	}
	if len(patterns) == 0 {
		return text
	}
	if len(patterns) > mask.MaxPatterns {
		patterns = joined(patterns)
	}
	all.Set("maskPatterns", slices.Concat([]byte("["), bytes.Join(patterns, []byte(",")), []byte("]")))
	return string(rawjson.AppendObject(nil, all))
}

// joins reports whether a pattern is what joined made of some others.
func joins(pattern []byte, of [][]byte) bool {
	rest, _ := rawjson.Text(pattern)
	for parts := 0; ; parts++ {
		if rest == "" {
			return parts > 0
		}
		longest := 0
		for _, raw := range of {
			one, _ := rawjson.Text(raw)
			group := "(?:" + one + ")"
			if after, ok := strings.CutPrefix(rest, group); ok && (after == "" || after[0] == '|') {
				longest = max(longest, len(group))
			}
		}
		if longest == 0 {
			return false
		}
		rest = strings.TrimPrefix(rest[longest:], "|")
	}
}

// joined are fewer patterns that match the same, but for what the match of one of them takes from another's.
func joined(patterns [][]byte) (fewer [][]byte) {
	var one string
	for _, raw := range patterns {
		pattern, _ := rawjson.Text(raw)
		switch group := "(?:" + pattern + ")"; {
		case len(group) > mask.MaxPattern:
			fewer = append(fewer, raw)
		case one == "":
			one = group
		case len(one)+1+len(group) <= mask.MaxPattern:
			one += "|" + group
		default:
			fewer, one = append(fewer, rawjson.String(one)), group
		}
	}
	if one == "" {
		return fewer
	}
	return append(fewer, rawjson.String(one))
}
