// Package standin is a stand-in for the 1C:Enterprise platform: it attaches a native add-in the way 1C does and talks to it
// through the same ABI, so that an add-in can be tried, tested and measured on any machine without 1C.
//
// It is Go all the way (purego instead of cgo), so that the same tests run, cross-compiled, on Linux (amd64, 386, arm64) and on
// Windows (amd64, 386), where calling conventions and the layout of tVariant differ.
//
// # The life of an add-in
//
//	lib, err := host.Open("SentryAddIn.so")     // or OpenBundle("SentryAddIn_1_0_0.zip", dir): ПодключитьВнешнююКомпоненту
//	obj, err := lib.New("Sentry")               // Новый("AddIn.Имя.Sentry")
//	ok, err := obj.Bool("Init", dsn)            // a call: FindMethod, GetNParams, GetParamDefValue…, CallAsFunc
//	version, err := obj.Get("Версия")           // a property
//	err = obj.Close()                           // Done, DestroyObject
//	err = lib.Close()                           // only for those who want to see the library unloaded
//
// Run does the same for a person: it reads calls in the notation of 1C's language, a line each, and prints the answers.
//
// # What it is stricter about than 1C
//
// The platform trusts an add-in; a mistake shows as a crash somewhere else or as memory that grows. The host looks at every block
// the add-in takes from its memory manager and at every value that comes back, and keeps a list of broken rules (Fault). In a test
//
//	lib, err := host.Open(path)
//	host.CheckLeaks(t, lib)
//
// makes one unfreed, twice freed, overrun or foreign block a failure that names the call it was allocated for.
//
// Strings are passed without a terminator and followed by a guard pattern, since the platform does not promise a NUL.
// WithGuardPages makes reading past an argument, or after the call, end the process on the spot.
//
// # Where the host cannot be 1C
//
// Nobody outside 1C knows which slots the platform calls in which order before a call, what it does with a value left by a failed
// call, or on which capability level it starts to call UserLanguageBase. Where this package had to choose, the choice is said at
// the function. A stdcall/cdecl mistake of an add-in on 32-bit Windows cannot be noticed here, because Go's runtime restores the
// stack pointer by itself; a C host has to look for that.
//
// # Memory
//
// Go pointers never cross the ABI. Everything the add-in may see lies in pages mapped outside Go's heap (heap.go) and is reached by
// plain addresses (cmem.go).
package standin
