package standin

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestEcho_everyValue(t *testing.T) {
	o := create(t, open(t))
	guid := [16]byte{1, 2, 3, 15: 16}
	tests := []struct {
		name string
		arg  any
		want any
	}{
		{"Неопределено", nil, nil},
		{"Null", Null{}, Null{}},
		{"true", true, true},
		{"false", false, false},
		{"int", 42, int64(42)},
		{"int, negative", -1, int64(-1)},
		{"int, too large for I4", int64(1) << 40, float64(1 << 40)},
		{"float, integral", 7.0, int64(7)},
		{"float32", float32(0.5), 0.5},
		{"int8", int8(-8), int64(-8)},
		{"int16", int16(-16), int64(-16)},
		{"int32", int32(-32), int64(-32)},
		{"uint8", uint8(8), int64(8)},
		{"uint16", uint16(16), int64(16)},
		{"uint32, too large for I4", uint32(math.MaxUint32), float64(math.MaxUint32)},
		{"uint", uint(5), int64(5)},
		{"uint64, too large for I4", uint64(1) << 40, float64(1 << 40)},
		{"TM", TM{Day: 1, Year: 100}, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"float", 1.5, 1.5},
		{"string", "Ошибка", "Ошибка"},
		{"string, empty", "", ""},
		{"string with a NUL inside", "a\x00b", "a\x00b"},
		{"string outside the BMP", "😀", "😀"},
		{"string, long", strings.Repeat("ж", 1_000_000), strings.Repeat("ж", 1_000_000)},
		{"lone surrogate", UTF16{0xD83D, 'x'}, "\uFFFDx"},
		{"date", time.Date(2024, 2, 29, 23, 59, 58, 0, time.UTC), time.Date(2024, 2, 29, 23, 59, 58, 0, time.UTC)},
		{"empty date of 1C", time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"binary data", []byte{0, 1, 255}, []byte{0, 1, 255}},
		{"binary data, empty", []byte{}, []byte{}},
		{"I1", Int(VTI1, -128), int64(-128)},
		{"UI1", Int(VTUI1, 255), int64(255)},
		{"I2", Int(VTI2, -32768), int64(-32768)},
		{"UI2", Int(VTUI2, 65535), int64(65535)},
		{"I4", Int(VTI4, math.MinInt32), int64(math.MinInt32)},
		{"UI4", Int(VTUI4, math.MaxUint32), int64(math.MaxUint32)},
		{"I8", Int(VTI8, math.MinInt64), int64(math.MinInt64)},
		{"UI8", Int(VTUI8, -1), uint64(math.MaxUint64)},
		{"INT", Int(VTInt, -2), int64(-2)},
		{"UINT", Int(VTUInt, 4_000_000_000), int64(4_000_000_000)},
		{"ERROR", Int(VTError, 5), int64(5)},
		{"HRESULT", Int(VTHResult, -2147467259), int64(-2147467259)},
		{"R4", R4(1.25), 1.25},
		{"R8, integral", R8(3), 3.0},
		{"R8, NaN", R8(math.Inf(1)), math.Inf(1)},
		{"DATE", Date(time.Date(2024, 1, 31, 12, 0, 1, 0, time.UTC)), time.Date(2024, 1, 31, 12, 0, 1, 0, time.UTC)},
		{"PSTR", PStr("narrow"), "narrow"},
		{"PSTR with NUL", PStr("narrow").WithNUL(), "narrow"},
		{"PWSTR with NUL", PWStr("wide").WithNUL(), "wide"},
		{"PWSTR guarded", PWStr("wide").Guard(), "wide"},
		{"BLOB guarded", Blob([]byte("blob")).Guard(), []byte("blob")},
		{"BOOL, any byte", Int(VTBool, 7), true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := o.Call("Echo", test.arg)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("%T %.50v, %v; want %T %.50v", got, got, err, test.want, test.want)
			}
		})
	}
	v, err := o.CallVariant("Echo", UTF16{0xD83D, 0, 0xDC00})
	if err != nil || !reflect.DeepEqual(v.Text, UTF16{0xD83D, 0, 0xDC00}) {
		t.Errorf("raw units: %x, %v", v.Text, err)
	}
	v, _ = o.CallVariant("Echo", CLSID(guid))
	if o.Library().TakeFaults(); v.VT != VTCLSID || string(v.Bytes) != string(guid[:]) {
		t.Errorf("CLSID: %+v", v)
	}
}

