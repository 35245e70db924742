package grouping

import (
	"strings"
	"testing"
	"time"
)

func TestMessage(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"  Ошибка  записи \n\n строки ", "Ошибка записи строки"},
		// Identifiers of things.
		{`Ошибка доступа к файлу '\fe7db200-136e-43bf-9294-76fba1844749.aspx'`, "FileAccessError(<path>)"},
		{"Объект 332c4425-26cb-11d0-b483-00c04fd90119 удалён", "Объект <id> удалён"},
		{"e1cib/data/Документ.Скан?ref=8df6005056a76d7511ee5c5c1d609135", "e1cib/data/Документ.Скан?ref=<id>"},
		{"Отпечаток 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 отозван", "Отпечаток <id> отозван"},
		{"Адрес 0x02763975, код 0xC0000005", "Адрес <addr>, код 0xC0000005"},
		// Dates and numbers.
		{"Заказ от 01.02.2022 10:20:30 не проведён", "Заказ от <date> не проведён"},
		{"начат: 03.04.2024 в 09:15:21, сеанс: 1204", "начат: <date>, сеанс: <num>"},
		{"at 2024-02-29T23:59:59.123+03:00", "at <date>"},
		{"at 02/28/2024 11:59:59 PM", "at <date>"},
		{"Сумма 1 234,56 не равна 98,10", "Сумма <num> не равна <num>"},
		{"Остаток -5 шт., нужно 12.", "Остаток <num> шт., нужно <num>"},
		{"Счёт № 0000-000123", "Счёт № <num>"},
		{"Заказ ТД00-000012", "Заказ <num>"},
		{"БП30 и Команда1 остаются, 8.3 тоже", "БП30 и Команда1 остаются, 8.3 тоже"},
		{"Версия 8.3.24.1467, библиотека 3.1.10", "Версия <ver>, библиотека <ver>"},
		{"Узел 10.0.0.5:443", "Узел <ver>:<num>"},
		{"(параметр номер '1')", "(параметр номер '1')"},
		{"Недопустимое значение параметра (параметр номер '2')", "InvalidParameterValue(#2)"},
		{"Invalid parameter value (parameter number '2')", "InvalidParameterValue(#2)"},
		{"__=1234567", "__=<num>"},
		{"ошибка _ 5f2a11bc", "ошибка _ 5f2a11bc"},
		// Quoted values and names.
		{`Не удалось записать "Иванов Иван"!`, "WriteFailed <str>!"},
		{`Контрагент "Ромашка" не найден`, "Контрагент <str> не найден"},
		{`Контрагент «ООО "Ромашка"» не найден`, "Контрагент <str> не найден"},
		{`Неизвестное имя формы. Имя: "Справочник.Валюты.ФормаСписка"`, `UnknownFormName Имя: "Справочник.Валюты.ФормаСписка"`},
		{`Свойство 'ДемоНовыйРеквизит' не обнаружено`, `Свойство 'ДемоНовыйРеквизит' не обнаружено`},
		{`Value "5" of field "Code" is not unique`, `Value <str> of field "Code" is not unique`},
		{`Реквизит "ВидНоменклатуры" и "КС_Гамма"`, `Реквизит "ВидНоменклатуры" и "КС_Гамма"`},
		{`Не найдена база данных 'ibcmd_rs_04' в SQL-сервере 'localhost'`, "Не найдена база данных <str> в SQL-сервере <str>"},
		{`Поле об'єкту не виявлено (Сума)`, "ObjectFieldNotFound(Сума)"},
		{`Couldn't resolve host name: api.example.com`, "HostNotResolved <host>"},
		{`письмо для ivanov@example.org не ушло`, "письмо для <host> не ушло"},
		{`Файл 'C:\Temp\1.txt`, "Файл <str>"},
		{`Поле не найдено "Товары.Сумма"`, "QueryFieldNotFound(Товары.Сумма)"},
		// Paths and addresses.
		{`c:\bin\a.exe "C:\Temp\Файл 1.txt" -u`, "<path> <str> -u"},
		{`\\srv\share\1.xml и /var/log/1c.log`, "<path> и <path>"},
		{"https://api.example.com/v1?x=1, повторите", "<url>, повторите"},
		{"POST к ресурсу /e1cib/logForm", "POST к ресурсу /e1cib/logForm"},
		{"имя: {http://v8.1c.ru/8.1/data/core}Value: ошибка", "имя: {http://v8.1c.ru/8.1/data/core}Value: ошибка"},
		// Codes of errors.
		{"HRESULT=80004005, HRESULT=80004005, SQLSrvr: SQLSTATE=40001, state=33, Severity=D, native=1205, line=1",
			"HRESULT=80004005, SQLSrvr: SQLSTATE=40001, state=<num>, Severity=D, native=1205, line=<num>"},
		{"Transaction (Process ID 55) was deadlocked", "Transaction (Process ID <num>) was deadlocked"},
		// Phrases.
		{"Поле объекта не обнаружено (Организация)", "ObjectFieldNotFound(Организация)"},
		{"Object field not found (Организация)", "ObjectFieldNotFound(Организация)"},
		{"Ошибка при вызове метода контекста (Записать): Нарушение прав доступа!", "ContextMethodCallFailed(Записать) AccessViolation"},
		{"Преобразование значения к типу Число не может быть выполнено", "ConversionFailed(Number)"},
		{"Conversion of value to type Number cannot be performed", "ConversionFailed(Number)"},
		{"Ошибка при выполнении обработчика - 'ПередЗаписью'", "HandlerFailed(BeforeWrite)"},
		{"Переменная не определена (_37583_АлгоритмыКлиент)", "VariableNotDefined(_<num>_АлгоритмыКлиент)"},
		{"Ошибка при выполнении запроса POST к ресурсу /e1cib/logForm:", "ResourceQueryFailed(POST) /e1cib/logForm"},
	} {
		if got := Message(c.in); got != c.want {
			t.Errorf("Message(%q)\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func TestSource(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"  А = Б ( В ) ; // комментарий", "А=Б(В);"},
		{"А=Б(В);", "А=Б(В);"},
		{"Если   Не\tЗначениеЗаполнено( А )  Тогда", "Если Не ЗначениеЗаполнено(А)Тогда"},
		{`Сообщить("два  слова // не комментарий");`, `Сообщить("два  слова // не комментарий");`},
		{`А = "кавычки "" внутри // и"; //`, `А="кавычки "" внутри // и";`},
		{"<<?>>Ф.Б();", "Ф.Б();"},
		{"|ВЫБРАТЬ // поля", "|ВЫБРАТЬ // поля"},
		{"_37583_Алгоритмы.PopUp();", "_<num>_Алгоритмы.PopUp();"},
		{"А = 1234;", "А=1234;"},
		{"", ""},
	} {
		if got := Source(c.in); got != c.want {
			t.Errorf("Source(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestLimit(t *testing.T) {
	long := strings.Repeat("Ж", 1000)
	a, b := Limit(long), Limit(long+"x")
	if n := len([]rune(a)); n != MaxPart {
		t.Errorf("%d characters, want %d", n, MaxPart)
	}
	if a == b || a != Limit(long) {
		t.Errorf("hash does not tell parts apart: %q, %q", a, b)
	}
	if exact := strings.Repeat("Ж", MaxPart); Limit(exact) != exact {
		t.Error("a part of the greatest length is cut")
	}
}

func TestMessage_isBounded(t *testing.T) {
	for _, unit := range []string{"\"", "'", "«", "{", "0", "a", "f", "/", "\\", ".", "1 000 ", "a.b", "-1", "Ж-", "=", "(",
		`{"a":`, `{"error":"`, `\"`, "[{", "И.", "Иванов ", "Пользователь ", "код ", "::", `C:\a `, "1:", "eyJ.", "янв ", "a=", "0x0 "} {
		start := time.Now()
		m := Message(strings.Repeat(unit, 1<<20/len(unit)))
		if took := time.Since(start); took > time.Second {
			t.Errorf("%q repeated takes %v", unit, took)
		}
		if len(m) > 4*maxMessage {
			t.Errorf("%q: %d bytes", unit, len(m))
		}
	}
}
