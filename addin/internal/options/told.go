package options

import (
	"bytes"
	"slices"

	"sentry1c/addin/internal/rawjson"
)

// variables are the options that Parse takes out of the environment where they are not given.
var variables = [...]struct{ option, variable string }{
	{"release", "SENTRY_RELEASE"}, {"environment", "SENTRY_ENVIRONMENT"}, {"spotlight", "SENTRY_SPOTLIGHT"},
}

// AsTold returns the options of an Init of another process with what its environment said, if told, which
// is Resolved or a Public part of that, came of the same Init.
func AsTold(text string, told []byte) (as string, ok bool) {
	said := make(map[string]string)
	for _, v := range variables {
		said[v.variable], _ = rawjson.Text(rawjson.Find(told, v.option))
	}
	o, _, ok := Parse(Known(text), func(name string) (string, bool) { return said[name], said[name] != "" })
	if !ok || !bytes.Equal(Public(Resolved(text, o)), Public(told)) {
		return text, false
	}
	for _, v := range variables {
		text = With(text, v.option, said[v.variable])
	}
	return text, true
}

// Hiding returns options that also hide what others hide.
func Hiding(text string, others []byte) string {
	all := fields(text)
	own, _ := rawjson.Canonical(text)
	var patterns [][]byte
	for _, given := range [][]byte{own, others} {
		for pattern := range rawjson.Elements(rawjson.Find(given, "maskPatterns")) {
			if !slices.ContainsFunc(patterns, func(p []byte) bool { return bytes.Equal(p, pattern) }) {
				patterns = append(patterns, pattern)
			}
		}
	}
	if len(patterns) > 0 {
		all.Set("maskPatterns", slices.Concat([]byte("["), bytes.Join(patterns, []byte(",")), []byte("]")))
	}
	return string(rawjson.AppendObject(nil, all))
}
