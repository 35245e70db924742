package bslerr

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// grammarWords are the words that the parser may take for grammar. All else
// that it takes for grammar must be a single character of punctuation.
var grammarWords = map[string]bool{
	"Проверка": true, "Check": true, "Перевірка": true,
	"{Модуль": true, "{Module": true, "/ Ошибка в строке:": true, "/ Error at line:": true,
}

const grammarPunctuation = "{}()[],:/"

// lost returns what is wrong with the parser's own account of the text: two
// marks on one character, a character without a mark that is no layout,
// grammar that is more than punctuation. "" if nothing is.
func lost(text string) string {
	var acct account
	parse(text, &acct)
	spans := acct.spans
	slices.SortFunc(spans, func(a, b markedSpan) int { return cmp.Compare(a.s, b.s) })
	at := 0
	for _, sp := range append(spans, markedSpan{s: len(text), e: len(text)}) {
		if sp.s < at {
			return fmt.Sprintf("%q is used twice", text[sp.s:min(at, sp.e)])
		}
		for i := at; i < sp.s; {
			r, n := utf8.DecodeRuneInString(text[i:])
			if !isBlank(r) {
				return fmt.Sprintf("%q at %d is lost, between %q and %q", r, i, text[max(0, i-40):i], text[i+n:min(len(text), i+40)])
			}
			i += n
		}
		if piece := text[sp.s:sp.e]; sp.mark == markGrammar && !grammarWords[piece] && !(len(piece) == 1 && strings.Contains(grammarPunctuation, piece)) {
			r, n := utf8.DecodeRuneInString(piece)
			if n != len(piece) || !unicode.IsPunct(r) {
				return fmt.Sprintf("%q is taken for grammar", piece)
			}
		}
		at = sp.e
	}
	return ""
}

// countSigns counts letters and digits, to see without the parser's help that
// they all come out.
func countSigns(counts map[rune]int, sign int, texts ...string) {
	for _, s := range texts {
		for _, r := range s {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				counts[r] += sign
			}
		}
	}
}

// miscounted returns what the result has too little or too much of.
func miscounted(text string, r *Report) string {
	counts := map[rune]int{}
	countSigns(counts, 1, text)
	for _, e := range r.Exceptions {
		countSigns(counts, -1, e.Value, e.Separator)
		countSigns(counts, -1, e.Categories...)
		for _, f := range e.Frames {
			countSigns(counts, -1, f.Extension, f.Module, f.Source, f.CheckMode)
			countSigns(counts, -1, strconv.Itoa(f.Line))
			if f.Column > 0 {
				countSigns(counts, -1, strconv.Itoa(f.Column))
			}
			if f.Kind == Script { // the words of the form, see grammarWords
				words := "МодульОшибкавстроке"
				if strings.Contains(text, "/ Error at line:") {
					words = "ModuleErroratline"
				}
				countSigns(counts, -1, words)
			}
			if f.CheckMode != "" {
				word := "Проверка"
				for w := range grammarWords {
					if strings.Contains(text, "("+w+": "+f.CheckMode) {
						word = w
					}
				}
				countSigns(counts, -1, word)
			}
		}
	}
	for _, d := range r.Dropped {
		countSigns(counts, -d.Count, d.Text)
	}
	var wrong []string
	for r, n := range counts {
		if n != 0 {
			wrong = append(wrong, fmt.Sprintf("%q%+d", r, n))
		}
	}
	slices.Sort(wrong)
	return strings.Join(wrong, " ")
}

func allSamples(t testing.TB) []sample {
	return slices.Concat(samples(t, corpusFile), samples(t, inventedFile), samples(t, foundFile))
}

func TestParse_losesNothing(t *testing.T) {
	for _, s := range allSamples(t) {
		for name, text := range variantsOf(s.Text) {
			if l := lost(text); l != "" {
				t.Errorf("%s, %s: %s", s.ID, name, l)
			}
			r := Parse(text)
			if m := miscounted(text, &r); m != "" {
				t.Errorf("%s, %s: letters or digits differ: %s", s.ID, name, m)
			}
		}
	}
}

// TestParse_cutAnywhere: a text cut at any byte loses nothing either.
func TestParse_cutAnywhere(t *testing.T) {
	for _, s := range allSamples(t) {
		for i := 0; i < len(s.Text); i += 3 {
			for _, text := range []string{s.Text[:i], s.Text[i:]} {
				if l := lost(text); l != "" {
					t.Fatalf("%s cut at %d: %s", s.ID, i, l)
				}
			}
		}
	}
}

// variantsOf writes a text in the ways it may reach us.
func variantsOf(text string) map[string]string {
	quoted := "> " + strings.ReplaceAll(text, "\n", "\n> ")
	return map[string]string{
		"as is":     text,
		"CR LF":     strings.ReplaceAll(text, "\n", "\r\n"),
		"CR":        strings.ReplaceAll(text, "\n", "\r"),
		"BOM":       "\ufeff" + text,
		"quoted":    quoted,
		"indented":  strings.ReplaceAll(text, "\n", "\n                "),
		"blank end": strings.ReplaceAll(text, "\n", " \u00a0\n") + "\n\n\t\n",
		"one line":  strings.ReplaceAll(text, "\n", " "),
		"spaces":    strings.ReplaceAll(text, "\t", "    "),
		"apart":     strings.ReplaceAll(text, "\n", "\n\n"),
	}
}
