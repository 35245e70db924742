package interp_test

import (
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// echo is an add-in that answers with what it got, and dies when asked to.
type echo struct{ asked platform.Attachment }

func (e *echo) Attach(a platform.Attachment) (platform.AddInLibrary, error) {
	e.asked = a
	return e, nil
}

func (e *echo) New(class string) (platform.AddIn, bool, error) { return e, class == "Echo", nil }

func (e *echo) Call(method string, args []value.Value) (value.Value, error) {
	switch method {
	case "Эхо":
		return args[0], nil
	case "Умереть":
		return nil, platform.ErrDead
	}
	return nil, platform.ErrNoMember
}

func (e *echo) Get(name string) (value.Value, error) {
	if name == "Версия" {
		return text("1"), nil
	}
	return nil, platform.ErrNoMember
}

func (e *echo) Close() error { return nil }

const echoModule = `
Функция Подключенная()
	Если Не ПодключитьВнешнююКомпоненту("ОбщийМакет.Эхо", "Имя", ТипВнешнейКомпоненты.Native) Тогда
		Возврат "отказ";
	КонецЕсли;
	Возврат Новый("AddIn.Имя.Echo");
КонецФункции
Функция Чужая() Экспорт
	Возврат Новый("AddIn.Другое.Echo");
КонецФункции
Функция Версия() Экспорт
	Возврат Подключенная().Версия;
КонецФункции
Функция Эхо(Значение) Экспорт
	Возврат Подключенная().Эхо(Значение);
КонецФункции
Функция Нечто() Экспорт
	Возврат Подключенная().Нечто(1);
КонецФункции
Функция ПослеСмерти() Экспорт
	К = Подключенная();
	Попытка
		К.Умереть();
	Исключение
		Попытка
			Возврат К.Версия;
		Исключение
			Возврат "мертва " + Эхо("и снова жива");
		КонецПопытки;
	КонецПопытки;
	Возврат "жива";
КонецФункции
Функция Длинная(Длина) Экспорт
	С = "аааааааааааааааа";
	Пока СтрДлина(С) < Длина Цикл
		С = С + С;
	КонецЦикла;
	Возврат СтрДлина(Подключенная().Эхо(С));
КонецФункции
Функция Безопасно() Экспорт
	УстановитьБезопасныйРежим(Истина);
	Возврат Подключенная();
КонецФункции`

func TestAddIns(t *testing.T) {
	attach := func(version eval.Version) (*platform.Session, *echo) {
		base, e := newBase(t, version, server("Проба", echoModule)), &echo{}
		base.AddIns = e
		base.Templates["эхо"] = []byte("zip")
		return open(t, base, platform.HTTPService), e
	}
	s, e := attach(newest)
	if got := call(t, s, "Проба", "Эхо", text("привет")) + call(t, s, "Проба", "Версия"); got != "привет1" {
		t.Errorf("got %s", got)
	}
	if !e.asked.Isolated || e.asked.Name != "Имя" || string(e.asked.Bundle) != "zip" {
		t.Errorf("asked for %+v", e.asked)
	}
	if got := call(t, s, "Проба", "ПослеСмерти"); got != "мертва и снова жива" {
		t.Errorf("after the death: %s", got)
	}
	for method, want := range map[string]string{
		"Нечто": "Метод объекта не обнаружен (Нечто)", "Чужая": "Тип не определен", "Безопасно": "в безопасном режиме",
	} {
		if _, err := s.Call("Проба", method); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", method, err, want)
		}
	}
	if _, err := s.Call("Проба", "Эхо", &value.Array{}); err == nil || !strings.Contains(err.Error(), "Несоответствие типов") {
		t.Errorf("an array went to an add-in: %v", err)
	}
	// A long string ends the process of an isolated add-in, and only that one.
	if _, err := s.Call("Проба", "Длинная", value.Int(60000)); err == nil {
		t.Error("a string of 128 KB left the isolated add-in alive")
	}
	old, e := attach(oldest)
	if got := call(t, old, "Проба", "Длинная", value.Int(60000)); got != "65\u00a0536" || e.asked.Isolated {
		t.Errorf("not isolated: %s", got)
	}
}
