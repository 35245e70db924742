package objects

import (
	_ "embed"
	"strings"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
)

// emptyForm is the body of a form without items, attributes and commands, as
// platform 8.3.17 writes it: that of the form fe934f1f-a3d7-46de-858c-5ba67f33a7ea in
// saby-integration/v8unpack, tests/Configuration803/1Cv8.cf, with the usual name of
// the command bar. EVENTS, MODULE and APPEARANCE stand for what is put in.
//
//go:embed emptyform.txt
var emptyForm string

// noAppearance is the conditional appearance of a form that has none.
const noAppearance = brackets.BOM + "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n" +
	`<Settings xmlns="http://v8.1c.ru/8.1/data-composition-system/settings" xmlns:dcscor="http://v8.1c.ru/8.1/data-composition-system/core"` +
	` xmlns:style="http://v8.1c.ru/8.1/data/ui/style" xmlns:sys="http://v8.1c.ru/8.1/data/ui/fonts/system"` +
	` xmlns:v8="http://v8.1c.ru/8.1/data/core" xmlns:v8ui="http://v8.1c.ru/8.1/data/ui"` +
	` xmlns:web="http://v8.1c.ru/8.1/data/ui/colors/web" xmlns:win="http://v8.1c.ru/8.1/data/ui/colors/windows"` +
	` xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>`

// commonForm is proven, in the header of 8.3.17 too: А1Э_ПоздравлениеПользователей of
// Shadawn/A1-Export is written so.
func commonForm(f *designer.CommonForm) brackets.Value {
	const version, body, managed = 4, 13, 1
	purpose := func(n int64) brackets.Value {
		return brackets.L(brackets.S("#"), id(usePurposeType), brackets.N(n))
	}
	return object(brackets.N(version),
		brackets.L(brackets.N(body), own(f.Object, formContent), zero, brackets.N(managed), brackets.L(brackets.N(2), purpose(1), purpose(2))),
		phrases(f.ExtendedPresentation), phrases(f.Explanation), brackets.B(f.UseStandardCommands))
}

// formBody is the empty body with the handlers and the module.
func formBody(f *designer.CommonForm) brackets.Value {
	text := strings.NewReplacer("EVENTS", "{0}", "MODULE", `""`, "APPEARANCE", "0").Replace(strings.TrimSpace(emptyForm))
	v, err := brackets.ParseOne(brackets.BOM + text)
	if err != nil {
		panic("BUG: objects: the empty form cannot be read: " + err.Error())
	}
	const layout, module, attributes, appearance = 1, 2, 3, 4
	v.Items[layout].Items[mdclass.FormEvents] = formEvents(f.Events)
	v.Items[module] = brackets.S(string(f.Module))
	v.Items[attributes].Items[appearance].Items[0] = brackets.Base64([]byte(noAppearance))
	return v
}

// formEvents is how a layout names handlers: the pairs of event and handler, then a
// one, then how each event is handled. Genuine extensions have it with one, two and
// nineteen handlers.
func formEvents(events []designer.FormEvent) brackets.Value {
	items := []brackets.Value{brackets.N(int64(len(events)))}
	for _, e := range events {
		items = append(items, id(mdclass.FormEvent[e.Name]), brackets.S(e.Handler))
	}
	items = append(items, one, zero)
	for _, e := range events {
		items = append(items, id(mdclass.FormEvent[e.Name]), zero, one)
	}
	return brackets.L(items...)
}
