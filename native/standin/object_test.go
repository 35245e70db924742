package standin

import (
	"errors"
	"runtime"
	"testing"
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
	for name, want := range map[string]any{"Locale": locale, "Language": "ru", "Level": int64(3), "Order": "MI"} {
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
	if got, err := o.Get("Order"); err != nil || got != "IM" {
		t.Errorf("order %v, %v", got, err)
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
