// Package killtest kills processes that report errors, and counts what arrives.
//
// A process here is the stand-in platform with the real library in it. It captures
// from several threads and prints every id that a call returned; it is killed at a
// random moment, or at a named one (addin/internal/fault). Processes that come later
// use the same spool. In the end every printed id must have arrived, once, with the
// scope that it was captured with, and nothing may be left on the disk or in memory
// that outlives processes.
package killtest
