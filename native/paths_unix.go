//go:build !windows

package main

// pathUnit is a character of a path in C.
type pathUnit = byte

// pathUnits returns a path as C wants it, with its terminator.
func pathUnits(path string) []pathUnit { return append([]byte(path), 0) }
