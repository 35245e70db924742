package standin

import (
	"errors"
	"testing"
)

func TestCall_inBothLanguagesAndAnyCase(t *testing.T) {
	o := create(t, open(t))
	for _, name := range []string{"Echo", "eCHO", "Эхо", "эХО"} {
		if got, err := o.Call(name, "Ошибка 😀"); err != nil || got != "Ошибка 😀" {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if got, err := o.Bool("Echo", true); err != nil || !got {
		t.Errorf("Bool: %v, %v", got, err)
	}
	if _, err := o.Call("Nothing"); !errors.Is(err, ErrNoMethod) {
		t.Errorf("unknown method: %v", err)
	}
}

func TestCall_parameters(t *testing.T) {
	o := create(t, open(t))
	tests := []struct {
		args []any
		want string
		err  error
	}{
		{args: []any{1}, want: "03:01 16:01 03:07 "},
		{args: []any{1, "ab"}, want: "03:01 16:02 03:07 "},
		{args: []any{1, Omitted{}, 2}, want: "03:01 16:01 03:02 "},
		{args: []any{Omitted{}, nil, 2}, want: "00:00 00:00 03:02 "},
		{args: nil, err: ErrTooFew},
		{args: []any{1, 2, 3, 4}, err: ErrTooMany},
	}
	for _, test := range tests {
		got, err := o.Text("Join", test.args...)
		if got != test.want || !errors.Is(err, test.err) {
			t.Errorf("%v: %q, %v; want %q, %v", test.args, got, err, test.want, test.err)
		}
	}
	if v, ok := o.ParamDefault(o.FindMethod("Join"), 1); !ok || v.Text.String() != "-" {
		t.Errorf("default %+v, %v", v, ok)
	}
	if n := o.NParams(o.FindMethod("Join")); n != 3 {
		t.Errorf("%d parameters", n)
	}
}

func TestCall_procedures(t *testing.T) {
	o := create(t, open(t))
	if o.HasRetVal(o.FindMethod("CountUp")) || !o.HasRetVal(o.FindMethod("Echo")) {
		t.Error("HasRetVal")
	}
	if got, err := o.Call("CountUp"); got != nil || err != nil {
		t.Errorf("%v, %v", got, err)
	}
	if err := o.CallProc("Echo", "dropped"); err != nil {
		t.Error(err)
	}
	if got, err := o.Get("Calls"); got != int64(2) || err != nil {
		t.Errorf("%v calls, %v", got, err)
	}
}

func TestCall_changedParameters(t *testing.T) {
	o := create(t, open(t))
	var a, b any = "старое значение", []byte("blob")
	if err := o.CallProc("Swap", Ref{&a}, Ref{&b}); err != nil {
		t.Fatal(err)
	}
	if a != "новое значение" || b != int64(42) {
		t.Errorf("%v %v", a, b)
	}
	a = "not taken"
	if err := o.CallProc("Swap", a, nil); err != nil || a != "not taken" {
		t.Errorf("%v, %v", a, err)
	}
}
