package bslerr

import (
	"strings"

	"sentry1c/addin/internal/modulepath"
)

// Facts is one ИнформацияОбОшибке as the built-in language sees it. Empty
// fields are unknown.
type Facts struct {
	Module      string // ИмяМодуля, perhaps with the extension before it
	Line        int    // НомерСтроки
	SourceLine  string // ИсходнаяСтрока
	Description string // Описание
	Category    string // a category in Russian or English
	Code        string // Код
	// Causes is the chain of Причина, outermost first. Causes of a cause
	// follow it, so a nested chain may be given as well as a flat one.
	Causes []Facts
}

// maxFacts bounds the chain: Facts come from outside.
const maxFacts = 100

// Overlay completes a report with what the platform said besides the text.
// The text wins where both speak, since it holds the whole stack; facts win
// where they say more:
//
//   - an exception without frames gets the place of its facts as a frame;
//   - a frame of the same place without a source line gets it;
//   - a brief text, in which a chain is one message, becomes the chain;
//   - causes, categories and codes that the text lacks are added.
//
// A frame that the text has is never added again. The report is changed in
// place; its Exceptions are replaced, not modified.
func (r *Report) Overlay(f Facts) {
	chain := flatten(nil, f)
	out := make([]Exception, 0, len(r.Exceptions)+len(chain))
	text := r.Exceptions
	for i, fact := range chain {
		if fact.empty() {
			continue
		}
		at := match(text, fact, i == 0)
		if at < 0 {
			if said(out, fact) {
				continue
			}
			out = append(out, Exception{Value: strings.TrimSpace(fact.Description)})
			overlayOne(&out[len(out)-1], fact)
			continue
		}
		out = append(out, text[:at+1]...)
		text = text[at+1:]
		e := &out[len(out)-1]
		e.Frames = append([]Frame(nil), e.Frames...)
		if i+1 < len(chain) && splitsInto(e.Value, fact.Description, chain[i+1].Description) {
			e.Value = strings.TrimSpace(fact.Description)
		}
		overlayOne(e, fact)
	}
	r.Exceptions = append(out, text...)
	if len(r.Exceptions) > 0 {
		r.Exceptions[0].Relation = Cause
	}
}

func (f Facts) empty() bool {
	return f.Description == "" && f.Module == "" && f.Category == "" && f.Code == ""
}

// flatten lists a chain of facts, outermost first.
func flatten(list []Facts, f Facts) []Facts {
	if len(list) >= maxFacts {
		return list
	}
	list = append(list, f)
	for _, c := range f.Causes {
		list = flatten(list, c)
	}
	return list
}

// match finds the exception that facts speak of: the first one with their
// description. The outermost facts belong to the first exception, unless the
// text has that description further down or another story altogether.
func match(text []Exception, f Facts, outermost bool) int {
	for i := range text {
		if sameMessage(text[i].Value, f.Description) {
			return i
		}
	}
	if outermost && len(text) > 0 {
		return 0
	}
	return -1
}

// said reports whether the exceptions before have the facts already: a text
// drops a cause that repeats its exception.
func said(out []Exception, f Facts) bool {
	if len(out) == 0 {
		return false
	}
	last := out[len(out)-1]
	return f.Description == "" || sameMessage(last.Value, f.Description) && f.Module == ""
}

// sameMessage compares messages apart from blanks: presentations of one error
// differ in line ends and indents.
func sameMessage(a, b string) bool {
	if a == b {
		return true
	}
	fa, fb := strings.FieldsFunc(a, isBlank), strings.FieldsFunc(b, isBlank)
	if len(fa) != len(fb) || len(fa) == 0 {
		return false
	}
	for i := range fa {
		if fa[i] != fb[i] {
			return false
		}
	}
	return true
}

// splitsInto reports whether a message is the outer description, a colon and
// the inner description, as a brief presentation prints a chain.
func splitsInto(value, outer, inner string) bool {
	rest, ok := strings.CutPrefix(strings.TrimSpace(value), strings.TrimSpace(outer))
	if !ok || outer == "" || inner == "" {
		return false
	}
	rest, ok = strings.CutPrefix(strings.TrimSpace(rest), ":")
	return ok && strings.HasPrefix(strings.TrimSpace(rest), strings.TrimSpace(inner))
}

// overlayOne completes one exception.
func overlayOne(e *Exception, f Facts) {
	if e.Value == "" {
		e.Value = strings.TrimSpace(f.Description)
	}
	if e.Code == "" {
		e.Code = f.Code
	}
	if len(e.Categories) == 0 && f.Category != "" {
		e.Categories = []string{f.Category}
	}
	if f.Module == "" && f.Line == 0 {
		return
	}
	place := Frame{Line: f.Line, Source: strings.TrimFunc(f.SourceLine, isBlank)}
	place.Extension, place.Module = modulepath.Split(strings.TrimFunc(f.Module, isBlank))
	if place.Module == "" {
		place.Kind = Eval
	}
	for i := range e.Frames {
		if samePlace(e.Frames[i], place) {
			if e.Frames[i].Source == "" {
				e.Frames[i].Source = place.Source
			}
			if e.Frames[i].Extension == "" {
				e.Frames[i].Extension = place.Extension
			}
			return
		}
	}
	for _, g := range e.Frames {
		if g.Module != "" && g.Source != "" {
			return // the text has a stack: its throw site is the better one
		}
	}
	if e.Order == OutermostFirst {
		e.Frames = append(e.Frames, place)
		return
	}
	e.Frames = append([]Frame{place}, e.Frames...)
}
