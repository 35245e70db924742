package options

import (
	"fmt"
	"testing"
)

// TestOptions_defaults parses each default that the documentation shows and
// expects nothing to change.
func TestOptions_defaults(t *testing.T) {
	noEnv := func(string) (string, bool) { return "", false }
	plain, _, ok := Parse("", noEnv)
	if !ok {
		t.Fatal("no options are refused")
	}
	for _, option := range Table {
		text := option.Default
		if _, isText := option.kind.parse([]byte(`"` + text + `"`)); isText {
			text = `"` + text + `"`
		}
		got, p, ok := Parse(`{"`+option.Key+`":`+text+`}`, noEnv)
		if !ok {
			t.Errorf("default %s of %s: %s", text, option.Key, p.En)
			continue
		}
		if fmt.Sprintf("%v", got) != fmt.Sprintf("%v", plain) {
			t.Errorf("default %s of %s changes the options\nfrom %+v\n  to %+v", text, option.Key, plain, got)
		}
	}
}

func TestOptions_areSet(t *testing.T) {
	noEnv := func(string) (string, bool) { return "", false }
	plain, _, _ := Parse("", noEnv)
	values := map[string]string{
		"grouping": `"server"`, "sourceLayout": `"edt"`, "sourceContext": `"server"`, "extensionRoots": `{"a":"b"}`, "headers": `{"A":"b"}`,
		"ignoreErrors": `["x"]`, "inAppInclude": `["x"]`, "inAppExclude": `["x"]`, "spoolMaxBytes": "2097152",
		"sampleRate": "0.25", "tracesSampleRate": "0.25",
	}
	for _, option := range Table {
		value, given := values[option.Key]
		for _, try := range []string{`"some text"`, "true", "777"} {
			if _, ok := option.kind.parse([]byte(try)); ok && !given {
				value = try
			}
		}
		if option.Key == "maxBreadcrumbs" || option.Key == "spoolMaxAgeHours" {
			value = "77"
		}
		got, p, ok := Parse(`{"`+option.Key+`":`+value+`}`, noEnv)
		if !ok || fmt.Sprintf("%v", got) == fmt.Sprintf("%v", plain) {
			t.Errorf("%s = %s changes nothing: %s", option.Key, value, p.En)
		}
	}
}
