package bslerr

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestUnwrap_namesWhatItLeavesOut(t *testing.T) {
	for text, want := range map[string][]Dropped{
		`HTTP 500: {"code":"E1","message":"{ОбщийМодуль.А.Модуль(1)}: Сбой"}`: {
			{DroppedEnvelope, `HTTP 500: {"code":"E1","message":"`, 1}, {DroppedEnvelope, `"}`, 1}},
		"<b>Сбой</b><br>{ОбщийМодуль.А.Модуль(1)}:А();<br><b>x</b>": {
			{DroppedMarkup, "<b>", 2}, {DroppedMarkup, "</b>", 2}},
		`45:12.345-0,EXCP,5,process=rphost,Descr='src\A.cpp(5):{ОбщийМодуль.А.Модуль(1)}: Сбой',Usr=Иванов`: {
			{DroppedEnvelope, "45:12.345-0,EXCP,5,process=rphost,Descr=", 1}, {DroppedEnvelope, ",Usr=Иванов", 1}},
		"{Модуль a\\\nb.os / Ошибка в строке: 5 / Сбой}": nil,
		`Сбой\n{ОбщийМодуль.А.Модуль(1)}:А();`:           nil,
	} {
		inner, got := unwrap(text)
		if inner == text {
			t.Errorf("%q: as it was", text)
		}
		if len(got) != len(want) {
			t.Errorf("%q: %+v", text, got)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q: %+v, want %+v", text, got[i], want[i])
			}
		}
	}
}

// TestUnwrap_leavesTexts: the texts of the platform are what they are.
func TestUnwrap_leavesTexts(t *testing.T) {
	for _, s := range allSamples(t) {
		if inner, _ := unwrap(s.Text); inner != s.Text && !strings.HasPrefix(s.ID, "os-") {
			t.Errorf("%s:\n%s\nbecame\n%s", s.ID, s.Text, inner)
		}
	}
}

// unwrapped returns letters of the text that are neither in what was unwrapped nor
// named as left out, escapes and tags for line breaks apart.
func unwrapped(text string) string {
	inner, left := unwrap(text)
	if inner == text {
		return ""
	}
	counts := map[rune]int{}
	for _, r := range text {
		if unicode.Is(unicode.Cyrillic, r) {
			counts[r]++
		}
	}
	take := func(s string, n int) {
		for _, r := range s {
			counts[r] -= n
		}
	}
	take(inner, 1)
	for _, d := range left {
		take(d.Text, d.Count)
	}
	for r, n := range counts {
		if n > 0 {
			return string(r)
		}
	}
	return ""
}

func FuzzUnwrap(f *testing.F) {
	for _, s := range samples(f, publicFile) {
		f.Add(s.Text)
	}
	for _, s := range kindSamples(f) {
		f.Add(s.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		inner, _ := unwrap(text)
		// In characters: a byte that is none becomes the sign for it, which has three.
		if before, after := utf8.RuneCountInString(text), utf8.RuneCountInString(inner); after > before+16 {
			t.Fatalf("%d characters became %d", before, after)
		}
		if Blank(inner) != Blank(text) {
			t.Fatalf("%q became %q", text, inner)
		}
		if strings.Contains(text, "&#") || strings.Contains(text, `\u`) || strings.ContainsRune(text, unicode.ReplacementChar) {
			return // what is escaped has other letters
		}
		if lost := unwrapped(text); lost != "" {
			t.Fatalf("%q of %q is lost in %q", lost, text, inner)
		}
	})
}

// FuzzFold: no chain makes it panic, lose the last message or say nothing.
func FuzzFold(f *testing.F) {
	addSamples(f)
	for _, s := range kindSamples(f) {
		f.Add(s.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		chain := Parse(text).Exceptions
		out := Fold(chain)
		if (len(out) == 0) != (len(chain) == 0) || (Title(out) == "") != (len(out) == 0) {
			t.Fatalf("%d exceptions became %d, %q", len(chain), len(out), Title(out))
		}
		for i, e := range out {
			if Blank(e.Value) {
				t.Fatalf("exception %d says nothing", i)
			}
		}
		if size := len(AppendChain(nil, out)); size > 64+32*len(text)+256*len(chain) {
			t.Fatalf("%d bytes of text became %d", len(text), size)
		}
	})
}
