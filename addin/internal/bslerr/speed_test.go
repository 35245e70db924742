package bslerr

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/build/kit/race"
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
	"information":          "а\n[ОшибкаСети]{\n\"а\": {\n",
	"open information":     "[ОшибкаСети]{",
	"positions, no code":   "{ОбщийМодуль.А.Модуль(1)}:\nДеление на 0\n",
	"parentheses":          "(Проверка: ",
	"closing parentheses":  ")",
	"times":                "01.01.2024 10:00:00 ",
	"time lines":           "01.01.2024 10:00:00 а\n",
	"context lines":        "ОбщийМодуль.А.Модуль : 1 : А();\n",
	"context words":        "а : 1 : ",
	"classes":              "580392e6-ba49-4280-ac67-fcd6f2180121: ",
	"class lines":          "580392e6-ba49-4280-ac67-fcd6f2180121: а\n",
	"strings of JSON":      "\"{ОбщийМодуль.А.Модуль(1)}:А();\",",
	"escaped JSON":         `\"{ОбщийМодуль.А.Модуль(1)}:А();\",`,
	"fields of JSON":       `{"msg":"{ОбщийМодуль.А.Модуль(1)}:А();"},`,
	"dictionaries":         "{'a':'{ОбщийМодуль.А.Модуль(1)}:А();'},",
	"heads of pages":       "<head>",
	"heads of mails":       "From: a\n",
	"lines of a system":    "Mar 12 10:15:01 a b[1]: x\n",
	"elements":             "<message>x</message>",
	"calls of clients":     "Форма.Вызов : А.Б\n",
	"words of an error":    "Ошибка ",
	"frames behind at":     "at {ОбщийМодуль.А.Модуль(1)}:А();\n",
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
	"line breaks of pages": "<br>",
	"page and positions":   "<br>{ОбщийМодуль.А.Модуль(1)}:А();",
	"tags":                 "<b></b>",
	"open tags":            "<br ",
	"entities":             "&gt; ",
	"JSON":                 `{"а":"{ОбщийМодуль.А.Модуль(1)}: Сбой"},`,
	"JSON in JSON":         `{"а":"{\"а\":\"`,
	"strings":              `"а{",`,
	"reports":              `"а",["OtherError"],`,
	"open arrays":          `"а",[`,
	"escapes":              `\n{`,
	"escaped positions":    `\n{ОбщийМодуль.А.Модуль(1)}:А();`,
	"fences":               "```",
	"fence lines":          "```\n{ОбщийМодуль.А.Модуль(1)}:А();\n",
	"open fences":          "<pre ",
	"dashes":               "--------------------------------\n",
	"windows":              "--------------------------------\n01.01.2024 10:00:00\nа\n",
	"list marks":           "1. {ОбщийМодуль.А.Модуль(1)}:А();\n",
	"half list marks":      "1. {\n",
	"bracketed times":      "[2024-01-01T10:00:00.000Z] ",
	"labels":               "Ошибка 01.01.2024 10:00:00 {ОбщийМодуль.А.Модуль(1)}: Сбой\n",
	"broken script heads":  "{Модуль а\n",
	"records":              "45:12.345-0,EXCP,5,Descr='",
	"quoted positions":     "\"{ОбщийМодуль.А.Модуль(1)}: Сбой\" ",
	"heads of quotations":  "Иван [01.01.2024 10:00]\n",
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

// A comparison takes rounds at several moments, at least and at most.
const (
	rounds       = 4
	leastMoments = 3
	mostMoments  = 20
)

// growth compares the time for a text with that for half of it: 2 is linear, 4
// is quadratic.
//
// The median of the ratios of all rounds, which are interleaved, must be below
// 3, and so must be the ratio of the best times: what a busy machine does to a
// clock only makes it later. While they are not, rounds are added at a later
// moment; if they still differ after the last one, the one below 3 is believed,
// since a burst can spoil the median, and a long run may never have been alone.
// No round is thrown away: a policy that measures anew would pass a quadratic
// parser by patience, while more rounds only bring both nearer to the truth.
type growth struct {
	ratios       []float64
	half, whole  time.Duration // the best
	moments      int
	median, best float64 // of the ratios; the ratio of the best
}

