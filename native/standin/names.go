package standin

// Alias picks the language of a name.
type Alias int

// Aliases of GetPropName and GetMethodName.
const (
	English Alias = 0
	Russian Alias = 1
)

// The methods below are the slots of ILanguageExtenderBase as they are: indexes are passed on unchecked, so that a test can
// ask for what does not exist. A destroyed object answers like an add-in that knows nothing: -1, 0, false, "".

// NProps is GetNProps.
func (o *Object) NProps() int { return o.count(slotGetNProps, label{slot: "GetNProps"}) }

// NMethods is GetNMethods.
func (o *Object) NMethods() int { return o.count(slotGetNMethods, label{slot: "GetNMethods"}) }

// FindProp is the index of a property by name, in either language as the developer typed it; -1 if there is none.
func (o *Object) FindProp(name string) int { return o.find(slotFindProp, label{"FindProp", name}) }

// FindMethod is the index of a method by name; -1 if there is none.
func (o *Object) FindMethod(name string) int {
	return o.find(slotFindMethod, label{"FindMethod", name})
}

// PropName is the name of a property; false if the add-in answers a null pointer.
func (o *Object) PropName(index int, alias Alias) (string, bool) {
	return o.name(slotGetPropName, label{slot: "GetPropName"}, index, alias)
}

// MethodName is the name of a method; false if the add-in answers a null pointer.
func (o *Object) MethodName(index int, alias Alias) (string, bool) {
	return o.name(slotGetMethodName, label{slot: "GetMethodName"}, index, alias)
}

// NParams is the full number of a method's parameters, those with defaults included.
func (o *Object) NParams(method int) int {
	return o.count(slotGetNParams, label{slot: "GetNParams"}, uintptr(method))
}

// HasRetVal tells a function from a procedure.
func (o *Object) HasRetVal(method int) bool {
	ok, _ := o.slotBool(tableLanguageExtender, slotHasRetVal, label{slot: "HasRetVal"}, uintptr(method))
	return ok
}

// PropReadable is IsPropReadable.
func (o *Object) PropReadable(index int) bool {
	ok, _ := o.slotBool(tableLanguageExtender, slotIsPropReadable, label{slot: "IsPropReadable"}, uintptr(index))
	return ok
}

// PropWritable is IsPropWritable.
func (o *Object) PropWritable(index int) bool {
	ok, _ := o.slotBool(tableLanguageExtender, slotIsPropWritable, label{slot: "IsPropWritable"}, uintptr(index))
	return ok
}

// ParamDefault is what GetParamDefValue answers for a parameter; EMPTY means that there is no default.
func (o *Object) ParamDefault(method, param int) (v Variant, ok bool) {
	v, ok, _ = o.variant(slotGetParamDefValue, label{slot: "GetParamDefValue"}, uintptr(method), uintptr(param))
	return v, ok
}

func (o *Object) count(slot int, l label, args ...uintptr) int {
	r, err := o.slot(tableLanguageExtender, slot, l, args...)
	if err != nil {
		return 0
	}
	return cLong(r)
}

const notFound = -1

func (o *Object) find(slot int, l label) int {
	name, err := o.newName(l.name, l)
	if err != nil {
		return notFound
	}
	defer o.release(name)
	r, err := o.slot(tableLanguageExtender, slot, l, name.addr)
	if err != nil {
		return notFound
	}
	return cLong(r)
}

func (o *Object) name(slot int, l label, index int, alias Alias) (string, bool) {
	r, err := o.slot(tableLanguageExtender, slot, l, uintptr(index), uintptr(alias))
	if err != nil {
		return "", false
	}
	return o.takeName(r, l)
}
