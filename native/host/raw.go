package host

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
