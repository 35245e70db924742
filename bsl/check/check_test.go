package check

import (
	"fmt"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
)

const (
	managed = eval.ThinClient | eval.WebClient
	body1   = "Процедура Проба() Экспорт\n%s\nКонецПроцедуры\n"
)

// beside are modules that stand beside the one that is checked.
func beside() []Unit {
	return []Unit{
		{Module: &eval.Module{Name: "Сервер", Path: "Сервер", Sides: eval.Server, Source: "Функция Открытая(А, Б = 1) Экспорт\nВозврат А;\nКонецФункции\nПроцедура Скрытая()\nКонецПроцедуры"}},
		{Module: &eval.Module{Name: "ВызовСервера", Path: "ВызовСервера", Sides: eval.Server, ServerCall: true, Source: "Процедура Записать(Знач А) Экспорт\nКонецПроцедуры"}},
		{Module: &eval.Module{Name: "Клиент", Path: "Клиент", Sides: managed, Source: "Процедура Нажато(А, Б) Экспорт\nКонецПроцедуры\nПроцедура Закрытая(А, Б)\nКонецПроцедуры"}},
		{Module: &eval.Module{Path: "Приложение", Kind: eval.Application, Sides: managed, Source: "Перем След Экспорт;\nПерем Своя;\nПроцедура Отложить() Экспорт\nКонецПроцедуры\nПроцедура СПараметром(А) Экспорт\nКонецПроцедуры"}},
	}
}

// checked gives what is said of the body of a procedure on some sides.
func checked(t *testing.T, sides eval.Side, body string) []Finding {
	t.Helper()
	u := Unit{Module: &eval.Module{Name: "Проба", Path: "Проба", Sides: sides, Source: fmt.Sprintf(body1, body)}}
	return Units(append(beside(), u), config(t))
}

