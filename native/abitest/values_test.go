package abitest

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sentry1c/native/standin"
)

// TestValues_asTags passes every type that 1C may pass as the value of a tag, and
// what becomes of it.
func TestValues_asTags(t *testing.T) {
	moment := time.Date(2026, 11, 23, 4, 5, 6, 0, time.UTC)
	tests := []struct {
		name  string
		value any
		want  any    // the tag; nil if there is none
		fault string // in LastError
	}{
		{"string", "текст", "текст", ""},
		{"string with a NUL behind", standin.PWStr("abc").WithNUL(), "abc", ""},
		{"string before a page that faults", standin.PWStr("abc").Guard(), "abc", ""},
		{"string shorter than its memory", standin.PWStr("abcdef").WithLength(3), "abc", ""},
		{"NUL inside", standin.Variant{VT: standin.VTPWStr, Text: standin.UTF16{'a', 0, 'b'}}, "a\uFFFDb", ""},
		{"half a pair", standin.Variant{VT: standin.VTPWStr, Text: standin.UTF16{0xD83D}}, "\uFFFD", ""},
		{"pair", "😀", "😀", ""},
		{"empty string", "", nil, ""},
		{"narrow UTF-8", standin.PStr("Ёж"), "Ёж", ""},
		{"narrow 1251", standin.PStr("\xc8\xe2\xe0\xed").Guard(), "Иван", ""},
		{"I1", standin.Int(standin.VTI1, -5), "-5", ""},
		{"UI1", standin.Int(standin.VTUI1, 250), "250", ""},
		{"I2", standin.Int(standin.VTI2, -30000), "-30000", ""},
		{"UI2", standin.Int(standin.VTUI2, 60000), "60000", ""},
		{"I4", standin.Int(standin.VTI4, math.MinInt32), "-2147483648", ""},
		{"UI4", standin.Int(standin.VTUI4, math.MaxUint32), "4294967295", ""},
		{"INT", standin.Int(standin.VTInt, 7), "7", ""},
		{"UINT", standin.Int(standin.VTUInt, 8), "8", ""},
		{"I8", standin.Int(standin.VTI8, math.MinInt64), "-9223372036854775808", ""},
		{"UI8", standin.Int(standin.VTUI8, -1), "18446744073709552000", ""},
		{"ERROR", standin.Int(standin.VTError, -2147467259), "-2147467259", ""},
		{"HRESULT", standin.Int(standin.VTHResult, 1), "1", ""},
		{"R4", standin.R4(0.25), "0.25", ""},
		{"R8", standin.R8(1e21), "1000000000000000000000", ""},
		{"R8 NaN", standin.R8(math.NaN()), "NaN", ""},
		{"BOOL", true, "true", ""},
		{"BOOL of an odd byte", standin.Int(standin.VTBool, 2), "true", ""},
		{"TM", moment, "2026-11-23T04:05:06", ""},
		{"TM of nothing", standin.Variant{VT: standin.VTTM}, nil, ""},
		{"DATE", standin.Date(moment), "2026-11-23T04:05:06", ""},
		{"NULL", standin.Null{}, nil, ""},
		{"BLOB", []byte{1, 2, 3}, nil, "Value: binary data where a text is expected"},
		{"null pointer with a length", standin.NullPointer(standin.VTPWStr, 100), nil, "Value: no memory behind a length of 100"},
		{"null PSTR with a length", standin.NullPointer(standin.VTPStr, 100), nil, "Value: no memory behind a length of 100"},
		{"null BLOB with a length", standin.NullPointer(standin.VTBlob, 100), nil, "Value: no memory behind a length of 100"},
		{"null pointer without a length", standin.NullPointer(standin.VTPWStr, 0), nil, ""},
		{"INTERFACE", standin.Variant{VT: standin.VTInterface}, nil, "Value: a value of this type (9) cannot be passed"},
		{"VARIANT", standin.Variant{VT: standin.VTVariant}, nil, "Value: a value of this type (12) cannot be passed"},
		{"CLSID", standin.CLSID([16]byte{1}), nil, "Value: a value of this type (24) cannot be passed"},
		{"array", standin.Int(standin.VTI4, 1).WithFlags(0x2000), nil, "Value: a value of this type (8195) cannot be passed"},
		{"by reference", standin.Int(standin.VTI4, 1).WithFlags(0x4000), nil, "Value: a value of this type (16387) cannot be passed"},
		{"illegal", standin.Variant{VT: 0xFFFF}, nil, "Value: a value of this type (65535) cannot be passed"},
	}
	o, server := started(t, "")
	ids := make([]string, len(tests))
	for i, test := range tests {
		key := fmt.Sprintf("t%d", i)
		if !truth(t, o, "SetTag", key, test.value) {
			t.Errorf("%s: SetTag said no", test.name)
		}
		if got := property(t, o, "LastError"); test.fault == "" && got != "" || !strings.HasPrefix(got, test.fault) {
			t.Errorf("%s: LastError = %q, want %q", test.name, got, test.fault)
		}
		ids[i] = text(t, o, "CaptureMessage", "m")
		truth(t, o, "RemoveTag", key)
	}
	events := flush(t, o, server)
	for i, test := range tests {
		if got := events[ids[i]].At("tags", fmt.Sprintf("t%d", i)); got != test.want {
			t.Errorf("%s: the tag is %#v, want %#v", test.name, got, test.want)
		}
	}
}

