package event

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/bslsource"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/symbols"
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

// BenchmarkSymbols is what a file of symbols with sources adds to an error of 20 frames of
// as many modules.
func BenchmarkSymbols(b *testing.B) {
	const frames = 20
	var content bytes.Buffer
	w := symbols.NewWriter(&content, symbols.Info{Source: true, Configurations: []symbols.Configuration{{Name: "К"}}})
	var text strings.Builder
	text.WriteString("Деление на 0\n")
	for i := range frames {
		var module strings.Builder
		for line := range 50 {
			fmt.Fprintf(&module, "Процедура П%d()\n%s\nКонецПроцедуры\n", line, strings.Repeat("\tСделать();\n", 8))
		}
		encoded, err := symbols.Encode(fmt.Sprintf("CommonModule.М%d.Module", i), bslsource.Read(module.String()), true)
		if err == nil {
			err = w.Add(0, encoded)
		}
		if err != nil {
			b.Fatal(err)
		}
		fmt.Fprintf(&text, "{ОбщийМодуль.М%d.Модуль(%d)}:Сделать();\n", i, 13+11*i)
	}
	path := filepath.Join(b.TempDir(), "symbols")
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, content.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	file := &Symbols{Name: "symbols", Resolver: symbols.NewResolver(path)}
	o := options.Defaults()
	r := readError(text.String(), nil, &o)
	b.ReportAllocs()
	for b.Loop() {
		if s := symbolize(file, r.report.Exceptions, o.Mask); s.counts.Exact != frames {
			b.Fatalf("%+v", s.counts)
		}
	}
}
