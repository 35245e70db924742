//go:build windows && !386

package standin

// thiscall calls a C++ method that has no declared convention and one argument: 64-bit Windows has one convention for all.
func thiscall(fn, this, arg uintptr) uintptr {
	return invoke(fn, this, arg)
}
