package interp_test

import (
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

const formModule = `
&НаКлиенте
Перем Нажато;

&НаСервере
Процедура ПриСозданииНаСервере(Отказ, СтандартнаяОбработка)
	Реквизиты = Новый Массив;
	Реквизиты.Добавить(Новый РеквизитФормы("Адрес", Новый ОписаниеТипов("Строка", , Новый КвалификаторыСтроки(5)), , "Адрес"));
	Реквизиты.Добавить(Новый РеквизитФормы("Включено", Новый ОписаниеТипов("Булево")));
	ИзменитьРеквизиты(Реквизиты);
	Группа = Элементы.Добавить("Группа", Тип("ГруппаФормы"));
	Группа.Вид = ВидГруппыФормы.ОбычнаяГруппа;
	Поле = Элементы.Добавить("Адрес", Тип("ПолеФормы"), Группа);
	Поле.Вид = ВидПоляФормы.ПолеВвода;
	Поле.ПутьКДанным = "Адрес";
	Поле.УстановитьДействие("ПриИзменении", "Подключаемый_АдресПриИзменении");
	Команда = Команды.Добавить("Проверить");
	Команда.Действие = "Подключаемый_Проверить";
	Кнопка = Элементы.Добавить("Проверить", Тип("КнопкаФормы"), ЭтотОбъект);
	Кнопка.ИмяКоманды = "Проверить";
	Заголовок = "Настройки";
	ЭтотОбъект["Адрес"] = "начало";
КонецПроцедуры

&НаКлиенте
Процедура ПриОткрытии(Отказ)
	Нажато = 0;
	ПодключитьОбработчикОжидания("Подождать", 2, Истина);
КонецПроцедуры

&НаКлиенте
Процедура Подключаемый_АдресПриИзменении(Элемент)
	ЗаписатьНаСервере();
КонецПроцедуры

&НаКлиенте
Процедура Подключаемый_Проверить(Команда)
	Нажато = Нажато + 1;
	ПоказатьВопрос(Новый ОписаниеОповещения("ПослеВопроса", ЭтотОбъект, Нажато), "Точно?", РежимДиалогаВопрос.ДаНет);
КонецПроцедуры

&НаКлиенте
Процедура ПослеВопроса(Ответ, Номер) Экспорт
	Элементы.Адрес.Доступность = Ложь;
	ЭтотОбъект["Адрес"] = Строка(Ответ) + Номер + Сложить(1, 2);
КонецПроцедуры

&НаКлиенте
Процедура Подождать()
	Заголовок = "Дождались";
КонецПроцедуры

&НаСервере
Процедура ЗаписатьНаСервере()
	ЭтотОбъект["Включено"] = ЗначениеЗаполнено(ЭтотОбъект["Адрес"]);
КонецПроцедуры

&НаСервереБезКонтекста
Функция Сложить(А, Б)
	Возврат А + Б;
КонецФункции
`

func formBase(t *testing.T, module string) *platform.Infobase {
	t.Helper()
	m := &eval.Module{Path: "ОбщаяФорма.Настройки.Форма", Source: module, Kind: eval.OfForm, Sides: eval.Clients | eval.Server, ServerCall: true}
	application := &eval.Module{Path: "МодульУправляемогоПриложения", Kind: eval.Application, Sides: eval.ThinClient | eval.WebClient, Source: "Перем След Экспорт;"}
	base := platform.NewInfobase(oldest, eval.Release(8, 3, 17), t.TempDir())
	f := &platform.FormSource{Name: "Настройки", Module: m, Events: map[string]string{"ПриСозданииНаСервере": "ПриСозданииНаСервере", "ПриОткрытии": "ПриОткрытии"}}
	base.Forms["общаяформа.настройки"] = f
	if err := base.Compile([]*eval.Module{m, application}); err != nil {
		t.Fatal(err)
	}
	return base
}

// TestForm: a form makes its attributes, items and commands in code, and its
// handlers run on their sides.
func TestForm(t *testing.T) {
	base := formBase(t, formModule)
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	base.Clock = func() time.Time { return now }
	for _, application := range []platform.Application{platform.ThinClient, platform.WebClient} {
		s := open(t, base, application)
		f, err := s.OpenForm("Настройки")
		if err != nil || f == nil {
			t.Fatalf("%s: form %v, error %v", application, f, err)
		}
		if got := f.Value("Адрес"); got != value.Value(text("начал")) {
			t.Errorf("the attribute is %v: a string of five", got)
		}
		if err := f.Enter("Адрес", text("x")); err != nil || f.Value("Включено") != value.Value(value.Bool(true)) {
			t.Errorf("the handler of the field did not run: %v, error %v", f.Value("Включено"), err)
		}
		s.Answers = []string{"Да"}
		if err := f.Click("Проверить"); err != nil || f.Value("Адрес") != value.Value(text("Да13")) {
			t.Errorf("the command gave %v, error %v", f.Value("Адрес"), err)
		}
		if err := f.Enter("Адрес", text("y")); err == nil {
			t.Error("a field that is off takes what a user enters")
		}
		base.Faults = nil
		if len(s.Waiting()) != 1 {
			t.Errorf("idle handlers %q", s.Waiting())
		}
		now = now.Add(3 * time.Second)
		if err := s.Idle(); err != nil || len(s.Waiting()) != 0 {
			t.Errorf("after a while: idle handlers %q, error %v", s.Waiting(), err)
		}
		if err := f.Close(); err != nil || len(s.Forms) != 0 {
			t.Errorf("closing: %d forms are open, error %v", len(s.Forms), err)
		}
	}
}

// TestForm_rights: only a user with the right of View sees the form.
func TestForm_rights(t *testing.T) {
	base := formBase(t, formModule)
	s, err := base.Open(platform.ThinClient, &platform.User{Name: "Петров"}, value.Russian)
	if err != nil {
		t.Fatal(err)
	}
	if f, err := s.OpenForm("Настройки"); f != nil || err != nil || len(s.Shown) != 1 || !strings.Contains(s.Shown[0], "Нарушение прав доступа") {
		t.Errorf("form %v, error %v, shown %q", f, err, s.Shown)
	}
}

// TestForm_compile: what the compiler of a form's module refuses.
func TestForm_compile(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"&НаКлиенте\nПроцедура А()\nА = Адрес;\nКонецПроцедуры", "Переменная не определена (Адрес)"},
		{"&НаКлиенте\nПроцедура А()\nИзменитьРеквизиты();\nКонецПроцедуры", "не определена (ИзменитьРеквизиты)"},
		{"&НаСервере\nПроцедура А()\nБ();\nКонецПроцедуры\n&НаКлиенте\nПроцедура Б()\nКонецПроцедуры", "it is the client's"},
		{"&НаСервереБезКонтекста\nПроцедура А()\nБ();\nКонецПроцедуры\n&НаСервере\nПроцедура Б()\nКонецПроцедуры", "it needs the form"},
		{"&НаСервереБезКонтекста\nФункция А()\nВозврат Элементы;\nКонецФункции", "Переменная не определена (Элементы)"},
		{"&НаСервере\nПроцедура А()\nЗакрыть();\nКонецПроцедуры", "не определена (Закрыть)"},
	} {
		m := &eval.Module{Path: "ОбщаяФорма.Настройки.Форма", Source: c.body, Kind: eval.OfForm, Sides: eval.Clients | eval.Server, ServerCall: true}
		err := platform.NewInfobase(oldest, eval.Release(8, 3, 17), t.TempDir()).Compile([]*eval.Module{m})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.body, err, c.want)
		}
	}
}

