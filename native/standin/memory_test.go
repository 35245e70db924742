package standin

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// TestFaults_areDetected calls each method that breaks a rule and wants exactly the faults that follow from it.
func TestFaults_areDetected(t *testing.T) {
	tests := []struct {
		method string
		args   []any
		err    error
		faults []FaultKind // noticed by the end of the call
		later  []FaultKind // noticed when the object is destroyed
		words  string      // in the first fault
	}{
		{method: "Leak", later: []FaultKind{Leak}, words: "block of 24 bytes allocated by AllocMemory in CallAsFunc(Leak)"},
		{method: "FreeTwice", faults: []FaultKind{DoubleFree}, words: "CallAsFunc(FreeTwice)"},
		{method: "FreeForeign", faults: []FaultKind{ForeignFree}, words: "was never allocated"},
		{method: "FreeInside", faults: []FaultKind{ForeignFree}, words: "a pointer into the middle of a block of 24 bytes"},
		{method: "Overrun", faults: []FaultKind{Overrun}, words: "CallAsFunc(Overrun)"},
		{method: "Underrun", faults: []FaultKind{Underrun}, words: "CallAsFunc(Underrun)"},
		{method: "WriteAfterFree", later: []FaultKind{WriteAfterFree}, words: "CallAsFunc(WriteAfterFree)"},
		{method: "ReturnMalloc", faults: []FaultKind{ForeignResult}, words: "was not allocated by AllocMemory"},
		{method: "ReturnFreed", faults: []FaultKind{ForeignResult}, words: "it is freed already"},
		{method: "ReturnArgument", args: []any{"text"}, faults: []FaultKind{ForeignResult}, words: "it belongs to the host"},
		{method: "ReturnTooLong", faults: []FaultKind{ResultTooLong}, words: "the length 100 does not fit"},
		{method: "ReturnNullWithLength", faults: []FaultKind{BadVariant}, words: "a null pointer with the length 5"},
		{method: "ReturnGarbage", err: ErrBadValue, faults: []FaultKind{BadVariant}, words: "0x1234"},
		{method: "ReturnFlags", err: ErrBadValue, faults: []FaultKind{BadVariant}, words: "VTYPE_I4|BYREF"},
		{method: "ReturnFalse", err: ErrCallFailed},
		{method: "ReturnFalseWithText", err: ErrCallFailed, faults: []FaultKind{BadVariant}, words: "answered false and left a value"},
		{method: "SwapWithoutFree", args: []any{"text"}, faults: []FaultKind{BadParameter}, words: "replaced without FreeMemory"},
		{method: "FreeArgument", args: []any{"text"}, faults: []FaultKind{BadParameter}, words: "the add-in freed the block of 8 bytes"},
		{method: "OverrunArgument", args: []any{"text"}, faults: []FaultKind{Overrun}, words: "allocated by the host"},
		{method: "TakeHuge", faults: []FaultKind{BadPlatformCall}, words: "bytes asked"},
		{method: "DeletePlatform", faults: []FaultKind{BadPlatformCall}, words: "deleted an interface"},
		{method: "MisusePlatform", words: "null pointer for the result",
			faults: []FaultKind{BadPlatformCall, BadPlatformCall, BadPlatformCall, BadPlatformCall}},
		{method: "TakeZero"},
	}
	l := open(t)
	for _, test := range tests {
		t.Run(test.method, func(t *testing.T) {
			o := create(t, l)
			_, err := o.Call(test.method, test.args...)
			if !errors.Is(err, test.err) {
				t.Errorf("error: %v, want %v", err, test.err)
			}
			during := l.TakeFaults()
			wantKinds(t, "during the call", during, test.faults)
			if test.faults == nil && slices.Contains(test.later, Leak) {
				if leaks := l.Leaks(); len(leaks) != 1 {
					t.Errorf("leaks while the object lives: %v", leaks)
				}
			}
			if err := o.Destroy(); err != nil {
				t.Error(err)
			}
			after := l.TakeFaults()
			wantKinds(t, "when destroyed", after, test.later)
			if all := append(during, after...); test.words != "" && len(all) > 0 && !strings.Contains(all[0].String(), test.words) {
				t.Errorf("the fault says %q, without %q", all[0], test.words)
			}
		})
	}
}

func wantKinds(t *testing.T, when string, got []Fault, want []FaultKind) {
	t.Helper()
	kinds := make([]FaultKind, 0, len(got))
	for _, f := range got {
		kinds = append(kinds, f.Kind)
	}
	if !slices.Equal(kinds, want) {
		t.Errorf("%s: %v, want %v", when, got, want)
	}
}

// TestFaults_writeAfterFreeIsNoticedWhileTheObjectLives: a long run must not wait for its end.
func TestFaults_writeAfterFreeIsNoticedWhileTheObjectLives(t *testing.T) {
	l := open(t)
	o := create(t, l)
	if _, err := o.Call("WriteAfterFree"); err != nil {
		t.Fatal(err)
	}
	for range quarantineBlocks {
		if _, err := o.Call("Echo", "text"); err != nil {
			t.Fatal(err)
		}
	}
	wantKinds(t, "after as many blocks as rest", l.TakeFaults(), []FaultKind{WriteAfterFree})
}

func TestFaults_ofAnotherObjectsManager(t *testing.T) {
	l := open(t)
	first, second := create(t, l), create(t, l)
	if _, err := first.Call("FreeOther"); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Call("FreeOther"); err != nil {
		t.Fatal(err)
	}
	wantKinds(t, "freed through the second object", l.TakeFaults(), []FaultKind{WrongManager})
}

