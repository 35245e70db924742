package standin

import "fmt"

// Vtables of an object in the order of their pointers in memory.
const (
	tableInitDone = iota
	tableLanguageExtender
	tableLocale
	tableUserLanguage
)

// Slots of IInitDoneBase behind the destructor.
const (
	slotInit = iota
	slotSetMemManager
	slotGetInfo
	slotDone
	initDoneSlots
)

// Slots of ILanguageExtenderBase behind the destructor.
const (
	slotRegisterExtensionAs = iota
	slotGetNProps
	slotFindProp
	slotGetPropName
	slotGetPropVal
	slotSetPropVal
	slotIsPropReadable
	slotIsPropWritable
	slotGetNMethods
	slotFindMethod
	slotGetMethodName
	slotGetNParams
	slotGetParamDefValue
	slotHasRetVal
	slotCallAsProc
	slotCallAsFunc
	languageExtenderSlots
)

// Slots of LocaleBase and UserLanguageBase behind the destructor.
const (
	slotSetLocale   = 0
	slotSetLanguage = 0
	oneMethodSlots  = 1
)

// How many vtables an object has by the older and by today's headers, which added UserLanguageBase.
const (
	tablesOfOld   = 3
	tablesOfToday = 4
)

var slotCounts = [...]int{
	tableInitDone:         initDoneSlots,
	tableLanguageExtender: languageExtenderSlots,
	tableLocale:           oneMethodSlots,
	tableUserLanguage:     oneMethodSlots,
}

// slot calls a method of the object: this is the address of the table's pointer, as the compiler of a C++ host passes it.
func (o *Object) slot(table, slot int, l label, args ...uintptr) (uintptr, error) {
	place, frame, err := o.calls.enter(l)
	if err != nil {
		return 0, fmt.Errorf("standin: %s of %s: %w", l, o, err)
	}
	defer o.calls.leave(place)
	this := o.addr + uintptr(table)*ptrSize
	fn := load[uintptr](load[uintptr](this) + uintptr(destructorSlots+slot)*ptrSize)
	frame[0] = this
	n := copy(frame[1:], args)
	return invoke(fn, frame[:1+n]...), nil
}

// slotBool calls a method that answers a C++ bool: one byte, whatever the rest of the register holds.
func (o *Object) slotBool(table, slot int, l label, args ...uintptr) (bool, error) {
	r, err := o.slot(table, slot, l, args...)
	return r&0xff != 0, err
}

// checkVtables reports empty slots, destructors included: hosts that `delete` call those.
func (o *Object) checkVtables() bool {
	usable := true
	tables := tablesOfOld
	if o.lib.agreed >= capabilityUserLanguage {
		tables = tablesOfToday
	}
	for table := range tables {
		vtable := load[uintptr](o.addr + uintptr(table)*ptrSize)
		if vtable == 0 {
			o.fault(Fault{Kind: BadVtable, Detail: fmt.Sprintf("vtable %d is a null pointer", table)})
			usable = false
			continue
		}
		for i := range destructorSlots + slotCounts[table] {
			if load[uintptr](vtable+uintptr(i)*ptrSize) == 0 {
				o.fault(Fault{Kind: BadVtable, Detail: fmt.Sprintf("slot %d of vtable %d is empty", i, table)})
				usable = usable && i < destructorSlots
			}
		}
	}
	return usable
}
