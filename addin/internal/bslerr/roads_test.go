package bslerr

import "testing"

// TestRoads: one fault has one type, one message and one place by every road: the
// detailed presentation of any version, the brief one, the event log, the hook that
// has ИнформацияОбОшибке, in both languages.
func TestRoads(t *testing.T) {
	type road struct {
		text  string
		facts *Facts
	}
	for _, fault := range []struct {
		name, kind, module string
		roads              []road
	}{
		{"in own code", "DivisionByZero", "ОбщийМодуль.Цены.Модуль", []road{
			{text: "Деление на 0\n{ОбщийМодуль.Цены.Модуль(4)}:Цена = Сумма / 0;\n{Обработка.П.МодульОбъекта(9)}:Цены.Рассчитать();"},
			{text: "Деление на 0\n{ОбщийМодуль.Цены.Модуль(4)}:Цена = Сумма / 0;\n\n[ОшибкаВоВремяВыполненияВстроенногоЯзыка, ОшибкаИспользованияВстроенногоЯзыка]"},
			{text: "Division by 0\r\n{ОбщийМодуль.Цены.Модуль(4)}:\tЦена = Сумма / 0;\r\n"},
			{text: "{ОбщийМодуль.Цены.Модуль(4)}: Деление на 0"},
			{text: "{ОбщийМодуль.Цены.Модуль(4)}: Division by 0\n\tЦена = Сумма / 0;"},
			{text: "{ОбщийМодуль.Цены.Модуль(4)}: Деление на 0", facts: &Facts{Module: "ОбщийМодуль.Цены.Модуль", Line: 4, SourceLine: "Цена = Сумма / 0;", Description: "Деление на 0", Category: "ОшибкаИспользованияВстроенногоЯзыка"}},
			{facts: &Facts{Module: "ОбщийМодуль.Цены.Модуль", Line: 4, Description: "Деление на 0", Category: "ScriptUseError"}},
		}},
		{"in a method of the platform", "AccessViolation", "Документ.Заказ.МодульОбъекта", []road{
			{text: "Ошибка при вызове метода контекста (Записать)\n{Документ.Заказ.МодульОбъекта(4)}:Записать();\nпо причине:\nНарушение прав доступа!"},
			{text: "Ошибка при вызове метода контекста (Записать)\n{Документ.Заказ.МодульОбъекта(4)}:Записать();\n\n[ОшибкаВоВремяВыполненияВстроенногоЯзыка]\nпо причине:\nНарушение прав доступа!\n[НарушениеПравДоступа]"},
			{text: "{Документ.Заказ.МодульОбъекта(4)}: Ошибка при вызове метода контекста (Записать): Нарушение прав доступа!"},
			{text: "Error calling context method (Write)\n{Документ.Заказ.МодульОбъекта(4)}:Записать();\n, reason:\nAccess violation!"},
			{text: "{Документ.Заказ.МодульОбъекта(4)}: Ошибка при вызове метода контекста (Записать): Нарушение прав доступа!", facts: &Facts{
				Module: "Документ.Заказ.МодульОбъекта", Line: 4, SourceLine: "Записать();", Description: "Ошибка при вызове метода контекста (Записать)",
				Causes: []Facts{{Description: "Нарушение прав доступа!", Category: "НарушениеПравДоступа"}}}},
		}},
		{"of a compilation", "VariableNotDefined", "ОбщийМодуль.В.Модуль", []road{
			{text: "Ошибка инициализации модуля: ОбщийМодуль.В.Модуль\nпо причине:\n{ОбщийМодуль.В.Модуль(3,4)}: Переменная не определена (Г)\n\t<<?>>Г = 5;\n[ОшибкаКомпиляцииВстроенногоЯзыка]"},
			{text: "Ошибка инициализации модуля: ОбщийМодуль.В.Модуль: {ОбщийМодуль.В.Модуль(3,4)}: Переменная не определена (Г)"},
			{text: "{ОбщийМодуль.В.Модуль(3,4)}: Variable is not defined (Г)\n\t<<?>>Г = 5;"},
		}},
	} {
		for _, road := range fault.roads {
			r := Parse(road.text)
			if road.facts != nil {
				r.Overlay(*road.facts)
			}
			chain := Fold(r.Exceptions)
			if len(chain) != 1 || chain[0].Type() != fault.kind || chain[0].Key() != fault.kind {
				t.Errorf("%s: %q is read as %s", fault.name, road.text, AppendChain(nil, chain))
				continue
			}
			module := ""
			for _, f := range chain[0].Stack() {
				if f.Kind == Code {
					module = f.Module
				}
			}
			if module != fault.module {
				t.Errorf("%s: %q happened in %q", fault.name, road.text, module)
			}
		}
	}
}
