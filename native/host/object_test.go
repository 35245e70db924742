package host

import (
	"errors"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"
	"time"
)

func TestNew_doesWhatThePlatformDoes(t *testing.T) {
	o := create(t, open(t))
	want := StartLog{GetClassObject: 1, SetMemManager: true, Init: true, RegisterExtensionAs: true, GetInfo: 2000}
	if o.Start != want || o.Extension != "TestExtension" {
		t.Errorf("%+v %q", o.Start, o.Extension)
	}
	locale := "ru_RU"
	if runtime.GOOS == "windows" {
		locale = "rus_RUS"
	}
	for name, want := range map[string]any{"Locale": locale, "Language": "ru", "Level": int64(3)} {
		if got, err := o.Get(name); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", name, got, err, want)
		}
	}
}

func TestNew_options(t *testing.T) {
	l := open(t)
	o := create(t, l, WithInitFirst(), WithLocale("en_US"), WithLanguage("en"))
	if got, err := o.Get("Locale"); err != nil || got != "en_US" {
		t.Errorf("locale %v, %v", got, err)
	}
	if got, err := o.Get("Language"); err != nil || got != "en" {
		t.Errorf("language %v, %v", got, err)
	}
	o = create(t, l, WithLocale(""), WithLanguage(""))
	if got, err := o.Get("Locale"); err != nil || got != "" {
		t.Errorf("locale %v, %v", got, err)
	}
	o = create(t, l, WithoutMemoryManager())
	if o.Start.SetMemManager || o.Extension != "" {
		t.Errorf("without a memory manager: %+v", o.Start)
	}
	if _, err := o.Call("Echo", "text"); !errors.Is(err, ErrCallFailed) {
		t.Errorf("a string without a memory manager: %v", err)
	}
	o = create(t, l, WithoutInit())
	if o.Start.Init || !o.Start.SetMemManager {
		t.Errorf("without Init: %+v", o.Start)
	}
}

func TestOpen_platformsOfOtherGenerations(t *testing.T) {
	old := open(t, WithCapabilities(NeverAsked), WithClassesFirst())
	o := create(t, old)
	if old.Capabilities != NeverAsked {
		t.Errorf("capabilities %d", old.Capabilities)
	}
	if got, err := o.Get("Language"); err != nil || got != "" {
		t.Errorf("an old platform told a language: %v, %v", got, err)
	}
	if got, err := o.Call("PlatformVersion"); err != nil || got != "" {
		t.Errorf("an old platform has GetInterface: %v, %v", got, err)
	}
	wantKinds(t, "GetInterface of IAddInDefBase", old.TakeFaults(), []FaultKind{BadPlatformCall})

	o = create(t, open(t, WithCapabilities(1)), WithPlatformInfo(PlatformInfo{Version: "8.3.5.1", Application: ThickClient}))
	if got, err := o.Call("PlatformVersion"); err != nil || got != "8.3.5.1/1" {
		t.Errorf("platform %v, %v", got, err)
	}
	if got, err := o.Get("Language"); err != nil || got != "" {
		t.Errorf("level 1 told a language: %v, %v", got, err)
	}
}

