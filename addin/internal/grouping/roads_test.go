package grouping

import (
	"fmt"
	"slices"
	"testing"

	"sentry1c/addin/internal/bslerr"
)

// road is how a text comes: what is done to the words of one fault.
type road struct {
	name string
	text func(fault) string
	// bare is for texts without a line of code: there the message stands for it.
	bare bool
}

// fault is one fault in the words of a language.
type fault struct {
	wrapper, message     string // around it, itself
	module, code, caller string
	line                 int
	separator            string
}

func (f fault) detailed(category string) string {
	stack := fmt.Sprintf("\n{%s(%d)}:%s\n{Документ.Заказ.Форма.Форма.Форма(9)}:%s\n", f.module, f.line, f.code, f.caller)
	if f.wrapper == "" {
		return f.message + stack + category
	}
	return f.wrapper + stack + category + f.separator + "\n" + f.message + "\n"
}

func (f fault) brief() string {
	if f.wrapper == "" {
		return fmt.Sprintf("{%s(%d)}: %s", f.module, f.line, f.message)
	}
	return fmt.Sprintf("{%s(%d)}: %s: %s", f.module, f.line, f.wrapper, f.message)
}

var roads = []road{
	{"detailed", func(f fault) string { return f.detailed("") }, false},
	{"detailed, with categories", func(f fault) string {
		return f.detailed("\n[ОшибкаВоВремяВыполненияВстроенногоЯзыка]\n")
	}, false},
	{"detailed, of another release", func(f fault) string { f.line += 17; return f.detailed("") }, false},
	{"brief", fault.brief, true},
	{"brief, of another release", func(f fault) string { f.line += 3; return f.brief() }, true},
	{"ОписаниеОшибки()", func(f fault) string {
		if f.wrapper == "" {
			return f.brief() + "\n\t" + f.code
		}
		return fmt.Sprintf("{%s(%d)}: %s\n\t%s\n%s\n%s", f.module, f.line, f.wrapper, f.code, f.separator, f.message)
	}, false},
	{"the error window", func(f fault) string {
		return "Платформа: 1С:Предприятие 8.3 (8.3.27.1719)\nКонфигурация: УТ (11.5.1)\n\nОшибки:\n--------------------------------------------------------------------------------\n12.03.2026 10:15:01\n" + f.detailed("")
	}, false},
	{"a page", func(f fault) string { return htmlOf(f.detailed("")) }, false},
	{"an answer of a service", func(f fault) string { return fmt.Sprintf(`{"code":500,"message":%q}`, f.detailed("")) }, false},
	{"an answer of a service, brief", func(f fault) string { return fmt.Sprintf(`HTTP 500: {"message":%q}`, f.brief()) }, true},
	{"a mail", func(f fault) string { return "> " + replaceBreaks(f.detailed(""), "\n> ") }, false},
	{"a log", func(f fault) string { return "12.03.2026 10:15:01 Ошибка: " + f.brief() }, true},
	{"a job", func(f fault) string { return "Ошибка\n" + f.brief() }, true},
}

func replaceBreaks(text, with string) string {
	out := ""
	for _, r := range text {
		if r == '\n' {
			out += with
			continue
		}
		out += string(r)
	}
	return out
}

func htmlOf(text string) string { return replaceBreaks(text, "<br>") }

// TestFingerprint_roads: one fault is one issue by every road and in both languages,
// texts without a line of code apart, and each fault is an issue of its own.
func TestFingerprint_roads(t *testing.T) {
	const ru, en = "по причине:", ", reason:"
	faults := [][]fault{
		{{message: "Деление на 0", module: "ОбщийМодуль.Цены.Модуль", code: "Цена = Сумма / 0;", caller: "Цены.Рассчитать();", line: 4},
			{message: "Division by 0", module: "ОбщийМодуль.Цены.Модуль", code: "Цена = Сумма / 0;", caller: "Цены.Рассчитать();", line: 4}},
		{{message: "Поле объекта не обнаружено (Склад)", module: "Документ.Заказ.МодульОбъекта", code: "Остаток = Строка.Склад.Остаток;", caller: "Записать();", line: 44},
			{message: "Object field not found (Склад)", module: "Document.Заказ.ObjectModule", code: "Остаток = Строка.Склад.Остаток;", caller: "Записать();", line: 44}},
		{{wrapper: "Ошибка при вызове метода контекста (Записать)", message: "Нарушение прав доступа!", module: "Документ.Заказ.МодульОбъекта", code: "Движения.Записать();", caller: "Записать();", line: 70, separator: ru},
			{wrapper: "Error calling context method (Записать)", message: "Access violation!", module: "Документ.Заказ.МодульОбъекта", code: "Движения.Записать();", caller: "Записать();", line: 70, separator: en}},
		{{wrapper: "Ошибка при вызове метода контекста (Записать)", message: "Конфликт блокировок при выполнении транзакции", module: "Документ.Заказ.МодульОбъекта", code: "Движения.Записать();", caller: "Записать();", line: 70, separator: ru},
			{wrapper: "Error calling context method (Записать)", message: "Lock conflict during transaction", module: "Документ.Заказ.МодульОбъекта", code: "Движения.Записать();", caller: "Записать();", line: 70, separator: en}},
		{{wrapper: "Ошибка при вызове конструктора (COMОбъект)", message: "Недопустимая строка с указанием класса", module: "ОбщийМодуль.Обмен.Модуль", code: "Соединитель = Новый COMОбъект(Имя);", caller: "Обмен.Начать();", line: 8, separator: ru}},
		{{message: "Не заполнен склад", module: "Документ.Заказ.МодульОбъекта", code: "ВызватьИсключение ТекстОшибки;", caller: "Записать();", line: 90}},
		{{message: "Стоит пломба", module: "Обработка.Весы.МодульОбъекта", code: "Драйвер.Взвесить();", caller: "Весы.Взвесить();", line: 12}},
		{{message: "Не заполнена цена", module: "Документ.Заказ.МодульОбъекта", code: "ВызватьИсключение ТекстОшибки;", caller: "Записать();", line: 90}},
	}
	known := map[string]int{}
	for i, languages := range faults {
		first := map[bool][]string{}
		for _, f := range languages {
			for _, road := range roads {
				r := bslerr.Parse(road.text(f))
				r.Exceptions = bslerr.Fold(r.Exceptions)
				got := Fingerprint(&r, nil)
				if first[road.bare] == nil {
					first[road.bare] = got
				}
				if want := first[road.bare]; !slices.Equal(got, want) {
					t.Errorf("%s, %s: %q, want %q\n%s", f.message, road.name, got, want, road.text(f))
				}
			}
		}
		for _, fingerprint := range first {
			if other, known := known[fmt.Sprint(fingerprint)]; known {
				t.Errorf("fault %d is fault %d: %q", i, other, fingerprint)
			}
			known[fmt.Sprint(fingerprint)] = i
		}
	}
}
