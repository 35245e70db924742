package bslerr

import (
	"fmt"
	"strings"
	"testing"
)

// TestFold_table: each wrapper in each wording of each language goes into its cause, with
// a separator below a stack, and in a brief text where its form has an end.
func TestFold_table(t *testing.T) {
	wrappers := 0
	for _, p := range phrases {
		method, wraps := wrapperKeys[p.key]
		if !wraps {
			continue
		}
		for _, head := range p.heads {
			wrappers++
			text, _ := example(head)
			if p.key == "ModuleInitializationFailed" {
				text = strings.TrimRight(text, ": ") + ": ОбщийМодуль.А.Модуль"
			}
			for _, separator := range [...]string{"по причине:", ", reason:", "через:"} {
				stack := text + "\n{ОбщийМодуль.А.Модуль(1)}:Б();\n" + separator + "\nДеление на 0"
				chain := Fold(Parse(stack).Exceptions)
				if Title(chain) != "DivisionByZero: Деление на 0" || len(chain[0].Wrappers) != 1 || chain[0].Wrappers[0].Key != p.key || chain[0].Wrappers[0].Text != text {
					t.Errorf("%q: title %q, wrappers %+v", stack, Title(chain), chain[0].Wrappers)
				}
			}
			if method != "" {
				continue // what stands behind the colon are details of XDTO
			}
			brief := "{ОбщийМодуль.А.Модуль(1)}: " + text + ": Деление на 0"
			if got := Title(Fold(Parse(brief).Exceptions)); got != "DivisionByZero: Деление на 0" {
				t.Errorf("%q: title %q", brief, got)
			}
			if alone := Fold(Parse(text).Exceptions); alone[0].Type() != p.key {
				t.Errorf("%q alone is %s", text, alone[0].Type())
			}
		}
	}
	if wrappers < 50 {
		t.Errorf("%d wordings of wrappers, want 50", wrappers)
	}
}

// folded writes a folded chain: type, value, wrappers in braces, frames from the
// throw site outwards.
func folded(text string) string {
	var b strings.Builder
	for i, e := range Fold(Parse(text).Exceptions) {
		if i > 0 {
			b.WriteString(map[Relation]string{Cause: " <- ", Sibling: " = "}[e.Relation])
		}
		fmt.Fprintf(&b, "%s: %s", e.Type(), strings.ReplaceAll(e.Value, "\n", "⏎"))
		for _, w := range e.Wrappers {
			fmt.Fprintf(&b, " {%s %s}", w.Key, w.Method)
		}
		for _, f := range innermostFirst(nil, &e) {
			switch f.Kind {
			case Platform:
				fmt.Fprintf(&b, " @%s", f.Function)
			default:
				fmt.Fprintf(&b, " @%s:%d", strings.Split(f.Module+"..", ".")[1], f.Line)
			}
		}
	}
	return b.String()
}

