package standin

import (
	"fmt"
	"math"
	"time"
)

// variantOf makes of a Go value what the platform passes for the same value of 1C:
//
//	nil                     EMPTY (Неопределено)
//	Null                    NULL
//	bool                    BOOL
//	integers, floats        I4 if the value is integral and fits, else R8
//	string, UTF16           PWSTR without a terminator
//	time.Time, TM           TM
//	[]byte                  BLOB
//	Variant                 as it stands
func variantOf(value any) (Variant, error) {
	switch v := value.(type) {
	case nil:
		return Variant{}, nil
	case Null:
		return Variant{VT: VTNull}, nil
	case Variant:
		return v, nil
	case bool:
		if v {
			return Int(VTBool, 1), nil
		}
		return Int(VTBool, 0), nil
	case string:
		return PWStr(v), nil
	case UTF16:
		return Variant{VT: VTPWStr, Text: v}, nil
	case []byte:
		return Blob(v), nil
	case time.Time:
		return Variant{VT: VTTM, Time: TMOf(v)}, nil
	case TM:
		return Variant{VT: VTTM, Time: v}, nil
	case float32:
		return number(float64(v)), nil
	case float64:
		return number(v), nil
	}
	if n, ok := integerOf(value); ok {
		return n, nil
	}
	return Variant{}, fmt.Errorf("a %T cannot be passed to an add-in", value)
}

// number is 1C's Число of any origin.
func number(x float64) Variant {
	if x == math.Trunc(x) && x >= math.MinInt32 && x <= math.MaxInt32 {
		return Int(VTI4, int64(x))
	}
	return R8(x)
}

func integerOf(value any) (Variant, bool) {
	var n int64
	switch v := value.(type) {
	case int:
		n = int64(v)
	case int8:
		n = int64(v)
	case int16:
		n = int64(v)
	case int32:
		n = int64(v)
	case int64:
		n = v
	case uint8:
		n = int64(v)
	case uint16:
		n = int64(v)
	case uint32:
		n = int64(v)
	case uint:
		return number(float64(v)), true
	case uint64:
		return number(float64(v)), true
	default:
		return Variant{}, false
	}
	if n >= math.MinInt32 && n <= math.MaxInt32 {
		return Int(VTI4, n), true
	}
	return R8(float64(n)), true
}

// Value is the Go value of a variant: nil, Null, bool, int64, uint64 (only above the range of int64), float64, string,
// time.Time in UTC (TM, DATE), []byte. It is false for a type that 1C does not take from an add-in.
func (v Variant) Value() (value any, ok bool) {
	switch v.VT {
	case VTEmpty:
		return nil, true
	case VTNull:
		return Null{}, true
	case VTBool:
		return v.Integer != 0, true
	case VTI1, VTUI1, VTI2, VTUI2, VTI4, VTUI4, VTInt, VTUInt, VTI8, VTError, VTHResult:
		return v.Integer, true
	case VTUI8:
		if v.Integer < 0 {
			return uint64(v.Integer), true
		}
		return v.Integer, true
	case VTR4, VTR8:
		return v.Real, true
	case VTDate:
		return dateEpoch.Add(time.Duration(math.Round(v.Real*secondsOfDay)) * time.Second), true
	case VTTM:
		return v.Time.Date(), true
	case VTPWStr:
		return v.Text.String(), true
	case VTPStr:
		return string(v.Bytes), true
	case VTBlob:
		return v.Bytes, true
	}
	return nil, false
}