// add measures the rounds of one moment and reports whether the growth is known to
// be linear by now.
func (g *growth) add(half, whole func() time.Duration) (linear bool) {
	for range rounds {
		h, w := half(), whole()
		if len(g.ratios) == 0 || h < g.half {
			g.half = h
		}
		if len(g.ratios) == 0 || w < g.whole {
			g.whole = w
		}
		g.ratios = append(g.ratios, float64(w)/float64(h))
	}
	g.moments++
	slices.Sort(g.ratios)
	g.median, g.best = g.ratios[len(g.ratios)/2], float64(g.whole)/float64(g.half)
	if g.moments == mostMoments {
		return g.best < 3 || g.median < 3
	}
	return g.moments >= leastMoments && g.best < 3 && g.median < 3
}

// TestGrowth judges clocks of known growth on machines that are busy half of the
// time, for a moment or for several rounds: most times that are taken then come
// out up to six times too long.
func TestGrowth(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 3))
		stretch, left, busy := 1+r.IntN(40), 0, false
		clock := func(d time.Duration) func() time.Duration {
			return func() time.Duration {
				if left--; left <= 0 {
					left, busy = 1+r.IntN(stretch), r.IntN(2) == 0
				}
				if busy && r.IntN(3) > 0 {
					return d + time.Duration(r.Int64N(int64(5*d)))
				}
				return d + time.Duration(r.Int64N(int64(d/20)))
			}
		}
		judge := func(whole time.Duration) (g growth, linear bool) {
			for range mostMoments {
				left = 0
				if g.add(clock(time.Millisecond), clock(whole)) {
					return g, true
				}
			}
			return g, false
		}
		if g, linear := judge(2 * time.Millisecond); !linear {
			t.Fatalf("seed %d: linear growth is refused: median %.2f, best %.2f", seed, g.median, g.best)
		}
		if g, linear := judge(4 * time.Millisecond); linear {
			t.Fatalf("seed %d: quadratic growth passes: median %.2f, best %.2f", seed, g.median, g.best)
		}
	}
}

// skipSpeed leaves out what measures time: it takes seconds, and the race
// detector makes it a minute in which it measures itself.
func skipSpeed(t *testing.T) {
	if testing.Short() || race.Detected {
		t.Skip("measures time")
	}
}

// TestParse_hostileLinear: the time grows with the text and not with its square.
func TestParse_hostileLinear(t *testing.T) {
	skipSpeed(t)
	const size = 32 << 10
	type comparison struct {
		name, half, whole string
		growth
	}
	var open []*comparison
	shapes(func(name, head, shape string) {
		open = append(open, &comparison{
			name: fmt.Sprintf("%s after %q", name, head),
			half: head + repeatTo(shape, size/2), whole: head + repeatTo(shape, size),
		})
	})
	// Collections come at odd moments and belong to no text in particular.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for n := range mostMoments {
		if n >= leastMoments { // the machine is busy: give it time
			time.Sleep(time.Duration(n) * 20 * time.Millisecond)
		}
		count := 0
		open = slices.DeleteFunc(open, func(c *comparison) bool {
			if count++; count%32 == 0 {
				runtime.GC()
			}
			return c.add(
				func() time.Duration { return timeParse(c.half) },
				func() time.Duration { return timeParse(c.whole) })
		})
		if len(open) == 0 {
			return
		}
	}
	for _, c := range open {
		t.Errorf("%s: time(2n)/time(n): median %.2f, best %.2f", c.name, c.median, c.best)
	}
}

// hostileTarget is what a hostile megabyte may cost; BenchmarkParse_hostileMegabyte
// tells the true figure. A test cannot know how busy its machine is.
const hostileTarget = 50 * time.Millisecond

// TestParse_hostileMegabyte finds what got slower by an order of magnitude.
func TestParse_hostileMegabyte(t *testing.T) {
	skipSpeed(t)
	const limit = 20 * hostileTarget
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
