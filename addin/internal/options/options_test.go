package options

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/rawjson"
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

// TestOptions_spoolPath: a full path is taken, without what was copied with it.
func TestOptions_spoolPath(t *testing.T) {
	noEnv := func(string) (string, bool) { return "", false }
	full := filepath.Join(t.TempDir(), "spool")
	for text, want := range map[string]string{full: full, " " + full + "\t": full, "": "", "spool": "no", "./spool": "no", "C:spool": "no"} {
		got, p, ok := Parse(`{"spoolPath":`+string(rawjson.String(text))+`}`, noEnv)
		if ok != (want != "no") || ok && got.SpoolPath != want {
			t.Errorf("%q: %q, %v (%s)", text, got.SpoolPath, ok, p.En)
		}
	}
}

func TestOptions_areSet(t *testing.T) {
	noEnv := func(string) (string, bool) { return "", false }
	plain, _, _ := Parse("", noEnv)
	values := map[string]string{
		"grouping": `"server"`, "sourceLayout": `"edt"`, "sourceContext": `"server"`, "extensionRoots": `{"a":"b"}`, "headers": `{"A":"b"}`,
		"modules": `{"a":"b"}`, "maskPatterns": `["x"]`, "ignoreErrors": `["x"]`, "inAppInclude": `["x"]`, "inAppExclude": `["x"]`, "spoolMaxBytes": "2097152",
		"sampleRate": "0.25", "tracesSampleRate": "0.25", "spoolPath": string(rawjson.String(filepath.Join(t.TempDir(), "spool"))),
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

// TestOptions_maskPatterns: an expression that is not taken is named.
func TestOptions_maskPatterns(t *testing.T) {
	noEnv := func(string) (string, bool) { return "", false }
	for given, want := range map[string][2]string{
		`["ok","а("]`:  {`option "maskPatterns": expression 2, "а(": error parsing regexp: missing closing ): ` + "`а(`", `параметр "maskPatterns": выражение 2, "а(": `},
		`["x*"]`:       {`option "maskPatterns": expression 1, "x*": it matches an empty text`, `параметр "maskPatterns": выражение 1, "x*": `},
		`"x"`:          {`option "maskPatterns" must be an array of regular expressions`, `параметр "maskPatterns" должен быть: массив`},
		`[7]`:          {`option "maskPatterns" must be an array of regular expressions`, `параметр "maskPatterns" должен быть: массив`},
		`["(?=x)"]`:    {`option "maskPatterns": expression 1, "(?=x)": error parsing regexp: `, `выражение 1`},
		many("x", 51):  {`option "maskPatterns": expression 51, "x": at most 50 are taken`, `выражение 51`},
		longText(1001): {`1001 bytes, at most 1000 are taken`, `выражение 1`},
	} {
		_, bad, ok := Parse(`{"maskPatterns":`+given+`}`, noEnv)
		if ok || !strings.Contains(bad.En, want[0]) || !strings.Contains(bad.Ru, want[1]) {
			t.Errorf("%.60s: %v, told %q, %q", given, ok, bad.En, bad.Ru)
		}
	}
	o, bad, ok := Parse(`{"maskPatterns":["\\b\\d{12}\\b"]}`, noEnv)
	if got := o.Mask.Text("ИНН 770012345678, Pwd=x1;"); !ok || got != "ИНН [Filtered], Pwd=[Filtered];" {
		t.Errorf("%q %s", got, bad.En)
	}
}

func many(text string, n int) string {
	return "[" + strings.TrimSuffix(strings.Repeat(`"`+text+`",`, n), ",") + "]"
}

func longText(n int) string { return `["` + strings.Repeat("x", n) + `"]` }
