package record_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// TestAppendCall: a call that Go makes is a record like that of the boundary.
func TestAppendCall(t *testing.T) {
	at := time.Unix(1_700_000_000, 42)
	for _, arguments := range [][]any{
		nil,
		{nil},
		{"", "a", "Ошибка", "a😀b", "\ufffd"},
		{true, false, 0, -1, 1 << 30},
		{[]byte{}, []byte{1, 2, 3}, []byte("12345678"), nil, "конец"},
	} {
		id := [16]byte{1, 2, 3, 15: 4}
		got := record.AppendCall([]byte("before"), record.Call{Sequence: 7, Object: 3, Wall: at.UnixNano(), ID: id, Reply: 9, Method: 4, Arguments: arguments})
		want := recordtest.Call{Sequence: 7, Object: 3, At: at, ID: id, Reply: 9, Method: 4, Args: arguments}.Encode()
		if !bytes.Equal(got, append([]byte("before"), want...)) {
			t.Errorf("%v:\n%x\nwant\n%x", arguments, got, want)
		}
		if _, rest, ok, err := record.Next(got[len("before"):]); !ok || err != nil || len(rest) != 0 {
			t.Errorf("%v: it cannot be read: %v", arguments, err)
		}
	}
}

// TestDecodeUTF16_lengths: texts of every length and mixture come out as they are.
func TestDecodeUTF16_lengths(t *testing.T) {
	for _, mixture := range []string{"a", "я", "…", "🙂", "aя…🙂", "я🙂"} {
		for length := range 600 {
			text := []rune(strings.Repeat(mixture, length))[:length]
			var raw []byte
			for _, unit := range utf16.Encode(text) {
				raw = binary.LittleEndian.AppendUint16(raw, unit)
			}
			if got := record.DecodeUTF16(raw); got != string(text) {
				t.Fatalf("%d of %q: %q", length, mixture, got)
			}
		}
	}
}
