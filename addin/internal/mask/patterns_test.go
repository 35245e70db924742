package mask

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestNew_own(t *testing.T) {
	m, err := New([]string{`\b\d{4} \d{6}\b`, `(?i)пациент \S+`, `\b4\d{15}\b`})
	if err != nil {
		t.Fatal(err)
	}
	for given, wanted := range map[string]string{
		"Паспорт 4510 123456 истёк; Pwd=abc;": "Паспорт [Filtered] истёк; Pwd=[Filtered];",
		"ПАЦИЕНТ Иванов не найден":            "[Filtered] не найден",
		"Заказ 12": "Заказ 12",
	} {
		if got := m.Text(given); got != wanted {
			t.Errorf("Text(%q) = %q, want %q", given, got, wanted)
		}
	}
	got := string(m.JSON([]byte(`{"a":"пациент Иванов","card":4111111111111111,"n":7,"password":"x"}`)))
	if want := `{"a":"[Filtered]","card":"[Filtered]","n":7,"password":"[Filtered]"}`; got != want {
		t.Errorf("JSON = %s, want %s", got, want)
	}
	if got := m.Texts([]string{"1c", "пациент Ким"}); !slices.Equal(got, []string{"1c", "[Filtered]"}) {
		t.Errorf("Texts = %q", got)
	}
	same := []string{"1c", "DivisionByZero"}
	if got := m.Texts(same); &got[0] != &same[0] {
		t.Error("texts without secrets are copied")
	}
	if got := string(m.Value("token", []byte(`"abc"`))); got != `"[Filtered]"` {
		t.Errorf("Value = %s", got)
	}
}

// Numbers of lines stay, or no error could be read; the same number elsewhere goes.
func TestNew_places(t *testing.T) {
	m, err := New([]string{`\d{3,}`})
	if err != nil {
		t.Fatal(err)
	}
	for given, wanted := range map[string]string{
		"{ОбщийМодуль.А.Модуль(1234)}: Заказ 1234\n{Обработка.Б123.Форма(777,12)}:Б(777);": "{ОбщийМодуль.А.Модуль(1234)}: Заказ [Filtered]\n{Обработка.Б[Filtered].Форма(777,12)}:Б([Filtered]);",
		"{(345, 15)}: Синтаксическая ошибка 345":                                           "{(345, 15)}: Синтаксическая ошибка [Filtered]",
		"{a(12345678)}": "{a([Filtered])}",
		"(1234)}":       "([Filtered])}",
		"{a\n(1234)}":   "{a\n([Filtered])}",
	} {
		if got := m.Text(given); got != wanted {
			t.Errorf("Text(%q) = %q, want %q", given, got, wanted)
		}
	}
}

func TestNew_none(t *testing.T) {
	m, err := New(nil)
	if err != nil || m != nil {
		t.Fatalf("New(nil) = %v, %v", m, err)
	}
	if got := m.Text("Pwd=a;"); got != "Pwd=[Filtered];" {
		t.Errorf("without expressions: %q", got)
	}
	if got := string(m.JSON([]byte(`[1,"Pwd=a;"]`))); got != `[1,"Pwd=[Filtered];"]` {
		t.Errorf("without expressions: %s", got)
	}
}

func TestNew_errors(t *testing.T) {
	many := make([]string, MaxPatterns+1)
	for i := range many {
		many[i] = "a"
	}
	for _, c := range []struct {
		patterns []string
		index    int
		want     string
	}{
		{[]string{"a", "("}, 1, "mask: pattern 2 \"(\": error parsing regexp: missing closing )"},
		{[]string{"a*"}, 0, "mask: pattern 1 \"a*\": it matches an empty text"},
		{[]string{""}, 0, "mask: pattern 1 \"\": it matches an empty text"},
		{[]string{"b", strings.Repeat("я", MaxPattern)}, 1, "at most 1000 are taken"},
		{many, MaxPatterns, "at most 50 are taken"},
		{[]string{"a{1000}{1000}"}, 0, "mask: pattern 1"},
	} {
		m, err := New(c.patterns)
		var bad *PatternError
		if m != nil || !errors.As(err, &bad) || bad.Index != c.index || !strings.Contains(err.Error(), c.want) || len(bad.Pattern) > 90 {
			t.Errorf("%.40q: %v, want %q of %d", c.patterns, err, c.want, c.index)
		}
	}
}
