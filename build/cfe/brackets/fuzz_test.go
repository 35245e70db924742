package brackets

import (
	"reflect"
	"testing"
)

// What can be read is written so that it reads the same, and what is written
// stays as it is when written again.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "{1,{\"a\"\"b\"},}", "\uFEFF{1,\r\n{#base64:QUJD\r\r\n}\r\n}", "{0},\r\n{2,x,}", "{ 1 , { } }", "}{", "{\"\xff", "{a\r\r\n}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		values, err := Parse(text)
		if err != nil {
			return
		}
		printed := Print(values...)
		again, err := Parse(printed)
		if err != nil {
			t.Fatalf("%q was written as %q: %v", text, printed, err)
		}
		if !reflect.DeepEqual(values, again) {
			t.Fatalf("%q was written as %q and changed from %v to %v", text, printed, values, again)
		}
		if twice := Print(again...); twice != printed {
			t.Fatalf("%q was written as %q, then as %q", text, printed, twice)
		}
		for _, v := range values {
			v.Walk(func(v Value) bool {
				_, _ = v.Bytes()
				return true
			})
		}
	})
}
