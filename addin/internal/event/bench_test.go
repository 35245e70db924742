package event

import (
	"strings"
	"testing"

	"sentry1c/addin/internal/options"
)

// BenchmarkReadError is what the worker does with a text of ten frames and a cause:
// reading it, its fingerprint and its exceptions.
func BenchmarkReadError(b *testing.B) {
	text := "Ошибка при вызове метода контекста (Записать)\n" +
		strings.Repeat("{ОбщийМодуль.ПродажиСервер.Модуль(412)}:\tДокументОбъект.Записать(РежимЗаписиДокумента.Проведение);\n", 10) +
		"\nпо причине:\nКонфликт блокировок при выполнении транзакции:\nПревышено максимальное время ожидания\n"
	o := options.Defaults()
	b.ReportAllocs()
	for b.Loop() {
		r := readError(text, nil, &o)
		if r.transaction() == "" || len(r.fingerprint()) < 3 || len(r.appendExceptions([]byte{'{'}, mechanism{defaultMechanism, true})) < 1000 {
			b.Fatal("nothing was read")
		}
	}
}
