package interp_test

import (
	"errors"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

func TestStrings(t *testing.T) {
	cases(t, [][2]string{
		{`Возврат СтрДлина("а😀б");`, "4"},
		{`Возврат Лев("абв", 2) + "|" + Прав("абв", 2) + "|" + Сред("абв", 2) + "|" + Сред("абв", 2, 1);`, "аб|бв|бв|б"},
		{`Возврат СтрСоединить(СтрРазделить("а,б;;в", ",;"), "|");`, "а|б||в"},
		{`Возврат СтрСоединить(СтрРазделить("а,б;;в", ",;", Ложь), "|");`, "а|б|в"},
		{`Возврат СтрНайти("абаб", "б") + СтрНайти("абаб", "б", НаправлениеПоиска.СКонца);`, "6"},
		{`Возврат СтрШаблон("%1-%2-%1-%%", 1000, "б");`, "1\u00a0000-б-1\u00a0000-%"},
		{`Возврат СтрНачинаетсяС("абв", "аб") И СтрЗаканчиваетсяНа("абв", "бв");`, "Да"},
		{`Возврат СтрЗаменить("ааа", "аа", "б");`, "ба"},
		{`Возврат "[" + СокрЛП(" 	а " + Символы.ПС) + "]";`, "[а]"},
		{`Возврат НРег("АБ") + ВРег("вг");`, "абВГ"},
		{`Возврат КодСимвола("я") = 1103 И Символ(1103) = "я";`, "Да"},
	})
}

func TestFormats(t *testing.T) {
	cases(t, [][2]string{
		{`Возврат Формат(1234.5, "ЧГ=0");`, "1234,5"},
		{`Возврат Формат(1234.5, "ЧГ=0; ЧРД=.; ЧДЦ=2");`, "1234.50"},
		{`Возврат Формат(0, "ЧГ=0") + "|" + Формат(0, "ЧН=");`, "|0"},
		{`Возврат Формат('20240229235901', "ДФ=yyyy-MM-ddTHH:mm:ss");`, "2024-02-29T23:59:01"},
		{`Возврат Формат('20240229235901', "ДФ=yyyy-MM-ddTHH:mm:ssZ");`, "2024-02-29T23:59:01Z"},
		{`Возврат XMLСтрока('20240229') + XMLСтрока(1000.5) + XMLСтрока(Истина);`, "2024-02-29T00:00:001000.5true"},
		{`Возврат XMLЗначение(Тип("Дата"), "2024-02-29T01:02:03") = '20240229010203';`, "Да"},
		{`Возврат XMLСтрока(Новый Массив);`, "!не имеет представления"},
		{`Возврат Окр(2.5) + Окр(-2.5) + Окр(1.25, 1);`, "1,3"},
		{`Возврат НачалоДня('20240229123456') = '20240229' И КонецДня('20240229') = '20240229235959';`, "Да"},
		{`Возврат ДобавитьМесяц('20240131', 1) = '20240229';`, "Да"},
	})
}

func TestCollections(t *testing.T) {
	cases(t, [][2]string{
		{`А = Новый Массив; А.Добавить(1); А.Вставить(0, 2); А[1] = 5; Возврат "" + А[0] + А[1] + А.ВГраница() + А.Найти(7);`, "251"},
		{`А = Новый Массив; Возврат А[0];`, "!Индекс находится за границами массива"},
		{`С = Новый Структура("А, Б", 1); С.Вставить("В", 3); С.Удалить("а"); Т = ""; Для Каждого П Из С Цикл Т = Т + П.Ключ + "=" + П.Значение + ";"; КонецЦикла; Возврат Т;`, "Б=;В=3;"},
		{`С = Новый Структура("А Б");`, "!"},
		{`С = Новый ФиксированнаяСтруктура("А", 1); С.А = 2;`, "!недоступно для записи"},
		{`М = Новый Соответствие; М.Вставить("а", 1); М["б"] = 2; Возврат "" + М.Количество() + М["а"] + М.Получить("в");`, "21"},
		{`Т = Новый ТаблицаЗначений; Т.Колонки.Добавить("А"); Т.Добавить().А = 2; Т.Добавить().А = 1; Т.Сортировать("А"); Возврат "" + Т[0].А + Т[1].А;`, "12"},
		{`Приемник = Новый Структура("А, Б", 1, 2); ЗаполнитьЗначенияСвойств(Приемник, Новый Структура("Б, В", 5, 6)); Возврат "" + Приемник.А + Приемник.Б + Приемник.Количество();`, "152"},
		{`Возврат ЗначениеЗаполнено("  ") Или ЗначениеЗаполнено(0) Или ЗначениеЗаполнено(Новый Массив) Или ЗначениеЗаполнено('00010101');`, "Нет"},
		{`Возврат ТипЗнч(1) = Тип("Число") И ТипЗнч(Новый Структура) <> Тип("Соответствие");`, "Да"},
	})
}

func TestJSON(t *testing.T) {
	write := `З = Новый ЗаписьJSON; З.УстановитьСтроку(Новый ПараметрыЗаписиJSON(ПереносСтрокJSON.Нет)); ЗаписатьJSON(З, %s); Возврат З.Закрыть();`
	read := `Ч = Новый ЧтениеJSON; Ч.УстановитьСтроку("%s"); Возврат %s;`
	put := func(pattern string, parts ...string) string {
		for _, part := range parts {
			pattern = strings.Replace(pattern, "%s", part, 1)
		}
		return pattern
	}
	cases(t, [][2]string{
		{put(write, `Новый Структура("а, б, в", 1.5, "<""", Неопределено)`), `{"а":1.5,"б":"<\"","в":null}`},
		{put(write, `СтрРазделить("а,б", ",")`), `["а","б"]`},
		{put(write, `'20240229010203'`), `"2024-02-29T01:02:03"`},
		{put(write, `Новый УникальныйИдентификатор`), "!недопустимого типа"},
		{put(read, `{""а"": {""б"": [1, 2]}}`, `ПрочитатьJSON(Ч).а.б[1]`), "2"},
		{put(read, `{""а б"": true}`, `ПрочитатьJSON(Ч, Истина)["а б"]`), "Да"},
		{put(read, `{""а б"": true}`, `ПрочитатьJSON(Ч)`), "!"},
		{put(read, `{""а"":`, `ПрочитатьJSON(Ч)`), "!Ошибка при чтении JSON"},
	})
}

// TestVersions: what came later is missing before, and found by Вычислить only.
func TestVersions(t *testing.T) {
	body := `Возврат Вычислить("Строка(ТипПодключенияВнешнейКомпоненты.Изолированно)");`
	if got := result(t, newest, body); got != "Изолированно" {
		t.Errorf("on 8.3.27: %s", got)
	}
	if got := result(t, oldest, body); !strings.HasPrefix(got, "!") || !strings.Contains(got, "Переменная не определена") {
		t.Errorf("on 8.3.17: %s", got)
	}
	body = `Попытка А = 1 / 0; Исключение Возврат "[" + ИнформацияОбОшибке().Код + "]"; КонецПопытки;`
	if got := result(t, newest, body); got != "[]" {
		t.Errorf("the code of an error on 8.3.27: %s", got)
	}
	if got := result(t, oldest, body); !strings.Contains(got, "!") || !strings.Contains(got, "Поле объекта не обнаружено (Код)") {
		t.Errorf("the code of an error on 8.3.17: %s", got)
	}
}

func settings() *platform.Register {
	return &platform.Register{Name: "Настройки", Resources: []platform.Field{
		{Name: "Адрес", Kind: value.StringType, Length: 5}, {Name: "Доля", Kind: value.NumberType, Scale: 0}}}
}

const registerModule = `
Процедура Записать(Адрес) Экспорт
	З = РегистрыСведений.Настройки.СоздатьМенеджерЗаписи();
	З.Адрес = Адрес;
	З.Доля = "не число";
	З.Записать();
КонецПроцедуры
Функция Прочитать() Экспорт
	З = РегистрыСведений.Настройки.СоздатьМенеджерЗаписи();
	З.Прочитать();
	Возврат ?(З.Выбран(), З.Адрес + З.Доля, "нет");
КонецФункции
Функция ПрочитатьСПравами() Экспорт
	УстановитьПривилегированныйРежим(Истина);
	Возврат Прочитать();
КонецФункции
Процедура Испортить() Экспорт
	НачатьТранзакцию();
	НачатьТранзакцию();
	Записать("новый");
	ОтменитьТранзакцию();
	Прочитать();
КонецПроцедуры
Процедура Отменить() Экспорт
	НачатьТранзакцию();
	Записать("новый");
	ОтменитьТранзакцию();
КонецПроцедуры
`

func TestRegisters(t *testing.T) {
	base := newBase(t, oldest, server("Проба", registerModule))
	base.AddRegister(settings())
	s := open(t, base, platform.HTTPService)
	if got := call(t, s, "Проба", "Прочитать"); got != "нет" {
		t.Errorf("an empty register gives %s", got)
	}
	call(t, s, "Проба", "Записать", text("длинный"))
	if got := call(t, s, "Проба", "Прочитать"); got != "длинн0" {
		t.Errorf("got %s: a string is cut, another type becomes the default", got)
	}

	poor, err := base.Open(platform.HTTPService, &platform.User{Name: "Петров"}, value.Russian)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := poor.Call("Проба", "Прочитать"); err == nil || !strings.Contains(err.Error(), "Нарушение прав доступа") {
		t.Errorf("without rights: error %v", err)
	}
	if got := call(t, poor, "Проба", "ПрочитатьСПравами"); got != "длинн0" {
		t.Errorf("in the privileged mode: %s", got)
	}
	// The privileged mode ended with the method that set it.
	if _, err := poor.Call("Проба", "Прочитать"); err == nil {
		t.Error("the privileged mode outlived its method")
	}
	base.SafeExtension = true
	if _, err := poor.Call("Проба", "ПрочитатьСПравами"); err == nil {
		t.Error("the safe mode gave the privileged one")
	}
}

func TestTransactions(t *testing.T) {
	base := newBase(t, oldest, server("Проба", registerModule))
	base.AddRegister(settings())
	s := open(t, base, platform.HTTPService)
	call(t, s, "Проба", "Записать", text("было"))
	call(t, s, "Проба", "Отменить")
	if got := call(t, s, "Проба", "Прочитать"); got != "было0" {
		t.Errorf("after a rollback: %s", got)
	}
	if _, err := s.Call("Проба", "Испортить"); err == nil || !strings.Contains(err.Error(), "уже происходили ошибки") {
		t.Errorf("in a broken transaction: error %v", err)
	}
	if got := call(t, s, "Проба", "Прочитать"); got != "было0" {
		t.Errorf("the call from outside ended, and its transaction did not: %s", got)
	}
}

func TestEventLog(t *testing.T) {
	base := newBase(t, oldest, server("Проба", `
Процедура Записать() Экспорт
	НачатьТранзакцию();
	ЗаписьЖурналаРегистрации("А", УровеньЖурналаРегистрации.Ошибка, , , "раз", РежимТранзакцииЗаписиЖурналаРегистрации.Транзакционная);
	ОтменитьТранзакцию();
	ЗаписьЖурналаРегистрации("Б");
	ЗаписьЖурналаРегистрации("В", УровеньЖурналаРегистрации.Ошибка, , , "три");
КонецПроцедуры
Функция Прочитать(Отбор) Экспорт
	Т = Новый ТаблицаЗначений;
	ВыгрузитьЖурналРегистрации(Т, Отбор);
	С = "";
	Для Каждого Строка Из Т Цикл
		С = С + Строка.Событие + ":" + Строка.Уровень + ":" + Строка.Комментарий + ":" + Строка.СтатусТранзакции + " ";
	КонецЦикла;
	Возврат С;
КонецФункции
Функция Ошибки() Экспорт
	Возврат Прочитать(Новый Структура("Уровень", УровеньЖурналаРегистрации.Ошибка));
КонецФункции
Процедура Чужое() Экспорт
	ЗаписьЖурналаРегистрации("_$Job$_.Fail");
КонецПроцедуры
`))
	s := open(t, base, platform.HTTPService)
	call(t, s, "Проба", "Записать")
	if got, want := call(t, s, "Проба", "Ошибки"), "А:Ошибка:раз:Отменена В:Ошибка:три:НетТранзакции "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := call(t, s, "Проба", "Прочитать", value.Undefined); !strings.Contains(got, "Б:Примечание::") {
		t.Errorf("without a filter: %q", got)
	}
	if _, err := s.Call("Проба", "Чужое"); err == nil {
		t.Error("an event in the form of the system's own was taken")
	}
}

func TestJobs(t *testing.T) {
	base := newBase(t, oldest, server("Проба", `
Процедура Запустить() Экспорт
	А = Новый Массив;
	А.Добавить(5);
	ФоновыеЗадания.Выполнить("Проба.Работа", А, "ключ", "Работа");
КонецПроцедуры
Процедура Работа(Число) Экспорт
	ВызватьИсключение "ой " + Число;
КонецПроцедуры
Функция Упавшие() Экспорт
	С = "";
	Для Каждого З Из ФоновыеЗадания.ПолучитьФоновыеЗадания(Новый Структура("Состояние", СостояниеФоновогоЗадания.ЗавершеноАварийно)) Цикл
		С = С + З.ИмяМетода + ":" + З.ИнформацияОбОшибке.Описание;
	КонецЦикла;
	Возврат С;
КонецФункции`))
	s := open(t, base, platform.HTTPService)
	call(t, s, "Проба", "Запустить")
	if _, err := s.Call("Проба", "Запустить"); err == nil {
		t.Error("two jobs of one key run at once")
	}
	if err := base.RunJobs(); err != nil {
		t.Fatal(err)
	}
	if got := call(t, s, "Проба", "Упавшие"); got != "Проба.Работа:ой 5" {
		t.Errorf("failed jobs: %s", got)
	}
	if last := base.Log[len(base.Log)-1]; last.Event != "_$Job$_.Fail" {
		t.Errorf("the log ends with %s", last.Event)
	}
}

// TestBorder: values go to the server as copies, objects do not go at all, an
// error of the server comes back as a cause.
func TestBorder(t *testing.T) {
	clients := &eval.Module{Name: "Клиент", Path: "ОбщийМодуль.Клиент.Модуль", Sides: eval.Clients, Source: `
Функция Проба() Экспорт
	А = Новый Массив;
	Сервер.Добавить(А);
	Сервер.ДобавитьКопию(А);
	Возврат А.Количество();
КонецФункции
Процедура Объект() Экспорт
	Сервер.Добавить(Новый ОписаниеОповещения("Объект", Клиент));
КонецПроцедуры
Процедура Падение() Экспорт
	Сервер.Падение();
КонецПроцедуры`}
	border := server("Сервер", `
Процедура Добавить(А) Экспорт А.Добавить(1); КонецПроцедуры
Процедура ДобавитьКопию(Знач А) Экспорт А.Добавить(1); КонецПроцедуры
Процедура Падение() Экспорт ВызватьИсключение "ой"; КонецПроцедуры`)
	border.ServerCall, border.Sides = true, eval.Server
	base := newBase(t, oldest, clients, border)
	for _, application := range []platform.Application{platform.ThinClient, platform.WebClient, platform.ThickClient} {
		s := open(t, base, application)
		if got := call(t, s, "Клиент", "Проба"); got != "1" {
			t.Errorf("%s: the array has %s items, want 1", application, got)
		}
		if _, err := s.Call("Клиент", "Объект"); err == nil || !strings.Contains(err.Error(), "не может быть передано") {
			t.Errorf("%s: an object crossed: %v", application, err)
		}
		_, err := s.Call("Клиент", "Падение")
		var e *eval.Exception
		if !errors.As(err, &e) || e.Info.Cause == nil || e.Info.Cause.Description != "ой" {
			t.Errorf("%s: error of the server: %v", application, err)
		}
	}
}

// TestShownErrors: the handler of an extension sees the error before the user
// does, under the name of the event in the language of the configuration.
func TestShownErrors(t *testing.T) {
	application := &eval.Module{Path: "МодульУправляемогоПриложения", Kind: eval.Application, Sides: eval.ThinClient | eval.WebClient, Source: `
&После("ОбработкаОтображенияОшибки")
Процедура Первый(Ошибка, Завершение, Стандартная) Сообщить("ru " + Ошибка.Описание); КонецПроцедуры
&After("ErrorDisplayProcessing")
Процедура Второй(Ошибка, Завершение, Стандартная) Сообщить("en " + Ошибка.Описание); КонецПроцедуры`}
	form := &eval.Module{Name: "Форма", Path: "ОбщийМодуль.Форма.Модуль", Sides: eval.Clients, Source: `
Процедура Нажатие() Экспорт ВызватьИсключение "ой"; КонецПроцедуры
Процедура Ничего() Экспорт КонецПроцедуры`}
	base := newBase(t, oldest, application, form)
	for _, want := range []string{"ru ой", "en ой"} {
		s := open(t, base, platform.ThinClient)
		for _, method := range []string{"Ничего", "Нажатие"} {
			if err := s.Act("Форма", method); err != nil {
				t.Fatal(err)
			}
		}
		if len(s.Messages) != 1 || s.Messages[0] != want || len(s.Shown) != 1 {
			t.Errorf("messages %q, shown %q", s.Messages, s.Shown)
		}
		base.English = true
	}
	if n := len(base.Log); n != 2 || base.Log[0].Event != "_$PerformError$_" {
		t.Errorf("%d rows in the log", n)
	}
}
