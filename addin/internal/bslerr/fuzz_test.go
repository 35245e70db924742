package bslerr

import (
	"strings"
	"testing"
)

func addSamples(f *testing.F) {
	for _, s := range allSamples(f) {
		f.Add(s.Text)
	}
	for _, s := range hostile {
		f.Add(strings.Repeat(s, 5))
	}
	f.Add(typical)
}

// FuzzParse: no text panics, loses a character or grows.
func FuzzParse(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, text string) {
		if l := lost(text); l != "" {
			t.Fatal(l)
		}
		r := Parse(text)
		if n := outputBytes(&r); n > 2*len(text) {
			t.Fatalf("%d bytes of text became %d", len(text), n)
		}
		if len(r.Exceptions) > MaxExceptions || (len(r.Exceptions) == 0) != Blank(text) {
			t.Fatalf("%d exceptions", len(r.Exceptions))
		}
		for i := range r.Exceptions {
			e := &r.Exceptions[i]
			if e.Type() == "" || len(e.Stack()) > len(e.Frames) {
				t.Fatalf("exception %d: type %q, stack of %d", i, e.Type(), len(e.Stack()))
			}
		}
		checkLinks(t, &r)
	})
}

// FuzzRender: a chain that Render calls exact is read back, whatever the text
// was. Render may only give up where a message or a source line holds something
// that the grammar could mean, and even then its text holds every piece.
func FuzzRender(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, text string) {
		r := Parse(text)
		rendered, exact := Render(&r)
		if exact {
			if d := sameChain(Parse(rendered).Exceptions, r.Exceptions); d != "" {
				t.Fatalf("%s\nrendered:\n%q", d, rendered)
			}
			return
		}
		if plain(&r) {
			t.Fatalf("given up without need: %+v\nrendered:\n%q", r.Exceptions, rendered)
		}
		if missing := unwritten(&r, rendered); missing != "" {
			t.Fatalf("%q is not in the rendering:\n%q", missing, rendered)
		}
	})
}

// FuzzOverlay: facts of any kind neither panic nor double a frame.
func FuzzOverlay(f *testing.F) {
	for _, s := range allSamples(f) {
		r := Parse(s.Text)
		for _, e := range r.Exceptions {
			for _, fr := range e.Frames {
				f.Add(s.Text, fr.Module, fr.Line, fr.Source, e.Value)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text, module string, line int, source, description string) {
		r := Parse(text)
		before := 0
		for _, e := range r.Exceptions {
			before += len(e.Frames)
		}
		fact := Facts{Module: module, Line: line, SourceLine: source, Description: description}
		fact.Causes = []Facts{{Description: source, Category: "ОшибкаСети"}, fact}
		r.Overlay(fact)
		after := 0
		for _, e := range r.Exceptions {
			after += len(e.Frames)
		}
		if after > before+2 || after < before {
			t.Fatalf("%d frames became %d", before, after)
		}
		checkLinks(t, &r)
	})
}

func outputBytes(r *Report) (n int) {
	for _, e := range r.Exceptions {
		n += len(e.Value) + len(e.Separator) + len(e.Code)
		for _, c := range e.Categories {
			n += len(c)
		}
		for _, f := range e.Frames {
			n += len(f.Extension) + len(f.Module) + len(f.Source) + len(f.CheckMode)
		}
	}
	for _, d := range r.Dropped {
		n += len(d.Text)
	}
	return n
}

// checkLinks holds the rules of Sentry for a chain: numbers count down to the
// outermost, every other exception has a parent with a smaller number.
func checkLinks(t *testing.T, r *Report) {
	t.Helper()
	links := r.InnermostFirst()
	for i, l := range links {
		if l.ID != len(links)-1-i || (l.ParentID < 0) != (l.ID == 0) || l.ParentID >= l.ID {
			t.Fatalf("link %d: id %d, parent %d", i, l.ID, l.ParentID)
		}
	}
}
