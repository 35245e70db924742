package syntax

import (
	"strings"
	"testing"
)

func onServer(symbol string) bool { return Fold(symbol) == "сервер" }

func parse(t *testing.T, source string) *Module {
	t.Helper()
	m, err := Parse("Модуль", source, onServer)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMethod(t *testing.T) {
	m := parse(t, "\ufeff#Область А\r\n// Пояснение.\r\n&НаСервере\r\n&После(\"Событие\")\r\n"+
		"Function Один(Знач А, Б = -1.5, В = \"х\") Export\r\n\tПерем Г, Д;\r\n\tReturn А;\r\nКонецФункции\r\n#КонецОбласти\r\n")
	if len(m.Methods) != 1 {
		t.Fatalf("%d methods, want 1", len(m.Methods))
	}
	f := m.Methods[0]
	if !f.Function || !f.Export || f.Name != "Один" || f.Pos.Line != 5 || f.End.Line != 8 || len(f.Vars) != 2 {
		t.Errorf("method %+v", f)
	}
	if len(f.Params) != 3 || !f.Params[0].ByValue || f.Params[0].Default != nil || f.Params[1].ByValue {
		t.Fatalf("parameters %+v", f.Params)
	}
	if n, ok := f.Params[1].Default.(*Number); !ok || !n.Negative || n.Digits != "1.5" {
		t.Errorf("default of Б is %+v", f.Params[1].Default)
	}
	if s, ok := f.Params[2].Default.(*String); !ok || s.Value != "х" {
		t.Errorf("default of В is %+v", f.Params[2].Default)
	}
	if len(f.Annotations) != 2 || f.Annotations[1].Name != "После" || f.Annotations[1].Arg != "Событие" {
		t.Errorf("annotations %+v", f.Annotations)
	}
	if len(m.Regions) != 1 || m.Regions[0].Name != "А" || m.Regions[0].Last != 9 {
		t.Errorf("regions %+v", m.Regions)
	}
	if m.Comments[2] != " Пояснение." {
		t.Errorf("comments %v", m.Comments)
	}
	if m.Lines[6] != "\tReturn А;" {
		t.Errorf("line 7 is %q", m.Lines[6])
	}
}

func TestStrings(t *testing.T) {
	for source, want := range map[string]string{
		`""`:                          "",
		`"а""б"`:                      `а"б`,
		`"http://x"`:                  "http://x",
		"\"а\n\t\t|б\"":               "а\nб",
		"\"а\r\n // пояснение\n |б\"": "а\nб",
	} {
		e, err := ParseExpression("Т", source)
		if err != nil {
			t.Errorf("%q: %v", source, err)
			continue
		}
		if s, ok := e.(*String); !ok || s.Value != want {
			t.Errorf("%q gives %#v, want %q", source, e, want)
		}
	}
}

// shape writes an expression with all its brackets.
func shape(e Expression) string {
	list := func(args []Expression) string {
		var parts []string
		for _, a := range args {
			if a == nil {
				parts = append(parts, "")
				continue
			}
			parts = append(parts, shape(a))
		}
		return "(" + strings.Join(parts, ",") + ")"
	}
	signs := map[Op]string{Or: "или", And: "и", Not: "не", Equal: "=", NotEqual: "<>", Less: "<", LessEqual: "<=", Greater: ">", GreaterEqual: ">=",
		Add: "+", Subtract: "-", Multiply: "*", Divide: "/", Modulo: "%", Negate: "-", Plus: "+"}
	switch e := e.(type) {
	case *Name:
		return e.Name
	case *Number:
		return e.Digits
	case *Member:
		return shape(e.Object) + "." + e.Name
	case *Index:
		return shape(e.Object) + "[" + shape(e.Index) + "]"
	case *Call:
		return e.Name + list(e.Args)
	case *MemberCall:
		return shape(e.Object) + "." + e.Name + list(e.Args)
	case *New:
		return "новый " + e.Type + list(e.Args)
	case *Unary:
		return signs[e.Op] + "(" + shape(e.Operand) + ")"
	case *Binary:
		return "(" + shape(e.Left) + signs[e.Op] + shape(e.Right) + ")"
	case *Ternary:
		return "?" + list([]Expression{e.Condition, e.Then, e.Else})
	}
	return "?"
}

func TestOperators(t *testing.T) {
	for source, want := range map[string]string{
		"А + Б * В":               "(А+(Б*В))",
		"А - Б - В":               "((А-Б)-В)",
		"А Или Б И Не В = Г":      "(Аили(Бине((В=Г))))",
		"-А * Б":                  "(-(А)*Б)",
		"А.Б[1].В(, 2)":           "А.Б[1].В(,2)",
		"Новый Массив":            "новый Массив()",
		"Новый Структура(А, Б)":   "новый Структура(А,Б)",
		"?(А = 1, Б, ?(В, 2, 3))": "?((А=1),Б,?(В,2,3))",
		"(А + Б) % В":             "((А+Б)%В)",
		"А <> Б И В >= Г":         "((А<>Б)и(В>=Г))",
	} {
		e, err := ParseExpression("Т", source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got := shape(e); got != want {
			t.Errorf("%s is read as %s, want %s", source, got, want)
		}
	}
}

// TestConditions: what #Если leaves out is no part of the module, whatever it
// holds between tokens.
func TestConditions(t *testing.T) {
	names := func(source string) string {
		var list []string
		for _, method := range parse(t, source).Methods {
			list = append(list, method.Name)
		}
		return strings.Join(list, " ")
	}
	method := func(name string) string { return "Процедура " + name + "() КонецПроцедуры\n" }
	for _, c := range []struct{ source, want string }{
		{"#Если Сервер Тогда\n" + method("А") + "#Иначе\n" + method("Б") + "#КонецЕсли\n", "А"},
		{"#Если Клиент Тогда\n" + method("А") + "#ИначеЕсли Сервер Тогда\n" + method("Б") + "#Иначе\n" + method("В") + "#КонецЕсли\n", "Б"},
		{"#Если Клиент Или Не ВебКлиент И Сервер Тогда\n" + method("А") + "#КонецЕсли\n", "А"},
		{"#If Client Then\n#If Server Then\n" + method("А") + "#EndIf\n" + method("Б") + "#EndIf\n" + method("В"), "В"},
	} {
		if got := names(c.source); got != c.want {
			t.Errorf("%q leaves %q, want %q", c.source, got, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	body := func(s string) string { return "Процедура А()\n" + s + "\nКонецПроцедуры" }
	for _, c := range []struct{ source, want string }{
		{body("Б = 1"), ""},
		{body("Б = 1 В = 2;"), "(2,7): «;» is expected here"},
		{body("Б = \"х;"), "the string is not closed"},
		{body("Если А Тогда КонецЦикла;"), "is expected here, not «КонецЦикла»"},
		{body("Перейти ~М;"), "has no meaning here"},
		{body("Перейти М;"), "is not supported here"},
		{body("Ждать Б();"), "is not supported here"},
		{body("Возврат 1;"), "a procedure returns no value"},
		{body("Б() = 1;"), "this cannot be assigned to"},
		{body("Б.В;"), "«=» or a call is expected here"},
		{body("Б = 12а;"), "a number is followed by a letter"},
		{body("Перем Б;\nВ = 1;\nПерем Г;"), "at the beginning of a method"},
		{"Процедура А()\nКонецФункции", "«конецпроцедуры» is expected here"},
		{"Процедура А(Б = В)\nКонецПроцедуры", "a constant is expected here"},
		{"#Если Сервер Тогда\n", "#Если has no #КонецЕсли"},
		{"#Если Сервис Тогда\n#КонецЕсли", "the symbol Сервис is not known"},
		{"#Область А\n", "#Область А has no #КонецОбласти"},
		{"#КонецОбласти\n", "#КонецОбласти without #Область"},
		{body("Б = " + strings.Repeat("(", 600) + "1" + strings.Repeat(")", 600) + ";"), "too many levels"},
	} {
		_, err := Parse("Модуль", c.source, onServer)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q: %v", c.source, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%.60q: got error %v, want %q", c.source, err, c.want)
		}
	}
}
