package bslerr

import (
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

// TestParse_hostileLinear compares the time for a text with that for half of
// it: the median of interleaved rounds. A busy machine can spoil all rounds of
// a shape, so a bad median must come back twice more to count.
func TestParse_hostileLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const size = 128 << 10
	const attempts = 3
	// Collections come at odd moments and belong to no text in particular.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for name, shape := range hostile {
		for _, head := range heads {
			small, large := head+repeatTo(shape, size/2), head+repeatTo(shape, size)
			median := 3.0
			for i := 0; i < attempts && median >= 3; i++ {
				median = medianRatio(small, large)
			}
			if median >= 3 {
				t.Errorf("%s after %q: time(2n)/time(n) = %.2f", name, head, median)
			}
		}
	}
}

func medianRatio(small, large string) float64 {
	runtime.GC()
	var ratios [11]float64
	for i := range ratios {
		a, b := timeParse(small), timeParse(large)
		ratios[i] = float64(b) / float64(a)
	}
	slices.Sort(ratios[:])
	return ratios[len(ratios)/2]
}

// TestParse_hostileMegabyte holds the bound of 50 ms for 1 MB. The best of
// ten rounds counts: the machine may be busy.
func TestParse_hostileMegabyte(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	limit := 50 * time.Millisecond
	if raceEnabled {
		limit *= 20
	}
	worst, worstName := time.Duration(0), ""
	for name, shape := range hostile {
		for _, head := range heads {
			text := head + repeatTo(shape, 1<<20)
			best := timeParse(text)
			for range 9 {
				if best > limit*3/4 {
					best = min(best, timeParse(text))
				}
			}
			if best > worst {
				worst, worstName = best, name
			}
			if best > limit {
				t.Errorf("%s after %q: %v for 1 MB, limit %v", name, head, best, limit)
			}
		}
	}
	t.Logf("worst: %s, %v", worstName, worst)
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

func BenchmarkRender(b *testing.B) {
	r := Parse(typical)
	b.ReportAllocs()
	for b.Loop() {
		Render(&r)
	}
}
