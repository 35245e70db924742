package main

/*
#include "atexit.h"
#include "bridge.h"
#include "platform.h"
*/
import "C"

import (
	"errors"
	"unsafe"

	"sentry1c/addin"
)

// RingSize implements addin.Host.
func (b *boundary) RingSize() int { return int(C.boundary_ring_bytes()) }

// MapRing implements addin.Host.
func (b *boundary) MapRing(path string) error {
	memory, err := mapFile(path)
	if err != nil {
		return err
	}
	if len(memory) != C.RINGFILE_RECORDS_AT+b.RingSize() {
		return errors.New("native: map the ring: the file has another size")
	}
	// The map is the journal's from now on.
	file := (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(memory)))
	units := pathUnits(path)
	if !C.journal_set_durable(file, C.uint32_t(b.RingSize()), (*C.path_char_t)(unsafe.Pointer(&units[0]))) {
		return errors.New("native: map the ring: too many rings in one process")
	}
	return nil
}

// SetSideFolder implements addin.Host.
func (b *boundary) SetSideFolder(path string) error {
	units := pathUnits(path)
	if !C.side_set_folder((*C.path_char_t)(unsafe.Pointer(&units[0]))) {
		return errors.New("native: set the folder of long values: its path is too long")
	}
	return nil
}

// RemoveAtExit implements addin.Host.
func (b *boundary) RemoveAtExit(paths []addin.ExitPath) {
	for _, p := range paths {
		units := pathUnits(p.Path)
		C.atexit_remove((*C.path_char_t)(unsafe.Pointer(&units[0])), C.int(exitKinds[p.Kind]))
	}
}

// Ending implements addin.Host.
func (b *boundary) Ending() bool { return bool(C.journal_is_closed()) }

// KeepAtExit implements addin.Host.
func (b *boundary) KeepAtExit(keep bool) { C.atexit_keep(C.bool(keep)) }

var exitKinds = map[addin.ExitKind]int{
	addin.ExitFile:        C.EXIT_FILE,
	addin.ExitFolder:      C.EXIT_FOLDER,
	addin.ExitOwnedFolder: C.EXIT_OWNED_FOLDER,
}

// HoldFile implements addin.Keeper.
func (b *boundary) HoldFile(file uintptr) { C.process_holds(C.int(file)) }

// LetFileGo implements addin.Keeper.
func (b *boundary) LetFileGo(file uintptr) { C.process_lets_go(C.int(file)) }

// Wake implements addin.Host.
func (b *boundary) Wake() { C.boundary_wake() }
