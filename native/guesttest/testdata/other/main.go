// Command other is a second library in Go, by somebody else, in the same process.
package main

import "C"

import "runtime"

var sink []byte

// Collect makes garbage and collects it.
//
//export Collect
func Collect() C.int {
	for range 100 {
		sink = make([]byte, 10_000)
	}
	runtime.GC()
	return C.int(len(sink))
}

// NilIsRecovered uses a nil pointer, which the processor notices, and recovers.
//
//export NilIsRecovered
func NilIsRecovered() (recovered C.int) {
	defer func() {
		if recover() != nil {
			recovered = 1
		}
	}()
	var nothing *[4]int
	return C.int(nothing[2])
}

func main() {}
