package objects

import (
	"strings"
	"testing"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
)

// TestFormEvents: lists of events as genuine extensions have them.
func TestFormEvents(t *testing.T) {
	for want, events := range map[string][]designer.FormEvent{
		`{0,1,0}`: nil,
		`{1,9f2e5ddb-3492-4f5d-8f0d-416b8d1d5c5b,"ПриСозданииНаСервере",1,0,9f2e5ddb-3492-4f5d-8f0d-416b8d1d5c5b,0,1}`: {{Name: "OnCreateAtServer", Handler: "ПриСозданииНаСервере"}},
		`{2,3ccc650e-f631-4cae-8e33-3eaac610b5f9,"ПриОткрытии",9f2e5ddb-3492-4f5d-8f0d-416b8d1d5c5b,"ПриСозданииНаСервере",1,0,3ccc650e-f631-4cae-8e33-3eaac610b5f9,0,1,9f2e5ddb-3492-4f5d-8f0d-416b8d1d5c5b,0,1}`: {
			{Name: "OnOpen", Handler: "ПриОткрытии"}, {Name: "OnCreateAtServer", Handler: "ПриСозданииНаСервере"}},
	} {
		if got := strings.TrimPrefix(brackets.Print(formEvents(events)), brackets.BOM); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestFormBody: the body of a form is printed as the platform prints it, and its
// module stands in it as it is.
func TestFormBody(t *testing.T) {
	text := "\"ё\"\r\n{}"
	printed := brackets.Print(formBody(&designer.CommonForm{Module: []byte(text)}))
	again, err := brackets.ParseOne(printed)
	if err != nil || brackets.Print(again) != printed {
		t.Fatalf("it does not come back: %v", err)
	}
	if module, _ := again.At(2); module.Text != text {
		t.Errorf("the module is %q", module.Text)
	}
	if items, _ := again.At(1); len(items.Items) != 48 {
		t.Errorf("the layout has %d fields, an empty one has 48", len(items.Items))
	}
	if payload, _ := again.At(3, 4, 0); !strings.HasPrefix(payload.Text, "#base64:77u/PD94bWwgdmVyc2lvbj0iMS4wIi") {
		t.Errorf("the appearance is %.60s", payload.Text)
	}
}
