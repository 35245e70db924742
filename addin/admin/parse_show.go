package admin

import (
	"cmp"
	"fmt"
	"io"
	"strings"
)

// words are what stands before and between the parts of a reading.
type words struct {
	issue, transaction, fingerprint, symbols, dropped string
	exception, beside, cause                          string
	within, at, foreign, category, code               string
	counts, unchecked                                 string
	// drops are the kinds of what was dropped, by their English names; those that are not
	// among them are told as they are.
	drops map[string]string
}

func wordsIn(language string) words {
	if language != "ru" {
		return words{
			issue: "issue        ", transaction: "transaction  ", fingerprint: "fingerprint  ", symbols: "symbols      ", dropped: "dropped      ",
			exception: "exception", beside: "beside it", cause: "caused by",
			within: "within", at: "at", foreign: "not in app", category: "category", code: "code",
			counts: "exact %d, drifted %d, stale %d, missing %d", unchecked: "unchecked",
		}
	}
	return words{
		issue: "проблема     ", transaction: "операция     ", fingerprint: "отпечаток    ", symbols: "символы      ", dropped: "отброшено    ",
		exception: "исключение", beside: "рядом", cause: "по причине",
		within: "внутри", at: "в", foreign: "не из приложения", category: "категория", code: "код",
		counts: "точно %d, со сдвигом %d, устарело %d, нет %d", unchecked: "не проверено",
		drops: map[string]string{
			"prefix": "слова перед ошибкой", "suffix": "слова после цитаты", "time": "время", "quote": "знаки цитаты", "class": "класс ошибки",
			"platform source": "исходный файл платформы", "foreign stack": "стек другой платформы", "brace": "лишняя скобка",
			"cut frame": "обрезанный кадр", "mark of a cut": "знак пропуска", "window": "слова окна ошибки", "envelope": "обёртка",
			"markup": "разметка", "information": "дополнительная информация", "empty error": "пустая ошибка", "too long": "слишком длинное", "too many": "слишком много",
		},
	}
}

// parseShow prints a reading.
type parseShow struct {
	words
	out io.Writer
}

func (s *parseShow) all(r *read) {
	fmt.Fprintf(s.out, "%s%s\n%s%s\n", s.issue, r.Title, s.transaction, r.Transaction)
	values := r.Exception.Values
	for i := len(values) - 1; i >= 0; i-- {
		e := values[i]
		relation := s.exception
		switch {
		case e.Mechanism.Data.Relation != "":
			relation = s.beside
		case i < len(values)-1:
			relation = s.cause
		}
		fmt.Fprintf(s.out, "\n%s %s%s\n%s\n", relation, e.Type, s.facts(e.Mechanism.Data), "     "+strings.ReplaceAll(e.Value, "\n", "\n     "))
		for _, text := range e.Mechanism.Data.Platform {
			fmt.Fprintf(s.out, "     %s: %s\n", s.within, strings.ReplaceAll(text, "\n", " "))
		}
		frames := e.Stacktrace.Frames
		for j := len(frames) - 1; j >= 0; j-- {
			s.frame(&frames[j])
		}
	}
	fmt.Fprintf(s.out, "\n%s%s\n", s.fingerprint, strings.Join(r.Fingerprint, " ⋄ "))
	if r.Symbols != nil {
		fmt.Fprintf(s.out, "%s%s\n", s.symbols, s.agreement(r.Symbols))
	}
	for _, d := range r.Dropped {
		fmt.Fprintf(s.out, "%s%s: %q\n", s.dropped, cmp.Or(s.drops[d.What], d.What), d.Text)
	}
}

func (s *parseShow) frame(f *frame) {
	place := cmp.Or(strings.TrimSpace(f.Package+" "+f.Module), f.File)
	if f.Function != "" {
		place += ", " + f.Function
	}
	switch {
	case f.Column != 0:
		place += fmt.Sprintf("(%d,%d)", f.Line, f.Column)
	case f.Line != 0:
		place += fmt.Sprintf("(%d)", f.Line)
	}
	if !f.InApp {
		place += "  [" + s.foreign + "]"
	}
	fmt.Fprintf(s.out, "   %s %s\n", s.at, place)
	if f.Absolute != "" && f.Absolute != f.Module {
		fmt.Fprintf(s.out, "      %s\n", f.Absolute)
	}
	for _, line := range f.Pre {
		fmt.Fprintf(s.out, "        %s\n", line)
	}
	if f.Source != "" {
		fmt.Fprintf(s.out, "      > %s\n", f.Source)
	}
	for _, line := range f.Post {
		fmt.Fprintf(s.out, "        %s\n", line)
	}
}

// facts is what stands behind the type.
func (s *parseShow) facts(d data) string {
	var parts []string
	if d.Category != "" {
		parts = append(parts, s.category+" "+d.Category)
	}
	if d.Code != "" {
		parts = append(parts, s.code+" "+d.Code)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func (s *parseShow) agreement(a *agreement) string {
	if a.Problem != "" {
		return a.Problem
	}
	text := fmt.Sprintf("%s (%s): "+s.counts, a.File, strings.Join(a.Releases, ", "), a.Exact, a.Drifted, a.Stale, a.Missing)
	if a.Unchecked > 0 {
		text += fmt.Sprintf(", %s %d", s.unchecked, a.Unchecked)
	}
	return text
}
