package grouping

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin/internal/bslerr"
)

// corpus reads the texts of package bslerr by their ids.
func corpus(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, name := range []string{"corpus.jsonl", "invented.jsonl"} {
		f, err := os.Open("../bslerr/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		s := bufio.NewScanner(f)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			var one struct{ ID, Text string }
			if err := json.Unmarshal(s.Bytes(), &one); err != nil {
				t.Fatal(err)
			}
			texts[one.ID] = one.Text
		}
	}
	return texts
}

func fingerprint(text string) []string {
	r := bslerr.Parse(text)
	r.Exceptions = bslerr.Fold(r.Exceptions)
	return Fingerprint(&r, nil)
}

// pair is two texts and whether they are one fault.
type pair struct {
	name, a, b string
	same       bool
}

func TestFingerprint_pairs(t *testing.T) {
	all := slices.Concat(naturalPairs(corpus(t)), samePairs, differentPairs)
	if n := len(samePairs) + len(differentPairs); n < 40 {
		t.Errorf("%d pairs, want 40", n)
	}
	for _, p := range all {
		a, b := fingerprint(p.a), fingerprint(p.b)
		if slices.Equal(a, b) != p.same {
			t.Errorf("%s: same should be %v\n%q\n%q", p.name, p.same, a, b)
		}
	}
}

// naturalPairs are those found in the corpus or described beside it.
func naturalPairs(c map[string]string) []pair {
	return []pair{
		{"c5-60, c5-61: temporary file, one text cut", c["c5-60"], c["c5-61"], true},
		{"add-490, xunit-793: two releases of a module", c["xunit-793"], strings.Replace(c["xunit-793"], "(311)", "(926)", 1), true},
		{"the code line without its indent", c["xunit-793"], strings.Replace(c["xunit-793"], "\t", "", 1), true},
		{"toolsui-497, toolsui-549b: edition of a tool, a line break in the message",
			"{УниверсальныеИнструменты Обработка.УИ_Редактор.Форма.Форма.Форма(804)}: Ошибка при вызове метода контекста (ЗаписатьXML): Ошибка преобразования данных XDTO:\nЗапись значения свойства: {http://v8.1c.ru/8.1/data/core}Value",
			"{УниверсальныеИнструменты_БСПБезТаблиц Обработка.УИ_Редактор.Форма.Форма.Форма(811)}: Ошибка при вызове метода контекста (ЗаписатьXML): Ошибка преобразования данных XDTO: Запись значения свойства: {http://v8.1c.ru/8.1/data/core}Value", true},
		{"add-144, add-182: another call site", c["add-144"],
			strings.Replace(c["add-144"], "Форма.Форма.Форма(140)", "Форма.Другая.Форма(12)", 1), false},
		{"yaxunit-4 twice", c["yaxunit-4"], c["yaxunit-4"], true},
		{"toolsui-172: the chain repeats a message", c["toolsui-172"],
			strings.Join(strings.Split(c["toolsui-172"], "\n")[:4], "\n"), true},
		{"irp-660a: raised again from below", c["irp-660a"], c["irp-660a"][strings.LastIndex(c["irp-660a"], "Object field"):], true},
		{"irp-536: the cause repeats the message", c["irp-536"], strings.Split(c["irp-536"], "\n\n")[0], true},
		{"rdt-846b: the first compile error stands for all", c["rdt-846b"], strings.Join(strings.Split(c["rdt-846b"], "\n")[:4], "\n"), true},
		{"toolkit-1047: likewise", c["toolkit-1047"], strings.Join(strings.Split(c["toolkit-1047"], "\n")[:2], "\n"), true},
		{"irp-442, irp-494: another member", c["irp-442"], c["irp-494"], false},
		{"irp-494, irp-544: another member", c["irp-494"], c["irp-544"], false},
		{"toolkit-711, -712, -714: the same way in, another throw site", c["toolkit-714"],
			c["toolkit-714"][strings.Index(c["toolkit-714"], "{InfostartToolkitCORP DataProcessor"):], false},
		{"rdt-716, rdt-725: the same phrase about other members", c["rdt-716"], c["rdt-725"], false},
		{"toolsui-160: a name made at run time", c["toolsui-160"], strings.ReplaceAll(c["toolsui-160"], "_37583_", "_40112_"), true},
	}
}

