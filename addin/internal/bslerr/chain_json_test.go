package bslerr

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestParents(t *testing.T) {
	chain := []Exception{{}, {}, {Relation: Sibling}, {}, {Relation: Sibling}}
	if got := Parents(chain); !slices.Equal(got, []int{-1, 0, 0, 2, 2}) {
		t.Errorf("%v", got)
	}
	if got := Parents([]Exception{{}, {Relation: Sibling}, {}}); !slices.Equal(got, []int{-1, -1, 1}) {
		t.Errorf("beside the first: %v", got)
	}
}

func TestAppendChain(t *testing.T) {
	r := Parse("{Обмен ОбщийМодуль.А.Модуль(3)}: {ОбщийМодуль.Б.Модуль(2)}: Сбой \"5\"\nпо причине:\nДеление на 0\n{(1)}:А()\n{ОбщийМодуль.В.Модуль(9)}:Выполнить(\"А()\");\n\nОбработка.Г.МодульОбъекта : 7 : В();")
	const want = `[{"type":"RuntimeError","value":"Сбой \"5\"","relation":"cause","frames":[` +
		`{"module":"ОбщийМодуль.Б.Модуль","line":2},{"module":"ОбщийМодуль.А.Модуль","extension":"Обмен","line":3}]},` +
		`{"type":"DivisionByZero","value":"Деление на 0","parent":0,"relation":"cause","frames":[` +
		`{"module":"","line":1,"source":"А()"},{"module":"ОбщийМодуль.В.Модуль","line":9,"source":"Выполнить(\"А()\");"},` +
		`{"module":"Обработка.Г.МодульОбъекта","line":7,"source":"В();"}]}]`
	if got := string(AppendChain(nil, r.Exceptions)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for text, want := range map[string]string{
		"": "[]",
		"{А.Б(1)}: x\n{ОбщийМодуль.А.Модуль(1,2)}: Ожидается выражение\n{ОбщийМодуль.А.Модуль(3,4)}: Ожидается выражение": `[{"type":"RuntimeError","value":"x","relation":"cause","frames":[{"module":"А.Б","line":1}]},` +
			`{"type":"ExpressionExpected","value":"Ожидается выражение","parent":0,"relation":"cause","frames":[{"module":"ОбщийМодуль.А.Модуль","line":1,"column":2}]},` +
			`{"type":"ExpressionExpected","value":"Ожидается выражение","parent":0,"relation":"sibling","frames":[{"module":"ОбщийМодуль.А.Модуль","line":3,"column":4}]}]`,
	} {
		if got := string(AppendChain(nil, Parse(text).Exceptions)); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

// TestAppendChain_valid: whatever a text holds, the chain is JSON with every frame.
func TestAppendChain_valid(t *testing.T) {
	for _, s := range allSamples(t) {
		r := Parse(s.Text)
		var chain []struct {
			Parent *int
			Frames []struct{ Module string }
		}
		if err := json.Unmarshal(AppendChain(nil, r.Exceptions), &chain); err != nil {
			t.Fatalf("%s: %v", s.ID, err)
		}
		for i, e := range r.Exceptions {
			if len(chain[i].Frames) != len(e.Frames) || chain[i].Parent != nil && *chain[i].Parent >= i {
				t.Errorf("%s: exception %d: %+v", s.ID, i, chain[i])
			}
		}
	}
}
