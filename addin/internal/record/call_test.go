package record_test

import (
	"bytes"
	"testing"
	"time"

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
