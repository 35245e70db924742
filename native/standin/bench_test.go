package standin

import "testing"

// What the host itself costs: the add-in's methods do next to nothing.

func BenchmarkCall_boolResult(b *testing.B) {
	o := create(b, open(b))
	for b.Loop() {
		if _, err := o.Call("Echo", true); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCall_stringArgument(b *testing.B) {
	o := create(b, open(b))
	for b.Loop() {
		if _, err := o.Call("KeepPointer", "текст ошибки на сорок с лишним знаков......"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCall_stringResult(b *testing.B) {
	o := create(b, open(b))
	for b.Loop() {
		if _, err := o.Call("Echo", "текст ошибки на сорок с лишним знаков......"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCallAsFunc_raw(b *testing.B) {
	o := create(b, open(b))
	args, err := o.NewArray(true)
	if err != nil {
		b.Fatal(err)
	}
	defer args.Free()
	call := RawCall{Method: o.FindMethod("Echo"), Params: args, Count: 1}
	for b.Loop() {
		if _, ok, err := o.CallAsFunc(call); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}

func BenchmarkNMethods(b *testing.B) {
	o := create(b, open(b))
	for b.Loop() {
		o.NMethods()
	}
}

func BenchmarkNew(b *testing.B) {
	l := open(b)
	for b.Loop() {
		o, err := l.New("Test")
		if err != nil {
			b.Fatal(err)
		}
		if err := o.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
