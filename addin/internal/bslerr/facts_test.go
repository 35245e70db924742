package bslerr

import (
	"slices"
	"testing"
)

func TestOverlay(t *testing.T) {
	place := Frame{Module: "ОбщийМодуль.А.Модуль", Line: 5, Source: "А.Записать();"}
	for _, c := range []struct {
		name  string
		text  string
		facts Facts
		want  []Exception
	}{
		{
			"no text", "",
			Facts{Module: "ОбщийМодуль.А.Модуль", Line: 5, SourceLine: "\tА.Записать();", Description: "Сбой", Category: "ОшибкаСети", Code: "E1"},
			[]Exception{{Value: "Сбой", Frames: []Frame{place}, Categories: []string{"ОшибкаСети"}, Code: "E1"}},
		}, {
			"message only: the place is added", "Сбой",
			Facts{Module: "ОбщийМодуль.А.Модуль", Line: 5, SourceLine: "А.Записать();", Description: "Сбой"},
			[]Exception{{Value: "Сбой", Frames: []Frame{place}}},
		}, {
			"brief text: the source line is added", "{ОбщийМодуль.А.Модуль(5)}: Сбой",
			Facts{Module: "ОбщийМодуль.А.Модуль", Line: 5, SourceLine: "А.Записать();", Description: "Сбой"},
			[]Exception{{Value: "Сбой", Frames: []Frame{place}}},
		}, {
			"extension in the name of the module", "{Расш ОбщийМодуль.А.Модуль(5)}: Сбой",
			Facts{Module: "Расш ОбщийМодуль.А.Модуль", Line: 5, SourceLine: "А.Записать();", Description: "Сбой"},
			[]Exception{{Value: "Сбой", Frames: []Frame{{Extension: "Расш", Module: place.Module, Line: 5, Source: place.Source}}}},
		}, {
			"stack in the text: nothing is doubled", "Сбой\n{ОбщийМодуль.А.Модуль(5)}:А.Записать();\n{ОбщийМодуль.Б.Модуль(1)}:Б();",
			Facts{Module: "ОбщийМодуль.А.Модуль", Line: 5, SourceLine: "А.Записать();", Description: "Сбой"},
			[]Exception{{Value: "Сбой", Frames: []Frame{place, {Module: "ОбщийМодуль.Б.Модуль", Line: 1, Source: "Б();"}}}},
		}, {
			"stack in the text wins over another place", "Сбой\n{ОбщийМодуль.Б.Модуль(1)}:Б();",
			Facts{Module: "ОбщийМодуль.А.Модуль", Line: 5, Description: "Сбой"},
			[]Exception{{Value: "Сбой", Frames: []Frame{{Module: "ОбщийМодуль.Б.Модуль", Line: 1, Source: "Б();"}}}},
		}, {
			"brief chain in one message becomes a chain", "{ОбщийМодуль.А.Модуль(5)}: Ошибка при вызове метода контекста (Записать): Нет прав",
			Facts{Module: "ОбщийМодуль.А.Модуль", Line: 5, SourceLine: "А.Записать();", Description: "Ошибка при вызове метода контекста (Записать)",
				Causes: []Facts{{Description: "Нет прав", Category: "НарушениеПравДоступа"}}},
			[]Exception{{Value: "Ошибка при вызове метода контекста (Записать)", Frames: []Frame{place}},
				{Value: "Нет прав", Categories: []string{"НарушениеПравДоступа"}}},
		}, {
			"nested causes, of which the text has one", "Сбой А\nпо причине:\nСбой В",
			Facts{Description: "Сбой А", Causes: []Facts{{Description: "Сбой Б", Causes: []Facts{{Description: "Сбой В", Code: "7"}}}}},
			[]Exception{{Value: "Сбой А"}, {Value: "Сбой Б"}, {Value: "Сбой В", Separator: "по причине:", Code: "7"}},
		}, {
			"the text tells more than the facts", "Сбой А\nпо причине:\nСбой Б",
			Facts{Description: "Сбой А"},
			[]Exception{{Value: "Сбой А"}, {Value: "Сбой Б", Separator: "по причине:"}},
		}, {
			"line ends differ", "Сбой\n строка 2",
			Facts{Description: "Сбой\r\nстрока 2", Category: "NetworkError"},
			[]Exception{{Value: "Сбой\n строка 2", Categories: []string{"NetworkError"}}},
		}, {
			"categories of the text stay", "Сбой\n[ОшибкаСети]",
			Facts{Description: "Сбой", Category: "ПрочаяОшибка"},
			[]Exception{{Value: "Сбой", Categories: []string{"ОшибкаСети"}}},
		}, {
			"no facts", "Сбой", Facts{}, []Exception{{Value: "Сбой"}},
		}, {
			"an empty cause", "Сбой", Facts{Description: "Сбой", Causes: []Facts{{}}}, []Exception{{Value: "Сбой"}},
		}, {
			"a cause that repeats its error", "Сбой", Facts{Description: "Сбой", Causes: []Facts{{Description: "Сбой"}}}, []Exception{{Value: "Сбой"}},
		}, {
			"code of Выполнить() has a line and no module", "Сбой", Facts{Description: "Сбой", Line: 3},
			[]Exception{{Value: "Сбой", Frames: []Frame{{Line: 3, Kind: Eval}}}},
		}, {
			"raised again: the place is that of the last raise", "{ОбщийМодуль.А.Модуль(5)}: {ОбщийМодуль.Б.Модуль(1)}: Сбой",
			Facts{Module: "ОбщийМодуль.А.Модуль", Line: 5, SourceLine: "А.Записать();", Description: "{ОбщийМодуль.Б.Модуль(1)}: Сбой"},
			[]Exception{{Value: "Сбой", Order: OutermostFirst, Frames: []Frame{place, {Module: "ОбщийМодуль.Б.Модуль", Line: 1}}}},
		},
	} {
		r := Parse(c.text)
		r.Overlay(c.facts)
		if !slices.EqualFunc(r.Exceptions, c.want, func(a, b Exception) bool {
			return a.Value == b.Value && a.Code == b.Code && a.Order == b.Order && a.Relation == b.Relation && a.Separator == b.Separator &&
				slices.Equal(a.Frames, b.Frames) && slices.Equal(a.Categories, b.Categories)
		}) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, r.Exceptions, c.want)
		}
	}
}

// TestOverlay_leavesTheSourceAlone: a report read once may be overlaid in one
// copy and kept in another.
func TestOverlay_leavesTheSourceAlone(t *testing.T) {
	r := Parse("{ОбщийМодуль.А.Модуль(5)}: Сбой")
	frames := r.Exceptions[0].Frames
	r.Overlay(Facts{Module: "ОбщийМодуль.А.Модуль", Line: 5, SourceLine: "А();", Description: "Сбой"})
	if frames[0].Source != "" {
		t.Error("frames of the report were modified")
	}
}

func TestOverlay_boundedChain(t *testing.T) {
	f := Facts{Description: "0"}
	for i := range 1000 {
		f = Facts{Description: string(rune('а' + i%32)), Causes: []Facts{f}}
	}
	var r Report
	r.Overlay(f)
	if n := len(r.Exceptions); n > maxFacts {
		t.Errorf("%d exceptions", n)
	}
}
