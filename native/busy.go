package main

/*
#include "bridge.h"
*/
import "C"

import (
	"runtime"
	"unicode/utf16"
	"unsafe"

	"sentry1c/addin"
)

// LimitJournal implements addin.Host.
func (b *boundary) LimitJournal(bytes int64) { C.growth_limit(C.uint64_t(bytes)) }

// Publish implements addin.Host.
func (b *boundary) Publish(property int, client uint32, text string) {
	units := utf16.Encode([]rune(text))
	if len(units) == 0 {
		return
	}
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pinner.Pin(&units[0])
	C.published_set(C.uint32_t(property), C.uint32_t(client), (*C.WCHAR_T)(&units[0]), C.uint32_t(len(units)))
}

// ForgetAccepted implements addin.Host.
func (b *boundary) ForgetAccepted() { C.accepted_forget() }

// Drops implements addin.Host.
func (b *boundary) Drops() []addin.Drop {
	var taken [C.MAX_DROPS]C.drop_t
	count := int(C.drops_take((*C.drop_t)(unsafe.Pointer(&taken[0]))))
	drops := make([]addin.Drop, 0, count)
	for _, d := range taken[:count] {
		drops = append(drops, addin.Drop{Client: uint32(d.client), Method: int(d.method), Count: uint32(d.count)})
	}
	return drops
}
