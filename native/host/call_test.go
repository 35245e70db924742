package host

import (
	"errors"
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
