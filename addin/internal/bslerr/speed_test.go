package bslerr

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostile are shapes that make a careless parser quadratic.
var hostile = map[string]string{
	"braces":               "{",
	"brace pairs":          "{}",
	"braces and letters":   "{а",
	"half positions":       "{А.Б(",
	"separators":           "по причине:\n",
	"separated errors":     "по причине:\nОшибка\n",
	"inline separators":    ";по причине: ",
	"messages":             "Ошибка, по причине: текст ",
	"positions, one line":  "{ОбщийМодуль.А.Модуль(1)}: ",
	"frames, one line":     "{ОбщийМодуль.А.Модуль(1)}: А.Б(); ",
	"causes, one line":     "{ОбщийМодуль.А.Модуль(1)}: Сбой: ",
	"unknown, one line":    "{Х(1)}:А(); ",
	"frames":               "{ОбщийМодуль.А.Модуль(1)}:А.Б();\n",
	"compile errors":       "{ОбщийМодуль.А.Модуль(1,1)}: Ошибка\n\t<<?>>А\n",
	"giant line":           "Ошибка записи ",
	"one letter":           "x",
	"quotes":               "\"",
	"marks of quoting":     ">",
	"quoted lines":         "> а\n",
	"empty lines":          "\n",
	"carriage returns":     "\r",
	"blank lines":          " \u00a0\n",
	"lines":                "а\n",
	"arrows":               "---> ",
	"arrow lines":          "---> а\n",
	"brackets":             "[",
	"categories":           "[ОшибкаСети]\n",
	"open categories":      "[А, ",
	"parentheses":          "(Проверка: ",
	"closing parentheses":  ")",
	"times":                "01.01.2024 10:00:00 ",
	"time lines":           "01.01.2024 10:00:00 а\n",
	"context lines":        "ОбщийМодуль.А.Модуль : 1 : А();\n",
	"context words":        "а : 1 : ",
	"classes":              "580392e6-ba49-4280-ac67-fcd6f2180121: ",
	"class lines":          "580392e6-ba49-4280-ac67-fcd6f2180121: а\n",
	"script heads":         "{Модуль / Ошибка в строке: 1 / ",
	"script heads, en":     "{Module / Error at line: 1 / ",
	"script words":         "{Модуль ",
	"colons":               "а:\n",
	"code lines":           "А(\n",
	"phrases":              "Ошибка при вызове метода контекста (",
	"brace lines":          "{\n",
	"findings":             "Справочник.А (Проверка: ошибка\n",
	"invalid UTF-8":        "\xd0",
	"continuation bytes":   "\x80",
	"weak separators":      "{ОбщийМодуль.А.Модуль(1)}:\nзначит:\n",
	"unfinished positions": "{ОбщийМодуль.А.Модуль(1)",
}

// heads put the shapes into the states of the parser.
var heads = []string{"", "Ошибка\n", "{ОбщийМодуль.А.Модуль(1)}: Ошибка\n", "Ошибка\n{ОбщийМодуль.А.Модуль(1)}:А();\n",
	"{Модуль / Ошибка в строке: 1 / Ошибка\n", `src\A.cpp(1):`}

func repeatTo(s string, n int) string { return strings.Repeat(s, n/len(s)+1)[:n] }

// shapes calls f with every shape and every head to put before it.
func shapes(f func(name, head, shape string)) {
	for _, name := range slices.Sorted(maps.Keys(hostile)) {
		for _, head := range heads {
			f(name, head, hostile[name])
		}
	}
}

// Rounds of a comparison, and how often as many more are added.
const (
	rounds  = 11
	batches = 8
)

// growth judges how the time for a text compares with that for half of it.
// linear is false unless both the median of the ratios of interleaved rounds
// and the ratio of the best times are below 3; 2 is linear, 4 is quadratic.
//
// What a busy machine does to a clock only makes it later, so the best times
// are the true ones. Rounds that look bad are not thrown away: more are added
// to them, and the more there are, the nearer the judgement is to the truth. A
// policy that measured anew would pass a quadratic parser by patience.
func growth(half, whole func() time.Duration) (median, best float64, linear bool) {
	var ratios []float64
	least, leastHalf := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for range batches {
		for range rounds {
			h, w := half(), whole()
			least, leastHalf = min(least, w), min(leastHalf, h)
			ratios = append(ratios, float64(w)/float64(h))
		}
		slices.Sort(ratios)
		median, best = ratios[len(ratios)/2], float64(least)/float64(leastHalf)
		if median < 3 && best < 3 {
			return median, best, true
		}
	}
	return median, best, false
}

// TestGrowth judges clocks of known growth on a machine so busy that half of
// all times come out up to six times too long.
func TestGrowth(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 3))
		clock := func(d time.Duration) func() time.Duration {
			return func() time.Duration {
				if r.IntN(2) == 0 {
					return d + time.Duration(r.Int64N(int64(5*d)))
				}
				return d + time.Duration(r.Int64N(int64(d/20)))
			}
		}
		if median, best, linear := growth(clock(time.Millisecond), clock(2*time.Millisecond)); !linear {
			t.Fatalf("seed %d: linear growth is refused: median %.2f, best %.2f", seed, median, best)
		}
		if median, best, linear := growth(clock(time.Millisecond), clock(4*time.Millisecond)); linear {
			t.Fatalf("seed %d: quadratic growth passes: median %.2f, best %.2f", seed, median, best)
		}
	}
}

