package check

import (
	"regexp"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
)

// word is a name in a text that is code.
var word = regexp.MustCompile(`[\p{L}_][\p{L}\d_]*`)

// dynamicCode checks the names in the texts that Вычислить or Выполнить get: they are
// late bound, so that they may be newer than the oldest platform, but some platform
// must have them.
func (b *body) dynamicCode(e syntax.Expression) {
	switch e := e.(type) {
	case *syntax.String:
		for _, name := range word.FindAllString(e.Value, -1) {
			if !b.knownAnywhere(name) {
				b.fail(e.Pos, "%s, in a text that is code, is no name that the table has", name)
			}
		}
	case *syntax.Binary:
		b.dynamicCode(e.Left)
		b.dynamicCode(e.Right)
	case *syntax.Ternary:
		b.dynamicCode(e.Then)
		b.dynamicCode(e.Else)
	}
}

// library are names of the vendor's library of subsystems, which a base may have:
// the modules and their methods stand in 1c-syntax/ssl_3_1@81134face
// src/cf/CommonModules/РегламентныеЗаданияСервер/Ext/Module.bsl:846 and
// src/cf/CommonModules/ОбщегоНазначения/Ext/Module.bsl:1664.
var library = map[string]bool{"регламентныезаданиясервер": true, "работасвнешнимиресурсамизаблокирована": true,
	"общегоназначения": true, "разделениевключено": true}

func (b *body) knownAnywhere(name string) bool {
	key := syntax.Fold(name)
	if library[key] {
		return true
	}
	if _, local := b.locals[key]; local || b.text.vars[key] || b.text.own[key] != nil || b.text.Foreign[key] || b.modules[key] != nil || b.exported[key] != nil {
		return true
	}
	if _, component := b.Methods[key]; component || b.Properties[key] || keywords[key] {
		return true
	}
	for _, kind := range [...]eval.EntryKind{eval.KindFunction, eval.KindProperty, eval.KindClass} {
		if b.Table.Find(kind, "", name) != nil {
			return true
		}
	}
	for i := range b.Table.List {
		if n := &b.Table.List[i]; syntax.Fold(n.Ru) == key || syntax.Fold(n.En) == key {
			return true
		}
	}
	return false
}

// keywords are words of the language that an expression may have.
var keywords = map[string]bool{"новый": true, "new": true, "и": true, "and": true, "или": true, "or": true, "не": true, "not": true,
	"истина": true, "true": true, "ложь": true, "false": true, "неопределено": true, "undefined": true, "null": true}
