package addin

import (
	"strings"
	"testing"

	"sentry1c/addin/internal/journaltest"
)

// BenchmarkWorker is the worker's part of an event: from the record to the queue.
func BenchmarkWorker(b *testing.B) {
	for name, breadcrumbs := range map[string]int{"100 breadcrumbs": 100, "none": 0} {
		b.Run(name, func(b *testing.B) {
			w := New(&host{answers: map[uint32]chan Answer{1: make(chan Answer, 1)}})
			w.roundTripper = &server{status: 403}
			method := func(name string) uint16 {
				for i, m := range Methods {
					if m.Name.En == name {
						return uint16(i)
					}
				}
				panic(name)
			}
			apply := func(c journaltest.Call) {
				if err := w.Apply(c.Encode()); err != nil {
					b.Fatal(err)
				}
			}
			apply(journaltest.Call{Object: 1, Reply: 1, Method: method("Init"), Args: []any{testDSN, `{"release":"1"}`}})
			for range breadcrumbs {
				apply(journaltest.Call{Object: 1, Method: method("AddBreadcrumb"), Args: []any{
					"Нажата кнопка «Провести и закрыть»", "ui.click", "info", `{"form":"Документ.ЗаказПокупателя","row":5}`,
				}})
			}
			text := strings.Repeat("{ОбщийМодуль.ПродажиСервер.Модуль(412)}:\tДокументОбъект.Записать(Проведение);\n", 25)
			capture := journaltest.Call{Object: 1, Method: method("CaptureException"), Args: []any{text}}.Encode()
			b.ReportAllocs()
			for b.Loop() {
				if err := w.Apply(capture); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReadError is what the worker does with a text of ten frames and a cause:
// reading it, its fingerprint and its exceptions.
func BenchmarkReadError(b *testing.B) {
	text := "Ошибка при вызове метода контекста (Записать)\n" +
		strings.Repeat("{ОбщийМодуль.ПродажиСервер.Модуль(412)}:\tДокументОбъект.Записать(РежимЗаписиДокумента.Проведение);\n", 10) +
		"\nпо причине:\nКонфликт блокировок при выполнении транзакции:\nПревышено максимальное время ожидания\n"
	o := defaultOptions()
	b.ReportAllocs()
	for b.Loop() {
		r := readError(text, nil, &o)
		if r.transaction() == "" || len(r.fingerprint()) < 3 || len(r.appendExceptions([]byte{'{'})) < 1000 {
			b.Fatal("nothing was read")
		}
	}
}
