package standin

import "math"

// storeInteger writes the low bytes, little-endian as all machines of 1C are.
func storeInteger(at uintptr, size int, n int64) {
	switch size {
	case 1:
		store(at, uint8(n))
	case 2:
		store(at, uint16(n))
	case 4:
		store(at, uint32(n))
	case 8:
		store(at, uint64(n))
	}
}

func loadInteger(at uintptr, size int, unsigned bool) int64 {
	switch size {
	case 1:
		if n := load[uint8](at); unsigned {
			return int64(n)
		} else {
			return int64(int8(n))
		}
	case 2:
		if n := load[uint16](at); unsigned {
			return int64(n)
		} else {
			return int64(int16(n))
		}
	case 4:
		if n := load[uint32](at); unsigned {
			return int64(n)
		} else {
			return int64(int32(n))
		}
	}
	return load[int64](at)
}

// storeTM writes the nine ints that every struct tm starts with; what glibc and Darwin add stays zero.
func storeTM(at uintptr, tm TM) {
	for i, n := range tm.fields() {
		store(at+uintptr(i)*4, *n)
	}
}

func loadTM(at uintptr) TM {
	var tm TM
	for i, n := range tm.fields() {
		*n = load[int32](at + uintptr(i)*4)
	}
	return tm
}

// fields lists the members in the order of C's struct tm.
func (tm *TM) fields() [9]*int32 {
	return [9]*int32{&tm.Sec, &tm.Min, &tm.Hour, &tm.Day, &tm.Month, &tm.Year, &tm.WeekDay, &tm.YearDay, &tm.DST}
}

// readVariant copies a tVariant out of C memory; room is how many bytes may be read behind its pointer.
func readVariant(at uintptr, room int) Variant {
	v := Variant{VT: VT(load[uint16](at + abi.vt)), Elements: load[uint32](at + abi.elements)}
	switch base := v.VT; {
	case base.pointsToBlock():
		v.Pointer, v.Length = load[uintptr](at), load[uint32](at+abi.length)
		v.readBytes(room)
	case base == VTCLSID:
		v.Bytes = append([]byte(nil), view(at, 16)...)
	case base == VTTM:
		v.Time = loadTM(at)
	case base == VTR4:
		v.Real = float64(math.Float32frombits(load[uint32](at)))
	case base == VTR8, base == VTDate:
		v.Real = math.Float64frombits(load[uint64](at))
	case base.integerSize() != 0:
		v.Integer = loadInteger(at, base.integerSize(), base.unsigned())
	case base != VTEmpty && base != VTNull:
		v.Pointer = load[uintptr](at)
	}
	return v
}

// readBytes copies the string or blob, cut to what may be read.
func (v *Variant) readBytes(room int) {
	if v.Pointer == 0 {
		return
	}
	if v.VT == VTPWStr {
		v.Text = append(UTF16{}, units(v.Pointer, min(int(v.Length), room/unitSize))...)
		return
	}
	v.Bytes = append([]byte{}, view(v.Pointer, min(int(v.Length), room))...)
}
