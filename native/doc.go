// Command native is the library that 1C loads: the boundary between 1C's Native
// API and the component in package addin.
//
// # Who runs where
//
// A thread of 1C stays in C. It calls the five exports (exports.c) and the tables
// of functions of an object (component.c), which ask the published table what a
// method is (table.c), turn the call into a record (argument.c, record.c) and
// append it to a ring (journal.c, ring.c), of which a thread in C makes more when they
// fill (growth.c). The answer is known at once, or has been given to an equal call before
// (accepted.c), or the thread waits in C, with a deadline, for a slot to be filled
// (reply.c). One Go goroutine, the worker, takes records out and interprets them. Nothing
// in C calls Go: there is no //export in this package, and so no thread of 1C gets a Go
// signal stack, waits for Go's scheduler, or takes part in its collections. Nor does a
// thread of Go run what belongs to 1C: it takes no signal of the host (mask_linux.c).
//
// # Start
//
// Loading the library starts the Go runtime on a thread of its own and returns.
// This package's start makes the journal and publishes the table; until then
// GetClassObject waits, at most two seconds.
//
// # Memory
//
// What C is given by 1C (names, arguments) is copied during the call and never
// kept, but for two pointers that the ABI hands over for longer: the object's
// IMemoryManager, used until Done, and nothing else. What 1C is given comes from
// that manager. Records are copied into rings; the worker reads them in place and
// releases them, which wipes them. Rings that a burst needed are given back some seconds
// after it. Side blocks and answers are malloc'ed and freed in C.
//
// # Never unloaded
//
// Go cannot be unloaded. The linker marks the ELF library nodelete, and the DLL
// pins itself, so dlclose and FreeLibrary leave it where it is.
//
// The ABI itself: abi.h, with the size and offset of everything asserted.
package main
