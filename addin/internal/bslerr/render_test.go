package bslerr

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin/internal/modulepath"
)

// sameChain compares exceptions apart from their separators, which Render may
// have to invent.
func sameChain(got, want []Exception) string {
	strip := func(list []Exception) []Exception {
		out := append([]Exception(nil), list...)
		for i := range out {
			out[i].Separator, out[i].Code = "", ""
		}
		return out
	}
	return diff(strip(got), strip(want))
}

// roundTrip returns how the chain of a text differs from what is read of its
// rendering.
func roundTrip(text string) string {
	r := Parse(text)
	rendered, exact := Render(&r)
	if !exact {
		return fmt.Sprintf("no text holds this chain:\n%s\ntext:\n%s", rendered, text)
	}
	if d := sameChain(Parse(rendered).Exceptions, r.Exceptions); d != "" {
		return fmt.Sprintf("%s\nrendered:\n%s\ntext:\n%s", d, rendered, text)
	}
	return ""
}

// plain reports whether a chain has nothing in it that any rule of the parser
// could take for grammar: messages are words, source lines are calls, places
// are metadata modules. It knows nothing of those rules on purpose.
func plain(r *Report) bool {
	return len(r.Exceptions) > 0 && !slices.ContainsFunc(r.Exceptions, func(e Exception) bool { return !e.plain() })
}

var (
	plainLine   = regexp.MustCompile(`^\p{Lu}\pL*( \pL+)+$`)
	plainSource = regexp.MustCompile(`^(\pL+\.)?\pL+\(\);$`)
	plainName   = regexp.MustCompile(`^\pL*$`)
)

func (e *Exception) plain() bool {
	_, listed := separators[e.Separator]
	if e.Separator != "" && !listed || e.Order != InnermostFirst {
		return false
	}
	for line := range strings.SplitSeq(e.Value, "\n") {
		if !plainLine.MatchString(line) {
			return false
		}
		for word := range strings.FieldsSeq(line) {
			if keyword(word) != noKeyword {
				return false
			}
		}
	}
	for _, c := range e.Categories {
		if _, known := Category(c); !known {
			return false
		}
	}
	for _, f := range e.Frames {
		if f.Kind != Code || f.Column > 0 || f.CheckMode != "" || !plainSource.MatchString(f.Source) ||
			!plainName.MatchString(f.Extension) || !modulepath.Known(f.Module) {
			return false
		}
	}
	return true
}

// unwritten returns a piece of the chain that the text does not hold, or "".
func unwritten(r *Report, text string) string {
	for _, e := range r.Exceptions {
		pieces := append([]string{}, e.Categories...)
		for _, f := range e.Frames {
			if f.Kind != Script { // its brace stands inside the message
				pieces = append(pieces, f.Extension, f.Module, f.Source, f.CheckMode)
			}
		}
		for _, piece := range append(pieces, strings.Split(e.Value, "\n")...) {
			if !strings.Contains(text, piece) {
				return piece
			}
		}
	}
	return ""
}

// TestRender_plainChains: what holds nothing unusual has a text.
func TestRender_plainChains(t *testing.T) {
	words := []string{"Ошибка", "записи", "Не", "удалось", "провести", "документ", "Field", "found", "Помилка", "ёж", "Əsas", "ой"}
	name := func(r *rand.Rand) string { return pick(r, words) + pick(r, words) }
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 2))
		var want Report
		for i := range 1 + r.IntN(6) {
			var e Exception
			for n := range 1 + r.IntN(3) {
				if n > 0 {
					e.Value += "\n"
				}
				e.Value += "Ж" + name(r)
				for range 1 + r.IntN(6) {
					e.Value += " " + name(r)
				}
			}
			for range r.IntN(4) {
				module := pick(r, []string{"ОбщийМодуль." + name(r) + ".Модуль", "Document." + name(r) + ".ObjectModule", "МодульСеанса"})
				e.Frames = append(e.Frames, Frame{Module: module, Line: 1 + r.IntN(99999), Source: name(r) + "." + name(r) + "();", Extension: pick(r, []string{"", name(r)})})
			}
			if r.IntN(3) == 0 {
				e.Categories = []string{pick(r, genCategories)}
			}
			if i > 0 {
				e.Relation = pick(r, []Relation{Cause, Sibling})
			}
			want.Exceptions = append(want.Exceptions, e)
		}
		if !plain(&want) {
			t.Fatalf("seed %d: not plain: %+v", seed, want)
		}
		text, exact := Render(&want)
		if d := sameChain(Parse(text).Exceptions, want.Exceptions); d != "" || !exact {
			t.Fatalf("seed %d: exact %v, %s\ntext:\n%s", seed, exact, d, text)
		}
	}
}

// TestRender_notExact: chains that no text holds are told, not passed off.
func TestRender_notExact(t *testing.T) {
	for name, e := range map[string]Exception{
		"a message that is a separator":  {Value: "Сбой\nпо причине:\nПричина"},
		"a message that is a frame":      {Value: "Сбой\n{ОбщийМодуль.А.Модуль(1)}:А.Б();"},
		"a message that is a category":   {Value: "Сбой\n[ОшибкаСети]"},
		"a source line of several lines": {Value: "Сбой", Frames: []Frame{{Module: "ОбщийМодуль.А.Модуль", Line: 1, Source: "А();\n\nЕщё сбой"}}},
	} {
		if text, exact := Render(&Report{Exceptions: []Exception{e}}); exact {
			t.Errorf("%s: exact, though %q is read differently", name, text)
		}
	}
}

func TestRender_corpus(t *testing.T) {
	for _, s := range allSamples(t) {
		for name, text := range variantsOf(s.Text) {
			if d := roundTrip(text); d != "" {
				t.Errorf("%s, %s: %s", s.ID, name, d)
			}
		}
	}
}

func TestParse_disguises(t *testing.T) {
	for _, s := range allSamples(t) {
		want := Parse(s.Text)
		for name, text := range variantsOf(s.Text) {
			switch name {
			case "apart", "one line", "spaces":
				continue // these change messages or lose what cannot be told
			case "quoted":
				if !strings.Contains(s.Text, "\n") || strings.Contains(s.Text, "\n|") {
					continue // one line may begin so; two marks are not nested
				}
			case "indented":
				if strings.Count(s.Text, "\n") == 1 && !strings.Contains(s.Text, "\n{") {
					continue // one more line may have an indent of its own
				}
			}
			got := Parse(text)
			if d := sameChain(got.Exceptions, want.Exceptions); d != "" {
				t.Errorf("%s, %s: %s", s.ID, name, d)
			}
		}
	}
}
