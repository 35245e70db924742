package rawjson

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCanonical(t *testing.T) {
	tests := []struct{ in, want string }{
		{`{"b":1,"a":[true, false,null ,"x"]}`, `{"b":1,"a":[true,false,null,"x"]}`},
		{` 1.50e3 `, `1.50e3`},
		{`12345678901234567890`, `12345678901234567890`},
		{`{"a":[1e999,-1E+400,1e-999,1.7e308]}`, `{"a":["1e999","-1E+400",1e-999,1.7e308]}`},
		{strings.Repeat("9", 309), `"` + strings.Repeat("9", 309) + `"`},
		{strings.Repeat("9", 308), strings.Repeat("9", 308)},
		{`"\ud83d"`, "\"\uFFFD\""},
		{`"\ud83d\ude00"`, `"😀"`},
		{`"a\u0000b"`, "\"a\uFFFDb\""},
		{"\"bad \xff byte\"", "\"bad \uFFFD byte\""},
		{`{"ключ":{"вложенный":[[],{}]}}`, `{"ключ":{"вложенный":[[],{}]}}`},
		{`{"a":"x,:}]\"y"}`, `{"a":"x,:}]\"y"}`},
		{`"\u001f\/"`, `"\u001f/"`},
		{"\uFEFF{\"a\":1}", `{"a":1}`},
		{"\uFEFF [\"\uFEFF\"]", "[\"\uFEFF\"]"},
	}
	for _, test := range tests {
		got, err := Canonical(test.in)
		if err != nil || string(got) != test.want {
			t.Errorf("Canonical(%s) = %s, %v, want %s", test.in, got, err, test.want)
		}
	}
}

func TestCanonical_errors(t *testing.T) {
	tests := []struct {
		in     string
		offset int
	}{
		{``, 0}, {`{`, 1}, {`{"a":1,}`, 7}, {`{"ф":тест}`, 5}, {`1 2`, 3}, {`{"a" 1}`, 5}, {`nux`, 2}, {`[1,2`, 4},
	}
	for _, test := range tests {
		_, err := Canonical(test.in)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("Canonical(%s) = %v, want a syntax error", test.in, err)
			continue
		}
		if syntax.Offset != test.offset {
			t.Errorf("Canonical(%s): %v, want offset %d", test.in, err, test.offset)
		}
	}
	deep := strings.Repeat("[", MaxDepth+1) + strings.Repeat("]", MaxDepth+1)
	if _, err := Canonical(deep); !errors.Is(err, ErrTooDeep) {
		t.Errorf("Canonical of %d brackets = %v, want ErrTooDeep", MaxDepth+1, err)
	}
	if _, err := Canonical(deep[1 : len(deep)-1]); err != nil {
		t.Errorf("Canonical of %d brackets = %v", MaxDepth, err)
	}
}

func TestFields(t *testing.T) {
	var keys, values []string
	for key, raw := range Fields([]byte(`{"a\"}":{"x":[1,2]},"б":"}\"","c":[],"d":1.5}`)) {
		keys, values = append(keys, key), append(values, string(raw))
	}
	if want := []string{`a"}`, "б", "c", "d"}; !reflect.DeepEqual(keys, want) {
		t.Errorf("keys = %q, want %q", keys, want)
	}
	if want := []string{`{"x":[1,2]}`, `"}\""`, `[]`, `1.5`}; !reflect.DeepEqual(values, want) {
		t.Errorf("values = %q, want %q", values, want)
	}
	for key := range Fields([]byte(`{}`)) {
		t.Errorf("empty object has key %q", key)
	}
	for key := range Fields([]byte(`[1]`)) {
		t.Errorf("array has key %q", key)
	}
}

func TestElements(t *testing.T) {
	var got []string
	for raw := range Elements([]byte(`["a,]",{"b":[1]},[],2]`)) {
		got = append(got, string(raw))
	}
	if want := []string{`"a,]"`, `{"b":[1]}`, `[]`, `2`}; !reflect.DeepEqual(got, want) {
		t.Errorf("elements = %q, want %q", got, want)
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"\ud83d",null]}`, `"x`, `[[[[`, `{"":{"":""}}`, `-0.1E+2`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw, err := Canonical(text)
		if err != nil {
			if json.Valid([]byte(text)) && !errors.Is(err, ErrTooDeep) {
				t.Fatalf("Canonical(%q) = %v, but it is valid", text, err)
			}
			return
		}
		if !json.Valid(raw) || !utf8.Valid(raw) {
			t.Fatalf("Canonical(%q) = %q, which is not valid", text, raw)
		}
		again, err := Canonical(string(raw))
		if err != nil || string(again) != string(raw) {
			t.Fatalf("Canonical(%q) = %q, %v: not stable", raw, again, err)
		}
		count := 0
		for range Fields(raw) {
			count++
		}
		for range Elements(raw) {
			count++
		}
		var values any
		if err := json.Unmarshal(raw, &values); err != nil {
			return // a number out of range
		}
		switch v := values.(type) {
		case map[string]any:
			if count < len(v) {
				t.Fatalf("%q has %d fields, %d found", raw, len(v), count)
			}
		case []any:
			if count != len(v) {
				t.Fatalf("%q has %d elements, %d found", raw, len(v), count)
			}
		}
	})
}
