package brackets

import (
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string][]Value{
		"":                       {T("")},
		"1":                      {T("1")},
		"\uFEFF{}":               {L()},
		"{1}":                    {L(N(1))},
		"{1,}":                   {L(N(1), T(""))},
		"{,}":                    {L(T(""), T(""))},
		"{ 1 ,\n\t{ 2 } }":       {L(N(1), L(N(2)))},
		"{1},{2}":                {L(N(1)), L(N(2))},
		"{1},\r\n{2}":            {L(N(1)), L(N(2))},
		`{"a""b"}`:               {L(S(`a"b`))},
		`{"",""}`:                {L(S(""), S(""))},
		`{""""}`:                 {L(S(`"`))},
		"{\"two\r\nlines {,}\"}": {L(S("two\r\nlines {,}"))},
		`{"#",157fa490-4ce9-11d4-9415-008048da11f9,-1}`: {L(S("#"), T("157fa490-4ce9-11d4-9415-008048da11f9"), N(-1))},
		"{#base64:QUJD}":           {L(T("#base64:QUJD"))},
		"{#base64:QUJD\r\r\nRA==}": {L(T("#base64:QUJD\r\r\nRA=="))},
		"{#base64:QUJD\r\r\n}":     {L(T("#base64:QUJD\r\r\n"))},
		"{#base64:QUJD \n}":        {L(T("#base64:QUJD"))},
		"{{{1}}}":                  {L(L(L(N(1))))},
		"{Кириллица,a b}":          {L(T("Кириллица"), T("a b"))},
	} {
		got, err := Parse(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Parse(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParse_broken(t *testing.T) {
	for text, want := range map[string]string{
		"{":                             "a list is not closed",
		"{1,{2}":                        "a list is not closed",
		"{1,\r\n{2":                     "line 2",
		"}":                             "closing brace without its opening",
		"{1}}":                          "closing brace without its opening",
		`{"a}`:                          "a string is not closed",
		`{"a""}`:                        "a string is not closed",
		`{"a"b}`:                        `comma or a closing brace expected, "b}" found`,
		`{1"a"}`:                        "comma or a closing brace expected",
		"{1{2}}":                        "comma or a closing brace expected",
		"{{1}{2}}":                      "comma or a closing brace expected",
		"{1} {2}":                       "comma or a closing brace expected",
		"{\"a\"\xff":                    "comma or a closing brace expected, \"?\" found",
		strings.Repeat("{", maxDepth+1): "nested more than",
		"{" + strings.Repeat(",", maxValues+1) + "}": "more than",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%.40q): %v, want an error with %q", text, err, want)
		}
	}
}

func TestParseOne(t *testing.T) {
	if v, err := ParseOne("\uFEFF{1,{2}}"); err != nil || !v.Is("2", 1, 0) {
		t.Errorf("%v, %v", v, err)
	}
	for _, text := range []string{"", "1", `"a"`, "{1},{2}", "{"} {
		if v, err := ParseOne(text); err == nil {
			t.Errorf("ParseOne(%q) = %v", text, v)
		}
	}
}

func TestValue_places(t *testing.T) {
	v := L(N(1), L(S("2"), T("-3"), T("x")), B(true), B(false))
	if got, ok := v.At(1, 0); !ok || got.Text != "2" {
		t.Errorf("At(1, 0) = %v, %v", got, ok)
	}
	for _, path := range [][]int{{4}, {-1}, {0, 0}, {1, 3}, {1, 0, 0}} {
		if got, ok := v.At(path...); ok {
			t.Errorf("At(%v) = %v", path, got)
		}
	}
	if n, ok := v.Int(1, 1); !ok || n != -3 {
		t.Errorf("Int(1, 1) = %d, %v", n, ok)
	}
	for _, path := range [][]int{{1, 0}, {1, 2}, {1}, {9}} {
		if n, ok := v.Int(path...); ok {
			t.Errorf("Int(%v) = %d", path, n)
		}
	}
	if !v.Is("1", 2) || !v.Is("0", 3) || v.Is("2", 1, 0) || v.Is("", 9) {
		t.Error("Is does not tell tokens")
	}
}

func TestWalk(t *testing.T) {
	var met []string
	L(T("a"), L(T("skip"), T("b")), L(T("c"), L(T("d")))).Walk(func(v Value) bool {
		if v.Kind == Token {
			met = append(met, v.Text)
		}
		return !v.Is("skip", 0)
	})
	if got := strings.Join(met, ""); got != "acd" {
		t.Errorf("met %q", got)
	}
}