// TestValues_asErrorText passes the same oddities where the error itself stands:
// an event arrives whatever it is.
func TestValues_asErrorText(t *testing.T) {
	o, server := started(t, "")
	values := []any{
		"", 5, true, nil, standin.Null{}, []byte("x"), time.Now(), standin.NullPointer(standin.VTPWStr, 9),
		standin.Variant{VT: standin.VTInterface}, standin.Variant{VT: 0xFFFF}, standin.Variant{VT: standin.VTPWStr, Text: standin.UTF16{0xDC00, 0}},
	}
	var ids []string
	for _, value := range values {
		ids = append(ids, text(t, o, "CaptureException", value))
	}
	events := flush(t, o, server)
	for i, id := range ids {
		if events[id].Text("exception", "values", 0, "value") == "" {
			t.Errorf("%#v: the event is %v", values[i], events[id])
		}
	}
}

// TestValues_narrowID: an id of the caller counts in a narrow string as well.
func TestValues_narrowID(t *testing.T) {
	o, server := started(t, "")
	const id, other = "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcde0"
	for given, want := range map[string]string{id: id, "{01234567-89AB-CDEF-0123-456789ABCDE0}": other} {
		if got := text(t, o, "CaptureException", "m", "", standin.PStr(given)); got != want {
			t.Errorf("the id is %s, want %s", got, want)
		}
		if got := property(t, o, "LastError"); got != "" {
			t.Errorf("LastError = %q", got)
		}
	}
	for _, bad := range []string{"", "no id", id + id} {
		if got := text(t, o, "CaptureException", "m", "", standin.PStr(bad)); got == id || len(got) != len(id) {
			t.Errorf("%q: the id is %s", bad, got)
		}
	}
	if events := flush(t, o, server); events[id] == nil || events[other] == nil {
		t.Error("an event did not arrive under its id")
	}
}

func TestValues_huge(t *testing.T) {
	o, server := started(t, "")
	long := strings.Repeat("Ошибка! ", 10<<20/16) // 10 MB of UTF-16
	id := text(t, o, "CaptureException", "НАЧАЛО "+long+" КОНЕЦ")
	withParams := text(t, o, "CaptureException", "m", `{"extra":{"long":"`+long[:5<<20]+`"}}`)
	withBlob := text(t, o, "CaptureException", "m", make([]byte, 10<<20))
	tooLong := text(t, o, "CaptureException", "m", make([]byte, 21<<20))
	if !truth(t, o, "SetTag", "long", long) || !truth(t, o, "AddBreadcrumb", long, long, long, long, long) {
		t.Error("a scope method said no")
	}
	afterwards := text(t, o, "CaptureException", long)
	events := flush(t, o, server)
	value := events[id].Text("exception", "values", 0, "value")
	if !strings.HasPrefix(value, "НАЧАЛО ") || !strings.HasSuffix(value, " КОНЕЦ") || !strings.Contains(value, "characters cut") {
		t.Errorf("the text is %d characters, from %.20q to %.20q", utf8.RuneCountInString(value), value, value[len(value)-20:])
	}
	if n := utf8.RuneCountInString(value); n < 100000 || n > 140000 {
		t.Errorf("%d characters are left, want about 131,000", n)
	}
	for id, want := range map[string]string{
		withParams: "event: larger than",
		withBlob:   "Params: binary data where a text is expected",
		tooLong:    "Params: 22020096 bytes are more than the 20971520 that are taken",
	} {
		problems := fmt.Sprint(events[id].At("contexts", "sdk_problems"))
		if !strings.Contains(problems, want[strings.Index(want, ":")+2:]) {
			t.Errorf("problems = %.300s, want %q", problems, want)
		}
	}
	if events[afterwards] == nil {
		t.Error("the last event did not arrive")
	}
	if tag := events[afterwards].Text("tags", "long"); utf8.RuneCountInString(tag) != 200 {
		t.Errorf("the tag has %d characters", utf8.RuneCountInString(tag))
	}
}

