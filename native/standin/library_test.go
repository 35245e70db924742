package standin

import (
	"path/filepath"
	"reflect"
	"testing"
)

func TestOpen(t *testing.T) {
	l := open(t)
	if len(l.Classes) != 5 || l.Classes[0] != "Test" {
		t.Errorf("classes: %q", l.Classes)
	}
	if l.Capabilities != 3 || l.AttachType != AttachAny || len(l.Missing) != 0 {
		t.Errorf("capabilities %d, attach type %d, missing %q", l.Capabilities, l.AttachType, l.Missing)
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

// TestOpen_withoutOptionalExports opens twice what is really unloaded in between: no other test holds this library.
func TestOpen_withoutOptionalExports(t *testing.T) {
	for range 2 {
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
		o, err := l.New("Test")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := o.Call("Echo", "текст"); err != nil || got != "текст" {
			t.Errorf("%v, %v", got, err)
		}
		if err := o.Close(); err != nil {
			t.Error(err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
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
	if _, err := l.CallExport("GetClassNames"); err == nil {
		t.Error("an export of a closed library")
	}
}
