package standin

import "fmt"

// slotPlace is where a method stands in the vtables.
type slotPlace struct{ table, slot int }

// slotPlaces has the methods of the object by the names of 1C's header.
var slotPlaces = map[string]slotPlace{
	"Init":                         {tableInitDone, slotInit},
	"setMemManager":                {tableInitDone, slotSetMemManager},
	"GetInfo":                      {tableInitDone, slotGetInfo},
	"Done":                         {tableInitDone, slotDone},
	"RegisterExtensionAs":          {tableLanguageExtender, slotRegisterExtensionAs},
	"GetNProps":                    {tableLanguageExtender, slotGetNProps},
	"FindProp":                     {tableLanguageExtender, slotFindProp},
	"GetPropName":                  {tableLanguageExtender, slotGetPropName},
	"GetPropVal":                   {tableLanguageExtender, slotGetPropVal},
	"SetPropVal":                   {tableLanguageExtender, slotSetPropVal},
	"IsPropReadable":               {tableLanguageExtender, slotIsPropReadable},
	"IsPropWritable":               {tableLanguageExtender, slotIsPropWritable},
	"GetNMethods":                  {tableLanguageExtender, slotGetNMethods},
	"FindMethod":                   {tableLanguageExtender, slotFindMethod},
	"GetMethodName":                {tableLanguageExtender, slotGetMethodName},
	"GetNParams":                   {tableLanguageExtender, slotGetNParams},
	"GetParamDefValue":             {tableLanguageExtender, slotGetParamDefValue},
	"HasRetVal":                    {tableLanguageExtender, slotHasRetVal},
	"CallAsProc":                   {tableLanguageExtender, slotCallAsProc},
	"CallAsFunc":                   {tableLanguageExtender, slotCallAsFunc},
	"SetLocale":                    {tableLocale, slotSetLocale},
	"SetUserInterfaceLanguageCode": {tableUserLanguage, slotSetLanguage},
}

// CallSlot calls any method of the object by its name in 1C's header with any words for arguments, null pointers included. Addresses
// must be of C memory (Array.Address). Of a result narrower than a word the upper bits are garbage.
//
// The host takes no notice of the call: it does not count Done, and what the add-in returns is not freed.
func (o *Object) CallSlot(name string, args ...uintptr) (uintptr, error) {
	place, ok := slotPlaces[name]
	if !ok || len(args) > len(frame{})-1 {
		return 0, fmt.Errorf("standin: call slot %s: no such slot with %d arguments", name, len(args))
	}
	return o.slot(place.table, place.slot, label{slot: name}, args...)
}

// CallExport calls any export of the library with any words for arguments, null pointers included.
func (l *Library) CallExport(name string, args ...uintptr) (uintptr, error) {
	l.mu.Lock()
	closed := l.closed
	l.mu.Unlock()
	if closed {
		return 0, fmt.Errorf("standin: call export %s: the library is closed", name)
	}
	fn := findSymbol(l.handle, name)
	if fn == 0 {
		return 0, fmt.Errorf("standin: call export %s: it is not exported", name)
	}
	return invoke(fn, args...), nil
}

// RawCall is CallAsFunc or CallAsProc with nothing checked and nothing filled in.
type RawCall struct {
	Method   int    // any index
	Params   *Array // nil: a null pointer
	Count    int    // what the add-in is told; it may contradict Params
	NoResult bool   // CallAsFunc with a null pointer for the result
}

// CallAsFunc calls the slot as it is: what a broken or unknown host could pass.
// The parameters remain the caller's: read them with Array.Read, then Array.Free.
func (o *Object) CallAsFunc(c RawCall) (result Variant, ok bool, err error) {
	l := label{slot: "CallAsFunc"}
	if c.NoResult {
		ok, err = o.slotBool(tableLanguageExtender, slotCallAsFunc, l, uintptr(c.Method), 0, c.Params.Address(), uintptr(c.Count))
		return Variant{}, ok, err
	}
	return o.callAsFunc(c.Method, c.Params.Address(), c.Count, l)
}

// CallAsProc calls the slot as it is.
func (o *Object) CallAsProc(c RawCall) (ok bool, err error) {
	return o.callAsProc(c.Method, c.Params.Address(), c.Count, label{slot: "CallAsProc"})
}

// GetPropVal calls the slot with any index.
func (o *Object) GetPropVal(index int) (v Variant, ok bool, err error) {
	return o.variant(slotGetPropVal, label{slot: "GetPropVal"}, uintptr(index))
}

// SetPropVal calls the slot with any index and value.
func (o *Object) SetPropVal(index int, value any) (ok bool, err error) {
	return o.setPropVal(index, label{slot: "SetPropVal"}, value)
}
