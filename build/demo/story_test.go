package demo

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTotal: what is announced is what the list of errors says, and one operation.
func TestTotal(t *testing.T) {
	events := 0
	for _, e := range Errors {
		events += e.Count
	}
	if want := (Sum{events, len(Errors), 1}); Total() != want {
		t.Errorf("%+v, want %+v", Total(), want)
	}
	for _, language := range []string{"ru", "en"} {
		for _, number := range []string{"27", "8", "1", Environment} {
			if text := Announcement(language); !regexp.MustCompile(`\b` + number + `\b`).MatchString(text) {
				t.Errorf("%q does not say %s", text, number)
			}
		}
	}
}

// TestAsShown: errors that the user saw are told as the extension tells them, its settings being as they are at first.
func TestAsShown(t *testing.T) {
	module := func(name string) string {
		text, err := os.ReadFile("../../bsl/extension/CommonModules/" + name + "/Ext/Module.bsl")
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	usual := regexp.MustCompile(`Вставить\("КатегорииПредупреждений", "([^"]+)"\)`).FindStringSubmatch(module("СентриПараметры"))
	sender := module("СентриПоказанныеОшибки")
	names := regexp.MustCompile(`Имена\.Вставить\("(\pL+)", "(exception|access|session|network)"\)`).FindAllStringSubmatch(sender, -1)
	if usual == nil || len(names) != 4 {
		t.Fatalf("the extension says %q and %q", usual, names)
	}
	for _, want := range []string{`"Обработано", Ложь`, `"Механизм", "ui"`, `"source", "interface"`, `"Уровень", "warning"`} {
		if !strings.Contains(sender, want) {
			t.Errorf("the extension does not say %s", want)
		}
	}
	warnings := strings.Split(usual[1], ", ")
	for _, name := range names {
		var options struct {
			Handled          *bool
			Mechanism, Level string
			Tags             map[string]string
		}
		if err := json.Unmarshal([]byte(asShown(name[2])), &options); err != nil {
			t.Fatal(err)
		}
		level := ""
		for _, warning := range warnings {
			if warning == name[1] {
				level = "warning"
			}
		}
		if options.Level != level || options.Mechanism != "ui" || options.Handled == nil || *options.Handled ||
			options.Tags["source"] != "interface" || options.Tags["category"] != name[2] {
			t.Errorf("%s (%s): %+v, want the level %q", name[1], name[2], options, level)
		}
	}
}
