package standin

import "sync"

// A callback of the ABI learns only the address of the interface it was called on. So each object has two cells of C memory
// that never go away, one for its memory manager and one for its IAddInDefBase, and this registry leads from a cell's address
// back to the object. Callbacks themselves are few and made once per process: the runtime never frees one.

// cellSize holds the vtable pointer and keeps neighbours apart.
const cellSize = 32

// retiredCells is how many cells of destroyed objects wait before the oldest is used again: an add-in that calls the
// platform after its object is destroyed is then still recognised.
const retiredCells = 4096

type registry struct {
	mu      sync.RWMutex
	objects map[uintptr]*Object
	retired []uintptr
	room    []byte
}

var instances = registry{objects: map[uintptr]*Object{}}

// add gives the object a cell whose first word is the vtable.
func (r *registry) add(o *Object, vtable uintptr) (uintptr, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var cell uintptr
	switch {
	case len(r.retired) > retiredCells:
		cell = r.retired[0]
		r.retired = r.retired[1:]
	default:
		if len(r.room) < cellSize {
			pages, err := mapPages(pageSize)
			if err != nil {
				return 0, err
			}
			r.room = pages
		}
		cell = addressOf(r.room)
		r.room = r.room[cellSize:]
	}
	store(cell, vtable)
	r.objects[cell] = o
	return cell, nil
}

// retire keeps the cell answering for its object until it is used again.
func (r *registry) retire(cell uintptr) {
	if cell == 0 {
		return
	}
	r.mu.Lock()
	r.retired = append(r.retired, cell)
	r.mu.Unlock()
}

// object finds whose interface `this` is; nil records a stray call.
func (r *registry) object(this uintptr, call string) *Object {
	r.mu.RLock()
	o := r.objects[this]
	r.mu.RUnlock()
	if o == nil {
		strays.add(Fault{Kind: BadPlatformCall, Call: call, Detail: "called on a pointer that is no interface of this host"})
	}
	return o
}