// TestParse_hostileLinear: the time grows with the text and not with its square.
func TestParse_hostileLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const size = 64 << 10
	// Collections come at odd moments and belong to no text in particular.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	shapes(func(name, head, shape string) {
		runtime.GC()
		half, whole := head+repeatTo(shape, size/2), head+repeatTo(shape, size)
		median, best, linear := growth(
			func() time.Duration { return timeParse(half) },
			func() time.Duration { return timeParse(whole) })
		if !linear {
			t.Errorf("%s after %q: time(2n)/time(n): median %.2f, best %.2f", name, head, median, best)
		}
	})
}

// hostileTarget is what a hostile megabyte may cost; BenchmarkParse_hostileMegabyte
// tells the true figure. A test cannot know how busy its machine is.
const hostileTarget = 50 * time.Millisecond

// TestParse_hostileMegabyte finds what got slower by an order of magnitude.
func TestParse_hostileMegabyte(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	limit := 20 * hostileTarget
	if raceEnabled {
		limit *= 10
	}
	shapes(func(name, head, shape string) {
		text := head + repeatTo(shape, 1<<20)
		took := timeParse(text)
		for range 4 {
			if took > limit {
				took = min(took, timeParse(text))
			}
		}
		if took > limit {
			t.Errorf("%s after %q: %v for 1 MB, limit %v", name, head, took, limit)
		}
	})
}

func timeParse(text string) time.Duration {
	start := time.Now()
	Parse(text)
	return time.Since(start)
}

// typical is a detailed text with ten frames and a cause.
var typical = `Ошибка при вызове метода контекста (Записать)
{ОбщийМодуль.ПроведениеСервер.Модуль(1201)}:		НаборЗаписей.Записать(Истина);
{ОбщийМодуль.ПроведениеСервер.Модуль(377)}:	ЗаписатьНаборыЗаписей(ДокументОбъект);
{Документ.ЗаказКлиента.МодульОбъекта(412)}:	ПроведениеСервер.ОтразитьДвижения(ДополнительныеСвойства, Движения, Отказ);
{ОбщийМодуль.ОбщегоНазначенияУТ.Модуль(88)}:	ДокументОбъект.Записать(РежимЗаписиДокумента.Проведение);
{РасширениеСклад Документ.ЗаказКлиента.Форма.ФормаДокумента.Форма(2048)}:	ОбщегоНазначенияУТ.ПровестиДокумент(Объект.Ссылка);
{РасширениеСклад Документ.ЗаказКлиента.Форма.ФормаДокумента.Форма(1999)}:	ПровестиНаСервере(ПараметрыЗаписи, Истина);
{(1)}:Модуль.ВыполнитьВФоне(Параметры[0],Параметры[1],Параметры[2])
{ОбщийМодуль.ДлительныеОперации.Модуль(1124)}:	ОбщегоНазначения.ВыполнитьМетодКонфигурации(ИмяПроцедуры, ПараметрыВызова);
{ОбщийМодуль.ДлительныеОперации.Модуль(437)}:	ВызватьПроцедуру(ИмяПроцедуры, ПараметрыЭкспортнойПроцедуры);
{Обработка.РабочееМестоМенеджера.Форма.Форма.Форма(15)}:	Если Не ВыполнитьПроверку(ЭтотОбъект) Тогда

[ОшибкаВоВремяВыполненияВстроенногоЯзыка]
по причине:
Конфликт блокировок при выполнении транзакции:
Превышено максимальное время ожидания предоставления блокировки`

func BenchmarkParse_typical(b *testing.B) {
	b.SetBytes(int64(len(typical)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(typical)
	}
}

func BenchmarkParse_brief(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("{Документ.РеализацияТоваровУслуг.МодульОбъекта(245)}: Поле объекта не обнаружено (КС_Гамма)")
	}
}

func BenchmarkParse_hostile(b *testing.B) {
	for _, name := range []string{"braces", "positions, one line", "giant line", "empty lines", "separated errors", "lines"} {
		text := repeatTo(hostile[name], 1<<20)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(text)
			}
		})
	}
}

// BenchmarkParse_hostileMegabyte tells what a megabyte of the worst shape costs:
// each shape counts with the best of its rounds, of which there is one for each
// iteration.
func BenchmarkParse_hostileMegabyte(b *testing.B) {
	best := map[string]time.Duration{}
	for b.Loop() {
		shapes(func(name, head, shape string) {
			took := timeParse(head + repeatTo(shape, 1<<20))
			name = fmt.Sprintf("%s after %q", name, head)
			if before, ok := best[name]; !ok || took < before {
				best[name] = took
			}
		})
	}
	worst := slices.MaxFunc(slices.Sorted(maps.Keys(best)), func(x, y string) int { return cmp.Compare(best[x], best[y]) })
	b.ReportMetric(best[worst].Seconds()*1e3, "worst-ms")
	b.Logf("worst: %s, %v", worst, best[worst])
}

func BenchmarkRender(b *testing.B) {
	r := Parse(typical)
	b.ReportAllocs()
	for b.Loop() {
		Render(&r)
	}
}