// Texts that the pairs vary.
const (
	lockRu = "Ошибка при вызове метода контекста (Записать)\n{Документ.Заказ.МодульОбъекта(44)}:	Движения.Записать();\n{Документ.Заказ.Форма.Форма.Форма(12)}:	ЗаписатьНаСервере();\n\nпо причине:\nКонфликт блокировок при выполнении транзакции:\nПревышено максимальное время ожидания предоставления блокировки"
	lockEn = "Error calling context method (Записать)\n{Документ.Заказ.МодульОбъекта(44)}:	Движения.Записать();\n{Документ.Заказ.Форма.Форма.Форма(12)}:	ЗаписатьНаСервере();\n\n, reason:\nLock conflict during transaction:\nMaximum lock wait time exceeded"
	chain2 = "Ошибка при вызове метода контекста (ПровестиНаСервере)\n{Документ.Заказ.Форма.Форма.Форма(10)}:ПровестиНаСервере();\n\nпо причине:\nПоле объекта не обнаружено (Сумма)\n{Документ.Заказ.МодульОбъекта(50)}:А = Б.Сумма;"
	single = "Поле объекта не обнаружено (Сумма)\n{Документ.Заказ.МодульОбъекта(50)}:А = Б.Сумма;"
)

var samePairs = []pair{
	// Who holds a lock.
	{"holder of a lock", "Ошибка блокировки объекта. Объект уже заблокирован:\nкомпьютер: SRV, пользователь: Петров П.П., сеанс: 12, начат: 12.03.2021 в 9:01:12, приложение: Тонкий клиент", "Ошибка блокировки объекта. Объект уже заблокирован:\nкомпьютер: WS-07, пользователь: Анна, сеанс: 3, начат: 13.03.2021 в 19:01:12, приложение: Веб-клиент", true},
	{"holder of a lock, en", "The object is already locked:\ncomputer: SRV, user: Smith J., session: 12, started: 3/12/2021 at 9:01:12 AM, application: Thin client", "The object is already locked:\ncomputer: WS7, user: Anna, session: 5, started: 3/13/2021 at 10:01:12 PM, application: Web client", true},
	{"who keeps the database", "Ошибка разделенного доступа к базе данных База данных заблокирована: компьютер: SERVER, сеанс: 2, начат: 16.09.2026 в 9:54:27, приложение: Фоновое задание", "Ошибка разделенного доступа к базе данных База данных заблокирована: компьютер: PC-1, сеанс: 7, начат: 17.09.2026 в 19:54:27, приложение: Конфигуратор", true},
	{"key of SQL Server", "Cannot insert duplicate key row in object 'dbo._AccumRgT31253'. The duplicate key value is (0x00, Nov  1 3999 12:00AM, 0x81e700155d012345).", "Cannot insert duplicate key row in object 'dbo._AccumRgT31253'. The duplicate key value is (0x01, Dec 31 2021 11:59PM, 0x9999aaaabbbbcccc).", true},
	{"month in words", "Период закрыт: март 2021 г.", "Период закрыт: Апрель 2022 г.", true},
	{"date in words", "Запрещено изменение с 12 марта 2021 г.", "Запрещено изменение с 3 мая 2023 г.", true},
	{"date in words, en", "Locked since March 3, 2021", "Locked since Dec 13, 2022", true},
	{"path with blanks", "Ошибка доступа к файлу 'C:\\Program Files\\A B\\c.txt'. Отказано в доступе.", "Ошибка доступа к файлу 'D:\\Мои документы\\d.txt'. Отказано в доступе.", true},
	{"folder of a script", "{Модуль C:\\lib\\a\\src\\x.os / Ошибка в строке: 68 / Сбой}", "{Модуль /home/u/lib/a/src/x.os / Ошибка в строке: 70 / Сбой}", true},
	{"additional information", "Сбой\n{ОбщийМодуль.А.Модуль(1)}:А();\n\n[ОшибкаСети]{\n\"#value\": \"1\"\n}", "Сбой\n{ОбщийМодуль.А.Модуль(2)}:А();\n\n[ОшибкаСети]{\n\"#value\": \"2\"\n}", true},
	// Languages of the session.
	{"ru, en: chain with a phrase", lockRu, lockEn, true},
	{"ru, en: one error with frames", single, "Object field not found (Сумма)\n{Документ.Заказ.МодульОбъекта(50)}:А = Б.Сумма;", true},
	{"ru, uk: one error with frames", single, "Поле об'єкту не виявлено (Сумма)\n{Документ.Заказ.МодульОбъекта(50)}:А = Б.Сумма;", true},
	{"ru, en: brief", "{ОбщийМодуль.А.Модуль(5)}: Метод объекта не обнаружен (Найти)", "{ОбщийМодуль.А.Модуль(5)}: Object method not found (Найти)", true},
	{"ru, en: no frames", "Преобразование значения к типу Дата не может быть выполнено", "Conversion of value to type Дата cannot be performed", true},
	{"ru, en: type in two languages", "Преобразование значения к типу Дата не может быть выполнено", "Conversion of value to type Date cannot be performed", true},
	{"ru, en: message unknown to the table, with frames", "Что-то не так\n{ОбщийМодуль.А.Модуль(5)}:А();", "Something is wrong\n{ОбщийМодуль.А.Модуль(5)}:А();", true},
	{"ru, en: categories", single + "\n\n[ОшибкаВоВремяВыполненияВстроенногоЯзыка, ОшибкаИспользованияВстроенногоЯзыка]", "Object field not found (Сумма)\n{Документ.Заказ.МодульОбъекта(50)}:А = Б.Сумма;\n\n[ScriptRuntimeError, ScriptUseError]", true},
	{"ru, en: compile error", "{ОбщийМодуль.А.Модуль(5,1)}: Переменная не определена (Б)\n\t<<?>>Б.В();", "{ОбщийМодуль.А.Модуль(5,1)}: Variable is not defined (Б)\n\t<<?>>Б.В();", true},
	{"ru, en: handler", "Ошибка при выполнении обработчика - 'ПередЗаписью'\nпо причине:\nДеление на 0", "Error running processor - 'BeforeWrite'\n, reason:\nDivision by zero", true},
	{"ru, en: parameter", "Недопустимое значение параметра (параметр номер '1')", "Invalid parameter value (parameter number '1')", true},
	{"ru, en script of one product", "Деление на 0\n{ОбщийМодуль.ИТК_Код.Модуль(1)}:А = Б / В;", "Деление на 0\n{CommonModule.ИТК_Код.Module(1)}:А = Б / В;", true},
	{"ru, en: query error", "{(3, 5)}: Поле не найдено \"Товары.Сумма\"\n<<?>>Товары.Сумма", "{(3, 5)}: Field not found \"Товары.Сумма\"\n<<?>>Товары.Сумма", true},
	// Releases.
	{"lines inserted above", lockRu, strings.NewReplacer("(44)", "(59)", "(12)", "(15)").Replace(lockRu), true},
	{"another way to the throw site", single + "\n{Обработка.А.Форма.Форма.Форма(1)}:Б();", single + "\n{ОбщийМодуль.Задания.Модуль(9)}:В();", true},
	{"code formatted", single, strings.Replace(single, "А = Б.Сумма;", "\t\tА=Б.Сумма; // сумма", 1), true},
	{"indent and CR LF", lockRu, strings.ReplaceAll(strings.ReplaceAll(lockRu, "\t", ""), "\n", "\r\n"), true},
	{"row of the query shifted", "{(64, 2)}: Поле не входит в группу \"А.Б\"\n<<?>>А.Б,\n{Отчет.П.МодульОбъекта(7)}:З.Выполнить();", "{(71, 9)}: Поле не входит в группу \"А.Б\"\n<<?>>А.Б,\n{Отчет.П.МодульОбъекта(8)}:З.Выполнить();", true},
	{"patch installed: the extension's name", "Деление на 0\n{EF_00_1 ОбщийМодуль.А.Модуль(1)}:А = 1 / Ноль;", "Деление на 0\n{EF_00_2 ОбщийМодуль.А.Модуль(1)}:А = 1 / Ноль;", true},
	{"column of a compile error", "{ОбщийМодуль.А.Модуль(5,1)}: Переменная не определена (Б)\n<<?>>Б.В();", "{ОбщийМодуль.А.Модуль(8,3)}: Переменная не определена (Б)\n\t\t<<?>>Б.В();", true},
	// Values in messages without frames, and beside frames.
	{"GUID", "Объект 580392e6-ba49-4280-ac67-fcd6f2180121 не найден", "Объект 8d366056-4d5a-4d88-a207-0ae535b7d28e не найден", true},
	{"reference", "Битая ссылка e1cib/data/Документ.А?ref=8df6005056a76d7511ee5c5c1d609135", "Битая ссылка e1cib/data/Документ.А?ref=00000000000000000000000000000001", true},
	{"dates and numbers", "Заказ ТД00-000012 от 01.02.2024 10:00:00 на сумму 1 234,56 не проведён", "Заказ ТД00-000987 от 28.12.2024 9:05:00 на сумму 98,10 не проведён", true},
	{"quoted names", "Не удалось записать \"Иванов Иван\"!", "Не удалось записать \"ООО Ромашка\"!", true},
	{"value of a field", "{Обработка.Обмен.МодульОбъекта(7)}: Ошибка при вызове метода контекста (Записать): Значение \"000015\" поля \"Код\" не уникально", "{Обработка.Обмен.МодульОбъекта(7)}: Ошибка при вызове метода контекста (Записать): Значение \"А-17\" поля \"Код\" не уникально", true},
	{"single words in quotes", "Контрагент «Ромашка» не найден", "Контрагент «Василёк» не найден", true},
	{"files", "Файл не найден: C:\\Temp\\a1.xml", "Файл не найден: \\\\srv\\share\\b2.xml", true},
	{"URL", "Сервис https://a.example.com/v1 недоступен", "Сервис http://b.example.org:8080/x?y=1 недоступен", true},
	{"process ids of the DBMS", "Ошибка СУБД:\nTransaction (Process ID 55) was deadlocked\nHRESULT=80004005, SQLSrvr: SQLSTATE=40001, state=33, Severity=D, native=1205, line=1", "Ошибка СУБД:\nTransaction (Process ID 71) was deadlocked\nHRESULT=80004005, SQLSrvr: SQLSTATE=40001, state=56, Severity=D, native=1205, line=3", true},
	{"PostgreSQL processes", "Ошибка СУБД:\nERROR: deadlock detected\nDETAIL: Process 21741 waits for ShareLock on transaction 5519; blocked by process 21740.", "Ошибка СУБД:\nERROR: deadlock detected\nDETAIL: Process 30 waits for ShareLock on transaction 98; blocked by process 31.", true},
	{"user and computer", "Объект уже заблокирован. Компьютер: SRV-TERM-01, сеанс: 1204, начат: 03.04.2024 в 09:15:21", "Объект уже заблокирован. Компьютер: SRV-TERM-02, сеанс: 7, начат: 04.04.2024 в 19:15:00", true},
	{"message with values beside frames", "Не найден заказ 12\n{ОбщийМодуль.А.Модуль(5)}:ВызватьИсключение Текст;", "Не найден заказ 9813\n{ОбщийМодуль.А.Модуль(5)}:ВызватьИсключение Текст;", true},
	{"brief with values", "{ОбщийМодуль.А.Модуль(5)}: Не найден заказ 12", "{ОбщийМодуль.А.Модуль(9)}: Не найден заказ 9813", true},
	{"values in the cause", "Сбой\n{ОбщийМодуль.А.Модуль(5)}:А();\nпо причине:\nСервер 10.0.0.5:443 не отвечает 30 с", "Сбой\n{ОбщийМодуль.А.Модуль(5)}:А();\nпо причине:\nСервер 10.0.0.7:8443 не отвечает 45 с", true},
	{"values in evaluated code", "Деление на 0\n{(1)}:Посчитать(12, \"Иванов Иван\")", "Деление на 0\n{(1)}:Посчитать(7, \"Петров Пётр\")", true},
	{"external processor under a GUID", "Деление на 0\n{ВнешняяОбработка.f3a1c2d4-0b1e-4c7a-9f00-1234567890ab.МодульОбъекта(1)}:А = 1/0;", "Деление на 0\n{ВнешняяОбработка.11111111-0b1e-4c7a-9f00-1234567890ab.МодульОбъекта(1)}:А = 1/0;", true},
	// Client and server.
	{"client carries its own error above the server's", chain2, single, true},
	{"frames of the client above those of the server", single, single + "\n{Документ.Заказ.Форма.Форма.Форма(10)}:ПровестиНаСервере();\n{Документ.Заказ.Форма.Форма.Форма(3)}:Провести(Неопределено);", true},
	{"wrappers of transport", "Неспецифицированная ошибка работы с ресурсом\nпо причине:\nОшибка при выполнении запроса POST к ресурсу /e1cib/logForm:\nпо причине:\n" + single, single, true},
	{"transport in English", "Non-specified resource error\n, reason:\nError executing the query POST to resource /e1cib/modules/call:\n, reason:\n" + single, single, true},
	{"brief: client and server in one line", "{Документ.Заказ.Форма.Форма.Форма(10)}: Ошибка при вызове метода контекста (Провести): {Документ.Заказ.МодульОбъекта(50)}: Нет суммы", "{Документ.Заказ.МодульОбъекта(50)}: Нет суммы", true},
	{"brief: raised again by the client", "{Документ.Заказ.Форма.Форма.Форма(10)}: {Документ.Заказ.МодульОбъекта(50)}: Нет суммы", "{Документ.Заказ.МодульОбъекта(50)}: Нет суммы", true},
	{"handler between", "Ошибка при вызове метода контекста (Записать)\n{ОбщийМодуль.А.Модуль(1)}:О.Записать();\nпо причине:\nОшибка при выполнении обработчика - 'ПередЗаписью'\nпо причине:\n" + single, single, true},
	{"technological journal and event log", "src\\VResourceInfoBaseImpl.cpp(1130):\n580392e6-ba49-4280-ac67-fcd6f2180121: Неспецифицированная ошибка работы с ресурсом\nОшибка при выполнении запроса POST к ресурсу /e1cib/logForm:\n8d366056-4d5a-4d88-a207-0ae535b7d28e: " + single, single, true},
	// Damage.
	{"recursion of another depth", "Переполнение стека\n" + strings.Repeat("{ОбщийМодуль.А.Модуль(9)}:Обойти(Строки);\n", 5), "Переполнение стека\n" + strings.Repeat("{ОбщийМодуль.А.Модуль(9)}:Обойти(Строки);\n", 50), true},
	{"quoted mail", lockRu, "> " + strings.ReplaceAll(lockRu, "\n", "\n> "), true},
	{"stack cut in the middle", single + "\n{ОбщийМодуль.А.Модуль(1)}:Б();\n{ОбщийМодуль.В.Модуль(1)}:Г();", single + "\n… (65536 bytes cut) …\n{ОбщийМодуль.В.Модуль(1)}:Г();", true},
	{"ru, uk: chain", "Ошибка при вызове метода контекста (Записать)\n{Документ.Заказ.МодульОбъекта(5)}:А.Записать();\nпо причине:\nДеление на 0", "Помилка при виклику методу контексту (Записать)\n{Документ.Заказ.МодульОбъекта(5)}:А.Записать();\nчерез:\nДілення на 0", true},
	{"stack cut in a frame", single + "\n{ОбщийМодуль.А.Модуль(1)}:Б();", single + "\n{ОбщийМо", true},
}

