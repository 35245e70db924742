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
