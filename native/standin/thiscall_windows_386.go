package standin

import "sync"

// thiscallThunk is machine code that turns the stdcall frame (target, this, arg) into a thiscall:
//
//	pop eax; pop edx; pop ecx; push eax; jmp edx
//
// leaves `this` in ECX and arg on the stack, which the callee pops.
var thiscallThunk = sync.OnceValue(func() uintptr {
	code, err := mapWith(pageSize, pageExecuteReadWrite)
	if err != nil {
		panic("standin: map a thiscall thunk: " + err.Error())
	}
	copy(code, []byte{0x58, 0x5A, 0x59, 0x50, 0xFF, 0xE2})
	return addressOf(code)
})

// thiscall calls a C++ method that has no declared convention and one argument.
func thiscall(fn, this, arg uintptr) uintptr {
	return invoke(thiscallThunk(), fn, this, arg)
}
