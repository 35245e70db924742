package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/library"
)

// TestReadme_eventWords: bsl/README.md has a row for each tag and each context that events of the extension and of the log have,
// and for no other.
func TestReadme_eventWords(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string]bool{"repeats": true} // a constant of package event
	contexts := map[string]bool{}
	events, err := filepath.Glob(filepath.Join(root, "addin", "testdata", "events", "event_log*.json"))
	if err != nil || len(events) < 3 {
		t.Fatal(events, err)
	}
	for _, path := range append(events, filepath.Join(root, "bsl", "scenarios", "testdata", "event.json")) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var event struct{ Tags, Contexts map[string]any }
		if err := json.Unmarshal(content, &event); err != nil {
			t.Fatal(err)
		}
		for name := range event.Tags {
			tags[name] = true
		}
		for name := range event.Contexts {
			contexts[name] = true
		}
	}
	// What those events have no occasion for.
	find := func(into map[string]bool, file, expression string) {
		t.Helper()
		found := regexp.MustCompile(expression).FindAllStringSubmatch(document(t, file), -1)
		if len(found) == 0 {
			t.Errorf("%s has none of %s", file, expression)
		}
		for _, match := range found {
			into[match[1]] = true
		}
	}
	find(contexts, "addin/internal/event/event.go", `contexts\.Set\("(\w+)"`)
	for _, module := range []string{"СентриПоказанныеОшибки", "СентриЗадания"} {
		find(contexts, "bsl/extension/CommonModules/"+module+"/Ext/Module.bsl", `(?:Контексты\.Вставить\(|"Контексты", Новый Структура\()"(\w+)"`)
	}
	for _, half := range halvesOf(t, "bsl/README.md") {
		found := 0
		for heading, want := range map[string]map[string]bool{"Тег": tags, "Tag": tags, "Контекст": contexts, "Context": contexts} {
			_, table, ok := strings.Cut(half, "\n| "+heading+" |")
			if !ok {
				continue // of the other language
			}
			found++
			table, _, _ = strings.Cut(table, "\n\n")
			have := map[string]bool{}
			for _, row := range regexp.MustCompile(`(?m)^\| (`+"`"+`.*?) \|`).FindAllStringSubmatch(table, -1) {
				for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
					have[name[1]] = true
				}
			}
			if a, b := slices.Sorted(maps.Keys(have)), slices.Sorted(maps.Keys(want)); !slices.Equal(a, b) {
				t.Errorf("the table %s has %v, and events have %v", heading, a, b)
			}
		}
		if found != 2 {
			t.Errorf("%d tables were found", found)
		}
	}
}
