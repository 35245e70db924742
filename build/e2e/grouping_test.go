//go:build e2e

package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// occurrences are errors by the fault that they are occurrences of: each fault must
// become one issue.
var occurrences = map[string][]string{
	"write": {
		"Ошибка при вызове метода контекста (Записать)\n{ОбщийМодуль.Продажи.Модуль(42)}:\tДокумент.Записать();\n{Документ.Заказ.Форма.Форма.Форма(7)}:\tПродажи.Провести();",
		// The module grew above the line, and the session is English.
		"Error calling context method (Записать)\n{ОбщийМодуль.Продажи.Модуль(99)}:Документ.Записать();\n{Документ.Заказ.Форма.Форма.Форма(9)}:Продажи.Провести();",
	},
	"write with another cause": {
		"Ошибка при вызове метода контекста (Записать)\n{ОбщийМодуль.Продажи.Модуль(42)}:\tДокумент.Записать();\n\nпо причине:\nНарушение прав доступа!\n{Справочник.Товары.МодульОбъекта(3)}:\tПроверить();",
	},
	"other line of the module": {
		"Ошибка при вызове метода контекста (Записать)\n{ОбщийМодуль.Продажи.Модуль(43)}:\tЗаказ.Записать();",
	},
	"same line in another module": {
		"Ошибка при вызове метода контекста (Записать)\n{ОбщийМодуль.Закупки.Модуль(42)}:\tДокумент.Записать();",
	},
	"message with values": {
		"Не удалось провести документ \"Заказ 0000-000017 от 01.02.2026 10:20:30\": файл 'C:\\Temp\\15060475-36f1-4f5c-a9a5-6d6c0e0a6b3e.xml' не найден",
		"Не удалось провести документ \"Заказ 0000-000099 от 23.11.2026 23:59:59\": файл 'C:\\Temp\\fe7db200-136e-43bf-9294-76fba1844749.xml' не найден",
	},
}

func TestBugsink_groupsFaults(t *testing.T) {
	server := startBugsink(t)
	o := newObject(t, buildLibrary(t), server.DSN, `{"release":"1"}`)
	faultOf := map[string]string{}
	for fault, texts := range occurrences {
		for _, text := range texts {
			faultOf[call(t, o, "ЗаписатьИсключение", text).(string)] = fault
		}
	}
	if call(t, o, "ДождатьсяОтправки", 30000) != true {
		t.Fatalf("not all was sent: %v", get(t, o, "Статистика"))
	}
	issues := server.issues()
	if len(issues) != len(occurrences) {
		t.Errorf("%d issues of %d faults", len(issues), len(occurrences))
	}
	for _, i := range issues {
		faults := map[string]bool{}
		for _, e := range server.events(i.ID) {
			faults[faultOf[fmt.Sprint(at(e.Data, "event_id"))]] = true
		}
		if len(faults) != 1 {
			t.Errorf("issue %q holds the faults %v", i.Value, faults)
		}
		if i.Type == "" || strings.ContainsAny(i.Type, "{}()") || i.Value == "" || strings.HasPrefix(i.Value, "{") {
			t.Errorf("title of an issue: %q: %q", i.Type, i.Value)
		}
		if !strings.Contains(i.Value, "документ") && !strings.Contains(i.Transaction, "Модул") {
			t.Errorf("issue %q has the transaction %q", i.Value, i.Transaction)
		}
	}
}