// TestUnits: each mistake is found on the sides where it is one, and what is right
// there is let through.
func TestUnits(t *testing.T) {
	for _, c := range []struct {
		sides eval.Side
		body  string
		want  string    // empty: nothing
		on    eval.Side // where
	}{
		// Names that a context lacks.
		{managed, "А = ТекущаяУниверсальнаяДата();", "there is no ТекущаяУниверсальнаяДата here", managed},
		{managed, "А = ТекущаяУниверсальнаяДатаВМиллисекундах();", "", 0},
		{managed | eval.Server, "А = ТекущаяУниверсальнаяДата();", "there is no ТекущаяУниверсальнаяДата here", managed},
		{managed | eval.Server, "#Если Сервер Тогда\nА = ТекущаяУниверсальнаяДата();\n#КонецЕсли", "", 0},
		{managed | eval.Server, "#If Not ThinClient And Not WebClient Then\nА = CurrentUniversalDate();\n#EndIf", "", 0},
		{managed, "А = Новый ЗаписьJSON;", "there is no ЗаписьJSON here", eval.WebClient},
		{managed, "#Если Не ВебКлиент Тогда\nА = Новый ЗаписьJSON;\n#КонецЕсли", "", 0},
		{managed, "А = Метаданные;", "there is no Метаданные here", managed},
		{managed, "НачатьТранзакцию();", "there is no НачатьТранзакцию here", managed},
		{eval.Server, "ПоказатьПредупреждение(, \"а\");", "there is no ПоказатьПредупреждение here", eval.Server},
		{eval.Servers, "А = ХранилищеОбщихНастроек.Загрузить(\"а\", \"б\");", "", 0},
		{managed, "А = Новый ТаблицаЗначений;", "there is no ТаблицаЗначений here", managed},
		{managed, "А = \"\";\nВыполнить(А);", "there is no Выполнить", managed},
		{managed, "#Если Клиент Тогда\nА = CurrentSessionDate();\n#КонецЕсли", "there is no ТекущаяДатаСеанса here", managed},
		{managed, "#Если ТонкийКлиент Или ВебКлиент Тогда\nА = 1;\n#Иначе\nА = НетТакого;\n#КонецЕсли", "is no variable", eval.ThickClient},
		{managed, "#Если ТолстыйКлиентУправляемоеПриложение Тогда\nА = ТекущаяУниверсальнаяДата();\n#КонецЕсли", "", 0},
		{eval.ThickClient, "#Если ТолстыйКлиентУправляемоеПриложение Тогда\nА = НетТакого;\n#КонецЕсли", "", 0},
		// Names that a platform does not have yet.
		{eval.Server, "А = ТипПодключенияВнешнейКомпоненты.Изолированно;", "came with 8.3.21", eval.Server},
		{eval.Server, "А = КатегорияОшибки.ОшибкаСети;", "", 0},
		{eval.Server, "А = КатегорияОшибки.ПринудительноеЗавершениеРаботы;", "came with 8.3.25", eval.Server},
		{eval.Server, "А = КатегорияОшибки.Такой;", "has no value Такой", eval.Server},
		{eval.Server, "ВызватьИсключение(\"а\", КатегорияОшибки.ОшибкаСети);", "takes one argument before 8.3.21", eval.Server},
		{eval.Server, "А = ПодключитьВнешнююКомпоненту(1, 2, 3, 4);", "takes 2 to 3 arguments", eval.Server},
		// Names that nobody knows.
		{eval.Server, "НетТакого();", "is no method of the module", eval.Server},
		{eval.Server, "А = НетТакого;", "is no variable", eval.Server},
		{eval.Server, "А = Новый НетТакого;", "is no class", eval.Server},
		{eval.Server, "А = 1;\nА.НетТакого();", "is no method of a class", eval.Server},
		{eval.Server, "А = Новый Массив;\nА.Вставить2(1);", "Массив has no method Вставить2", eval.Server},
		{eval.Server, "А = Новый Массив;\nА.Добавить(1, 2);", "takes 0 to 1 arguments", eval.Server},
		{eval.Server, "ХранилищеОбщихНастроек.Сохранить(1);", "takes 3 to 5 arguments", eval.Server},
		{eval.Server, "А = РегламентныеЗадания.НайтиВсе();", "МенеджерРегламентныхЗаданий has no method НайтиВсе", eval.Server},
		{eval.Server, "А = ИнформацияОбОшибке().Описания;", "has no property Описания", eval.Server},
		{eval.Server, "Метаданные = 1;", "cannot be assigned to", eval.Server},
		// Arguments.
		{eval.Server, "А = Лев(\"а\");", "takes 2 to 2 arguments, not 1", eval.Server},
		{eval.Server, "А = Лев(\"а\", 1, 2);", "takes 2 to 2 arguments, not 3", eval.Server},
		{eval.Server, "Проба(1);", "Проба takes 0 arguments, not 1", eval.Server},
		{eval.Server, "А = Сервер.Открытая();", "the argument А is missing", eval.Server},
		{eval.Server, "А = Сервер.Открытая(1, 2, 3);", "takes 2 arguments, not 3", eval.Server},
		// Texts that are code.
		{eval.Server, "А = 1;\nА = Вычислить(\"А + ТипПодключенияВнешнейКомпоненты.Изолированно\");", "", 0},
		{eval.Server, "А = Вычислить(\"НетТакого\" + \".Сохранить()\");", "НетТакого, in a text that is code", eval.Server},
		{eval.Server, "Выполнить(\"НетТакого()\");", "НетТакого, in a text that is code", eval.Server},
		{managed, "Вычислить(\"СредстваБуфераОбмена\").ПоместитьДанныеАсинх(Вычислить(\"Новый ЭлементБуфераОбмена(СтандартныйФорматДанныхБуфераОбмена.Текст, 1)\"));", "", 0},
		{managed, "А = 1;\nА.ПоместитьДанныеАсинх(1);", "nothing has a method ПоместитьДанныеАсинх with 1 arguments on the oldest platform", eval.Clients},
		{managed, "А = СредстваБуфераОбмена;", "came with 8.3.24", eval.Clients},
		// Modules.
		{eval.Server, "А = Сервер.Открытая(1);", "", 0},
		{eval.Server, "Сервер.Скрытая();", "the module Сервер exports no Скрытая", eval.Server},
		{eval.Server, "А = Сервер.Поле;", "a common module has methods only", eval.Server},
		{eval.Servers, "А = Сервер.Открытая(1);", "cannot be reached from here", eval.ExternalConnection},
		{managed, "А = Сервер.Открытая(1);", "cannot be reached from here", eval.Clients},
		{managed, "ВызовСервера.Записать(1);", "", 0},
		{managed, "ВызовСервера.Записать();", "is missing", eval.Clients},
		{eval.Server, "Клиент.Нажато(1, 2);", "cannot be reached from here", eval.Server},
		// The application module.
		{managed, "След = 1;\nОтложить();", "", 0},
		{managed, "А = Своя;", "is no variable", eval.Clients},
		{eval.Server, "А = След;", "is no variable", eval.Server},
		{managed, "ПодключитьОбработчикОжидания(\"Отложить\", 0.1, Истина);", "", 0},
		{managed, "ПодключитьОбработчикОжидания(\"СПараметром\", 1);", "has parameters, none come", eval.Clients},
		{managed, "ПодключитьОбработчикОжидания(\"Проба\", 1);", "is no exported procedure of the application module", eval.Clients},
		{managed, "А = Новый ОписаниеОповещения(\"Нажато\", Клиент);", "", 0},
		{managed, "А = Новый ОписаниеОповещения(\"Закрытая\", Клиент);", "is no exported procedure of the client", eval.Clients},
		// Names that are written as texts.
		{eval.Server, "А = Тип(\"ДвоичныеДанные\");\nА = Тип(\"Структура\");\nА = ПравоДоступа(\"Просмотр\", 1);", "", 0},
		{eval.Server, "А = Тип(\"ДвоичныеДаные\");", "is no type that the table of names has", eval.Server},
		{eval.Server, "А = ПравоДоступа(\"Просмотреть\", 1);", "is no right that the table of names has", eval.Server},
		{eval.Server, "А = \"_$Session$_.Start\";\nА = \"_$Session$_.\";", "", 0},
		{eval.Server, "#Если МобильноеПриложениеСервер Тогда\nА = 1;\n#КонецЕсли", "МобильноеПриложениеСервер is no symbol of the preprocessor", eval.Server},
		{eval.Server, "А = \"_$Session$_.Begin\";", "is no event of the log that the table of names has", eval.Server},
		// The component and dynamic objects.
		{eval.Server, "А = Новый(\"AddIn.Х.Sentry\");\nА.ЗаписатьИсключение(\"а\");", "", 0},
		{eval.Server, "А = Новый(\"AddIn.Х.Sentry\");\nА.ЗаписатьИсключение();", "nothing has a method ЗаписатьИсключение with 0 arguments", eval.Server},
	} {
		var on eval.Side
		for _, f := range checked(t, c.sides, c.body) {
			if c.want == "" || !strings.Contains(f.Text, c.want) {
				t.Errorf("%s\nsays: %s", c.body, f)
				continue
			}
			on |= f.Side
		}
		if c.want != "" && on != c.on {
			t.Errorf("%s\nsays %q on the %s, want on the %s", c.body, c.want, on, c.on)
		}
	}
}

