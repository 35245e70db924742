package bslerr

import (
	"strings"
	"testing"
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

func roundTrip(text string) string {
	r := Parse(text)
	again := Parse(Render(&r))
	return sameChain(again.Exceptions, r.Exceptions)
}

func TestRender_corpus(t *testing.T) {
	for _, s := range allSamples(t) {
		for name, text := range variantsOf(s.Text) {
			if d := roundTrip(text); d != "" {
				r := Parse(text)
				t.Errorf("%s, %s: %s\nrendered:\n%s\ntext:\n%s", s.ID, name, d, Render(&r), text)
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
