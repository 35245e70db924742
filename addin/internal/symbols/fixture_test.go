package symbols

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/bslsource"
)

// prices is a module with a body, a procedure, and lines that repeat.
const prices = `Перем мКэш;

// Возвращает цену.
Функция ЦенаЗаЕдиницу(Товар) Экспорт
	Если Товар = Неопределено Тогда
		Возврат 0;
	КонецЕсли;
	Возврат  Найти(Товар).Цена; // «цена»
КонецФункции

&НаСервере
Процедура Записать(Товар, Цена)
	Набор = РегистрыСведений.Цены.СоздатьНаборЗаписей();
	Набор.Записать();
КонецПроцедуры

мКэш = Новый Соответствие;
`

// moduleText is a module by its place.
type moduleText struct {
	configuration int
	path, text    string
}

// library is what most tests read.
var library = Info{
	Date: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC),
	Configurations: []Configuration{
		{Name: "Торговля", Version: "11.5.1", Vendor: "Мы"},
		{Name: "Доработки", Version: "1.0", Extension: true},
		{Name: "Библиотека", Version: "3.1"},
	},
}

var modules = []moduleText{
	{0, "CommonModule.Цены.Module", prices},
	{0, "SessionModule", "УстановитьПараметры();\n"},
	{0, "Catalog.Товары.Form.Форма.Form", "&НаКлиенте\nПроцедура ПриОткрытии(Отказ)\n\tОтказ = Истина;\nКонецПроцедуры"},
	{1, "CommonModule.Цены.Module", "&Вместо(\"ЦенаЗаЕдиницу\")\nФункция Расш_Цена(Товар)\n\tВозврат ПродолжитьВызов(Товар);\nКонецФункции\n"},
	{2, "CommonModule.Общий.Module", "Процедура А()\n\tБ();\nКонецПроцедуры\n"},
}

// written is a file of the modules.
func written(t testing.TB, info Info, modules []moduleText) []byte {
	t.Helper()
	var out bytes.Buffer
	w := NewWriter(&out, info)
	for _, m := range modules {
		e, err := Encode(m.path, bslsource.Read(m.text), info.Source)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Add(m.configuration, e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t testing.TB, data []byte) *File {
	t.Helper()
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// withSource is the library with the text in it.
func withSource() Info {
	info := library
	info.Source = true
	return info
}

// numbered is a module of n lines that are all different, in procedures of ten.
func numbered(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		switch i % 10 {
		case 1:
			fmt.Fprintf(&b, "Процедура П%d()\n", i)
		case 0:
			b.WriteString("КонецПроцедуры\n")
		default:
			fmt.Fprintf(&b, "\tСделать(%d);\n", i)
		}
	}
	return b.String()
}
