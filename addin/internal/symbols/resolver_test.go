package symbols

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// replace puts a file in the place of another at once.
func replace(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

// resolver returns a resolver whose clock the test moves.
func resolver(path string) (r *Resolver, pass func(time.Duration)) {
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	r = NewResolver(path)
	r.now = func() time.Time { return now }
	return r, func(d time.Duration) { now = now.Add(d) }
}

func TestResolver_languages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "symbols")
	replace(t, path, written(t, withSource(), modules))
	r, _ := resolver(path)
	for module, want := range map[string]State{
		"ОбщийМодуль.Цены.Модуль":  Exact,
		"CommonModule.Цены.Module": Exact,
		"общиймодуль.цены.модуль":  Exact,
		"ОбщийМодуль.Нет.Модуль":   Missing,
		"":                         Untouched,
		"<Неизвестный модуль>":     Untouched,
		"mngcore/MessageBox.clf":   Untouched,
		"Нечто.Цены.Модуль":        Untouched,
		"/opt/oscript/lib/main.os": Untouched,
		"ОбщийМодуль.Цены.МодульОбъекта":       Untouched,
		"Справочник.Товары.Форма.Форма.Форма":  Stale,
		"Справочник.Товары.Форма.Форма.Модуль": Stale,
		"МодульСеанса": Stale,
	} {
		if got := r.Frame(module, "", 6, "Возврат 0;"); got.State != want || (got.Function == "ЦенаЗаЕдиницу") != (want == Exact) {
			t.Errorf("%s: %+v, want %s", module, got, want)
		}
	}
	for _, line := range []int{0, -1} {
		if got := r.Frame("МодульСеанса", "", line, "А();"); got.State != Untouched {
			t.Errorf("line %d: %+v", line, got)
		}
	}
	if info, ok := r.Info(); !ok || info.Configurations[0].Version != "11.5.1" || r.Problem() != nil {
		t.Errorf("%+v, %v, %v", info, ok, r.Problem())
	}
}

// TestResolver_change: a file that comes, changes, breaks and goes is noticed within
// a second, and what stands in the way is told.
func TestResolver_change(t *testing.T) {
	path := filepath.Join(t.TempDir(), "symbols")
	r, pass := resolver(path)
	check := func(step string, want State, function string, problem error) {
		t.Helper()
		pass(lookEvery)
		got := r.Frame("МодульСеанса", "", 2, "Б();")
		if got.State != want || got.Function != function {
			t.Errorf("%s: %s %q, want %s %q", step, got.State, got.Function, want, function)
		}
		if !errors.Is(r.Problem(), problem) || problem == nil && r.Problem() != nil {
			t.Errorf("%s: problem %v, want %v", step, r.Problem(), problem)
		}
		if r.in.open != nil {
			t.Errorf("%s: the file stays open", step)
		}
	}
	file := func(name string) []byte {
		return written(t, library, []moduleText{{0, "SessionModule", "Процедура " + name + "()\nБ();\nКонецПроцедуры"}})
	}
	check("no file", Missing, "", fs.ErrNotExist)
	replace(t, path, file("Раз"))
	check("it comes", Exact, "Раз", nil)
	replace(t, path, file("Два"))
	if got := r.Frame("МодульСеанса", "", 2, "Б();"); got.Function != "Раз" {
		t.Errorf("within the second the cache answers: %+v", got)
	}
	check("another", Exact, "Два", nil)
	replace(t, path, []byte(strings.Repeat("no symbols ", 20)))
	check("a foreign file", Missing, "", ErrForeign)
	check("still", Missing, "", ErrForeign)
	replace(t, path, file("Три"))
	check("a good one again", Exact, "Три", nil)
	replace(t, path, file("Три")[:100])
	check("a cut one", Missing, "", ErrDamaged)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	check("it goes", Missing, "", fs.ErrNotExist)
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	check("a folder", Missing, "", ErrForeign)
	if _, ok := r.Info(); ok {
		t.Error("a folder has an info")
	}
}

// TestResolver_changeUnderneath: the file is replaced between two reads of one
// second; the answer is of one file, not of two.
func TestResolver_changeUnderneath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "symbols")
	replace(t, path, written(t, library, modules))
	r, _ := resolver(path)
	if got := r.Frame("МодульСеанса", "", 1, "УстановитьПараметры();"); got.State != Exact {
		t.Fatalf("%+v", got)
	}
	replace(t, path, written(t, withSource(), append([]moduleText{{0, "CommonModule.А.Module", numbered(500)}}, modules...)))
	got := r.Frame("ОбщийМодуль.Цены.Модуль", "", 6, "Возврат 0;")
	if got.State != Exact || got.Text != "\t\tВозврат 0;" || r.Problem() != nil {
		t.Errorf("%+v, %v", got, r.Problem())
	}
}

// TestResolver_damagedModule: one bad block does not hide the others.
func TestResolver_damagedModule(t *testing.T) {
	path := filepath.Join(t.TempDir(), "symbols")
	data := written(t, library, modules)
	data[headerSize+20] ^= 1 // the first block
	replace(t, path, data)
	r, _ := resolver(path)
	if got := r.Frame("ОбщийМодуль.Цены.Модуль", "", 6, "Возврат 0;"); got.State != Missing || !errors.Is(r.Problem(), ErrDamaged) || !strings.Contains(r.Problem().Error(), "CommonModule.Цены.Module") {
		t.Errorf("%+v, %v", got, r.Problem())
	}
	if got := r.Frame("МодульСеанса", "", 1, "УстановитьПараметры();"); got.State != Exact {
		t.Errorf("another module: %+v", got)
	}
}