func TestFold(t *testing.T) {
	const a, b = "\n{ОбщийМодуль.А.Модуль(1)}:А.Записать();", "\n{ОбщийМодуль.Б.Модуль(2)}:Б();"
	for _, c := range []struct{ name, text, want string }{
		{"context method", "Ошибка при вызове метода контекста (Записать)" + a + b + "\nпо причине:\nНарушение прав доступа!",
			"AccessViolation: Нарушение прав доступа! {ContextMethodCallFailed Записать} @Записать @А:1 @Б:2"},
		{"with categories", "Ошибка при вызове метода контекста (Записать)" + a + "\n\n[ОшибкаВоВремяВыполненияВстроенногоЯзыка]\nпо причине:\nНарушение прав доступа!\n[НарушениеПравДоступа]",
			"AccessViolation: Нарушение прав доступа! {ContextMethodCallFailed Записать} @Записать @А:1"},
		{"English", "Error calling context method (Write)" + a + "\n, reason:\nLock conflict during transaction:\nTimeout",
			"LockConflict: Lock conflict during transaction: Timeout {ContextMethodCallFailed Write} @Write @А:1"},
		{"Ukrainian", "Помилка при виклику методу контексту (Записати)" + a + "\nз причини:\nПоле об'єкту не виявлено (Сума)" + b,
			"ObjectFieldNotFound: Поле об'єкту не виявлено (Сума) {ContextMethodCallFailed Записати} @Б:2 @Записати @А:1"},
		{"two wrappers", "Ошибка при вызове метода контекста (Записать)" + a + "\nпо причине:\nОшибка при выполнении обработчика - 'ПриЗаписи'\nпо причине:\nДеление на 0" + b,
			"DivisionByZero: Деление на 0 {ContextMethodCallFailed Записать} {HandlerFailed ПриЗаписи} @Б:2 @ПриЗаписи @Записать @А:1"},
		{"module initialisation", "Ошибка инициализации модуля: Расш Обработка.В.МодульОбъекта" + a + "\nпо причине:\n{Расш Обработка.В.МодульОбъекта(3,4)}: Переменная не определена (Г)\n\t<<?>>Г = 1;\n{Расш Обработка.В.МодульОбъекта(5,6)}: Ожидается символ ';'",
			"VariableNotDefined: Переменная не определена (Г) {ModuleInitializationFailed Расш Обработка.В.МодульОбъекта} @В:3 @Расш Обработка.В.МодульОбъекта @А:1 = SymbolExpected: Ожидается символ ';' @В:5"},
		{"constructor", "Ошибка при вызове конструктора (COMОбъект)" + a + "\nпо причине:\nНедопустимая строка с указанием класса",
			"COMClassUnknown: Недопустимая строка с указанием класса {ConstructorFailed COMОбъект} @COMОбъект @А:1"},
		{"attribute", "Ошибка при установке значения атрибута контекста (Текст)" + a + "\nпо причине:\nНесоответствие типов",
			"TypeMismatch: Несоответствие типов {ContextAttributeSetFailed Текст} @Текст @А:1"},
		{"XDTO", "Ошибка преобразования данных XDTO:\nНачалоСвойства: {urn:a}b\tФорма: Элемент" + a + "\nпо причине:\nТекст не соответствует типу",
			"RuntimeError: Текст не соответствует типу {XDTOConversionFailed XDTO} @XDTO @А:1"},
		{"XDTO innermost", "Ошибка при вызове метода контекста (ПрочитатьXML)" + a + "\nпо причине:\nОшибка преобразования данных XDTO:\nНачалоСвойства: {urn:a}b",
			"XDTOConversionFailed: Ошибка преобразования данных XDTO: НачалоСвойства: {urn:a}b {ContextMethodCallFailed ПрочитатьXML} @ПрочитатьXML @А:1"},
		{"transaction", "В данной транзакции уже происходили ошибки!" + a + "\nпо причине:\nДеление на 0" + b,
			"DivisionByZero: Деление на 0 {TransactionBroken } @Б:2 @ @А:1"},
		{"transport", "Неспецифицированная ошибка работы с ресурсом\nпо причине:\nОшибка при выполнении запроса POST к ресурсу /e1cib/logForm:\nпо причине:\nДеление на 0" + b,
			"DivisionByZero: Деление на 0 {ResourceError } {ResourceQueryFailed POST /e1cib/logForm} @Б:2 @POST /e1cib/logForm @"},
		{"brief", "{ОбщийМодуль.А.Модуль(1)}: Ошибка при вызове метода контекста (Записать): Нарушение прав доступа!",
			"AccessViolation: Нарушение прав доступа! {ContextMethodCallFailed Записать} @Записать @А:1"},
		{"brief, client and server", "{ОбщийМодуль.А.Модуль(1)}: Ошибка при вызове метода контекста (Б): {ОбщийМодуль.Б.Модуль(2)}: Ошибка при выполнении обработчика - 'ПриЗаписи': Деление на 0",
			"DivisionByZero: Деление на 0 {ContextMethodCallFailed Б} {HandlerFailed ПриЗаписи} @ПриЗаписи @Б:2 @Б @А:1"},
		{"brief raised again", "Ошибка при вызове метода контекста (Записать): Сбой\n{ОбщийМодуль.А.Модуль(1)}:ВызватьИсключение КраткоеПредставлениеОшибки(Ошибка);",
			"ExceptionRaisedFromScript: Сбой {ContextMethodCallFailed Записать} @А:1"},

		{"transport, without a separator", "Неспецифицированная ошибка работы с ресурсом\nОшибка при выполнении запроса POST к ресурсу /e1cib/logForm:\nпо причине:\nДеление на 0" + b,
			"DivisionByZero: Деление на 0 {ResourceError } {ResourceQueryFailed POST /e1cib/logForm} @Б:2 @POST /e1cib/logForm @"},
		{"a developer's words that end with a colon", "Не удалось обновить цены:" + a + "\nпо причине:\nСервис недоступен" + b,
			"RuntimeError: Не удалось обновить цены: Сервис недоступен @А:1 <- RuntimeError: Сервис недоступен @Б:2"},

		{"behind the words of a tool", "SERVER ERROR: Ошибка при вызове метода контекста (Записать)" + a + "\nпо причине:\nСбой" + b,
			"RuntimeError: Сбой {ContextMethodCallFailed Записать} @Б:2 @Записать @А:1"},
		{"brief, behind the words of a tool", "[ERROR] Ошибка: Ошибка при вызове метода контекста (Записать): Деление на 0",
			"DivisionByZero: Деление на 0 {ContextMethodCallFailed Записать}"},

		// Neighbours.
		{"behind words of an application", "Обмен: Ошибка при вызове метода контекста (Записать)" + a + "\nпо причине:\nДеление на 0",
			"ContextMethodCallFailed: Обмен: Ошибка при вызове метода контекста (Записать) @А:1 <- DivisionByZero: Деление на 0"},
		{"no cause", "Ошибка при вызове метода контекста (Записать)" + a,
			"ContextMethodCallFailed: Ошибка при вызове метода контекста (Записать) @А:1"},
		{"a developer's text", "Не удалось обновить цены" + a + "\nпо причине:\nДеление на 0" + b,
			"RuntimeError: Не удалось обновить цены @А:1 <- DivisionByZero: Деление на 0 @Б:2"},
		{"a developer's text around a wrapper", "Не удалось обновить цены" + a + "\nпо причине:\nОшибка при вызове метода контекста (Записать)" + b + "\nпо причине:\nСбой",
			"RuntimeError: Не удалось обновить цены @А:1 <- RuntimeError: Сбой {ContextMethodCallFailed Записать} @Записать @Б:2"},
		{"a wrapper with a developer's words", "Не удалось\nОшибка при вызове метода контекста (Записать)" + a + "\nпо причине:\nСбой",
			"ContextMethodCallFailed: Не удалось⏎Ошибка при вызове метода контекста (Записать) @А:1 <- RuntimeError: Сбой"},
		{"a wrapper beside another error", "Ошибка при вызове метода контекста (Записать)" + a + "\n\nДругая ошибка" + b,
			"ContextMethodCallFailed: Ошибка при вызове метода контекста (Записать) @А:1 = RuntimeError: Другая ошибка @Б:2"},
		{"a lock conflict is an error", "Конфликт блокировок при выполнении транзакции:\nпо причине:\nПревышено время ожидания",
			"LockConflict: Конфликт блокировок при выполнении транзакции: Превышено время ожидания <- TimeoutExceeded: Превышено время ожидания"},
		{"words that begin as a wrapper", "Ошибка инициализации модуля печати, обратитесь к администратору" + a + "\nпо причине:\nСбой",
			"ModuleInitializationFailed: Ошибка инициализации модуля печати, обратитесь к администратору @А:1 <- RuntimeError: Сбой"},
	} {
		if got := folded(c.text); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestFold_keeps: folding loses neither a frame nor a word, leaves the chain as it
// was, is done once, and leaves no message empty.
func TestFold_keeps(t *testing.T) {
	for _, s := range allSamples(t) {
		r := Parse(s.Text)
		before := AppendChain(nil, r.Exceptions)
		out := Fold(r.Exceptions)
		if after := AppendChain(nil, r.Exceptions); string(after) != string(before) {
			t.Fatalf("%s: the chain was changed", s.ID)
		}
		frames, words := 0, map[string]bool{}
		for _, e := range out {
			if strings.TrimSpace(e.Value) == "" {
				t.Errorf("%s: an empty message", s.ID)
			}
			for _, f := range e.Stack() {
				if f.Kind != Platform {
					frames++
				}
			}
			for _, w := range strings.Fields(e.Value) {
				words[strings.Trim(w, ":")] = true
			}
			for _, w := range e.Wrappers {
				for w := range strings.FieldsSeq(w.Text) {
					words[strings.Trim(w, ":")] = true
				}
			}
		}
		for _, e := range r.Exceptions {
			frames -= len(e.Stack())
			for w := range strings.FieldsSeq(e.Value) {
				if w = strings.Trim(w, ":"); !words[w] {
					t.Errorf("%s: %q is lost", s.ID, w)
				}
			}
		}
		if frames > 0 {
			t.Errorf("%s: %d frames more", s.ID, frames)
		}
		if frames < 0 && !strings.Contains(s.Text, contextColon) {
			t.Errorf("%s: %d frames lost", s.ID, -frames)
		}
		if again := Fold(out); folding(again) != folding(out) {
			t.Errorf("%s: folded again:\n%s\nwas\n%s", s.ID, folding(again), folding(out))
		}
	}
}

func folding(chain []Exception) string { return string(AppendChain(nil, chain)) }
