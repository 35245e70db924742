package standin

import "time"

// Variant describes one tVariant: its type word and the part of the union that the type names.
// It lets a test pass what no Go value stands for; as an argument it is written exactly as described.
//
// # Memory
//
// A Variant is Go data. The host copies its text or bytes into C memory for one call, and copies results out of it.
type Variant struct {
	VT       VT
	Integer  int64   // I1…UI8, INT, UINT, BOOL (any byte), ERROR, HRESULT; unsigned 64 bits by their pattern
	Real     float64 // R4, R8; DATE in days since 1899-12-30
	Time     TM      // TM
	Text     UTF16   // PWSTR
	Bytes    []byte  // PSTR, BLOB; 16 bytes of CLSID
	Pointer  uintptr // INTERFACE, VARIANT, BYREF, or any type with PointerSet
	Elements uint32  // cbElements

	// What follows bends the description of a string or blob.
	PointerSet bool   // write Pointer instead of a copy of Text or Bytes: null pointers with a length
	LengthSet  bool   // write Length instead of the true one
	Length     uint32 // in units (PWSTR) or bytes (PSTR, BLOB)
	Terminated bool   // add a NUL behind the last unit or byte, not counted in the length
	Guarded    bool   // end right before a page that faults
}

// TM is struct tm of C as far as 1C uses it.
type TM struct {
	Sec, Min, Hour, Day, Month, Year, WeekDay, YearDay, DST int32 // Month 0–11, Year since 1900
}

// Null is 1C's Null, which is not Неопределено (nil in Go).
type Null struct{}

// Omitted is an argument left out in the middle: the default of the parameter, else EMPTY.
type Omitted struct{}

// TMOf takes the wall clock of t; 1C knows neither zone nor fractions of a second.
func TMOf(t time.Time) TM {
	return TM{
		Sec: int32(t.Second()), Min: int32(t.Minute()), Hour: int32(t.Hour()),
		Day: int32(t.Day()), Month: int32(t.Month()) - 1, Year: int32(t.Year()) - 1900,
		WeekDay: int32(t.Weekday()), YearDay: int32(t.YearDay()) - 1,
	}
}

// Date is the wall clock as a time in UTC.
func (tm TM) Date() time.Time {
	return time.Date(int(tm.Year)+1900, time.Month(tm.Month+1), int(tm.Day), int(tm.Hour), int(tm.Min), int(tm.Sec), 0, time.UTC)
}

// dateEpoch is day 0 of VTYPE_DATE.
var dateEpoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// Int makes an integer variant of any width: VTI1 … VTUI8, VTInt, VTUInt, VTError, VTHResult, VTBool.
func Int(vt VT, n int64) Variant { return Variant{VT: vt, Integer: n} }

// R4 makes a single-precision number.
func R4(x float32) Variant { return Variant{VT: VTR4, Real: float64(x)} }

// R8 makes a double-precision number, also of an integral value, which the platform would pass as I4.
func R8(x float64) Variant { return Variant{VT: VTR8, Real: x} }

// Date makes VTYPE_DATE; a time.Time argument is VTYPE_TM, as from the platform.
func Date(t time.Time) Variant {
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	return Variant{VT: VTDate, Real: float64(wall.Unix()-dateEpoch.Unix()) / secondsOfDay}
}

const secondsOfDay = 24 * 60 * 60

// PStr makes a narrow string.
func PStr(s string) Variant { return Variant{VT: VTPStr, Bytes: []byte(s)} }

// PWStr makes a wide string; a string argument is the same.
func PWStr(s string) Variant { return Variant{VT: VTPWStr, Text: Units(s)} }

// Blob makes binary data; a []byte argument is the same.
func Blob(b []byte) Variant { return Variant{VT: VTBlob, Bytes: b} }

// CLSID makes a class identifier.
func CLSID(id [16]byte) Variant { return Variant{VT: VTCLSID, Bytes: id[:]} }

// NullPointer makes a string or blob whose pointer is null and whose length is not.
func NullPointer(vt VT, length uint32) Variant {
	return Variant{VT: vt, PointerSet: true, LengthSet: true, Length: length}
}

// WithNUL adds a terminator, which the platform does not promise.
func (v Variant) WithNUL() Variant { v.Terminated = true; return v }

// Guard makes reading past the end, or after the call, a fault of the process.
func (v Variant) Guard() Variant { v.Guarded = true; return v }

// WithLength lies about the length.
func (v Variant) WithLength(n uint32) Variant { v.LengthSet, v.Length = true, n; return v }

// WithFlags adds VTVector, VTArray, VTByRef or VTReserved.
func (v Variant) WithFlags(flags VT) Variant { v.VT |= flags; return v }
