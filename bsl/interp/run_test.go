// Package interp_test runs texts of the 1C language through all of the
// interpreter: its reader, its executor and its stand-in for the platform.
package interp_test

import (
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

var (
	oldest = eval.Version{8, 3, 17, 1851}
	newest = eval.Version{8, 3, 27, 1508}
)

// server makes a module of the server.
func server(name, source string) *eval.Module {
	return &eval.Module{Name: name, Path: "ОбщийМодуль." + name + ".Модуль", Source: source, Sides: eval.Servers}
}

// newBase compiles modules into an infobase.
func newBase(t *testing.T, version eval.Version, modules ...*eval.Module) *platform.Infobase {
	t.Helper()
	base := platform.NewInfobase(version, eval.Release(8, 3, 17), t.TempDir())
	if err := base.Compile(modules); err != nil {
		t.Fatal(err)
	}
	return base
}

func open(t *testing.T, base *platform.Infobase, application platform.Application) *platform.Session {
	t.Helper()
	s, err := base.Open(application, &platform.User{Name: "Иванов", ID: value.NewUUID(), Full: true}, value.Russian)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// result runs the body of a function on the server and gives what it returned as
// a text, or what it raised behind an exclamation mark, or behind two what the
// interpreter does not know.
func result(t *testing.T, version eval.Version, body string) string {
	t.Helper()
	base := newBase(t, version, server("Проба", "Функция Проба() Экспорт\n"+body+"\nКонецФункции\n"+helpers))
	v, err := open(t, base, platform.HTTPService).Call("Проба", "Проба")
	if _, fault := eval.AsFault(err); fault {
		return "!!" + err.Error()
	}
	if err != nil {
		return "!" + err.Error()
	}
	return value.Text(v, value.Russian)
}

// helpers are methods that bodies may call.
const helpers = `
Процедура Удвоить(А) А = А * 2; КонецПроцедуры
Процедура УдвоитьКопию(Знач А) А = А * 2; КонецПроцедуры
Функция Сумма(А, Б = 10, В = Неопределено) Возврат А + Б + ?(В = Неопределено, 0, В); КонецФункции
Функция Факториал(А) Возврат ?(А <= 1, 1, А * Факториал(А - 1)); КонецФункции
Процедура Упасть(Текст) ВызватьИсключение Текст; КонецПроцедуры
Функция Истинно(След) След = След + "*"; Возврат Истина; КонецФункции
`

// cases runs bodies against what they give; a wanted text that begins with an
// exclamation mark is a part of the error.
func cases(t *testing.T, list [][2]string) {
	t.Helper()
	for _, c := range list {
		got := result(t, oldest, c[0])
		if strings.HasPrefix(c[1], "!") {
			mark := strings.TrimLeft(c[1], "!")
			if marks := c[1][:len(c[1])-len(mark)]; !strings.HasPrefix(got, marks) || strings.HasPrefix(got[len(marks):], "!") || !strings.Contains(got, mark) {
				t.Errorf("%s\ngives %s, want %s", c[0], got, c[1])
			}
		} else if got != c[1] {
			t.Errorf("%s\ngives %q, want %q", c[0], got, c[1])
		}
	}
}

func text(s string) value.Value { return value.String(s) }

// call calls a method that must not fail and gives its result as a text.
func call(t *testing.T, s *platform.Session, module, method string, args ...value.Value) string {
	t.Helper()
	v, err := s.Call(module, method, args...)
	if err != nil {
		t.Fatalf("%s.%s: %v", module, method, err)
	}
	return value.Text(v, value.Russian)
}
