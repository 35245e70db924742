package standin

import (
	"sync"
	"time"
	"unsafe"
)

var (
	queryPerformanceCounter   = kernel32.NewProc("QueryPerformanceCounter")
	queryPerformanceFrequency = kernel32.NewProc("QueryPerformanceFrequency")
)

var ticksPerSecond = sync.OnceValue(func() int64 {
	var frequency int64
	_, _, _ = queryPerformanceFrequency.Call(uintptr(unsafe.Pointer(&frequency)))
	return max(frequency, 1)
})

// clock is a time to measure calls with. The runtime's own clock moves in steps of half a millisecond on Windows.
func clock() time.Duration {
	var ticks int64
	_, _, _ = queryPerformanceCounter.Call(uintptr(unsafe.Pointer(&ticks)))
	frequency := ticksPerSecond()
	whole, rest := ticks/frequency, ticks%frequency
	return time.Duration(whole)*time.Second + time.Duration(rest)*time.Second/time.Duration(frequency)
}
