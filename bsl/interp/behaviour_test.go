package interp_test

import (
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestReuse_ends: what a module with reuse returned is gone twenty minutes after it
// was computed, however often it was used since, and when the code says so.
func TestReuse_ends(t *testing.T) {
	keeper := server("Хранитель", "Функция Список() Экспорт\nВозврат Новый Массив;\nКонецФункции")
	keeper.Reuse = true
	base := newBase(t, oldest, keeper, server("Проба", `
Функция Добавить() Экспорт
	Хранитель.Список().Добавить(1);
	Возврат Хранитель.Список().Количество();
КонецФункции
Процедура Обновить() Экспорт
	ОбновитьПовторноИспользуемыеЗначения();
КонецПроцедуры`))
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	base.Clock = func() time.Time { return now }
	s := open(t, base, platform.HTTPService)
	for i, step := range []struct {
		after time.Duration
		want  string
	}{{0, "1"}, {19 * time.Minute, "2"}, {59 * time.Second, "3"}, {time.Second, "1"}, {19 * time.Minute, "2"}} {
		now = now.Add(step.after)
		if got := call(t, s, "Проба", "Добавить"); got != step.want {
			t.Errorf("step %d: %s, want %s", i, got, step.want)
		}
	}
	call(t, s, "Проба", "Обновить")
	if got := call(t, s, "Проба", "Добавить"); got != "1" {
		t.Errorf("after ОбновитьПовторноИспользуемыеЗначения: %s, want 1", got)
	}
}

// TestEnglishScript: in a configuration in English columns of the log, names of
// metadata and values of enumerations are English.
func TestEnglishScript(t *testing.T) {
	source := `
Функция Колонки(Отбор) Экспорт
	ЗаписьЖурналаРегистрации("А", УровеньЖурналаРегистрации.Ошибка, , , "раз");
	Т = Новый ТаблицаЗначений;
	ВыгрузитьЖурналРегистрации(Т, Отбор, %s);
	Возврат ?(Т.Колонки.Найти("Date") = Неопределено, "", "Date ") + ?(Т.Колонки.Найти("Дата") = Неопределено, "", "Дата ")
		+ Т.Количество() + " " + Строка(УровеньЖурналаРегистрации.Ошибка);
КонецФункции
Функция Отобранные() Экспорт
	Возврат Колонки(Новый Структура(%s, УровеньЖурналаРегистрации.Ошибка));
КонецФункции
Функция Имя() Экспорт
	Возврат Метаданные.Документы.Заказ.ПолноеИмя() + " " + (Метаданные.НайтиПоПолномуИмени("Document.Заказ") <> Неопределено);
КонецФункции`
	for _, c := range []struct {
		english       bool
		language      value.Language
		columns, keys string
		want, object  string
	}{
		{false, value.Russian, `"Дата, Уровень"`, `"Уровень"`, "Дата 1 Ошибка", "Документ.Заказ Да"},
		{false, value.Russian, `"Date, Level"`, `"Level"`, "Дата 1 Ошибка", "Документ.Заказ Да"},
		{true, value.English, `"Date, Level"`, `"Level"`, "Date 1 Error", "Document.Заказ Yes"},
		{true, value.English, `"Дата, Уровень"`, `"Уровень"`, "Date 1 Error", "Document.Заказ Yes"},
	} {
		text := strings.Replace(strings.Replace(source, "%s", c.columns, 1), "%s", c.keys, 1)
		base := newBase(t, oldest, server("Проба", text))
		base.English = c.english
		base.AddObject("Документ.Заказ", "Заказ")
		s, err := base.Open(platform.HTTPService, &platform.User{Name: "Ivanov", Full: true}, c.language)
		if err != nil {
			t.Fatal(err)
		}
		if got := call(t, s, "Проба", "Отобранные"); got != c.want {
			t.Errorf("%s: %q, want %q", c.columns, got, c.want)
		}
		if got := call(t, s, "Проба", "Имя"); got != c.object {
			t.Errorf("%s: %q, want %q", c.columns, got, c.object)
		}
	}
}

// TestFailedTransaction: after an error a transaction allows no access to data,
// whatever the access is; what needs no data goes on.
func TestFailedTransaction(t *testing.T) {
	for body, refused := range map[string]bool{
		`А = ХранилищеОбщихНастроек.Загрузить("а", "б");`:                        true,
		`ХранилищеОбщихНастроек.Сохранить("а", "б", 1);`:                         true,
		`А = ХранилищеОбщихНастроек.Выбрать();`:                                  true,
		`А = РасширенияКонфигурации.Получить();`:                                 true,
		`А = РегламентныеЗадания.ПолучитьРегламентныеЗадания();`:                 true,
		`А = РегистрыСведений.Настройки.СоздатьМенеджерЗаписи(); А.Прочитать();`: true,
		`ЗафиксироватьТранзакцию();`:                                             true,
		`ЗаписьЖурналаРегистрации("А");`:                                         false,
		`А = Метаданные.Имя + НомерСеансаИнформационнойБазы();`:                  false,
		`ОтменитьТранзакцию(); А = РасширенияКонфигурации.Получить();`:           false,
	} {
		base := newBase(t, oldest, server("Проба", "Процедура Проба() Экспорт\nНачатьТранзакцию();\nНачатьТранзакцию();\nОтменитьТранзакцию();\n"+body+"\nКонецПроцедуры"))
		base.AddRegister(settings())
		_, err := open(t, base, platform.HTTPService).Call("Проба", "Проба")
		if got := err != nil && strings.Contains(err.Error(), "уже происходили ошибки"); got != refused || err != nil && !refused {
			t.Errorf("%s: error %v, refused must be %v", body, err, refused)
		}
	}
}

// TestSafeMode: the answer is the name of the profile when there is one.
func TestSafeMode(t *testing.T) {
	base := newBase(t, oldest, server("Проба", "Функция Режим() Экспорт\nВозврат БезопасныйРежим();\nКонецФункции"))
	for _, c := range []struct {
		safe    bool
		profile string
		want    value.Value
	}{{false, "", value.Bool(false)}, {true, "", value.Bool(true)}, {true, "Сентри", value.String("Сентри")}} {
		base.SafeExtension, base.SafeProfile = c.safe, c.profile
		v, err := open(t, base, platform.HTTPService).Call("Проба", "Режим")
		if err != nil || v != c.want {
			t.Errorf("%+v: %v, error %v", c, v, err)
		}
	}
}

// TestClientNames: client code has no names of the server, on each client.
func TestClientNames(t *testing.T) {
	for _, body := range []string{"А = ТекущаяУниверсальнаяДата();", "А = Метаданные;", "А = ХранилищеОбщихНастроек;", "НачатьТранзакцию();", "УстановитьПривилегированныйРежим(Истина);"} {
		m := &eval.Module{Name: "Клиент", Path: "Клиент", Sides: eval.ThinClient | eval.WebClient, Source: "Процедура Проба() Экспорт\n" + body + "\nКонецПроцедуры"}
		err := platform.NewInfobase(oldest, eval.Release(8, 3, 17), t.TempDir()).Compile([]*eval.Module{m})
		if err == nil || !strings.Contains(err.Error(), "on the thin client") || !strings.Contains(err.Error(), "on the web client") {
			t.Errorf("%s: error %v", body, err)
		}
	}
}
