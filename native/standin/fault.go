package standin

import (
	"fmt"
	"strings"
	"sync"
)

// FaultKind names one way an add-in can break the contract of the ABI.
type FaultKind string

// What the host detects.
const (
	Leak            FaultKind = "leak"              // a block of AllocMemory still there when its object is destroyed
	DoubleFree      FaultKind = "double free"       // FreeMemory of a block that is free already
	ForeignFree     FaultKind = "foreign free"      // FreeMemory of what AllocMemory never gave
	WrongManager    FaultKind = "wrong manager"     // a block freed through the memory manager of another object
	Overrun         FaultKind = "overrun"           // bytes behind a block were written
	Underrun        FaultKind = "underrun"          // bytes before a block were written
	WriteAfterFree  FaultKind = "write after free"  // a freed block was written
	ForeignResult   FaultKind = "foreign result"    // a returned pointer is not a block of AllocMemory
	ResultTooLong   FaultKind = "result too long"   // a returned string is longer than its block, or has no NUL where it must
	BadVariant      FaultKind = "bad variant"       // a value of a type 1C does not take, or left behind by a failed call
	BadParameter    FaultKind = "bad parameter"     // a parameter was changed against the rules of ownership
	BadVtable       FaultKind = "bad vtable"        // an empty slot in a vtable of the object
	OutOfLife       FaultKind = "out of life"       // the platform was called outside the object's life
	BadPlatformCall FaultKind = "bad platform call" // a call of the platform that a real one would not survive
)

// Fault is one broken rule.
type Fault struct {
	Kind   FaultKind
	Object int    // number of the object, from 1; 0 if none is known
	Class  string // its class
	Call   string // the call that ran, or that the block was allocated for: "CallAsFunc(SetTag)"
	Size   int    // size of the block, where one is concerned
	Detail string
}

func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(string(f.Kind))
	if f.Object != 0 {
		fmt.Fprintf(&b, ": object %d (%s)", f.Object, f.Class)
	}
	if f.Call != "" {
		fmt.Fprintf(&b, ": %s", f.Call)
	}
	if f.Detail != "" {
		fmt.Fprintf(&b, ": %s", f.Detail)
	}
	return b.String()
}

// faultLog collects faults from any thread.
type faultLog struct {
	mu   sync.Mutex
	list []Fault
}

func (l *faultLog) add(faults ...Fault) {
	if len(faults) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, faults...)
}

func (l *faultLog) all() []Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Fault(nil), l.list...)
}

func (l *faultLog) take() []Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := l.list
	l.list = nil
	return list
}

// strays are faults of calls whose `this` belongs to no object of this process.
var strays faultLog
