package standin

import (
	"errors"
	"fmt"
	"math/bits"
	"os"
	"sync"
)

var pageSize = os.Getpagesize()

const (
	minCellBits = 7  // 128 bytes
	maxCellBits = 20 // 1 MB; a larger block has a mapping of its own
	cellClasses = maxCellBits - minCellBits + 1

	chunkBytes = 64 << 10 // mapped at once for small cells

	quarantineBlocks = 64      // freed blocks kept away from reuse
	quarantineBytes  = 4 << 20 // and their size at most
)

// heap is what one object's memory manager gives out: cells of mapped memory with guard bytes on both sides.
//
// A freed block rests in quarantine before it is used again: until then a second free is recognised as one and a
// write through a kept pointer spoils its pattern.
type heap struct {
	mu         sync.Mutex
	blocks     map[uintptr]*block // by payload, whatever their state
	ready      [cellClasses][]*block
	quarantine []*block
	resting    int // bytes in quarantine
	chunks     [][]byte
	room       []byte // what is left of the newest chunk
	closed     bool
	live       int // blocks of the add-in
	serial     int // blocks given out so far
	number     int // AllocMemory calls so far
	filter     func(n, size int) bool
}

func newHeap() *heap { return &heap{blocks: map[uintptr]*block{}} }

// alloc hands out a block. guarded puts it right before a page that faults, so that reading past it does too.
func (h *heap) alloc(size int, owner blockOwner, l label, guarded bool) (*block, []Fault, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, nil, fmt.Errorf("standin: allocate %d bytes: the object is destroyed", size)
	}
	var b *block
	var err error
	if need := size + frontGuard + rearGuard; guarded || need > 1<<maxCellBits {
		if b, err = mapBlock(size, guarded); err == nil {
			h.blocks[b.addr] = b
		}
	} else {
		b, err = h.cell(need)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("standin: allocate %d bytes: %w", size, err)
	}
	b.size, b.owner, b.label, b.state = size, owner, l, blockLive
	h.serial++
	b.serial = h.serial
	if owner == ownedByAddIn {
		h.live++
	}
	b.arm()
	return b, h.release(), nil
}

// cell takes a cell of the smallest class that holds need bytes.
func (h *heap) cell(need int) (*block, error) {
	class := max(bits.Len(uint(need-1)), minCellBits) - minCellBits
	if list := h.ready[class]; len(list) > 0 {
		b := list[len(list)-1]
		h.ready[class] = list[:len(list)-1]
		return b, nil
	}
	size := 1 << (class + minCellBits)
	if len(h.room) < size {
		chunk, err := mapPages(max(chunkBytes, size))
		if err != nil {
			return nil, err
		}
		h.chunks = append(h.chunks, chunk)
		h.room = chunk
	}
	b := &block{cell: h.room[:size:size], class: int8(class)}
	h.room = h.room[size:]
	b.addr = addressOf(b.cell) + frontGuard
	h.blocks[b.addr] = b
	return b, nil
}

// mapBlock makes a block with a mapping of its own.
func mapBlock(size int, guarded bool) (*block, error) {
	whole := (size + frontGuard + pageSize - 1) / pageSize * pageSize
	if !guarded {
		whole = (size + frontGuard + rearGuard + pageSize - 1) / pageSize * pageSize
		pages, err := mapPages(whole)
		if err != nil {
			return nil, err
		}
		return &block{cell: pages, pages: pages, addr: addressOf(pages) + frontGuard, class: classOwn}, nil
	}
	pages, err := mapPages(whole + pageSize)
	if err != nil {
		return nil, err
	}
	if err := forbidPages(pages[whole:]); err != nil {
		return nil, errors.Join(err, unmapPages(pages))
	}
	cell := pages[whole-size-frontGuard : whole]
	return &block{cell: cell, pages: pages, addr: addressOf(cell) + frontGuard, class: classOwn}, nil
}

// free takes a live block back and tells what was done to it meanwhile.
func (h *heap) free(b *block) []FaultKind {
	if b.state != blockLive {
		return nil // the add-in freed it between two looks, on another thread
	}
	damage := b.damage()
	fill(b.payload(), freedPattern)
	if b.owner == ownedByAddIn {
		h.live--
	}
	b.state = blockFreed
	if b.class == classOwn {
		_ = unmapPages(b.pages)
		b.cell, b.pages = nil, nil
	}
	h.quarantine = append(h.quarantine, b)
	h.resting += len(b.cell)
	return damage
}

// release ends the quarantine of the blocks that have rested long enough.
func (h *heap) release() []Fault {
	var faults []Fault
	for len(h.quarantine) > quarantineBlocks || h.resting > quarantineBytes {
		b := h.quarantine[0]
		h.quarantine = h.quarantine[1:]
		h.resting -= len(b.cell)
		if b.class == classOwn {
			if h.blocks[b.addr] == b { // else the system gave the same address to a newer block
				delete(h.blocks, b.addr)
			}
			continue
		}
		if !b.untouched() {
			faults = append(faults, Fault{Kind: WriteAfterFree, Call: b.label.String(), Size: b.size, Detail: b.String()})
		}
		b.state = blockFree
		h.ready[b.class] = append(h.ready[b.class], b)
	}
	return faults
}

// close checks everything for the last time and unmaps it. What it finds is told once: leaks, damage, late writes.
func (h *heap) close() []Fault {
	h.mu.Lock()
	defer h.mu.Unlock()
	var faults []Fault
	for _, b := range h.sorted() {
		switch b.state {
		case blockLive:
			for _, kind := range b.damage() {
				faults = append(faults, Fault{Kind: kind, Call: b.label.String(), Size: b.size, Detail: b.String()})
			}
			if b.owner == ownedByAddIn {
				faults = append(faults, Fault{Kind: Leak, Call: b.label.String(), Size: b.size, Detail: b.String()})
			}
		case blockFreed:
			if b.class != classOwn && !b.untouched() {
				faults = append(faults, Fault{Kind: WriteAfterFree, Call: b.label.String(), Size: b.size, Detail: b.String()})
			}
		}
		if b.pages != nil {
			_ = unmapPages(b.pages)
		}
	}
	for _, chunk := range h.chunks {
		_ = unmapPages(chunk)
	}
	h.closed = true
	h.blocks, h.chunks, h.room, h.quarantine, h.ready = nil, nil, nil, nil, [cellClasses][]*block{}
	return faults
}
