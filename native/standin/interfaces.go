package standin

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/ebitengine/purego"
)

// Application says which program of 1C attaches the add-in.
type Application int32

// The programs as 1C's header numbers them.
const (
	ThinClient Application = iota
	ThickClient
	WebClient
	Server
	ExternalConnection
	MobileClient
	MobileServer
)

// PlatformInfo is what IPlatformInfo tells an add-in.
type PlatformInfo struct {
	Version     string // "8.3.27.1508"
	UserAgent   string // of the browser; empty elsewhere
	Application Application
}

// Interfaces of GetInterface.
const (
	interfaceMsgBox = iota
	interfacePlatformInfo
	interfaceAttachedInfo
	interfaceCount
)

// Answers of IAttachedInfo.
const (
	attachedIsolated    = 0
	attachedNotIsolated = 1
)

// These interfaces have no virtual destructor in 1C's header.
var interfaceVtables = [interfaceCount]func() uintptr{
	interfaceMsgBox: sync.OnceValue(func() uintptr {
		return newVtable(purego.NewCallback(confirm), purego.NewCallback(alert))
	}),
	interfacePlatformInfo: sync.OnceValue(func() uintptr {
		return newVtable(purego.NewCallback(getPlatformInfo))
	}),
	interfaceAttachedInfo: sync.OnceValue(func() uintptr {
		return newVtable(purego.NewCallback(getAttachedInfo))
	}),
}

// getInterface is IInterface* IAddInDefBaseEx::GetInterface(Interfaces).
//
// In the MSVC layout IInterface, an empty base, lies behind the vtable pointer of the interfaces that derive from it, so that the
// pointer to it is one word further; the add-in's static_cast goes back. Elsewhere both are the same address.
func getInterface(this, which uintptr) uintptr {
	defer guard(this, "GetInterface")
	kind := int(int32(which))
	o, ok := record(this, PlatformCall{Method: "GetInterface", Code: kind})
	if !ok || kind < 0 || kind >= interfaceCount {
		return 0
	}
	cell, err := o.interfaceCell(kind)
	if err != nil {
		o.fault(Fault{Kind: BadPlatformCall, Call: "GetInterface", Detail: err.Error()})
		return 0
	}
	if runtime.GOOS == "windows" {
		return cell + ptrSize
	}
	return cell
}

func undeclaredGetInterface(this, which uintptr) uintptr {
	defer guard(this, "GetInterface")
	if o := instances.object(this, "GetInterface"); o != nil {
		o.fault(Fault{Kind: BadPlatformCall, Call: "GetInterface",
			Detail: "the capabilities agreed on give IAddInDefBase, which has no such method"})
	}
	return 0
}

func (o *Object) interfaceCell(kind int) (uintptr, error) {
	o.interfacesMu.Lock()
	defer o.interfacesMu.Unlock()
	if o.interfaces[kind] == 0 {
		cell, err := instances.add(o, interfaceVtables[kind]())
		if err != nil {
			return 0, fmt.Errorf("standin: make an interface: %w", err)
		}
		o.interfaces[kind] = cell
	}
	return o.interfaces[kind], nil
}

func confirm(this, text, answer uintptr) uintptr {
	defer guard(this, "Confirm")
	record(this, PlatformCall{Method: "Confirm", Message: textAt(text)})
	return cFalse
}

func alert(this, text uintptr) uintptr {
	defer guard(this, "Alert")
	if _, ok := record(this, PlatformCall{Method: "Alert", Message: textAt(text)}); ok {
		return cTrue
	}
	return cFalse
}

// getPlatformInfo gives {const WCHAR_T* AppVersion, const WCHAR_T* UserAgentInformation, AppType}, owned by the host.
func getPlatformInfo(this uintptr) uintptr {
	defer guard(this, "GetPlatformInfo")
	o, ok := record(this, PlatformCall{Method: "GetPlatformInfo"})
	if !ok {
		return 0
	}
	l := label{slot: "GetPlatformInfo"}
	info, _, err := o.heap.alloc(int(2*ptrSize+4), ownedByHost, l, false)
	if err != nil {
		return 0
	}
	for i, s := range []string{o.options.platform.Version, o.options.platform.UserAgent} {
		text, err := o.newName(s, l)
		if err != nil {
			return 0
		}
		store(info.addr+uintptr(i)*ptrSize, text.addr)
	}
	store(info.addr+2*ptrSize, int32(o.options.platform.Application))
	return info.addr
}

func getAttachedInfo(this uintptr) uintptr {
	defer guard(this, "GetAttachedInfo")
	o, ok := record(this, PlatformCall{Method: "GetAttachedInfo"})
	if ok && o.options.isolated {
		return attachedIsolated
	}
	return attachedNotIsolated
}
