package record

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

const boundary = "../../../native"

// The constants of both sides, by the names of C.
var constants = map[string]uint64{
	"JOURNAL_FORMAT_VERSION": FormatVersion,
	"RECORD_ALIGN":           recordAlign,
	"RECORD_RESERVED":        recordReserved,
	"RECORD_COMMITTED":       recordCommitted,
	"RECORD_PAD":             recordPad,

	"RECORD_FLAG_SCOPE_INCOMPLETE": FlagScopeIncomplete,
	"RECORD_FLAG_ID_GIVEN":         FlagIDGiven,

	"RECORD_METHOD_PROPERTY":    MethodProperty,
	"RECORD_METHOD_CREATED":     MethodCreated,
	"RECORD_METHOD_DESTROYED":   MethodDestroyed,
	"RECORD_METHOD_LOCALE":      MethodLocale,
	"RECORD_METHOD_LANGUAGE":    MethodLanguage,
	"RECORD_METHOD_DONE":        MethodDone,
	"RECORD_METHOD_SNAPSHOT":    MethodSnapshot,
	"RECORD_METHOD_INTERPRETED": MethodInterpreted,

	"RINGFILE_HEADER_AT":  RingFileHeaderAt,
	"RINGFILE_RECORDS_AT": RingFileRecordsAt,

	"ARGUMENT_EMPTY":    uint64(Empty),
	"ARGUMENT_NULL":     uint64(Null),
	"ARGUMENT_BOOL":     uint64(Bool),
	"ARGUMENT_INTEGER":  uint64(Integer),
	"ARGUMENT_NUMBER":   uint64(Number),
	"ARGUMENT_TIME":     uint64(Time),
	"ARGUMENT_OLE_DATE": uint64(OLEDate),
	"ARGUMENT_TEXT":     uint64(Text),
	"ARGUMENT_CUT_TEXT": uint64(CutText),
	"ARGUMENT_BYTES":    uint64(Bytes),
	"ARGUMENT_ANSI":     uint64(ANSI),
	"ARGUMENT_SIDE":     uint64(Side),
	"ARGUMENT_BAD":      uint64(Bad),

	"BAD_TYPE":    BadType,
	"BAD_POINTER": BadPointer,
	"BAD_LENGTH":  BadLength,
	"BAD_MEMORY":  BadMemory,

	"TEXT_LIMIT":     TextLimit,
	"INLINE_LIMIT":   InlineLimit,
	"ARGUMENT_LIMIT": ArgumentLimit,
}

func TestFormat_isThatOfC(t *testing.T) {
	header, err := os.ReadFile(filepath.Join(boundary, "format.h"))
	if err != nil {
		t.Fatal(err)
	}
	define := regexp.MustCompile(`(?m)^#define ([A-Z_]+) (\S.*?)(?:\s*/\*.*)?$`)
	found := map[string]bool{}
	for _, match := range define.FindAllStringSubmatch(string(header), -1) {
		name, value := match[1], number(t, match[2])
		want, known := constants[name]
		if !known {
			t.Errorf("format.h defines %s, this package has no such constant", name)
			continue
		}
		found[name] = true
		if value != want {
			t.Errorf("%s is %d in format.h, %d here", name, value, want)
		}
	}
	for name := range constants {
		if !found[name] {
			t.Errorf("format.h does not define %s", name)
		}
	}
	if !strings.Contains(string(header), "sizeof(record_t) == "+strconv.Itoa(recordSize)) {
		t.Errorf("format.h does not assert that a record has %d bytes", recordSize)
	}
}

func number(t *testing.T, text string) uint64 {
	t.Helper()
	text = strings.Trim(strings.ReplaceAll(text, "u", ""), "()")
	base, shift, shifted := strings.Cut(text, " << ")
	n, err := strconv.ParseUint(base, 0, 64)
	if err != nil {
		t.Fatalf("format.h: %q: %v", text, err)
	}
	if shifted {
		bits, err := strconv.Atoi(shift)
		if err != nil {
			t.Fatalf("format.h: %q: %v", text, err)
		}
		n <<= bits
	}
	return n
}

