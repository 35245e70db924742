package standin

import (
	"errors"
	"reflect"
	"testing"
)

func TestInterfaces(t *testing.T) {
	l := open(t)
	o := create(t, l)
	if got, err := o.Call("PlatformVersion"); err != nil || got != "8.3.27.1508/3" {
		t.Errorf("platform %v, %v", got, err)
	}
	if got, err := o.Call("Attached"); err != nil || got != int64(1) {
		t.Errorf("attached %v, %v", got, err)
	}
	if got, err := o.Call("Ask"); err != nil || got != int64(1) {
		t.Errorf("message box %v, %v", got, err)
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
