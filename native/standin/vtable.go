package standin

import (
	"fmt"
	"sync"

	"github.com/ebitengine/purego"
)

// guard keeps a panic of a callback from crossing into C; the call becomes a fault instead.
func guard(this uintptr, call string) {
	if cause := recover(); cause != nil {
		f := Fault{Kind: BadPlatformCall, Call: call, Detail: fmt.Sprint("the host panicked: ", cause)}
		if o := instances.object(this, call); o != nil {
			o.fault(f)
			return
		}
		strays.add(f)
	}
}

// newVtable writes function addresses behind one another into memory that stays for the life of the process.
func newVtable(slots ...uintptr) uintptr {
	pages, err := mapPages(pageSize)
	if err != nil {
		panic("standin: map a vtable: " + err.Error())
	}
	addr := addressOf(pages)
	for i, slot := range slots {
		store(addr+uintptr(i)*ptrSize, slot)
	}
	return addr
}

// destructors fills the destructor slots of the host's own interfaces: an add-in must never delete them.
var destructors = sync.OnceValue(func() []uintptr {
	trap := purego.NewCallback(func(this uintptr) uintptr {
		strays.add(Fault{Kind: BadPlatformCall, Call: "destructor", Detail: "the add-in deleted an interface of the platform"})
		return 0
	})
	slots := make([]uintptr, destructorSlots)
	for i := range slots {
		slots[i] = trap
	}
	return slots
})