const storageModule = `
Процедура Сохранить(Ключ, Значение, Пользователь) Экспорт
	ХранилищеОбщихНастроек.Сохранить("Сентри", Ключ, Значение, , Пользователь);
КонецПроцедуры
Функция Загрузить(Ключ, Пользователь) Экспорт
	Возврат ХранилищеОбщихНастроек.Загрузить("Сентри", Ключ, , Пользователь);
КонецФункции
Процедура СохранитьСПравами(Ключ, Значение, Пользователь) Экспорт
	УстановитьПривилегированныйРежим(Истина);
	Сохранить(Ключ, Значение, Пользователь);
КонецПроцедуры
Функция Ключи(Пользователь) Экспорт
	УстановитьПривилегированныйРежим(Истина);
	Выборка = ХранилищеОбщихНастроек.Выбрать(Новый Структура("КлючОбъекта, Пользователь", "Сентри", Пользователь));
	Список = "";
	Пока Выборка.Следующий() Цикл
		Список = Список + Выборка.КлючНастроек + "=" + Выборка.Настройки + ";";
	КонецЦикла;
	Возврат Список;
КонецФункции
Процедура Удалить(Ключ, Пользователь) Экспорт
	УстановитьПривилегированныйРежим(Истина);
	ХранилищеОбщихНастроек.Удалить("Сентри", Ключ, Пользователь);
КонецПроцедуры
Процедура ВТранзакции() Экспорт
	НачатьТранзакцию();
	Сохранить("а", "отменено", "Свой");
	ОтменитьТранзакцию();
КонецПроцедуры
`

