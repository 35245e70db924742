package bslerr

import (
	"slices"
	"strings"
	"testing"
)

func TestParse_empty(t *testing.T) {
	for _, text := range []string{"", "\n\n", "\ufeff", " \u00a0\t\r\n"} {
		if r := Parse(text); len(r.Exceptions) != 0 || len(r.Dropped) != 0 {
			t.Errorf("%q: %+v", text, r)
		}
	}
}

// TestParse_neverNothing: where all of a text would be dropped, it is a message.
func TestParse_neverNothing(t *testing.T) {
	for text, want := range map[string]string{
		"по причине:":                               "по причине:",
		"\r\n по причине: \r\n\r\n, reason:\r\n":    "по причине:\n\n, reason:",
		"580392e6-ba49-4280-ac67-fcd6f2180121:":     "580392e6-ba49-4280-ac67-fcd6f2180121:",
		"01.01.2024 10:00:00 \n01.01.2024 10:00:01": "01.01.2024 10:00:00\n01.01.2024 10:00:01",
		"--->": "--->",
	} {
		r := Parse(text)
		if len(r.Exceptions) != 1 || r.Exceptions[0].Value != want || len(r.Dropped) > 0 {
			t.Errorf("%q: %+v", text, r)
		}
		if l := lost(text); l != "" {
			t.Errorf("%q: %s", text, l)
		}
	}
}

func TestParse_dropsByName(t *testing.T) {
	for text, want := range map[string][]Dropped{
		"SERVER ERROR: {ОбщийМодуль.А.Модуль(1)}: Сбой":             {{DroppedPrefix, "SERVER ERROR:", 1}},
		"26.10.2021 14:11:24 Форма:{ОбщийМодуль.А.Модуль(1)}: Сбой": {{DroppedTime, "26.10.2021 14:11:24", 1}, {DroppedPrefix, "Форма:", 1}},
		"> Сбой\n>> ещё": {{DroppedQuote, ">", 3}},
		"src\\A.cpp(5):\n580392e6-ba49-4280-ac67-fcd6f2180121: Сбой":          {{DroppedSource, "src\\A.cpp(5):", 1}, {DroppedClass, "580392e6-ba49-4280-ac67-fcd6f2180121:", 1}},
		"{Модуль a / Ошибка в строке: 1 / Сбой}\n   at A.B(C)\n}":             {{DroppedForeign, "at A.B(C)", 1}, {DroppedBrace, "}", 1}},
		"Сбой\n{ОбщийМодуль.А.Модуль(1)}:А();\n{ОбщийМодуль.Б.Мод":            {{DroppedCut, "{ОбщийМодуль.Б.Мод", 1}},
		"Сбой\n{ОбщийМодуль.А.Модуль(1)}:А();\n… (70 bytes cut) …\n{(1)}:Б()": {{DroppedMark, "… (70 bytes cut) …", 1}},
		"Сбой\n{ОбщийМодуль.А.Модуль(1)}:А();\n...\n{(1)}:Б()":                {{DroppedMark, "...", 1}},
		"Сбой\n{ОбщийМодуль.А.Модуль(1,1)}: А\n{\n{":                          nil, // one line of a text is cut, not two
		"Сбой\n...\n{ОбщийМодуль.А.Модуль(1)}:А();":                           nil,
		"Сбой\nпо причине:":                                                   {{DroppedEmpty, "по причине:", 1}},
		"Сбой\nпо причине:\n, reason:\nПричина":                               {{DroppedEmpty, "по причине:", 1}},
		"{ОбщийМодуль.А.Модуль(1)}:А();по причине: по причине:\nСбой":         {{DroppedEmpty, "по причине:", 1}},
		"Сбой\n{ОбщийМодуль.А.Модуль(1)}:А();\nпо прич":                       {{DroppedCut, "по прич", 1}},
		"«{ОбщийМодуль.А.Модуль(1)}: Сбой":                                    {{DroppedPrefix, "«", 1}},
		"Сбой\n{ОбщийМодуль.А.Модуль(1)}:А();\n\n[ОшибкаСети]\n\nпричина:":    nil,
	} {
		if r := Parse(text); !slices.Equal(r.Dropped, want) {
			t.Errorf("%q: dropped %+v, want %+v", text, r.Dropped, want)
		}
	}
}

func TestParse_tooLong(t *testing.T) {
	text := "Сбой\n" + strings.Repeat("ж", MaxText/2)
	r := Parse(text + "хвост")
	e := r.Exceptions[0].Value
	if !strings.HasSuffix(e, " bytes cut)") || !strings.Contains(e, "… (") {
		t.Errorf("no mark at the end of the value: …%q", e[len(e)-60:])
	}
	last := r.Dropped[len(r.Dropped)-1]
	if last.What != DroppedTooLong || !strings.HasSuffix(last.Text, "хвост") {
		t.Errorf("dropped %s, %d bytes", last.What, len(last.Text))
	}
	if l := lost(text + "хвост"); l != "" {
		t.Error(l)
	}
}