// TestNext_readsWhatCWrote compiles a program with the boundary's own C that
// writes records of every kind.
func TestNext_readsWhatCWrote(t *testing.T) {
	cc, err := exec.LookPath("cc")
	if err != nil {
		t.Skip("no C compiler: ", err)
	}
	program := filepath.Join(t.TempDir(), "dump")
	args := []string{"-std=c11", "-D_GNU_SOURCE", "-I" + boundary, filepath.Join(boundary, "ctest/testdata/dump.c"), "-lpthread", "-o", program}
	for _, file := range []string{"argument", "drops", "event_" + runtime.GOOS, "growth", "ids", "journal", "path", "platform", "platform_posix", "record", "ring", "side", "utf16"} {
		args = append(args, filepath.Join(boundary, file+".c"))
	}
	if output, err := exec.Command(cc, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	run, err := exec.Command(program).Output()
	if err != nil {
		t.Fatal(err)
	}
	record, rest, ok, err := Next(run)
	if err != nil || !ok {
		t.Fatalf("Next = %v, %v", ok, err)
	}
	if record.Object != 77 || record.Client != 5 || record.Method != 3 || record.Flags != FlagIDGiven || record.Reply != 0x102 ||
		record.Sequence != 1 || record.ID != [16]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15} {
		t.Errorf("record = %+v", record)
	}
	if age := time.Since(time.Unix(0, record.Wall)); age < 0 || age > time.Minute {
		t.Errorf("record was written %v ago", age)
	}
	values := record.Arguments(nil)
	var texts []string
	var kinds []Kind
	for _, v := range values {
		texts, kinds = append(texts, v.Text()), append(kinds, v.Kind)
	}
	wantKinds := []Kind{Empty, Null, Bool, Integer, Number, Time, OLEDate, Text, Bytes, ANSI, Bad, CutText, Side}
	if !reflect.DeepEqual(kinds, wantKinds) {
		t.Errorf("kinds = %v, want %v", kinds, wantKinds)
	}
	wantTexts := []string{
		"", "", "true", "-42", "1.5", "2026-11-23T04:05:06", "2023-03-15T12:00:00", "AЖ😀\uFFFD\uFFFDz", "", "ansi", "",
		"A\n[… 5 characters cut …]\nz", "",
	}
	if !reflect.DeepEqual(texts, wantTexts) {
		t.Errorf("texts = %q, want %q", texts, wantTexts)
	}
	if v := values[8]; !bytes.Equal(v.Raw, []byte{1, 2, 3}) {
		t.Errorf("bytes = %v", v.Raw)
	}
	if v := values[10]; v.Reason != BadType || v.Detail != 9 {
		t.Errorf("bad = %+v", v)
	}
	if v := values[12]; v.SideKind != Bytes || v.SideBytes != InlineLimit+1 || v.SideNumber == 0 {
		t.Errorf("side = %+v", v)
	}
	record, rest, ok, err = Next(rest)
	if err != nil || !ok || record.Method != MethodCreated || record.Sequence != 2 || len(record.Arguments(nil)) != 0 {
		t.Errorf("second record = %+v, %v, %v", record, ok, err)
	}
	if _, _, ok, err = Next(rest); ok || err != nil {
		t.Errorf("after the last record: %v, %v", ok, err)
	}
}

// build returns a record with the arguments given as kind and body.
func build(state uint32, arguments ...[]byte) []byte {
	le := binary.LittleEndian
	b := make([]byte, recordSize)
	for _, argument := range arguments {
		b = append(b, argument...)
	}
	le.PutUint32(b, state)
	le.PutUint32(b[4:], uint32(len(b)))
	le.PutUint16(b[64:], uint16(len(arguments)))
	return b
}

