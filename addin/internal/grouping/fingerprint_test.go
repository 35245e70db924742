package grouping

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sentry1c/addin/internal/bslerr"
)

func TestFingerprint_form(t *testing.T) {
	want := []string{
		"1c",
		"LockConflict", "Document.Заказ.ObjectModule", "Движения.Записать();", "LockConflict LockTimeout",
	}
	if got := fingerprint(lockRu); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestFingerprint_folded: whether the wrapper of the platform was folded into its
// cause before makes no difference.
func TestFingerprint_folded(t *testing.T) {
	raw := bslerr.Parse("Ошибка при вызове метода контекста (Записать)\n{Документ.Заказ.МодульОбъекта(44)}:Движения.Записать();\n{Документ.Заказ.Форма.Форма.Форма(3)}:Провести();\nпо причине:\nНет бумаги")
	cause := raw.Exceptions[1]
	cause.Frames = append([]bslerr.Frame{{Module: "<платформа>"}}, raw.Exceptions[0].Frames...)
	folded := bslerr.Report{Exceptions: []bslerr.Exception{cause}}
	want := []string{"1c", "RuntimeError", "Document.Заказ.ObjectModule", "Движения.Записать();", "Нет бумаги"}
	if got := Fingerprint(&raw, nil); !slices.Equal(got, want) {
		t.Errorf("as printed: %q, want %q", got, want)
	}
	if got := Fingerprint(&folded, nil); !slices.Equal(got, want) {
		t.Errorf("folded: %q, want %q", got, want)
	}
}

func TestForMessage(t *testing.T) {
	for _, c := range []struct {
		about, text string
		want        []string
	}{
		{"", "Заказ 12", []string{"1c", "message", "Заказ <num>"}},
		{"_$Data$_.Update", "Заказ 12", []string{"1c", "message", "_$Data$_.Update", "Заказ <num>"}},
		{"_$Data$_.Update", "", []string{"1c", "message", "_$Data$_.Update"}},
		{"", "", []string{"1c", "message", ""}},
	} {
		if got := ForMessage(c.about, c.text); !slices.Equal(got, c.want) {
			t.Errorf("ForMessage(%q, %q) = %q, want %q", c.about, c.text, got, c.want)
		}
	}
}

func TestFingerprint_inApp(t *testing.T) {
	r := bslerr.Parse("Деление на 0\n{mngcore/MessageBox.clf(9)}:Close(-101);\n{ОбщийМодуль.ОбщегоНазначения.Модуль(5)}:А = Б / В;\n{Патч Документ.Заказ.МодульОбъекта(7)}:ОбщегоНазначения.Считать();")
	for _, c := range []struct {
		isInApp func(ext, module string) bool
		want    []string
	}{
		{nil, []string{"1c", "DivisionByZero", "CommonModule.ОбщегоНазначения.Module", "А=Б/В;"}},
		{func(_, m string) bool { return !strings.HasPrefix(m, "ОбщийМодуль.") },
			[]string{"1c", "DivisionByZero", "Document.Заказ.ObjectModule", "ОбщегоНазначения.Считать();"}},
		{func(ext, _ string) bool { return ext == "Патч" },
			[]string{"1c", "DivisionByZero", "Document.Заказ.ObjectModule", "ОбщегоНазначения.Считать();"}},
		// Nothing is in the application: the innermost module counts.
		{func(_, _ string) bool { return false }, []string{"1c", "DivisionByZero", "CommonModule.ОбщегоНазначения.Module", "А=Б/В;"}},
	} {
		if got := Fingerprint(&r, c.isInApp); !slices.Equal(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestFingerprint_special(t *testing.T) {
	for text, want := range map[string][]string{
		"":                 {"1c", "RuntimeError"},
		"Сбой":             {"1c", "RuntimeError", "Сбой"},
		"Сбой\n{(1)}:А();": {"1c", "RuntimeError", "<eval>", "А()"},
		"Деление на 0\n{mngbase/Main.clf(1)}:А();":    {"1c", "DivisionByZero", "DivisionByZero"},
		"{<Неизвестный модуль>(3)}: Деление на 0":     {"1c", "DivisionByZero", "<Unknown module>", "DivisionByZero"},
		"{(3, 5)}: Поле не найдено \"А\"\n<<?>>А КАК": {"1c", "QueryFieldNotFound", "QueryFieldNotFound(А)", "А КАК"},
	} {
		if got := fingerprint(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestFingerprint_longChainIsBounded(t *testing.T) {
	var b strings.Builder
	for range 400 {
		b.WriteString("Ошибка " + strings.Repeat("ж", 300) + string(rune('а'+b.Len()%32)) + "\n{ОбщийМодуль.А.Модуль(1)}:" + strings.Repeat("Б", b.Len()%700) + "();\nпо причине:\n")
	}
	parts := fingerprint(b.String())
	if len(parts) > 1+4*maxLinks {
		t.Errorf("%d parts", len(parts))
	}
	for _, p := range parts {
		if utf8.RuneCountInString(p) > MaxPart {
			t.Errorf("part of %d characters", utf8.RuneCountInString(p))
		}
	}
}

func TestPlace(t *testing.T) {
	r := bslerr.Parse("{ОбщийМодуль.А.Модуль(3)}: {ОбщийМодуль.Б.Модуль(2)}: {ОбщийМодуль.В.Модуль(1)}: Сбой")
	f, ok := Place(&r.Exceptions[0], nil)
	if !ok || f.Module != "ОбщийМодуль.В.Модуль" {
		t.Errorf("place %+v, %v: the innermost raise is the last one of the line", f, ok)
	}
	if f, ok = Place(&bslerr.Exception{}, nil); ok || f != (bslerr.Frame{}) {
		t.Errorf("place of nothing: %+v", f)
	}
}

// TestFingerprint_corpusIsStable: no line number, no blank end, no empty type
// anywhere in the corpus, and the same parts when lines are shifted.
func TestFingerprint_corpusIsStable(t *testing.T) {
	for id, text := range corpus(t) {
		r := bslerr.Parse(text)
		want := Fingerprint(&r, nil)
		for i := range r.Exceptions {
			frames := slices.Clone(r.Exceptions[i].Frames)
			for j := range frames {
				frames[j].Line += 17
				frames[j].Extension += "_2"
			}
			r.Exceptions[i].Frames = frames
		}
		if got := Fingerprint(&r, nil); !slices.Equal(got, want) {
			t.Errorf("%s: %q became %q", id, want, got)
		}
		if want[0] != Prefix || len(want) < 2 || want[1] == "" {
			t.Errorf("%s: %q", id, want)
		}
	}
}

func FuzzFingerprint(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	for _, p := range slices.Concat(samePairs, differentPairs) {
		f.Add(p.a)
		f.Add(p.b)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := bslerr.Parse(text)
		r.Exceptions = bslerr.Fold(r.Exceptions)
		parts := Fingerprint(&r, nil)
		if len(parts) < 2 || len(parts) > 1+4*maxLinks {
			t.Fatalf("%d parts", len(parts))
		}
		for _, p := range parts {
			if utf8.RuneCountInString(p) > MaxPart {
				t.Fatalf("part of %d characters", utf8.RuneCountInString(p))
			}
		}
		// Layout is no part of a fault.
		again := fingerprint(strings.ReplaceAll(text, "\n", "\r\n"))
		if !strings.Contains(text, "\r") && !slices.Equal(parts, again) {
			t.Fatalf("with CR LF: %q became %q", parts, again)
		}
		Message(text)
		Source(text)
	})
}

func BenchmarkFingerprint(b *testing.B) {
	r := bslerr.Parse(lockRu)
	b.ReportAllocs()
	for b.Loop() {
		Fingerprint(&r, nil)
	}
}

func BenchmarkMessage_long(b *testing.B) {
	text := strings.Repeat("Заказ ТД00-000012 от 01.02.2024 \"Иванов\" C:\\a\\b.xml ", 100)
	b.SetBytes(int64(min(len(text), maxMessage)))
	for b.Loop() {
		Message(text)
	}
}
