package standin

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

func (b *block) String() string {
	who := "AllocMemory"
	if b.owner == ownedByHost {
		who = "the host"
	}
	return fmt.Sprintf("block of %d bytes allocated by %s in %s", b.size, who, b.label)
}

// sorted lists the blocks by address, so that reports do not depend on map order. The caller holds mu.
func (h *heap) sorted() []*block {
	return slices.SortedFunc(maps.Values(h.blocks), func(a, b *block) int { return cmp.Compare(a.addr, b.addr) })
}

// find tells whose payload starts at addr.
func (h *heap) find(addr uintptr) (b *block, ok bool) {
	b, ok = h.blocks[addr]
	return b, ok && b.state != blockFree
}

// around tells in whose payload addr lies, for the words of a report.
func (h *heap) around(addr uintptr) *block {
	for _, b := range h.blocks {
		if b.state != blockFree && addr > b.addr && addr < b.addr+uintptr(b.size) {
			return b
		}
	}
	return nil
}

// leaks lists the live blocks of the add-in.
func (h *heap) leaks() []Fault {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.live == 0 {
		return nil
	}
	var list []Fault
	for _, b := range h.sorted() {
		if b.state == blockLive && b.owner == ownedByAddIn {
			list = append(list, Fault{Kind: Leak, Call: b.label.String(), Size: b.size, Detail: b.String()})
		}
	}
	return list
}
