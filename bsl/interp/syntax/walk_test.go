package syntax

import (
	"slices"
	"strings"
	"testing"
)

// TestWalk: whatever may hold an expression, the expression is found, once and in order.
func TestWalk(t *testing.T) {
	m := parse(t, `Процедура А(П = "п0")
	Б("п1", , В("п2").Г("п3")[Д("п4")].Е);
	Если Ж = "п5" Тогда З("п6"); ИначеЕсли "п7" <> ИИ Тогда К = "п8"; Иначе Л = -М("п9"); КонецЕсли;
	Пока Н("q0") Цикл О("q1"); Прервать; КонецЦикла;
	Для П = Р("q2") По С("q3") Цикл Т("q4"); Продолжить; КонецЦикла;
	Для Каждого У Из Ф("q5") Цикл Х("q6"); КонецЦикла;
	Попытка Ц("q7"); Исключение ВызватьИсключение "q8"; КонецПопытки;
	Выполнить("q9");
	Ч[Ш("r0")].Щ = ?(Э("r1"), Новый Структура("r2"), Новый("r3"));
КонецПроцедуры
Функция Ю()
	Возврат Не Я("r4");
КонецФункции
АА("r5");`)
	var got []string
	m.Walk(func(n Node) {
		if s, ok := n.(*String); ok {
			got = append(got, s.Value)
		}
	})
	want := strings.Fields("п0 п1 п2 п3 п4 п5 п6 п7 п8 п9 q0 q1 q2 q3 q4 q5 q6 q7 q8 q9 r0 r1 r2 r3 r4 r5")
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	f, ok := m.Method("ю")
	if !ok {
		t.Fatal("Ю is not found")
	}
	if text := m.Text(f); !slices.Equal(text, []string{"\tВозврат Не Я(\"r4\");"}) {
		t.Errorf("the text of Ю is %q", text)
	}
	if _, ok := m.Method("нет"); ok {
		t.Error("a method is found that is not there")
	}
	one := parse(t, "Процедура А() КонецПроцедуры")
	if text := one.Text(one.Methods[0]); len(text) != 0 {
		t.Errorf("a method on one line has the text %q", text)
	}
}

// TestAssigned: each name that is assigned to is shown where it stands, in any block.
func TestAssigned(t *testing.T) {
	m := parse(t, `Процедура А()
	Б = 1; Б.В = 2; Б[0] = 3;
	Если Г Тогда Д = 4; ИначеЕсли Г Тогда Е = 5; Иначе Ж = 6; КонецЕсли;
	Пока З Цикл Ии = 7; КонецЦикла;
	Для К = 1 По 2 Цикл Л = 8; КонецЦикла;
	Для Каждого М Из Н Цикл О = 9; КонецЦикла;
	Попытка П = 10; Исключение Р = 11; КонецПопытки;
КонецПроцедуры`)
	var got, loops []string
	Assigned(m.Methods[0].Body, func(pos Pos, name string, value Expression) {
		got = append(got, name)
		if value == nil {
			loops = append(loops, name)
		}
		if line := m.Lines[pos.Line-1]; !strings.Contains(line, name) {
			t.Errorf("%s does not stand in %q", name, line)
		}
	})
	if want := strings.Fields("Б Д Е Ж Ии К Л М О П Р"); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if want := strings.Fields("К М"); !slices.Equal(loops, want) {
		t.Errorf("of loops %q, want %q", loops, want)
	}
}
