package watch

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fieldsOf adds the fields of a structure, and of those in it, by where they stand in the document.
func fieldsOf(t reflect.Type, where string, into map[string][]string) {
	at := where
	if at == "" {
		at = "."
	}
	for i := range t.NumField() {
		name, more, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		inner := t.Field(i).Type
		if inner.Kind() == reflect.Slice && inner.Elem().Kind() == reflect.Struct {
			fieldsOf(inner.Elem(), strings.TrimPrefix(where+"."+name+"[]", "."), into)
		}
		if more == "omitempty" {
			name = "[" + name + "]"
		}
		into[at] = append(into[at], name)
	}
}

// TestJSON_documented: addin/README.md says of every field of the document where it stands and what may be missing,
// in both languages, and of no others.
func TestJSON_documented(t *testing.T) {
	fields := map[string][]string{}
	fieldsOf(reflect.TypeFor[overviewJSON](), "", fields)
	if len(fields) != 5 {
		t.Fatalf("the fields are %v", fields)
	}
	content, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string][][]string{}
	named := regexp.MustCompile("\\[`([a-zA-Z]+)`\\]|`([a-zA-Z]+)`")
	for _, part := range strings.Split(string(content), "\n<details><summary>")[1:] {
		table, _, _ := strings.Cut(part, "</details>")
		if summary, _, _ := strings.Cut(table, "\n"); !strings.Contains(summary, "`-json`") {
			continue
		}
		for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (.*) \\|$").FindAllStringSubmatch(table, -1) {
			var names []string
			for _, match := range named.FindAllStringSubmatch(row[2], -1) {
				if match[1] != "" {
					match[2] = "[" + match[1] + "]"
				}
				names = append(names, match[2])
			}
			documented[row[1]] = append(documented[row[1]], names)
		}
	}
	for where, want := range fields {
		if len(documented[where]) != 2 {
			t.Errorf("%s has %d rows, want one a language", where, len(documented[where]))
		}
		for _, got := range documented[where] {
			if !slices.Equal(got, want) {
				t.Errorf("%s: the page names %q, the document has %q", where, got, want)
			}
		}
	}
	if len(documented) != len(fields) {
		t.Errorf("the page names %d places, the document has %d", len(documented), len(fields))
	}
}
