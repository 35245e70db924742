package abitest

import (
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/native/standin"
)

func TestIdentity(t *testing.T) {
	lib := open(t)
	if len(lib.Classes) != 1 || lib.Classes[0] != addin.ClassName {
		t.Errorf("classes = %q, want %s", lib.Classes, addin.ClassName)
	}
	o := create(t, lib)
	if o.Extension != addin.ClassName {
		t.Errorf("RegisterExtensionAs = %q, want %s", o.Extension, addin.ClassName)
	}
	if o.Start.GetInfo != 2000 {
		t.Errorf("GetInfo = %d, want 2000", o.Start.GetInfo)
	}
	if got := property(t, o, "Версия"); got != addin.Version {
		t.Errorf("Версия = %q, want %s", got, addin.Version)
	}
	if _, err := lib.New("Other"); err == nil {
		t.Error("an object of an unknown class was made")
	}
}

// swapCase turns each letter into the other case.
func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if upper := []rune(strings.ToUpper(string(r)))[0]; upper != r {
			return upper
		}
		return []rune(strings.ToLower(string(r)))[0]
	}, s)
}

func TestNames_inBothLanguagesAndAnyCase(t *testing.T) {
	o := create(t, open(t))
	if got := o.NMethods(); got != len(addin.Methods) {
		t.Errorf("GetNMethods = %d, want %d", got, len(addin.Methods))
	}
	if got := o.NProps(); got != len(addin.Properties) {
		t.Errorf("GetNProps = %d, want %d", got, len(addin.Properties))
	}
	for i, m := range addin.Methods {
		for alias, name := range map[standin.Alias]string{standin.English: m.Name.En, standin.Russian: m.Name.Ru} {
			for _, typed := range []string{name, strings.ToUpper(name), strings.ToLower(name), swapCase(name)} {
				if got := o.FindMethod(typed); got != i {
					t.Errorf("FindMethod(%s) = %d, want %d", typed, got, i)
				}
			}
			if got, ok := o.MethodName(i, alias); !ok || got != name {
				t.Errorf("GetMethodName(%d, %v) = %q, want %q", i, alias, got, name)
			}
		}
		if !o.HasRetVal(i) {
			t.Errorf("HasRetVal(%s) = false", m.Name.En)
		}
		if got := o.NParams(i); got != len(m.Params) {
			t.Errorf("GetNParams(%s) = %d, want %d", m.Name.En, got, len(m.Params))
		}
		for j, p := range m.Params {
			v, ok := o.ParamDefault(i, j)
			if !ok {
				t.Errorf("GetParamDefValue(%s, %s) = false", m.Name.En, p.Name.En)
			}
			got, known := v.Value()
			want := p.Default
			if number, ok := want.(int); ok {
				want = int64(number)
			}
			if !known || got != want {
				t.Errorf("default of %s of %s is %#v, want %#v", p.Name.En, m.Name.En, got, want)
			}
		}
	}
	for i, p := range addin.Properties {
		for alias, name := range map[standin.Alias]string{standin.English: p.Name.En, standin.Russian: p.Name.Ru} {
			if got := o.FindProp(swapCase(name)); got != i {
				t.Errorf("FindProp(%s) = %d, want %d", swapCase(name), got, i)
			}
			if got, ok := o.PropName(i, alias); !ok || got != name {
				t.Errorf("GetPropName(%d, %v) = %q, want %q", i, alias, got, name)
			}
		}
		if !o.PropReadable(i) || o.PropWritable(i) {
			t.Errorf("%s: readable %v, writable %v", p.Name.En, o.PropReadable(i), o.PropWritable(i))
		}
	}
	for _, name := range []string{"", "Нет", "Ini", "Initt", "Инициализироват", "\x00"} {
		if got := o.FindMethod(name); got != -1 {
			t.Errorf("FindMethod(%q) = %d, want -1", name, got)
		}
		if got := o.FindProp(name); got != -1 {
			t.Errorf("FindProp(%q) = %d, want -1", name, got)
		}
	}
}

func TestIndexes_outOfRange(t *testing.T) {
	o := create(t, open(t))
	for _, i := range []int{-1, len(addin.Methods), 1 << 30, -1 << 31} {
		if _, ok := o.MethodName(i, standin.English); ok {
			t.Errorf("method %d has a name", i)
		}
		if o.HasRetVal(i) || o.NParams(i) != 0 {
			t.Errorf("method %d has a result or parameters", i)
		}
		if _, ok := o.ParamDefault(i, 0); ok {
			t.Errorf("method %d has a default", i)
		}
		if _, ok := o.ParamDefault(0, i); ok {
			t.Errorf("parameter %d has a default", i)
		}
		v, ok, err := o.CallAsFunc(standin.RawCall{Method: i})
		if err != nil || !ok || v.VT != standin.VTEmpty {
			t.Errorf("CallAsFunc(%d) = %v, %v, %v, want EMPTY", i, v, ok, err)
		}
		if got := property(t, o, "LastError"); !strings.Contains(got, "does not exist") {
			t.Errorf("LastError = %q", got)
		}
		if ok, err := o.CallAsProc(standin.RawCall{Method: i}); err != nil || !ok {
			t.Errorf("CallAsProc(%d) = %v, %v", i, ok, err)
		}
		if i != 0 {
			if _, ok, err := o.GetPropVal(i); ok || err != nil {
				t.Errorf("GetPropVal(%d) = %v, %v", i, ok, err)
			}
		}
	}
	for _, alias := range []standin.Alias{2, -1, 100} {
		if _, ok := o.MethodName(0, alias); ok {
			t.Errorf("method 0 has a name in language %d", alias)
		}
	}
	if ok, err := o.SetPropVal(0, "x"); ok || err != nil {
		t.Errorf("SetPropVal = %v, %v", ok, err)
	}
}