func argument(kind Kind, body []byte) []byte {
	b := make([]byte, argumentSize, argumentSize+len(body)+recordAlign)
	b[0] = byte(kind)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(body)))
	b = append(b, body...)
	for len(b)%recordAlign != 0 {
		b = append(b, 0)
	}
	return b
}

func units(text string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

func TestNext_passesOverPadsAndUncommitted(t *testing.T) {
	pad := make([]byte, 24)
	binary.LittleEndian.PutUint32(pad, recordPad)
	binary.LittleEndian.PutUint32(pad[4:], 24)
	run := append(append(pad, build(recordReserved, argument(Text, units("half")))...), build(recordCommitted, argument(Text, units("ok")))...)
	record, rest, ok, err := Next(run)
	if err != nil || !ok || len(rest) != 0 || record.Arguments(nil)[0].Text() != "ok" {
		t.Errorf("Next = %+v, %d, %v, %v", record, len(rest), ok, err)
	}
}

func TestNext_damage(t *testing.T) {
	whole := build(recordCommitted, argument(Text, units("text")), argument(Integer, make([]byte, 8)))
	change := func(at int, value uint32) []byte {
		b := bytes.Clone(whole)
		binary.LittleEndian.PutUint32(b[at:], value)
		return b
	}
	tests := map[string][]byte{
		"a few bytes":            whole[:5],
		"cut":                    whole[:len(whole)-8],
		"unknown state":          change(0, 0),
		"size 0":                 change(4, 0),
		"size not aligned":       change(4, 73),
		"size beyond the run":    change(4, 1<<30),
		"size below the header":  change(4, 64),
		"more arguments":         change(64, 3),
		"fewer arguments":        change(64, 1),
		"argument too long":      change(recordSize+4, 1<<31),
		"argument longer by one": change(recordSize+4, 17),
		"half a code unit":       change(recordSize+4, 7),
		"unknown kind":           change(recordSize, 99),
		"integer of text's size": build(recordCommitted, argument(Integer, []byte{1, 2, 3, 4})),
		"cut outside":            build(recordCommitted, argument(CutText, []byte{9, 0, 0, 0, 1, 0, 0, 0, 'a', 0})),
		"cut without a head":     build(recordCommitted, argument(CutText, []byte{0, 0})),
		"side of a side":         build(recordCommitted, argument(Side, append(make([]byte, 8), byte(Side), 0, 0, 0, 0, 0, 0, 0))),
	}
	for name, run := range tests {
		t.Run(name, func(t *testing.T) {
			if _, _, ok, err := Next(run); !errors.Is(err, ErrDamaged) || ok {
				t.Errorf("Next = %v, %v, want ErrDamaged", ok, err)
			}
		})
	}
}

func TestValue_numbers(t *testing.T) {
	number := func(f float64) Value { return Value{Kind: Number, Bits: math.Float64bits(f)} }
	for _, test := range []struct {
		v    Value
		n    int64
		ok   bool
		text string
	}{
		{number(3), 3, true, "3"},
		{number(-2.5), 0, false, "-2.5"},
		{number(1e15), 1e15, true, "1000000000000000"},
		{number(math.NaN()), 0, false, "NaN"},
		{number(math.Inf(1)), 0, false, "+Inf"},
		{Value{Kind: Integer, Bits: 1 << 63}, math.MinInt64, true, "-9223372036854775808"},
		{Value{Kind: Text, Raw: units("7")}, 0, false, "7"},
	} {
		if n, ok := test.v.Int(); n != test.n || ok != test.ok {
			t.Errorf("Int of %v = %d, %v, want %d, %v", test.v, n, ok, test.n, test.ok)
		}
		if text := test.v.Text(); text != test.text {
			t.Errorf("Text = %q, want %q", text, test.text)
		}
	}
	if _, ok := (Value{Kind: Text}).Float(); ok {
		t.Error("a text is a float")
	}
	if truth, ok := (Value{Kind: Bool, Bits: 1}).Truth(); !truth || !ok {
		t.Error("a true is none")
	}
}

func TestValue_time(t *testing.T) {
	of := func(parts ...int32) Value {
		var raw []byte
		for _, part := range parts {
			raw = binary.LittleEndian.AppendUint32(raw, uint32(part))
		}
		return Value{Kind: Time, Raw: raw}
	}
	moscow := time.FixedZone("MSK", 3*60*60)
	got, ok := of(2026, 11, 23, 4, 5, 6).LocalTime(moscow)
	if want := time.Date(2026, 11, 23, 1, 5, 6, 0, time.UTC); !ok || !got.Equal(want) {
		t.Errorf("LocalTime = %v, %v, want %v", got, ok, want)
	}
	for _, bad := range []Value{
		of(1, 1, 1, 24, 0, 0), of(2026, 2, 30, 0, 0, 0), of(2026, 13, 1, 0, 0, 0), of(0, 1, 1, 0, 0, 0),
		of(math.MaxInt32, math.MaxInt32, 1, 0, 0, 0), of(2026, 1, 1, 0, -1, 0),
		{Kind: OLEDate, Bits: math.Float64bits(math.NaN())}, {Kind: OLEDate, Bits: math.Float64bits(1e300)}, {Kind: Text},
	} {
		if got, ok := bad.LocalTime(moscow); ok {
			t.Errorf("LocalTime of %v = %v", bad, got)
		}
	}
}

func TestValue_ansi(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                         "plain",
		"Привет":                        "Привет", // UTF-8
		"\xcf\xf0\xe8\xe2\xe5\xf2 \xb9": "Привет №",
		"a\x00b":                        "a\uFFFDb",
	} {
		if got := (Value{Kind: ANSI, Raw: []byte(in)}).Text(); got != want {
			t.Errorf("Text of %q = %q, want %q", in, got, want)
		}
	}
}

