package cfe

import (
	"regexp"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/mdclass"
)

// Versions of the layout of a form in which the place of the events is known.
const oldestLayout, newestLayout = 49, 50

// handlers checks that the module of a form has a method for each handler that its
// body names; the platform's own check of a configuration demands it, though some
// extensions in use lack one.
func (c *checker) handlers(where string, form brackets.Value, module string) {
	layout, _ := form.At(1)
	if version, ok := layout.Int(0); !ok || version < oldestLayout || version > newestLayout {
		return
	}
	events, _ := layout.At(mdclass.FormEvents)
	count, _ := events.Int(0)
	for i := range min(int(count), len(events.Items)/2) {
		event, _ := events.At(1 + 2*i)
		handler, ok := events.At(2 + 2*i)
		if !ok || handler.Kind != brackets.String || !mdclass.IsUUID(event.Text) {
			c.find(Error, where, "its list of events does not have what it counts")
			return
		}
		if handler.Text != "" && !hasMethod(module, handler.Text) {
			c.find(Warning, where, "the module has no method %s, which an event names", handler.Text)
		}
	}
}

// hasMethod looks for a method in a text, in both variants of the language.
func hasMethod(module, name string) bool {
	found, err := regexp.MatchString(`(?i)(процедура|функция|procedure|function)\s+`+regexp.QuoteMeta(name)+`\s*\(`, module)
	return err == nil && found
}
