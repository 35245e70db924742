package bslsource_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin/internal/bslsource"
)

// said writes procedures as «Имя 1-3».
func said(m bslsource.Module) string {
	var parts []string
	for _, p := range m.Procedures {
		parts = append(parts, fmt.Sprintf("%s %d-%d", p.Name, p.First, p.Last))
	}
	return strings.Join(parts, ", ")
}

func TestRead_procedures(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":             {"", ""},
		"body only":         {"А = 1;\nБ = 2;", ""},
		"Russian":           {"Процедура А()\nКонецПроцедуры", "А 1-2"},
		"English":           {"Procedure A()\nEndProcedure\nFunction B() Export\nReturn 1;\nEndFunction", "A 1-2, B 3-5"},
		"any letter case":   {"ПРОЦЕДУРА А()\nконецпроцедуры\nфУнКцИя Б()\nКОНЕЦФУНКЦИИ\nEndFunctioN", "А 1-2, Б 3-5"},
		"one line":          {"Процедура А() КонецПроцедуры Функция Б() КонецФункции", "А 1-1, Б 1-1"},
		"async":             {"Асинх Процедура А()\nКонецПроцедуры\nasync function B()\nendfunction", "А 1-2, B 3-4"},
		"async above":       {"\nАсинх // слово\nПроцедура А()\nКонецПроцедуры", "А 2-4"},
		"async as a name":   {"Процедура Асинх()\nАсинх = 1;\nКонецПроцедуры", "Асинх 1-3"},
		"name below":        {"Процедура // зачем\n\n А()\nКонецПроцедуры", "А 1-4"},
		"header of lines":   {"Процедура А(Знач Б = 1,\n В = \"Процедура Г()\",\n Д = '20200101') Экспорт\nКонецПроцедуры", "А 1-4"},
		"directive":         {"&НаСервере\nПроцедура А()\nКонецПроцедуры", "А 2-3"},
		"directive in line": {"&НаСервере Процедура А()\nКонецПроцедуры", "А 1-2"},
		"annotation":        {"&Вместо(\"Процедура\")\nФункция Расш_А()\nКонецФункции", "Расш_А 2-3"},
		"word as directive": {"&Процедура\nФункция А()\nКонецФункции", "А 2-3"},
		"comment":           {"// Процедура А()\nПроцедура Б() // КонецПроцедуры Процедура Ы()\n// КонецПроцедуры Процедура Ы()\nКонецПроцедуры", "Б 2-4"},
		"string":            {"Процедура А()\nБ = \"КонецПроцедуры Процедура Ы()\";\nКонецПроцедуры", "А 1-3"},
		"doubled quotes":    {"Процедура А()\nБ = \"\"\"КонецПроцедуры Процедура Ы()\"\"\";\nКонецПроцедуры", "А 1-3"},
		"string of lines":   {"Процедура А()\nБ = \"раз\n|КонецПроцедуры Процедура Ы()\n  | \"\"КонецПроцедуры Процедура Ы()\"\"\n|\";\nКонецПроцедуры", "А 1-6"},
		"comment in string": {"Процедура А()\nБ = \"раз\n// КонецПроцедуры \"\n\n|КонецПроцедуры Процедура Ы()\";\nКонецПроцедуры", "А 1-6"},
		"preprocessor in string": {"Процедура А()\nБ = \"раз\n#Вставка\n|КонецПроцедуры Процедура Ы()\n#КонецВставки\n|\";\nКонецПроцедуры",
			"А 1-7"},
		"string closed in a deletion": {"Процедура А()\nБ = \"раз\n#Удаление\n|два\";\n#КонецУдаления\n#Вставка\n|КонецПроцедуры Процедура Ы()\";\n#КонецВставки\nКонецПроцедуры",
			"А 1-9"},
		"string not closed":  {"Процедура А()\nБ = \"раз;\nКонецПроцедуры\n\nПроцедура Б()\nКонецПроцедуры", "А 1-3, Б 5-6"},
		"date":               {"Процедура А()\nБ = '20200101 КонецПроцедуры Процедура Ы()';\nВ = '\nКонецПроцедуры", "А 1-4"},
		"quote in a date":    {"Процедура А()\nБ = '\"';\nКонецПроцедуры", "А 1-3"},
		"date in a string":   {"Процедура А()\nБ = \"'\";\nКонецПроцедуры", "А 1-3"},
		"member":             {"Процедура А()\nЕсли Б.Функция Или В.\n  // где\n Процедура Тогда\nКонецПроцедуры", "А 1-5"},
		"number with a dot":  {"Процедура А()\nБ = 1.\nКонецПроцедуры\n\nПроцедура В()\nКонецПроцедуры", "А 1-3, В 5-6"},
		"label":              {"Процедура А()\nПерейти ~Процедура Б;\n~КонецПроцедуры:\nКонецПроцедуры", "А 1-4"},
		"longer words":       {"Процедура А()\nКонецПроцедуры1 = 1; Моя_Процедура = 2; ПроцедураБ();\nКонецПроцедуры", "А 1-3"},
		"region":             {"#Область Процедура А()\nПроцедура Б()\n#КонецОбласти\nКонецПроцедуры", "Б 2-4"},
		"both branches":      {"#Если Сервер Тогда\nПроцедура А()\nКонецПроцедуры\n#Иначе\nПроцедура А()\nКонецПроцедуры\n#КонецЕсли", "А 2-3, А 5-6"},
		"header in branches": {"#If Server Then\nFunction A(B)\n#Else\nFunction A(C)\n#EndIf\nEndFunction", "A 2-3, A 4-6"},
		"end in branches":    {"Процедура А()\n#Если Сервер Тогда\nКонецПроцедуры\n#Иначе\nБ();\nКонецПроцедуры\n#КонецЕсли\nВ();", "А 1-6"},
		"no end":             {"Процедура А()\nБ = 1;\n\n", "А 1-3"},
		"end only":           {"КонецПроцедуры", ""},
		"no name":            {"Процедура (А)\nКонецПроцедуры", ""},
		"CRLF":               {"Процедура А()\r\n\r\nКонецПроцедуры\r\n", "А 1-3"},
		"CR only":            {"Процедура А()\r\rКонецПроцедуры\r", "А 1-3"},
		"CR inside":          {"Процедура А()\n\rБ = 1;\rВ = 2;\nКонецПроцедуры", "А 1-5"},
		"mark of the order":  {"\ufeffПроцедура А()\n\u00a0КонецПроцедуры", "А 1-2"},
		"foreign signs":      {"Процедура А()\nБ = «да»№\n€ № \x00\nКонецПроцедуры", "А 1-4"},
		"other letters":      {"Процедура ГоловнийЇ()\nКонецПроцедуры\nFunction Straße()\nEndFunction", "ГоловнийЇ 1-2, Straße 3-4"},
	} {
		if got := said(bslsource.Read(c.text)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestRead_code(t *testing.T) {
	text := strings.Join([]string{
		"#Область А", "", "  // comment", "Процедура А() // comment", "\tБ = \"раз", "// comment", "  |два\";", "\u00a0\t",
		"#Если Клиент Тогда", "~Метка:", "#КонецЕсли", "&НаСервере", "'20200101'", "| остаток\"", ";",
	}, "\r\n")
	m := bslsource.Read(text)
	want := []bool{false, false, false, true, true, false, true, false, false, true, false, true, true, true, true}
	if !slices.Equal(m.Code, want) {
		t.Errorf("code %v\nwant %v", m.Code, want)
	}
	if len(m.Lines) != len(want) || m.Lines[4] != "\tБ = \"раз" {
		t.Errorf("lines %q", m.Lines)
	}
}

func TestModule_At(t *testing.T) {
	m := bslsource.Read("Перем Х;\nПроцедура А()\n\nКонецПроцедуры\n\nФункция Б()\nКонецФункции\nХ = 1;")
	for line, want := range []string{"", "", "А", "А", "А", "", "Б", "Б", "", ""} {
		p, ok := m.At(line)
		if p.Name != want || ok != (want != "") {
			t.Errorf("line %d: %q, %v, want %q", line, p.Name, ok, want)
		}
	}
}

func TestDecode(t *testing.T) {
	const text = "Процедура Ё() // №"
	for want, data := range map[bslsource.Encoding]string{
		bslsource.UTF8:        "\xef\xbb\xbfПроцедура Ё() // №",
		bslsource.UTF16LE:     "\xff\xfe\x1f\x04\x40\x04\x3e\x04\x46\x04\x35\x04\x34\x04\x43\x04\x40\x04\x30\x04 \x00\x01\x04(\x00)\x00 \x00/\x00/\x00 \x00\x16\x21",
		bslsource.UTF16BE:     "\xfe\xff\x04\x1f\x04\x40\x04\x3e\x04\x46\x04\x35\x04\x34\x04\x43\x04\x40\x04\x30\x00 \x04\x01\x00(\x00)\x00 \x00/\x00/\x00 \x21\x16",
		bslsource.Windows1251: "\xcf\xf0\xee\xf6\xe5\xe4\xf3\xf0\xe0 \xa8() // \xb9",
	} {
		got, encoding, err := bslsource.Decode([]byte(data))
		if err != nil || encoding != want || strings.TrimPrefix(got, "\ufeff") != text {
			t.Errorf("%s: %q, %s, %v", want, got, encoding, err)
		}
	}
	got, encoding, err := bslsource.Decode([]byte("Процедура \xd0А()"))
	if err != nil || encoding != bslsource.DamagedUTF8 || got != "Процедура \ufffdА()" {
		t.Errorf("damaged: %q, %s, %v", got, encoding, err)
	}
	if _, _, err := bslsource.Decode([]byte("\x00\x01\x02")); err == nil {
		t.Error("binary data is a text")
	}
}

// FuzzRead: whatever the text, procedures are ordered, do not overlap and lie inside.
func FuzzRead(f *testing.F) {
	f.Add("Процедура А()\nБ = \"раз\n|два\";\nКонецПроцедуры\n#Если\nФункция Б(\nКонецФункции КонецФункции")
	f.Add("Асинх\n\nПроцедура\nА Процедура Б \"\n//\n#\n'|\"")
	f.Add("|\"\n|\"\r\n&Процедура\xff.Функция ~\u00a0\u2028")
	f.Fuzz(func(t *testing.T, text string) {
		m := bslsource.Read(text)
		if len(m.Code) != len(m.Lines) {
			t.Fatalf("%d lines, %d marks", len(m.Lines), len(m.Code))
		}
		last := 0
		for _, p := range m.Procedures {
			// Several may stand in one line.
			if p.Name == "" || p.First < last || p.First < 1 || p.Last < p.First || p.Last > len(m.Lines) {
				t.Fatalf("%+v after line %d of %d", p, last, len(m.Lines))
			}
			last = p.Last
		}
		if _, _, err := bslsource.Decode([]byte(text)); err != nil && !strings.Contains(text, "\x00") {
			// Two bytes of UTF-16 may be a zero as well.
			if len(text) < 2 || text[0] < 0xfe {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	text := strings.Repeat("Процедура А(Б)\n\tВ = Б + \"текст\"; // зачем\n\tГ.Записать(В);\nКонецПроцедуры\n\n", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		bslsource.Read(text)
	}
}