// TestValues_refused: what a method is about and cannot be taken is answered with false, told
// by LastError and counted; what only goes with it is told alone.
func TestValues_refused(t *testing.T) {
	o, server := started(t, "")
	const most = 20 << 20
	long := `{"a":"` + strings.Repeat("x", most/2) + `"}` // two bytes each
	for _, c := range []struct {
		method string
		args   []any
		want   bool
		fault  string
	}{
		{"SetContext", []any{"a", long}, false, "are more than the 20971520 that are taken"},
		{"SetContext", []any{"a", standin.Variant{VT: standin.VTInterface}}, false, "cannot be passed"},
		{"SetContext", []any{"a", `{"a":1}`}, true, ""},
		{"SetTags", []any{long}, false, "are more than"},
		{"SetExtra", []any{"a", long}, false, "are more than"},
		{"AddAttachment", []any{"a.bin", make([]byte, most+1)}, false, "are more than"},
		{"AddAttachment", []any{"a.bin", standin.NullPointer(standin.VTBlob, 100)}, false, "no memory behind a length"},
		{"AddAttachment", []any{"a.bin", []byte{1, 2}}, true, ""},
		{"AddBreadcrumb", []any{"a", "", "info", standin.Variant{VT: standin.VTInterface}}, true, "cannot be passed"},
	} {
		if got := truth(t, o, c.method, c.args...); got != c.want {
			t.Errorf("%s(%.40v) = %v, want %v", c.method, c.args, got, c.want)
		}
		got := property(t, o, "LastError")
		if got == "" && c.fault != "" { // that it had no answer in time took the place of it
			truth(t, o, c.method, c.args...)
			got = property(t, o, "LastError")
		}
		if c.fault == "" && got != "" || !strings.Contains(got, c.fault) {
			t.Errorf("%s(%.40v): LastError = %q, want %q", c.method, c.args, got, c.fault)
		}
	}
	id := text(t, o, "CaptureMessage", "m")
	events := flush(t, o, server)
	if got := fmt.Sprint(events[id].At("contexts", "a")); got != "map[a:1]" {
		t.Errorf("the context is %s", got)
	}
}

func TestCalls_withOddCounts(t *testing.T) {
	o, server := started(t, "")
	index := o.FindMethod("SetTag")
	for name, call := range map[string]standin.RawCall{
		"no array":           {Method: index, Count: 2},
		"negative count":     {Method: index, Params: array(t, o, "k", "x"), Count: -1},
		"fewer":              {Method: index, Params: array(t, o, "k", "x"), Count: 1},
		"more than declared": {Method: index, Params: array(t, o, "k", "v", "w", "x"), Count: 4},
	} {
		v, ok, err := o.CallAsFunc(call)
		if err != nil || !ok || v.VT != standin.VTBool {
			t.Errorf("%s: CallAsFunc = %v, %v, %v", name, v, ok, err)
		}
		if ok, err := o.CallAsProc(call); err != nil || !ok {
			t.Errorf("%s: CallAsProc = %v, %v", name, ok, err)
		}
		call.NoResult = true
		if _, ok, err := o.CallAsFunc(call); err != nil || !ok {
			t.Errorf("%s: CallAsFunc without a result = %v, %v", name, ok, err)
		}
		if call.Params != nil {
			call.Params.Free()
		}
	}
	id := text(t, o, "CaptureMessage", "m")
	if got := flush(t, o, server)[id].At("tags", "k"); got != "v" {
		t.Errorf("the tag is %v", got)
	}
}

// array makes parameters for a raw call.
func array(t *testing.T, o *standin.Object, values ...any) *standin.Array {
	t.Helper()
	a, err := o.NewArray(values...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