func TestSettingsStorage(t *testing.T) {
	base := newBase(t, oldest, server("Проба", storageModule))
	s, err := base.Open(platform.HTTPService, &platform.User{Name: "Петров"}, value.Russian)
	if err != nil {
		t.Fatal(err)
	}
	own := value.Value(value.Undefined)
	call(t, s, "Проба", "Сохранить", text("а"), text("1"), own)
	if got := call(t, s, "Проба", "Загрузить", text("а"), own); got != "1" {
		t.Errorf("his own settings are %q", got)
	}
	if _, err := s.Call("Проба", "Сохранить", text("а"), text("1"), text("Чужой")); err == nil || !strings.Contains(err.Error(), "Нарушение прав доступа") {
		t.Errorf("the settings of another one: error %v", err)
	}
	call(t, s, "Проба", "СохранитьСПравами", text("а"), text("2"), text("Чужой"))
	call(t, s, "Проба", "СохранитьСПравами", text("б"), text("3"), text("Чужой"))
	call(t, s, "Проба", "СохранитьСПравами", text("а"), text("4"), text("Чужой"))
	if got := call(t, s, "Проба", "Ключи", text("Чужой")); got != "б=3;а=4;" {
		t.Errorf("the keys are %q", got)
	}
	call(t, s, "Проба", "Удалить", text("б"), text("Чужой"))
	if got := call(t, s, "Проба", "Ключи", text("Чужой")); got != "а=4;" {
		t.Errorf("after a deletion: %q", got)
	}
	if _, err := s.Call("Проба", "Сохранить", text(strings.Repeat("я", 129)), text("1"), own); err == nil {
		t.Error("a key of 129 characters is taken")
	}
	call(t, open(t, base, platform.HTTPService), "Проба", "ВТранзакции")
	if got := call(t, s, "Проба", "Ключи", text("Свой")); got != "" {
		t.Errorf("a rollback left %q", got)
	}
	base.StorageLoses = true
	call(t, s, "Проба", "Сохранить", text("а"), text("9"), own)
	if got := call(t, s, "Проба", "Загрузить", text("а"), own); got != "1" {
		t.Errorf("a manager that keeps nothing kept %q", got)
	}
	if base.Spent["ХранилищеОбщихНастроек"] < 5 {
		t.Errorf("accesses counted: %v", base.Spent)
	}
}

const noticeModule = `
Процедура Показать() Экспорт
	ПоказатьОповещениеПользователя("Ошибка отправлена", Новый ОписаниеОповещения("Нажато", Клиент, "номер"), "abc", БиблиотекаКартинок.Информация, СтатусОповещенияПользователя.Важное);
	ПодключитьОбработчикОжидания("Отложенное", 0.1, Истина);
КонецПроцедуры
Процедура Нажато(Номер) Экспорт
	ПоказатьВводСтроки(Новый ОписаниеОповещения("Введено", Клиент, Номер), "", "Что вы делали?", 0, Истина);
КонецПроцедуры
Процедура Введено(Текст, Номер) Экспорт
	Сообщить(Номер + ":" + Строка(Текст = Неопределено) + ":" + Текст);
КонецПроцедуры
`