func TestValue_resolved(t *testing.T) {
	side := Value{Kind: Side, SideKind: Text}
	if got := side.Resolved(append(units("большой"), 'x')).Text(); got != "большой" {
		t.Errorf("Text = %q", got)
	}
}

func FuzzNext(f *testing.F) {
	f.Add(build(recordCommitted, argument(Text, units("текст")), argument(Time, make([]byte, 24)), argument(Bad, make([]byte, 8))))
	f.Add(build(recordCommitted, argument(CutText, append(make([]byte, 8), units("ab")...)), argument(Side, append(make([]byte, 8), byte(Bytes), 0, 0, 0, 0, 0, 0, 0))))
	f.Add(append(build(recordReserved), build(recordCommitted, argument(ANSI, []byte("x")))...))
	f.Fuzz(func(t *testing.T, run []byte) {
		for {
			record, rest, ok, err := Next(run)
			if err != nil || !ok {
				return
			}
			if len(rest) >= len(run) {
				t.Fatalf("%d bytes left of %d", len(rest), len(run))
			}
			values := record.Arguments(nil)
			if len(values) != record.count {
				t.Fatalf("%d arguments of %d", len(values), record.count)
			}
			for _, v := range values {
				if text := v.Text(); !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
					t.Fatalf("text %q", text)
				}
				v.LocalTime(time.Local)
				v.Int()
			}
			run = rest
		}
	})
}

func FuzzDecodeUTF16(f *testing.F) {
	f.Add(units("Ёжик 😀"))
	f.Add([]byte{0x3d, 0xd8})
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := DecodeUTF16(raw)
		codes := make([]uint16, len(raw)/2)
		for i := range codes {
			codes[i] = binary.LittleEndian.Uint16(raw[2*i:])
		}
		want := strings.ReplaceAll(string(utf16.Decode(codes)), "\x00", "\uFFFD")
		if got != want {
			t.Fatalf("DecodeUTF16(%x) = %q, want %q", raw, got, want)
		}
	})
}
