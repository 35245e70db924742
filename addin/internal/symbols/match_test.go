package symbols

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestFrame(t *testing.T) {
	f := opened(t, written(t, withSource(), modules))
	for name, c := range map[string]struct {
		path, extension string
		number          int
		source          string
		state           State
		function        string
		line            int
	}{
		"exact":                    {"CommonModule.Цены.Module", "", 8, "Возврат  Найти(Товар).Цена; // «цена»", Exact, "ЦенаЗаЕдиницу", 8},
		"blanks":                   {"CommonModule.Цены.Module", "", 8, "\t\u00a0Возврат Найти(Товар).Цена;\t// «цена» ", Exact, "ЦенаЗаЕдиницу", 8},
		"mark of a compiler":       {"CommonModule.Цены.Module", "", 6, "Возврат <<?>>0;", Exact, "ЦенаЗаЕдиницу", 6},
		"letter case of the path":  {"COMMONMODULE.ЦЕНЫ.module", "", 6, "Возврат 0;", Exact, "ЦенаЗаЕдиницу", 6},
		"body":                     {"CommonModule.Цены.Module", "", 17, "мКэш = Новый Соответствие;", Exact, "", 17},
		"no letter case in a line": {"CommonModule.Цены.Module", "", 6, "ВОЗВРАТ 0;", Stale, "", 0},
		"drifted up":               {"CommonModule.Цены.Module", "", 10, "Возврат 0;", Drifted, "ЦенаЗаЕдиницу", 6},
		"drifted down":             {"CommonModule.Цены.Module", "", 2, "Набор.Записать();", Drifted, "Записать", 14},
		"past the end":             {"CommonModule.Цены.Module", "", 64, "Набор.Записать();", Drifted, "Записать", 14},
		"too far":                  {"CommonModule.Цены.Module", "", 65, "Набор.Записать();", Stale, "", 0},
		"huge number":              {"CommonModule.Цены.Module", "", math.MaxInt, "Набор.Записать();", Stale, "", 0},
		"another line":             {"CommonModule.Цены.Module", "", 8, "Возврат 1;", Stale, "", 0},
		"comment is no code":       {"CommonModule.Цены.Module", "", 3, "// Возвращает цену.", Stale, "", 0},
		"no line printed":          {"CommonModule.Цены.Module", "", 8, " \t", Unchecked, "", 0},
		"extension":                {"CommonModule.Цены.Module", "доработки", 3, "Возврат ПродолжитьВызов(Товар);", Exact, "Расш_Цена", 3},
		"not of the extension":     {"CommonModule.Цены.Module", "Доработки", 6, "Возврат 0;", Stale, "", 0},
		"no such extension":        {"CommonModule.Цены.Module", "Другие", 6, "Возврат 0;", Missing, "", 0},
		"no such module":           {"CommonModule.Нет.Module", "", 6, "Возврат 0;", Missing, "", 0},
		"second configuration":     {"CommonModule.Общий.Module", "", 2, "Б();", Exact, "А", 2},
	} {
		r, err := f.frame(c.path, c.extension, c.number, c.source)
		if err != nil || r.State != c.state || r.Function != c.function || r.Line != c.line {
			t.Errorf("%s: %s %q line %d, %v, want %s %q line %d", name, r.State, r.Function, r.Line, err, c.state, c.function, c.line)
		}
		if (len(r.Pre)+len(r.Post) > 0 || r.Text != "") != (c.state == Exact) {
			t.Errorf("%s: %s has %q %q %q around", name, r.State, r.Pre, r.Text, r.Post)
		}
	}
}

