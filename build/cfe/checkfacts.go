package cfe

import (
	"strings"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/mdclass"
)

// objectFacts is what is taken from an object's list beside its name.
type objectFacts struct {
	words    string
	template string   // kind of a template, as stored
	roles    []string // default roles of the root
	content  []string // of a subsystem
	module   string   // common module of a job
	method   string   // procedure of a job
}

// facts reads what is known of the classes that are written here.
func facts(class *mdclass.Class, v brackets.Value) objectFacts {
	text := func(path ...int) string { got, _ := v.At(path...); return got.Text }
	switch class.Name {
	case "CommonModule":
		return objectFacts{words: moduleFlags(v)}
	case "CommonTemplate":
		return templateFacts(text(1, 2))
	case "Template":
		return templateFacts(text(1, 1))
	case "Subsystem":
		list, _ := v.At(1)
		return objectFacts{content: objectsIn(list, 7)}
	case "ScheduledJob":
		f := objectFacts{module: text(1, 6), method: text(1, 7)}
		f.words = "calls " + f.method
		if !v.Is("1", 1, 4) {
			f.words += ", switched off"
		}
		return f
	case "InformationRegister":
		return objectFacts{words: registerFields(v)}
	}
	return objectFacts{}
}

// moduleFlags names the flags of a common module that are set.
func moduleFlags(v brackets.Value) string {
	flags := []string{2: "client of ordinary application", "server", "external connection", "privileged", "global", "client of managed application"}
	var set []string
	for place, name := range flags {
		if name != "" && v.Is("1", 1, place) {
			set = append(set, name)
		}
	}
	if v.Is("1", 1, 9) {
		set = append(set, "server call")
	}
	for value, token := range mdclass.ReturnValuesReuse {
		if value != "DontUse" && v.Is(token, 1, 8) {
			set = append(set, "values reused: "+value)
		}
	}
	return strings.Join(set, ", ")
}

func templateFacts(stored string) objectFacts {
	names := map[string]string{
		"0": "SpreadsheetDocument", "1": "BinaryData", "2": "ActiveDocument", "3": "HTMLDocument", "4": "TextDocument",
		"5": "GeographicalSchema", "6": "DataCompositionSchema", "7": "DataCompositionAppearanceTemplate", "8": "GraphicalSchema", "9": "AddIn",
	}
	name, ok := names[stored]
	if !ok {
		name = "type " + stored
	}
	return objectFacts{words: name, template: stored}
}

// registerFields counts what a register holds.
func registerFields(v brackets.Value) string {
	lists := map[string]string{
		"13134203-f60b-11d5-a3c7-0050bae0a776": "dimension",
		"13134202-f60b-11d5-a3c7-0050bae0a776": "resource",
		"a2207540-1400-11d6-a3c7-0050bae0a776": "attribute",
	}
	var words []string
	for _, item := range v.Items {
		id, _ := item.At(0)
		if n, ok := item.Int(1); ok && n > 0 && lists[id.Text] != "" {
			words = append(words, count(int(n), lists[id.Text]))
		}
	}
	return strings.Join(words, ", ")
}

// objectsIn reads a list of references to objects at a place.
func objectsIn(v brackets.Value, place int) []string {
	list, _ := v.At(place)
	var uuids []string
	for _, item := range list.Items {
		if uuid, ok := item.At(2, 1); ok && item.Items[0].Kind == brackets.String && mdclass.IsUUID(uuid.Text) {
			uuids = append(uuids, uuid.Text)
		}
	}
	return uuids
}
