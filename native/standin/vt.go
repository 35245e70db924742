package standin

import "fmt"

// VT is the type word of a tVariant.
type VT uint16

// Types of 1C's header, and the flags that may be added to them.
const (
	VTEmpty     VT = 0
	VTNull      VT = 1
	VTI2        VT = 2
	VTI4        VT = 3
	VTR4        VT = 4
	VTR8        VT = 5
	VTDate      VT = 6
	VTTM        VT = 7
	VTPStr      VT = 8
	VTInterface VT = 9
	VTError     VT = 10
	VTBool      VT = 11
	VTVariant   VT = 12
	VTI1        VT = 13
	VTUI1       VT = 14
	VTUI2       VT = 15
	VTUI4       VT = 16
	VTI8        VT = 17
	VTUI8       VT = 18
	VTInt       VT = 19
	VTUInt      VT = 20
	VTHResult   VT = 21
	VTPWStr     VT = 22
	VTBlob      VT = 23
	VTCLSID     VT = 24

	VTVector   VT = 0x1000
	VTArray    VT = 0x2000
	VTByRef    VT = 0x4000
	VTReserved VT = 0x8000
	VTTypeMask VT = 0x0FFF
	VTIllegal  VT = 0xFFFF
)

var vtNames = [...]string{"EMPTY", "NULL", "I2", "I4", "R4", "R8", "DATE", "TM", "PSTR", "INTERFACE", "ERROR", "BOOL", "VARIANT",
	"I1", "UI1", "UI2", "UI4", "I8", "UI8", "INT", "UINT", "HRESULT", "PWSTR", "BLOB", "CLSID"}

func (vt VT) String() string {
	name := fmt.Sprintf("%#x", uint16(vt))
	if base := vt & VTTypeMask; int(base) < len(vtNames) {
		name = "VTYPE_" + vtNames[base]
	}
	for _, flag := range [...]struct {
		bit  VT
		name string
	}{{VTVector, "VECTOR"}, {VTArray, "ARRAY"}, {VTByRef, "BYREF"}, {VTReserved, "RESERVED"}} {
		if vt&flag.bit != 0 {
			name += "|" + flag.name
		}
	}
	return name
}

// integerSize is the width of the types that hold an integer; 0 for all others.
func (vt VT) integerSize() int {
	switch vt {
	case VTBool, VTI1, VTUI1:
		return 1
	case VTI2, VTUI2:
		return 2
	case VTI4, VTUI4, VTInt, VTUInt, VTError, VTHResult:
		return 4
	case VTI8, VTUI8:
		return 8
	}
	return 0
}

func (vt VT) unsigned() bool {
	switch vt {
	case VTUI1, VTUI2, VTUI4, VTUI8, VTUInt:
		return true
	}
	return false
}
