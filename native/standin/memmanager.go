package standin

import (
	"fmt"
	"sync"

	"github.com/ebitengine/purego"
)

// memoryManagerVtable is IMemoryManager: destructor, AllocMemory, FreeMemory.
var memoryManagerVtable = sync.OnceValue(func() uintptr {
	return newVtable(append(destructors()[:destructorSlots:destructorSlots],
		purego.NewCallback(allocMemory),
		purego.NewCallback(freeMemory))...)
})

// allocMemory is bool IMemoryManager::AllocMemory(void** pMemory, unsigned long ulCountByte).
func allocMemory(this, out, count uintptr) (done uintptr) {
	defer guard(this, "AllocMemory")
	o := instances.object(this, "AllocMemory")
	if o == nil {
		return 0
	}
	size := cULong(count)
	if out == 0 {
		o.fault(Fault{Kind: BadPlatformCall, Call: "AllocMemory", Detail: "null pointer for the result"})
		return 0
	}
	return o.allocMemory(out, size)
}

// maxAllocBytes is where an allocation is taken for a mistake in the size.
const maxAllocBytes = 1 << 30

func (o *Object) allocMemory(out uintptr, size uint64) uintptr {
	if life := o.life.Load(); life >= lifeDone {
		o.fault(Fault{Kind: OutOfLife, Call: "AllocMemory", Detail: "called after " + life.String()})
		if life == lifeDestroyed {
			return 0
		}
	}
	if size > maxAllocBytes {
		o.fault(Fault{Kind: BadPlatformCall, Call: "AllocMemory", Detail: fmt.Sprintf("%d bytes asked", size)})
		return 0
	}
	during := o.calls.current()
	if !o.heap.admit(int(size)) {
		return 0
	}
	b, faults, err := o.heap.alloc(int(size), ownedByAddIn, during, false)
	o.fault(faults...)
	if err != nil {
		return 0
	}
	store(out, b.addr)
	return 1
}

// freeMemory is void IMemoryManager::FreeMemory(void** pMemory). It clears the pointer, as the platform does.
func freeMemory(this, at uintptr) uintptr {
	defer guard(this, "FreeMemory")
	o := instances.object(this, "FreeMemory")
	if o == nil {
		return 0
	}
	if at == 0 {
		o.fault(Fault{Kind: BadPlatformCall, Call: "FreeMemory", Detail: "null instead of the address of a pointer"})
		return 0
	}
	if o.life.Load() == lifeDestroyed {
		o.fault(Fault{Kind: OutOfLife, Call: "FreeMemory", Detail: "called after " + lifeDestroyed.String()})
		return 0
	}
	if addr := load[uintptr](at); addr != 0 {
		o.freeBlock(addr)
		store[uintptr](at, 0)
	}
	return 0
}

// freeBlock frees for the add-in, and tells what is wrong with that.
func (o *Object) freeBlock(addr uintptr) {
	during := o.calls.current().String()
	h := o.heap
	h.mu.Lock()
	b, known := h.find(addr)
	if known && b.state == blockLive {
		damage := h.free(b)
		h.mu.Unlock()
		o.damaged(b, damage)
		return
	}
	var inside *block
	if !known {
		inside = h.around(addr)
	}
	h.mu.Unlock()
	switch {
	case known:
		o.fault(Fault{Kind: DoubleFree, Call: during, Size: b.size, Detail: b.String()})
	case inside != nil:
		o.fault(Fault{Kind: ForeignFree, Call: during, Size: inside.size, Detail: "a pointer into the middle of a " + inside.String()})
	default:
		if other := o.lib.ownerOf(addr); other != nil && other != o {
			o.fault(Fault{Kind: WrongManager, Call: during, Detail: fmt.Sprintf("a block of object %d", other.number)})
			other.freeBlock(addr)
			return
		}
		o.fault(Fault{Kind: ForeignFree, Call: during, Detail: fmt.Sprintf("%#x was never allocated", addr)})
	}
}

// damaged reports overwritten guards.
func (o *Object) damaged(b *block, kinds []FaultKind) {
	for _, kind := range kinds {
		o.fault(Fault{Kind: kind, Call: b.label.String(), Size: b.size, Detail: b.String()})
	}
}

// admit counts a call of AllocMemory and asks the object's filter.
func (h *heap) admit(size int) bool {
	h.mu.Lock()
	h.number++
	n, filter := h.number, h.filter
	h.mu.Unlock()
	return filter == nil || filter(n, size)
}
