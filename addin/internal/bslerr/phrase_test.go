package bslerr

import (
	"strings"
	"testing"
	"unicode"
)

// example makes a message of a head.
func example(head string) (message, arg string) {
	first, tail, between := strings.Cut(head, "|")
	switch {
	case between:
		return first + "Икс" + tail, "Икс"
	case strings.HasSuffix(head, "("):
		return head + "Икс(1))", "Икс(1)"
	case strings.HasSuffix(head, "'"), strings.HasSuffix(head, `"`):
		return head + "Икс" + head[len(head)-1:], "Икс"
	}
	return head, ""
}

func TestPhrases_table(t *testing.T) {
	if len(phrases) < 30 {
		t.Fatalf("%d phrases, want 30", len(phrases))
	}
	keys, heads := map[string]bool{}, map[string]string{}
	for _, p := range phrases {
		if keys[p.key] {
			t.Errorf("key %s twice", p.key)
		}
		keys[p.key] = true
		if p.key == RuntimeError || !ascii(p.key) || !unicode.IsUpper(rune(p.key[0])) || !identifier(p.key) {
			t.Errorf("key %q is no English word in CamelCase", p.key)
		}
		var cyrillic, latin bool
		for _, h := range p.heads {
			if was, dup := heads[h]; dup {
				t.Errorf("%q is both %s and %s", h, was, p.key)
			}
			heads[h] = p.key
			text, arg := example(h)
			got, ok := FindPhrase(text)
			if !ok || got.Key != p.key || got.Arg != arg && arg != "" {
				t.Errorf("FindPhrase(%q) = %+v, %v, want %s(%s)", text, got, ok, p.key, arg)
			}
			cyrillic = cyrillic || strings.ContainsFunc(h, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
			latin = latin || ascii(h)
		}
		if !cyrillic || !latin {
			t.Errorf("%s: wordings in Russian and English are needed", p.key)
		}
	}
}

func TestFindPhrase(t *testing.T) {
	for _, c := range []struct {
		line string
		want Phrase
		ok   bool
	}{
		{"Деление на 0", Phrase{Key: "DivisionByZero"}, true},
		{"Деление на 01", Phrase{}, false},
		{"Деление на 0.", Phrase{Key: "DivisionByZero", Rest: "."}, true},
		{"Ошибка при вызове метода контекста (Записать): Нарушение", Phrase{"ContextMethodCallFailed", "Записать", ": Нарушение"}, true},
		{"Ошибка при вызове метода контекста (Запи", Phrase{Key: "ContextMethodCallFailed", Arg: "Запи"}, true},
		{"Недопустимое значение параметра (параметр номер '1')", Phrase{Key: "InvalidParameterValue", Arg: "параметр номер '1'"}, true},
		{"Поле \"Код\" не заполнено", Phrase{Key: "FieldNotFilled", Arg: "Код"}, true},
		{"Поле \"Код\" не уникально", Phrase{Key: "FieldNotUnique", Arg: "Код"}, true},
		{"Ошибка при выполнении запроса POST к ресурсу /e1cib/logForm:", Phrase{"ResourceQueryFailed", "POST", " /e1cib/logForm:"}, true},
		{"Ошибка при выполнении запроса", Phrase{Key: "QueryExecutionFailed"}, true},
		{"Ошибка", Phrase{}, false},
		{"", Phrase{}, false},
	} {
		if got, ok := FindPhrase(c.line); ok != c.ok || ok && got != c.want {
			t.Errorf("FindPhrase(%q) = %+v, %v", c.line, got, ok)
		}
	}
}

func TestCategories_table(t *testing.T) {
	if len(categories) != 28 {
		t.Errorf("%d categories, the platform has 28", len(categories))
	}
	seen := map[string]bool{}
	for ru, en := range categories {
		if seen[en] || !ascii(en) {
			t.Errorf("%s: %s", ru, en)
		}
		seen[en] = true
		if got, ok := Category(ru); !ok || got != en {
			t.Errorf("Category(%s) = %s", ru, got)
		}
		if got, ok := Category(en); !ok || got != en {
			t.Errorf("Category(%s) = %s", en, got)
		}
	}
	if got, _ := Category("ScriptCompilationError"); got != "ScriptCompileError" {
		t.Errorf("second spelling: %s", got)
	}
	if _, ok := Category("Нечто"); ok {
		t.Error("an unknown category is known")
	}
}

func TestType(t *testing.T) {
	for _, c := range []struct {
		value      string
		categories string
		want       string
	}{
		{"Нечто", "", RuntimeError},
		{"", "", RuntimeError},
		{"Деление на 0", "", "DivisionByZero"},
		{"Division by zero", "", "DivisionByZero"},
		{"ОШИБКА:\nДеление на 0", "", "DivisionByZero"},
		{"Деление на 0", "ОшибкаВоВремяВыполненияВстроенногоЯзыка", "DivisionByZero"},
		{"Деление на 0", "ScriptRuntimeError", "DivisionByZero"},
		{"Ошибка: Деление на 0", "", "DivisionByZero"},
		{"SERVER ERROR: Обмен: Поле объекта не обнаружено (Склад)", "ОшибкаСети", "ObjectFieldNotFound"},
		{"Проверка на деление на 0", "", RuntimeError},
		{"Х", "ОшибкаВоВремяВыполненияВстроенногоЯзыка ОшибкаИспользованияВстроенногоЯзыка", "ScriptUseError"},
		{"Х", "ОшибкаСети ОшибкаВоВремяВыполненияВстроенногоЯзыка", "NetworkError"},
		{"Х", "ВсеОшибки ПрочаяОшибка", "OtherError"},
		{"Х", "FutureError", "FutureError"},
		{"Деление на 0", "КатегорияБудущего", "DivisionByZero"},
	} {
		e := Exception{Value: c.value, Categories: strings.Fields(c.categories)}
		if got := e.Type(); got != c.want {
			t.Errorf("%q [%s]: %s, want %s", c.value, c.categories, got, c.want)
		}
	}
}

func TestCodeLikeness(t *testing.T) {
	for line, want := range map[string]likeness{
		"Объект.Записать();":             surelyCode,
		"If Not ValueIsFilled(A) Then":   surelyCode,
		"Для Каждого А Из Б Цикл":        surelyCode,
		"writer = new TextWriter ( f );": surelyCode,
		"Модуль_Ядро().Массив()":         surelyCode,
		"|ВЫБРАТЬ Поля ИЗ Таблица":       surelyCode,
		"// комментарий из слов":         surelyCode,
		"ДобавитьКнопку(":                surelyCode,
		"ВызватьИсключение Текст;":       surelyCode,
		"ИЗ <<?>>Справочник.А КАК Б":     surelyCode,
		"Дата = '20240101';":             surelyCode,
		"Код, Истина":                    maybeCode,
		"Справочник.Номенклатура":        maybeCode,
		"Поле не заполнено":              notCode,
		"Деление на 0":                   notCode,
		"форма: Элемент":                 notCode,
		"{а = 1}":                        notCode,
		"Ошибка!":                        notCode,
		"it's = here":                    notCode,
		"Не удалось записать (5)":        notCode,
		"[helpui - src\\helpmiscUI.cpp]": notCode,
		"":                               notCode,
		"100%":                           maybeCode,
		"HRESULT=8, SQLSrvr: SQLSTATE=4": notCode,
	} {
		if got := codeLikeness(line); got != want {
			t.Errorf("codeLikeness(%q) = %d, want %d", line, got, want)
		}
	}
}
