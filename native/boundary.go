package main

/*
#include "bridge.h"
*/
import "C"

import (
	"runtime"
	"time"
	"unicode/utf16"
	"unsafe"

	"sentry1c/addin"
)

// boundary is the C side as package addin sees it: an addin.Source and an
// addin.Host.
type boundary struct{}

// Begin implements addin.Source.
func (b *boundary) Begin() {
	runtime.LockOSThread()
	C.boundary_worker_starts()
}

// Take implements addin.Source.
func (b *boundary) Take() (run []byte, state addin.SourceState) {
	var bytes *C.uint8_t
	switch length := C.boundary_take(&bytes); {
	case length > 0:
		return unsafe.Slice((*byte)(unsafe.Pointer(bytes)), int(length)), addin.SourceRun
	case length < 0:
		return nil, addin.SourceBlocked
	}
	return nil, addin.SourceEmpty
}

// Release implements addin.Source.
func (b *boundary) Release() { C.boundary_release() }

// Seen implements addin.Source.
func (b *boundary) Seen() uint32 { return uint32(C.boundary_seen()) }

// Wait implements addin.Source. The thread sleeps in C: no timer of Go runs.
func (b *boundary) Wait(seen uint32, timeout time.Duration) {
	C.boundary_wait(C.uint32_t(seen), C.uint64_t(timeout))
}

// Answer implements addin.Host.
func (b *boundary) Answer(reply uint32, answer addin.Answer) (taken bool) {
	a := C.answer_t{
		kind:             C.ARGUMENT_BOOL,
		truth:            C.bool(answer.Truth),
		object:           C.uint8_t(objectStates[answer.Object]),
		client:           C.uint32_t(answer.Client),
		shutdown_timeout: C.uint32_t(answer.ShutdownTimeout / time.Millisecond),
	}
	if answer.Durable {
		a.ring = C.RING_DURABLE
	}
	if answer.Object == addin.Enabled {
		C.growth_start() // from the first call on that is recorded
	}
	var pinner runtime.Pinner
	defer pinner.Unpin()
	if answer.IsText {
		a.kind = C.ARGUMENT_TEXT
		if units := utf16.Encode([]rune(answer.Text)); len(units) > 0 {
			pinner.Pin(&units[0])
			a.text, a.length = (*C.WCHAR_T)(&units[0]), C.uint32_t(len(units))
		}
	}
	return bool(C.reply_answer(C.uint32_t(reply), &a))
}

var objectStates = map[addin.ObjectState]int{
	addin.Unchanged: C.OBJECT_UNCHANGED,
	addin.Enabled:   C.OBJECT_ENABLED,
	addin.Off:       C.OBJECT_OFF,
}

// Side implements addin.Host.
func (b *boundary) Side(number uint32) (content []byte, ok bool) {
	var data *C.uint8_t
	var size C.uint32_t
	if !C.side_get(C.uint32_t(number), &data, &size) {
		return nil, false
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(data)), int(size)), true
}

// DropSide implements addin.Host.
func (b *boundary) DropSide(number uint32) { C.side_drop(C.uint32_t(number)) }

// Journal implements addin.Host.
func (b *boundary) Journal() addin.JournalStatistics {
	var counts C.journal_counts_t
	C.journal_counts(&counts)
	return addin.JournalStatistics{
		Rings:     uint32(counts.rings),
		Capacity:  uint32(counts.capacity),
		Used:      uint32(counts.used),
		Waits:     uint32(counts.waits),
		Dropped:   uint32(counts.dropped),
		Late:      uint32(counts.late),
		Abandoned: uint32(counts.abandoned),
		Damaged:   uint32(counts.damaged),
	}
}
