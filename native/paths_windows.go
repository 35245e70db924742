package main

import "unicode/utf16"

// pathUnit is a character of a path in C.
type pathUnit = uint16

// pathUnits returns a path as C wants it, with its terminator.
func pathUnits(path string) []pathUnit { return append(utf16.Encode([]rune(path)), 0) }