func TestParse_tooMany(t *testing.T) {
	for name, text := range map[string]string{
		"exceptions": strings.Repeat("Сбой\nпо причине:\n", 5000),
		"one line":   strings.Repeat("{ОбщийМодуль.А.Модуль(1)}: Сбой: ", 5000),
		"raises":     strings.Repeat("{А(1)}: ", MaxFrames+5) + "Сбой",
		"frames":     "Сбой\n" + strings.Repeat("{ОбщийМодуль.А.Модуль(1)}:А();\n", MaxFrames+10),
	} {
		r := Parse(text)
		frames := 0
		for _, e := range r.Exceptions {
			frames += len(e.Frames)
		}
		if len(r.Exceptions) > MaxExceptions || frames > MaxFrames {
			t.Errorf("%s: %d exceptions, %d frames", name, len(r.Exceptions), frames)
		}
		if !slices.ContainsFunc(r.Dropped, func(d Dropped) bool { return d.What == DroppedTooMany }) {
			t.Errorf("%s: what is too many is not named", name)
		}
		if l := lost(text); l != "" {
			t.Errorf("%s: %s", name, l)
		}
	}
}

func TestStack(t *testing.T) {
	frame := func(name string, kind Kind) Frame {
		return Frame{Module: "ОбщийМодуль." + name + ".Модуль", Line: 1, Kind: kind}
	}
	a, b, c := frame("А", Code), frame("Б", Code), frame("В", Code)
	ctxA, ctxB := frame("А", Context), frame("Б", Context)
	for _, s := range []struct {
		name string
		e    Exception
		want []Frame
	}{
		{"none", Exception{}, nil},
		{"stack", Exception{Frames: []Frame{a, b, c}}, []Frame{c, b, a}},
		{"raised again", Exception{Frames: []Frame{a, b, c}, Order: OutermostFirst}, []Frame{a, b, c}},
		{"context", Exception{Frames: []Frame{ctxB, ctxA}}, []Frame{ctxB, ctxA}},
		{"throw site and context", Exception{Frames: []Frame{a, ctxB, ctxA}}, []Frame{ctxB, ctxA}},
		{"another throw site and context", Exception{Frames: []Frame{c, ctxB, ctxA}}, []Frame{ctxB, ctxA, c}},
	} {
		if got := s.e.Stack(); !slices.Equal(got, s.want) {
			t.Errorf("%s: %+v", s.name, got)
		}
	}
}

func TestInnermostFirst(t *testing.T) {
	r := Report{Exceptions: []Exception{
		{Value: "обёртка"}, {Value: "ошибка 1"}, {Value: "ошибка 2", Relation: Sibling}, {Value: "причина 2"},
	}}
	var got []string
	var parents []int
	for _, l := range r.InnermostFirst() {
		got = append(got, l.Value)
		parents = append(parents, l.ParentID)
	}
	if !slices.Equal(got, []string{"причина 2", "ошибка 2", "ошибка 1", "обёртка"}) || !slices.Equal(parents, []int{2, 0, 0, -1}) {
		t.Errorf("%q %v", got, parents)
	}
	flat := Report{Exceptions: []Exception{{}, {Relation: Sibling}, {Relation: Sibling}}}
	for i, l := range flat.InnermostFirst() {
		if want := []int{0, 0, -1}[i]; l.ParentID != want || l.ID != 2-i {
			t.Errorf("sibling %d: id %d, parent %d", i, l.ID, l.ParentID)
		}
	}
}

func TestRender_form(t *testing.T) {
	for _, text := range []string{
		"Ошибка при вызове метода контекста (Записать)\n{ОбщийМодуль.А.Модуль(1)}:А.Записать();\n\n[ОшибкаВоВремяВыполненияВстроенногоЯзыка]\nпо причине:\nНарушение прав доступа!",
		"Ошибка инициализации модуля: ОбщийМодуль.А.Модуль\nпо причине:\n{ОбщийМодуль.А.Модуль(1,5)}: Переменная не определена (Б)\n\t<<?>>Б.В();\n{ОбщийМодуль.А.Модуль(2,5)}: Переменная не определена (Г)\n\t<<?>>Г.В();",
		"{ОбщийМодуль.А.Модуль(3)}: {Расш ОбщийМодуль.Б.Модуль(2)}: Сбой\n\tВызватьИсключение;",
		"{(64, 2)}: Поле не найдено \"А\"\n\t<<?>>А,",
	} {
		r := Parse(text)
		if got, exact := Render(&r); got != text || !exact {
			t.Errorf("exact %v, got\n%s\nwant\n%s", exact, got, text)
		}
	}
}