func TestOpen_withoutOptionalExports(t *testing.T) {
	l, err := Open(libraryPath(t, "-DWITHOUT_OPTIONAL"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"GetAttachType", "SetPlatformCapabilities"}; !reflect.DeepEqual(l.Missing, want) {
		t.Errorf("missing %q, want %q", l.Missing, want)
	}
	if l.AttachType != AttachUnknown || l.Capabilities != NeverAsked {
		t.Errorf("attach type %d, capabilities %d", l.AttachType, l.Capabilities)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpen_errors(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "none.so")); err == nil {
		t.Error("a missing file was opened")
	}
	if _, err := Open("layout.go"); err == nil {
		t.Error("a text was opened")
	}
	if _, err := Open(libraryPath(t, "-DWITHOUT_GET_CLASS_OBJECT")); err == nil {
		t.Error("a library without GetClassObject was opened")
	}
}

func TestInterfaces(t *testing.T) {
	l := open(t)
	o := create(t, l)
	if got, err := o.Call("PlatformVersion"); err != nil || got != "8.3.27.1508/3" {
		t.Errorf("platform %v, %v", got, err)
	}
	if got, err := o.Call("Attached"); err != nil || got != int64(1) {
		t.Errorf("attached %v, %v", got, err)
	}
	o = create(t, l, WithIsolated())
	if got, err := o.Call("Attached"); err != nil || got != int64(0) {
		t.Errorf("attached %v, %v", got, err)
	}
}

func TestPlatformCalls(t *testing.T) {
	o := create(t, open(t))
	if got, err := o.Call("LogError", "плохо"); err != nil || got != true {
		t.Errorf("LogError: %v, %v", got, err)
	}
	var raised *RaisedError
	if _, err := o.Call("RaiseError", "беда"); !errors.As(err, &raised) || raised.Message != "беда" || raised.SCode != -5 {
		t.Errorf("RaiseError: %v", err)
	}
	if got, err := o.Call("Echo", 1); err != nil || got != int64(1) {
		t.Errorf("a call after an exception: %v, %v", got, err)
	}
	if got, err := o.Call("ExternalEvent"); err != nil || got != true {
		t.Errorf("ExternalEvent: %v, %v", got, err)
	}
	if got, err := o.Call("FromThread"); err != nil || got != true {
		t.Errorf("FromThread: %v, %v", got, err)
	}
	if got, err := o.Call("Remarks"); err != nil || got != int64(100) {
		t.Errorf("Remarks: %v, %v", got, err)
	}
	event := PlatformCall{Method: "ExternalEvent", Source: "Источник", Message: "Событие", Data: "Данные"}
	want := []PlatformCall{
		{Method: "AddError", Code: 1006, Source: "Test", Message: "плохо"},
		{Method: "AddError", Code: 1006, SCode: -5, Source: "Test", Message: "беда"},
		event, event,
		{Method: "Read", Source: "Имя"},
		{Method: "Write", Source: "Имя"},
		{Method: "RegisterProfileAs", Message: "Имя"},
		{Method: "SetEventBufferDepth", Code: 100},
		{Method: "CleanEventBuffer"},
		{Method: "SetStatusLine", Message: "Имя"},
		{Method: "ResetStatusLine"},
		{Method: "GetEventBufferDepth"},
	}
	if got := o.PlatformCalls(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestNames(t *testing.T) {
	o := create(t, open(t))
	for i := range o.NMethods() {
		for _, alias := range []Alias{English, Russian} {
			name, ok := o.MethodName(i, alias)
			if found := o.FindMethod(name); !ok || found != i {
				t.Errorf("method %d, alias %d: %q is found at %d", i, alias, name, found)
			}
		}
	}
	for i := range o.NProps() {
		for _, alias := range []Alias{English, Russian} {
			name, ok := o.PropName(i, alias)
			if found := o.FindProp(name); !ok || found != i {
				t.Errorf("property %d, alias %d: %q is found at %d", i, alias, name, found)
			}
		}
	}
	for _, index := range []int{-1, o.NMethods(), 1 << 20} {
		if name, ok := o.MethodName(index, English); ok {
			t.Errorf("method %d is called %q", index, name)
		}
	}
	if _, ok := o.MethodName(0, 2); ok {
		t.Error("a third language")
	}
}

func TestProperties(t *testing.T) {
	o := create(t, open(t))
	if err := o.Set("Текст", "значение"); err != nil {
		t.Error(err)
	}
	if got, err := o.Get("text"); err != nil || got != "значение" {
		t.Errorf("%v, %v", got, err)
	}
	if err := o.Set("Calls", 1); !errors.Is(err, ErrNotWritable) {
		t.Errorf("writing Calls: %v", err)
	}
	if _, err := o.Get("Secret"); !errors.Is(err, ErrNotReadable) {
		t.Errorf("reading Secret: %v", err)
	}
	if _, err := o.Get("None"); !errors.Is(err, ErrNoProperty) {
		t.Errorf("reading None: %v", err)
	}
	if err := o.Set("None", 1); !errors.Is(err, ErrNoProperty) {
		t.Errorf("writing None: %v", err)
	}
	if err := o.Set("Text", 1); !errors.Is(err, ErrCallFailed) {
		t.Errorf("writing a number: %v", err)
	}
	if _, ok, err := o.GetPropVal(99); ok || err != nil {
		t.Errorf("property 99: %v, %v", ok, err)
	}
	if ok, err := o.SetPropVal(99, "x"); ok || err != nil {
		t.Errorf("property 99: %v, %v", ok, err)
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

func TestDestroy(t *testing.T) {
	l := open(t)
	o := create(t, l)
	if err := o.Done(); err != nil {
		t.Error(err)
	}
	if err := o.Destroy(); err != nil {
		t.Error(err)
	}
	if _, err := o.Call("Echo", 1); !errors.Is(err, ErrDestroyed) {
		t.Errorf("a call of a destroyed object: %v", err)
	}
	if _, err := o.Get("Text"); !errors.Is(err, ErrDestroyed) {
		t.Errorf("a property of a destroyed object: %v", err)
	}
	if err := o.Set("Text", ""); !errors.Is(err, ErrDestroyed) {
		t.Errorf("a property of a destroyed object: %v", err)
	}
	if _, err := o.NewArray(1); err == nil {
		t.Error("an array of a destroyed object")
	}
	if o.NMethods() != 0 || o.FindMethod("Echo") != -1 {
		t.Error("a destroyed object answers")
	}
	if err := o.Destroy(); !errors.Is(err, ErrDestroyed) {
		t.Errorf("destroyed twice: %v", err)
	}
	if err := o.Close(); err != nil {
		t.Errorf("Close after Destroy: %v", err)
	}
}

func TestDelete_throughEveryVtable(t *testing.T) {
	l := open(t)
	for table := range 4 {
		o := create(t, l)
		if err := o.Delete(table); err != nil {
			t.Errorf("table %d: %v", table, err)
		}
	}
	if err := create(t, l).Delete(4); err == nil {
		t.Error("there is no fifth vtable")
	}
}

func TestDestroy_waitsForNobody(t *testing.T) {
	o := create(t, open(t))
	done := make(chan error)
	go func() {
		_, err := o.Call("Wait", 300)
		done <- err
	}()
	time.Sleep(100 * time.Millisecond)
	if err := o.Destroy(); !errors.Is(err, errBusy) {
		t.Errorf("destroyed during a call: %v", err)
	}
	if err := <-done; err != nil {
		t.Errorf("the call that ran: %v", err)
	}
}

func TestClose_refusesWhileObjectsLive(t *testing.T) {
	l := open(t)
	o := create(t, l)
	if err := l.Close(); err == nil {
		t.Error("closed under an object")
	}
	if err := o.Close(); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := l.New("Test"); err == nil {
		t.Error("an object of a closed library")
	}
}
