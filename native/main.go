package main

/*
#cgo CFLAGS: -std=c11 -O2 -Wall -Wextra -Wno-unused-parameter -fvisibility=hidden
#cgo linux CFLAGS: -D_GNU_SOURCE
#cgo windows CFLAGS: -D_WIN32_WINNT=0x0A00
#cgo windows LDFLAGS: -lapi-ms-win-core-synch-l1-2-0
#include "bridge.h"
*/
import "C"

import (
	"crypto/rand"
	"unsafe"

	"sentry1c/addin"
)

func init() {
	var seed [32]byte
	rand.Read(seed[:])
	if !C.boundary_start((*C.uint8_t)(unsafe.Pointer(&seed[0]))) {
		C.process_restore()
		// No memory: without a table GetClassObject gives no object, and 1C says
		// that the type is not defined.
		return
	}
	b := &boundary{}
	addin.Start(b, b, b)
	C.process_restore() // now that Go has the descriptors that it cannot do without: crypto/rand has a timer
	C.table_publish(newTable())
}

// main is never called in a shared library; the linker wants it.
func main() {}