// TestFrame_equallyNear: a line that is as near above as below is in no place.
func TestFrame_equallyNear(t *testing.T) {
	text := "Процедура А()\nБ();\nВ();\nГ();\nБ();\nБ();\nКонецПроцедуры"
	f := opened(t, written(t, Info{Configurations: []Configuration{{Name: "К"}}}, []moduleText{{0, "CommonModule.А.Module", text}}))
	for number, want := range map[int]int{2: 2, 3: 2, 4: 5, 5: 5, 7: 6, 8: 6} {
		r, err := f.frame("CommonModule.А.Module", "", number, "Б();")
		if err != nil || r.Line != want {
			t.Errorf("line %d is at %d, %v, want %d", number, r.Line, err, want)
		}
	}
	text = "Б();\nВ();\nБ();"
	f = opened(t, written(t, Info{Configurations: []Configuration{{Name: "К"}}}, []moduleText{{0, "CommonModule.А.Module", text}}))
	if r, err := f.frame("CommonModule.А.Module", "", 2, "Б();"); err != nil || r.State != Stale || r.Line != 0 {
		t.Errorf("as near above as below: %+v, %v", r, err)
	}
}

// TestFrame_configurations: several configurations have a module of one name, and
// the lines decide.
func TestFrame_configurations(t *testing.T) {
	info := Info{Source: true, Configurations: []Configuration{{Name: "К", Version: "1"}, {Name: "К", Version: "2"}, {Name: "Л"}}}
	f := opened(t, written(t, info, []moduleText{
		{0, "CommonModule.А.Module", "Процедура Раз()\nБ();\nВ();\nКонецПроцедуры"},
		{1, "CommonModule.А.Module", "\nПроцедура Раз()\nБ();\nВ(1);\nКонецПроцедуры"},
		{2, "CommonModule.А.Module", "Процедура Два()\nГ();\nКонецПроцедуры\nБ();"},
	}))
	for name, c := range map[string]struct {
		number            int
		source            string
		state             State
		function, version string
		around            bool
	}{
		"the first":           {2, "Б();", Exact, "Раз", "1", true},
		"the second":          {3, "Б();", Exact, "Раз", "2", true},
		"only in one":         {4, "В(1);", Exact, "Раз", "2", true},
		"exact in the body":   {4, "Б();", Exact, "", "", true},
		"one drifted":         {9, "В();", Drifted, "Раз", "1", false},
		"nearer in the third": {5, "Б();", Drifted, "", "", false},
		"in none":             {2, "Д();", Stale, "", "1", false},
		"the nearest of them": {1, "Б();", Drifted, "Раз", "1", false},
	} {
		r, err := f.frame("CommonModule.А.Module", "", c.number, c.source)
		if err != nil || r.State != c.state || r.Function != c.function || r.Configuration.Version != c.version || (r.Text != "") != c.around {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	// As near in two, in procedures of two names.
	f = opened(t, written(t, info, []moduleText{
		{0, "SessionModule", "Процедура Раз()\nБ();\nКонецПроцедуры"},
		{1, "SessionModule", "Процедура Два()\nБ();\nКонецПроцедуры"},
		{2, "SessionModule", "Б();"},
	}))
	if r, err := f.frame("SessionModule", "", 2, "Б();"); err != nil || r.State != Stale || r.Function != "" {
		t.Errorf("two names: %+v, %v", r, err)
	}
	if r, err := f.frame("SessionModule", "", 1, "Б();"); err != nil || r.State != Exact || r.Configuration.Name != "Л" {
		t.Errorf("two names, but one is exact: %+v, %v", r, err)
	}
}

func TestFrame_around(t *testing.T) {
	f := opened(t, written(t, withSource(), modules))
	r, err := f.frame("CommonModule.Цены.Module", "", 4, "Функция ЦенаЗаЕдиницу(Товар) Экспорт")
	if err != nil || !slices.Equal(r.Pre, []string{"Перем мКэш;", "", "// Возвращает цену."}) ||
		r.Text != "Функция ЦенаЗаЕдиницу(Товар) Экспорт" || len(r.Post) != 5 || r.Post[3] != "\tВозврат  Найти(Товар).Цена; // «цена»" {
		t.Errorf("near the start: %q %q %q, %v", r.Pre, r.Text, r.Post, err)
	}
	r, err = f.frame("CommonModule.Цены.Module", "", 17, "мКэш = Новый Соответствие;")
	if err != nil || len(r.Pre) != 5 || r.Pre[4] != "" || r.Pre[3] != "КонецПроцедуры" || len(r.Post) != 0 {
		t.Errorf("at the end: %q %q, %v", r.Pre, r.Post, err)
	}
	f = opened(t, written(t, library, modules))
	r, err = f.frame("CommonModule.Цены.Module", "", 6, "Возврат 0;")
	if err != nil || r.State != Exact || r.Function != "ЦенаЗаЕдиницу" || r.Pre != nil || r.Text != "" || r.Post != nil {
		t.Errorf("without source: %+v, %v", r, err)
	}
}

// TestFrame_pieces: lines around are read across the pieces of a long text.
func TestFrame_pieces(t *testing.T) {
	info := Info{Source: true, Configurations: []Configuration{{Name: "К"}}}
	long := numbered(20_000)
	f := opened(t, written(t, info, []moduleText{{0, "CommonModule.А.Module", long}}))
	m, err := f.find("", "CommonModule.А.Module")
	if err != nil || len(m) != 1 || len(m[0].pieces) < 4 {
		t.Fatalf("%v, %v", m, err)
	}
	all := strings.Split(long, "\n")
	for _, p := range m[0].pieces[1:] {
		number := p.first
		for all[number-1] == "КонецПроцедуры" || strings.HasPrefix(all[number-1], "Процедура") {
			number++
		}
		r, err := f.frame("CommonModule.А.Module", "", number, all[number-1])
		if err != nil || r.State != Exact || !slices.Equal(r.Pre, all[number-6:number-1]) || r.Text != all[number-1] || !slices.Equal(r.Post, all[number:number+5]) {
			t.Errorf("line %d: %+v, %v", number, r, err)
		}
	}
}

func TestFrame_longLine(t *testing.T) {
	info := Info{Source: true, Configurations: []Configuration{{Name: "К"}}}
	line := "А = \"" + strings.Repeat("ы№ ", 1<<20) + "\";"
	f := opened(t, written(t, info, []moduleText{{0, "SessionModule", line + "\nБ();\n" + line}}))
	r, err := f.frame("SessionModule", "", 3, "\t"+line)
	if err != nil || r.State != Exact || len(r.Text) > maxShown || !strings.HasSuffix(r.Text, "…") || !strings.HasPrefix(r.Text, "А = \"ы№ ") || len(r.Pre) != 2 {
		t.Errorf("%s %q %q, %v", r.State, r.Text, r.Pre, err)
	}
}

func TestHashLine(t *testing.T) {
	same := []string{"А = Б  + 1; // В", "\tА = Б + 1; // В\r", " А\u00a0=\tБ + 1; // В ", "А = <<?>>Б + 1; // В"}
	for _, line := range same {
		if hashLine(line) != hashLine(same[0]) {
			t.Errorf("%q differs from %q", line, same[0])
		}
	}
	for _, line := range []string{"А = Б +1; // В", "А = Б + 1;", "а = Б + 1; // В", "", "А=Б + 1; // В"} {
		if hashLine(line) == hashLine(same[0]) {
			t.Errorf("%q equals %q", line, same[0])
		}
	}
}

func TestState_String(t *testing.T) {
	for state, want := range map[State]string{Untouched: "untouched", Exact: "exact", Drifted: "drifted", Stale: "stale", Missing: "missing", Unchecked: "unchecked", 99: "unknown", -1: "unknown"} {
		if got := state.String(); got != want {
			t.Errorf("%d is %q, want %q", state, got, want)
		}
	}
}

func TestTally(t *testing.T) {
	var got Tally
	for state, n := range map[State]int{Untouched: 9, Exact: 1, Drifted: 2, Stale: 3, Missing: 4, Unchecked: 5, 99: 6} {
		for range n {
			got.Add(state)
		}
	}
	if want := (Tally{1, 2, 3, 4, 5}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