const noticeApplication = `
Перем След Экспорт;
Процедура Отложенное() Экспорт
	След = "было";
	Сообщить(След);
КонецПроцедуры
`

// TestNotification: a click on a notification, a text that is asked for, and an
// idle handler of the application module.
func TestNotification(t *testing.T) {
	clients := &eval.Module{Name: "Клиент", Path: "ОбщийМодуль.Клиент.Модуль", Sides: eval.ThinClient | eval.WebClient, Source: noticeModule}
	application := &eval.Module{Path: "МодульУправляемогоПриложения", Kind: eval.Application, Sides: eval.ThinClient | eval.WebClient, Source: noticeApplication}
	base := newBase(t, oldest, clients, application)
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	base.Clock = func() time.Time { return now }
	s := open(t, base, platform.WebClient)
	call(t, s, "Клиент", "Показать")
	if len(s.Notices) != 1 || s.Notices[0].Status != "Важное" || s.Notices[0].Explanation != "abc" {
		t.Fatalf("notices %+v", s.Notices)
	}
	s.Inputs = []string{"печатал"}
	for range 2 {
		if err := s.ClickNotice(0); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Idle(); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Second)
	for range 2 {
		if err := s.Idle(); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := strings.Join(s.Messages, "|"), "номер:Нет:печатал|номер:Да:|было"; got != want {
		t.Errorf("messages %q, want %q", got, want)
	}
}

// TestWindows: code opens a form, finds it as the active one and is told when it is
// closed; a form that is open comes to the front.
func TestWindows(t *testing.T) {
	base := formBase(t, formModule)
	clients := &eval.Module{Name: "Клиент", Path: "ОбщийМодуль.Клиент.Модуль", Sides: eval.ThinClient | eval.WebClient, Source: `
Процедура Открыть() Экспорт
	Форма = ОткрытьФорму("ОбщаяФорма.Настройки", , , , , , Новый ОписаниеОповещения("Закрыта", Клиент, "конец"));
	Если Форма <> ОткрытьФорму("CommonForm.Настройки") Тогда
		ВызватьИсключение "открыта вторая";
	КонецЕсли;
КонецПроцедуры
Функция Активная() Экспорт
	Окно = АктивноеОкно();
	Если Окно = Неопределено Тогда
		Возврат "нет";
	КонецЕсли;
	Имена = Окно.Заголовок;
	Для Каждого Форма Из Окно.Содержимое Цикл
		Имена = Имена + ":" + Форма.ИмяФормы;
	КонецЦикла;
	Возврат Имена + ":" + ПолучитьОкна().Количество();
КонецФункции
Процедура Закрыта(Результат, Дополнительно) Экспорт
	Сообщить(Дополнительно + ТипЗнч(Результат));
КонецПроцедуры`}
	form := base.Forms["общаяформа.настройки"].Module
	application := &eval.Module{Path: "МодульУправляемогоПриложения", Kind: eval.Application, Sides: eval.ThinClient | eval.WebClient, Source: "Перем След Экспорт;"}
	if err := base.Compile([]*eval.Module{clients, form, application}); err != nil {
		t.Fatal(err)
	}
	s := open(t, base, platform.ThinClient)
	if got := call(t, s, "Клиент", "Активная"); got != "нет" {
		t.Errorf("without a window: %q", got)
	}
	call(t, s, "Клиент", "Открыть")
	if got := call(t, s, "Клиент", "Активная"); got != "Настройки:ОбщаяФорма.Настройки:1" {
		t.Errorf("the active window: %q", got)
	}
	if err := s.Forms[0].Close(); err != nil || len(s.Messages) != 1 || s.Messages[0] != "конецНеопределено" {
		t.Errorf("after closing: messages %q, error %v", s.Messages, err)
	}
}