// TestUnits_form: directives of a form's module, and handlers that stand in texts.
func TestUnits_form(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"&НаСервере\nПроцедура А()\nИзменитьРеквизиты(Новый Массив);\nЗаголовок = \"а\";\nЭтотОбъект[\"Б\"] = 1;\nКонецПроцедуры", ""},
		{"&НаКлиенте\nПроцедура А()\nИзменитьРеквизиты(Новый Массив);\nКонецПроцедуры", "there is no ФормаКлиентскогоПриложения.ИзменитьРеквизиты here"},
		{"&НаСервере\nПроцедура А()\nЗакрыть();\nКонецПроцедуры", "there is no ФормаКлиентскогоПриложения.Закрыть here"},
		{"Процедура А()\nПоказатьПредупреждение(, \"а\");\nКонецПроцедуры", "there is no ПоказатьПредупреждение here"},
		{"&НаКлиенте\nПроцедура А()\nА = ДСН;\nКонецПроцедуры", "is no variable"},
		{"&НаСервереБезКонтекста\nПроцедура А()\nА = Элементы;\nКонецПроцедуры", "is no variable"},
		{"&НаСервере\nПроцедура А()\nБ();\nКонецПроцедуры\n&НаКлиенте\nПроцедура Б()\nКонецПроцедуры", "the server cannot call it"},
		{"&НаКлиенте\nПроцедура А()\nБ();\nКонецПроцедуры\n&НаСервере\nПроцедура Б()\nКонецПроцедуры", ""},
		{"&НаСервереБезКонтекста\nПроцедура А()\nБ();\nКонецПроцедуры\n&НаСервере\nПроцедура Б()\nКонецПроцедуры", "needs the form"},
		{"&НаКлиенте\nПерем В;\n&НаСервере\nПроцедура А()\nА = В;\nКонецПроцедуры", "is no variable"},
		{"&НаСервере\nПроцедура А()\nК = Команды.Добавить(\"К\");\nК.Действие = \"Нажать\";\nКонецПроцедуры", "the module has no handler Нажать"},
		{"&НаСервере\nПроцедура А()\nК = Команды.Добавить(\"К\");\nК.Действие = \"А\";\nКонецПроцедуры", "does not run on the client"},
		{"&НаСервере\nПроцедура А()\nК = Элементы.Добавить(\"К\", Тип(\"ПолеФормы\"));\nК.УстановитьДействие(\"ПриИзменении\", \"Нажать\");\nКонецПроцедуры", "the module has no handler Нажать"},
		{"&НаСервере\nПроцедура А()\nК = Команды.Добавить(\"К\");\nК.Действие = \"Нажать\";\nКонецПроцедуры\n&НаКлиенте\nПроцедура Нажать()\nКонецПроцедуры", "takes 0 parameters, 1 come"},
		{"&НаКлиенте\nПроцедура А()\nПодключитьОбработчикОжидания(\"Позже\", 1);\nКонецПроцедуры\n&НаКлиенте\nПроцедура Позже()\nКонецПроцедуры", ""},
		{"&НаКлиенте\nПроцедура А()\nП = Новый ОписаниеОповещения(\"Позже\", ЭтотОбъект);\nКонецПроцедуры\n&НаКлиенте\nПроцедура Позже(А, Б)\nКонецПроцедуры", "is no exported procedure of the client"},
		{"Процедура А(", "is expected"},
	} {
		u := Unit{Module: &eval.Module{Path: "Форма", Kind: eval.OfForm, Sides: managed | eval.Server, ServerCall: true, Source: c.source}}
		found := Units(append(beside(), u), config(t))
		said := fmt.Sprint(found)
		if c.want == "" && len(found) > 0 || c.want != "" && (len(found) == 0 || !strings.Contains(said, c.want)) {
			t.Errorf("%s\nsays %s, want %q", c.source, said, c.want)
		}
	}
}
