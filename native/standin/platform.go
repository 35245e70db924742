package standin

import (
	"sync"

	"github.com/ebitengine/purego"
)

// PlatformCall is one call of IAddInDefBase by the add-in.
type PlatformCall struct {
	Method  string // as in 1C's header: "AddError", "ExternalEvent"…
	Code    int    // wcode of AddError, depth of SetEventBufferDepth, the interface asked of GetInterface
	SCode   int    // scode of AddError
	Source  string // AddError, ExternalEvent; the property of Read and Write
	Message string // the event of ExternalEvent; the text of AddError, SetStatusLine, RegisterProfileAs
	Data    string // ExternalEvent
}

// maxTextUnits bounds the texts read from the add-in's memory up to their NUL.
const maxTextUnits = 16 << 20

var (
	addInDefBaseVtable = sync.OnceValue(func() uintptr {
		slots := addInDefBaseSlots()
		return newVtable(append(slots[:len(slots):len(slots)], purego.NewCallback(undeclaredGetInterface))...)
	})
	addInDefBaseExVtable = sync.OnceValue(func() uintptr {
		slots := addInDefBaseSlots()
		return newVtable(append(slots[:len(slots):len(slots)], purego.NewCallback(getInterface))...)
	})
)

// addInDefBaseSlots is IAddInDefBase in the order of 1C's header.
var addInDefBaseSlots = sync.OnceValue(func() []uintptr {
	return append(destructors()[:destructorSlots:destructorSlots],
		purego.NewCallback(addError),
		purego.NewCallback(readProfile),
		purego.NewCallback(writeProfile),
		purego.NewCallback(registerProfileAs),
		purego.NewCallback(setEventBufferDepth),
		purego.NewCallback(getEventBufferDepth),
		purego.NewCallback(externalEvent),
		purego.NewCallback(cleanEventBuffer),
		purego.NewCallback(setStatusLine),
		purego.NewCallback(resetStatusLine))
})

const (
	cTrue  = 1
	cFalse = 0
)

// record notes a call of the platform; false if `this` is nobody's.
func record(this uintptr, call PlatformCall) (*Object, bool) {
	o := instances.object(this, call.Method)
	if o == nil {
		return nil, false
	}
	if o.life.Load() == lifeDestroyed {
		o.fault(Fault{Kind: OutOfLife, Call: call.Method, Detail: "called after " + lifeDestroyed.String()})
		return nil, false
	}
	o.platform.add(call)
	return o, true
}

func addError(this, wcode, source, descr, scode uintptr) uintptr {
	defer guard(this, "AddError")
	call := PlatformCall{Method: "AddError", Code: int(uint16(wcode)), SCode: cLong(scode),
		Source: textAt(source), Message: textAt(descr)}
	o, ok := record(this, call)
	if !ok {
		return cFalse
	}
	if call.SCode != 0 {
		o.platform.raise(call)
	}
	return cTrue
}

func readProfile(this, name, value, code, descr uintptr) uintptr {
	defer guard(this, "Read")
	record(this, PlatformCall{Method: "Read", Source: textAt(name)})
	return cFalse
}

func writeProfile(this, name, value uintptr) uintptr {
	defer guard(this, "Write")
	record(this, PlatformCall{Method: "Write", Source: textAt(name)})
	return cFalse
}

func registerProfileAs(this, name uintptr) uintptr {
	defer guard(this, "RegisterProfileAs")
	if _, ok := record(this, PlatformCall{Method: "RegisterProfileAs", Message: textAt(name)}); ok {
		return cTrue
	}
	return cFalse
}

func setEventBufferDepth(this, depth uintptr) uintptr {
	defer guard(this, "SetEventBufferDepth")
	o, ok := record(this, PlatformCall{Method: "SetEventBufferDepth", Code: cLong(depth)})
	if !ok {
		return cFalse
	}
	o.platform.depth.Store(int64(cLong(depth)))
	return cTrue
}

func getEventBufferDepth(this uintptr) uintptr {
	defer guard(this, "GetEventBufferDepth")
	o, ok := record(this, PlatformCall{Method: "GetEventBufferDepth"})
	if !ok {
		return 0
	}
	return uintptr(o.platform.depth.Load())
}

func externalEvent(this, source, message, data uintptr) uintptr {
	defer guard(this, "ExternalEvent")
	_, ok := record(this, PlatformCall{Method: "ExternalEvent", Source: textAt(source), Message: textAt(message), Data: textAt(data)})
	if !ok {
		return cFalse
	}
	return cTrue
}

func cleanEventBuffer(this uintptr) uintptr {
	defer guard(this, "CleanEventBuffer")
	record(this, PlatformCall{Method: "CleanEventBuffer"})
	return 0
}

func setStatusLine(this, text uintptr) uintptr {
	defer guard(this, "SetStatusLine")
	if _, ok := record(this, PlatformCall{Method: "SetStatusLine", Message: textAt(text)}); ok {
		return cTrue
	}
	return cFalse
}

func resetStatusLine(this uintptr) uintptr {
	defer guard(this, "ResetStatusLine")
	record(this, PlatformCall{Method: "ResetStatusLine"})
	return 0
}
