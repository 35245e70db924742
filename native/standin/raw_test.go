package standin

import (
	"testing"
)

func TestRawSlotsAndExports(t *testing.T) {
	l := open(t)
	o := create(t, l)
	if r, err := o.CallSlot("GetNMethods"); err != nil || cLong(r) != o.NMethods() {
		t.Errorf("GetNMethods: %d, %v", r, err)
	}
	if r, err := o.CallSlot("GetMethodName", 1<<20, 0); err != nil || r != 0 {
		t.Errorf("GetMethodName: %d, %v", r, err)
	}
	if r, err := l.CallExport("DestroyObject", 0); err != nil || cLong(r) != -1 {
		t.Errorf("DestroyObject of a null pointer: %d, %v", r, err)
	}
	if _, err := o.CallSlot("GetNothing"); err == nil {
		t.Error("a slot that is not there")
	}
	if _, err := o.CallSlot("GetNMethods", 1, 2, 3, 4, 5, 6); err == nil {
		t.Error("six arguments")
	}
	if _, err := l.CallExport("Nothing"); err == nil {
		t.Error("an export that is not there")
	}
}

func TestRawCalls(t *testing.T) {
	o := create(t, open(t), WithGuardPages())
	args, err := o.NewArray("abc")
	if err != nil {
		t.Fatal(err)
	}
	defer args.Free()
	echo := o.FindMethod("Echo")
	tests := []struct {
		name string
		call RawCall
		ok   bool
	}{
		{"well-formed", RawCall{Method: echo, Params: args, Count: 1}, true},
		{"count too small", RawCall{Method: echo, Params: args, Count: 0}, false},
		{"count negative", RawCall{Method: echo, Params: args, Count: -1}, false},
		{"null array", RawCall{Method: echo, Count: 1}, false},
		{"index out of range", RawCall{Method: 1000, Params: args, Count: 1}, false},
		{"index negative", RawCall{Method: -1, Params: args, Count: 1}, false},
		{"no place for the result", RawCall{Method: echo, Params: args, Count: 1, NoResult: true}, false},
	}
	for _, test := range tests {
		v, ok, err := o.CallAsFunc(test.call)
		if ok != test.ok || err != nil || (ok && v.Text.String() != "abc") {
			t.Errorf("%s: %+v, %v, %v", test.name, v, ok, err)
		}
	}
	if ok, err := o.CallAsProc(RawCall{Method: echo, Params: args, Count: 1}); !ok || err != nil {
		t.Errorf("CallAsProc: %v, %v", ok, err)
	}
	if v, err := args.Read(0); err != nil || v.Text.String() != "abc" {
		t.Errorf("read back: %+v, %v", v, err)
	}
	if _, err := args.Read(1); err == nil {
		t.Error("parameter 1 of 1 was read")
	}
}