// TestDescribe_whatArrives looks at arguments with the add-in's eyes.
func TestDescribe_whatArrives(t *testing.T) {
	o := create(t, open(t))
	little := func(n uint64, size int) string {
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], n)
		return hex.EncodeToString(b[:size])
	}
	tests := []struct {
		name string
		arg  any
		want string
	}{
		{"1C passes a number that fits as I4", 5, "0003 00000000 05000000"},
		{"a number with a fraction as R8", 0.5, "0005 00000000 " + little(math.Float64bits(0.5), 8)},
		{"a string by units", "Я", "0016 00000000 00000001 2f04"},
		{"a string that lies about its length", PWStr("abcd").WithLength(2), "0016 00000000 00000002 61006200"},
		{"a null pointer with a length", NullPointer(VTPWStr, 9), "0016 00000000 00000009 "},
		{"binary data by bytes", []byte{0xAB}, "0017 00000000 00000001 ab"},
		{"VECTOR and cbElements", Variant{VT: VTUI1 | VTVector, Integer: 1, Elements: 3}, "100e 00000003 01"},
		{"ARRAY", Int(VTI4, 1).WithFlags(VTArray), "2003 00000000 01000000"},
		{"BYREF", Int(VTI4, 1).WithFlags(VTByRef), "4003 00000000 01000000"},
		{"INTERFACE", Variant{VT: VTInterface, Pointer: 0x1234}, "0009 00000000 3412"},
		{"an illegal type", Variant{VT: VTIllegal}, "ffff 00000000 "},
		{"a date as TM", time.Date(2024, 3, 1, 10, 20, 30, 0, time.UTC),
			"0007 00000000 " + little(30, 4) + little(20, 4) + little(10, 4) + little(1, 4) + little(2, 4) + little(124, 4) +
				little(5, 4) + little(60, 4) + little(0, 4)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := o.Text("Describe", test.arg)
			if err != nil || !strings.HasPrefix(got, test.want) {
				t.Errorf("%q, %v; want %q…", got, err, test.want)
			}
		})
	}
}

// TestStrings_areFollowedByPattern makes an add-in that counts on a NUL wrong here too.
func TestStrings_areFollowedByPattern(t *testing.T) {
	o := create(t, open(t))
	if got, err := o.Call("OverRead", "text"); err != nil || got != int64(0xFDFD) {
		t.Errorf("behind a string: %v, %v", got, err)
	}
	if got, err := o.Call("OverRead", PWStr("text").WithNUL()); err != nil || got != int64(0) {
		t.Errorf("behind a terminated string: %v, %v", got, err)
	}
}

func TestCall_refusesWhatCannotBePassed(t *testing.T) {
	o := create(t, open(t))
	if _, err := o.Text("Echo", 5); err == nil {
		t.Error("a number was taken for a string")
	}
	if args, err := o.NewArray(1, struct{}{}); err == nil || args != nil {
		t.Errorf("NewArray: %v, %v", args, err)
	}
	for _, arg := range []any{map[string]int{}, []string{"a"}, struct{}{}, fmt.Sprint} {
		if _, err := o.Call("Echo", arg); err == nil {
			t.Errorf("%T was passed", arg)
		}
	}
}

func TestVT_String(t *testing.T) {
	for vt, want := range map[VT]string{
		VTPWStr: "VTYPE_PWSTR", VTI4 | VTByRef: "VTYPE_I4|BYREF", VTIllegal: "0xffff|VECTOR|ARRAY|BYREF|RESERVED", 99: "0x63",
	} {
		if got := vt.String(); got != want {
			t.Errorf("%d: %s, want %s", vt, got, want)
		}
	}
}