var differentPairs = []pair{
	{"two faults in one module", single, strings.Replace(single, "А = Б.Сумма;", "А = Б.Количество;", 1), false},
	{"two causes under one line", lockRu, lockRu[:strings.Index(lockRu, "Конфликт")] + "Нарушение прав доступа!", false},
	{"two unknown causes under one line", "Сбой\n{ОбщийМодуль.А.Модуль(5)}:А();\nпо причине:\nНет бумаги", "Сбой\n{ОбщийМодуль.А.Модуль(5)}:А();\nпо причине:\nНет связи", false},
	{"one message in two modules", single, strings.Replace(single, "Документ.Заказ", "Документ.Счет", 1), false},
	{"one message in two kinds of module", single, strings.Replace(single, "МодульОбъекта", "МодульМенеджера", 1), false},
	{"brief: two messages in one module", "{ОбщийМодуль.А.Модуль(5)}: Метод объекта не обнаружен (А)", "{ОбщийМодуль.А.Модуль(5)}: Метод объекта не обнаружен (Б)", false},
	{"members without frames", "Поле объекта не обнаружено (А)", "Поле объекта не обнаружено (Б)", false},
	{"fields in quotes", "Значение \"000015\" поля \"Код\" не уникально", "Значение \"000015\" поля \"Артикул\" не уникально", false},
	{"metadata in quotes", "Неизвестное имя формы. Имя: \"Справочник.А.Форма\"", "Неизвестное имя формы. Имя: \"Справочник.Б.Форма\"", false},
	{"numbers of parameters", "Недопустимое значение параметра (параметр номер '1')", "Недопустимое значение параметра (параметр номер '2')", false},
	{"native codes", "Ошибка СУБД:\nHRESULT=80004005, SQLSrvr: SQLSTATE=40001, native=1205", "Ошибка СУБД:\nHRESULT=80004005, SQLSrvr: SQLSTATE=40001, native=1222", false},
	{"codes of Oracle", "Ошибка СУБД:\nORA-00060: сбой", "Ошибка СУБД:\nORA-01555: сбой", false},
	{"status of an answer", "Код состояния: 404", "Код состояния: 502", false},
	{"a user who holds no lock", "Пользователь: нет прав", "Пользователь: нет пароля", false},
	{"what is no month", "Майор 2021 не найден", "Марта не найдена", false},
	{"scripts", "{Модуль /lib/a/src/x.os / Ошибка в строке: 68 / Сбой}", "{Модуль /lib/a/src/y.os / Ошибка в строке: 68 / Сбой}", false},
	{"status codes", "Сбой 0xC0000005", "Сбой 0xC0000409", false},
	{"XML names", "имя: {http://v8.1c.ru/8.1/data/core}Value", "имя: {http://v8.1c.ru/8.1/data/core}Type", false},
	{"types of error at one line", "Деление на 0\n{ОбщийМодуль.А.Модуль(5)}:А = Б.В / Г;", "Поле объекта не обнаружено (В)\n{ОбщийМодуль.А.Модуль(5)}:А = Б.В / Г;", false},
	{"two queries at one line", "{(1, 1)}: Поле не найдено \"А\"\n<<?>>А,\n{ОбщийМодуль.З.Модуль(5)}:З.Выполнить();", "{(1, 1)}: Поле не найдено \"Б\"\n<<?>>Б,\n{ОбщийМодуль.З.Модуль(5)}:З.Выполнить();", false},
	{"messages of the application around one cause", "Не выгружены заказы\n{ОбщийМодуль.А.Модуль(5)}:А();\nпо причине:\n" + single, "Не выгружены остатки\n{ОбщийМодуль.Б.Модуль(5)}:Б();\nпо причине:\n" + single, false},
	{"two messages", "Не заполнен контрагент", "Не заполнен договор", false},
	{"forms of one object", "Деление на 0\n{Документ.А.Форма.Форма.Форма(1)}:Б();", "Деление на 0\n{Документ.А.Форма.Список.Форма(1)}:Б();", false},
	{"a literal in the source line", "Сбой\n{ОбщийМодуль.А.Модуль(1)}:Открыть(\"А\");", "Сбой\n{ОбщийМодуль.А.Модуль(1)}:Открыть(\"Б\");", false},
	{"long messages with other ends", strings.Repeat("слово ", 100) + "раз", strings.Repeat("слово ", 100) + "два", false},
}