func TestFaults_ofLifeCycle(t *testing.T) {
	l := open(t)
	late := createClass(t, l, "Late")
	if err := late.Destroy(); err != nil {
		t.Error(err)
	}
	wantKinds(t, "AllocMemory in DestroyObject", l.TakeFaults(), []FaultKind{OutOfLife})

	if _, err := l.New("Nobody"); !errors.Is(err, ErrNoClass) {
		t.Errorf("unknown class: %v", err)
	}
	if _, err := l.New("Refuses"); !errors.Is(err, ErrInit) {
		t.Errorf("Init that answers false: %v", err)
	}
	kept := createClass(t, l, "Refuses", WithFailedInit())
	if kept.Start.Init {
		t.Error("Init of the class Refuses answered true")
	}
	if left := len(l.Objects()); left != 1 {
		t.Errorf("%d objects are left, want the one that was kept", left)
	}

	bad := createClass(t, l, "BadName")
	wantKinds(t, "a name without a NUL", l.TakeFaults(), []FaultKind{ResultTooLong})
	if bad.Extension != "TestExtensionX" {
		t.Errorf("extension %q", bad.Extension)
	}

	createClass(t, l, "NoDestructors")
	faults := l.TakeFaults()
	if len(faults) != 4*destructorSlots || faults[0].Kind != BadVtable {
		t.Errorf("empty destructor slots: %v", faults)
	}
}

func TestFaults_ofAPlatformKeptTooLong(t *testing.T) {
	l := open(t)
	gone := create(t, l)
	if _, err := gone.Call("KeepPlatform"); err != nil {
		t.Fatal(err)
	}
	if err := gone.Destroy(); err != nil {
		t.Fatal(err)
	}
	o := create(t, l) // which must not get the interfaces of the one that is gone
	if got, err := o.Call("UseKeptPlatform"); err != nil || got != int64(0) {
		t.Errorf("%v, %v", got, err)
	}
	if seen := l.Faults(); len(seen) != 3 {
		t.Errorf("Faults: %v", seen)
	}
	faults := l.TakeFaults()
	wantKinds(t, "after the object", faults, []FaultKind{OutOfLife, OutOfLife, OutOfLife})
	if len(faults) > 0 && faults[0].Object != gone.number {
		t.Errorf("the fault names object %d, want %d", faults[0].Object, gone.number)
	}
}

// TestAllocFilter_panics: a mistake of the test must not unwind through the add-in.
func TestAllocFilter_panics(t *testing.T) {
	l := open(t)
	o := create(t, l)
	o.SetAllocFilter(func(int, int) bool { panic("filter") })
	if _, err := o.Call("Echo", "text"); !errors.Is(err, ErrCallFailed) {
		t.Errorf("%v", err)
	}
	faults := l.TakeFaults()
	wantKinds(t, "a panic of the filter", faults, []FaultKind{BadPlatformCall})
	if len(faults) > 0 && !strings.Contains(faults[0].Detail, "filter") {
		t.Error(faults)
	}
}

func TestAllocFilter_failsTheCallAsked(t *testing.T) {
	l := open(t)
	o := create(t, l, WithAllocFilter(FailAllocAt(3))) // the first is RegisterExtensionAs
	for i, want := range []error{nil, ErrCallFailed, nil} {
		if _, err := o.Call("Echo", "text"); !errors.Is(err, want) {
			t.Errorf("call %d: %v, want %v", i+1, err, want)
		}
	}
	if n := o.Allocations(); n != 4 {
		t.Errorf("%d allocations counted, want 4", n)
	}
	o.SetAllocFilter(FailAllocFrom(5))
	for range 2 {
		if _, err := o.Call("Echo", "text"); !errors.Is(err, ErrCallFailed) {
			t.Errorf("after FailAllocFrom: %v", err)
		}
	}
	if got, err := o.Call("Echo", true); err != nil || got != true {
		t.Errorf("a call without memory: %v, %v", got, err)
	}
}

// recorder is a test that only notes its failures.
type recorder struct {
	testing.TB
	errors   []string
	cleanups []func()
}

func (r *recorder) Helper() {}

func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, strings.TrimSpace(format))
	_ = args
}

func TestCheckLeaks_failsForOneBlock(t *testing.T) {
	for method, want := range map[string]int{"Leak": 1, "FreeTwice": 1, "Echo": 0} {
		l := open(t)
		r := &recorder{TB: t}
		CheckLeaks(r, l)
		o := create(t, l)
		args := []any{}
		if method == "Echo" {
			args = append(args, "text")
		}
		if _, err := o.Call(method, args...); err != nil {
			t.Fatal(err)
		}
		if err := o.Close(); err != nil {
			t.Fatal(err)
		}
		r.cleanups[0]()
		if len(r.errors) != want {
			t.Errorf("%s: %d failures, want %d", method, len(r.errors), want)
		}
	}
}

func TestCheckLeaks_namesAnObjectLeftAlive(t *testing.T) {
	l := open(t)
	r := &recorder{TB: t}
	CheckLeaks(r, l)
	create(t, l)
	r.cleanups[0]()
	if len(r.errors) != 1 {
		t.Errorf("%d failures, want 1", len(r.errors))
	}
}

// TestHeap_reusesWhatRested keeps the memory of a long run flat.
func TestHeap_reusesWhatRested(t *testing.T) {
	o := create(t, open(t))
	text := strings.Repeat("я", 2000)
	for range 5_000 {
		if _, err := o.Call("Echo", text); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(o.heap.chunks); n > 40 {
		t.Errorf("%d chunks of %d bytes were mapped for strings of %d", n, chunkBytes, 2*2000)
	}
}
