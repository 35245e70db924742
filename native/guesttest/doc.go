// Package guesttest holds the library to what a guest in 1C's process may do. Its tests are small hosts in C (testdata), which do
// what 1C does and look at what the library does to the process around them: signals, threads, memory, descriptors, stacks,
// unloading, the end of the process. A host in Go could not see most of it, having a Go runtime of its own.
//
// The library is built from the sources, or named by SENTRY1C_LIBRARY. GUESTTEST_CC and GUESTTEST_RUN name another compiler and
// what runs its programs, and GUESTTEST_GOOS their system: `make dist-test` sends the same hosts through 32-bit processes, older
// C libraries, emulators and Wine. GUESTTEST_LONG=1 runs the long forms: ten million calls, a minute of idleness.
package guesttest
