package record

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"time"
)

// Value is one argument.
type Value struct {
	Kind Kind
	// Bits holds a Bool (0 or 1), an Integer, or the bits of a Number or OLEDate.
	Bits uint64
	// Raw holds the bytes of Text, CutText (without its head), Bytes and ANSI,
	// and the six numbers of a Time.
	Raw []byte
	// Head and Removed are the code units before the cut and the ones left out
	// of a CutText.
	Head, Removed uint32
	// SideNumber, SideKind and SideBytes name what lies beside the ring.
	SideNumber, SideBytes uint32
	SideKind              Kind
	// SideFile says that it lies in the file of that number.
	SideFile bool
	// Reason and Detail say why the value is Bad.
	Reason, Detail uint32
}

func parseArgument(b []byte) (value Value, rest []byte, err error) {
	if len(b) < argumentSize {
		return Value{}, nil, fmt.Errorf("%d bytes left: %w", len(b), ErrDamaged)
	}
	kind, size := Kind(b[0]), binary.LittleEndian.Uint32(b[4:])
	b = b[argumentSize:]
	padded := (uint64(size) + recordAlign - 1) &^ (recordAlign - 1)
	if padded > uint64(len(b)) {
		return Value{}, nil, fmt.Errorf("length %d of %d: %w", size, len(b), ErrDamaged)
	}
	value, err = parseValue(kind, b[:size:size])
	return value, b[padded:], err
}

// fixedSizes are the bytes that a value of each kind has; kinds of any length
// are not listed.
var fixedSizes = map[Kind]int{
	Empty: 0, Null: 0, Bool: 4, Integer: 8, Number: 8, Time: 24, OLEDate: 8, Side: sideSize, Bad: badSize,
}

func parseValue(kind Kind, body []byte) (Value, error) {
	if size, fixed := fixedSizes[kind]; fixed && size != len(body) {
		return Value{}, fmt.Errorf("kind %d with %d bytes: %w", kind, len(body), ErrDamaged)
	}
	le := binary.LittleEndian
	value := Value{Kind: kind}
	switch kind {
	case Empty, Null:
	case Bool:
		value.Bits = uint64(min(le.Uint32(body), 1))
	case Integer, Number, OLEDate:
		value.Bits = le.Uint64(body)
	case Time, Bytes, ANSI:
		value.Raw = body
	case Text:
		if len(body)%2 != 0 {
			return Value{}, fmt.Errorf("half a code unit in %d bytes of text: %w", len(body), ErrDamaged)
		}
		value.Raw = body
	case CutText:
		if len(body) < cutTextSize || len(body)%2 != 0 {
			return Value{}, fmt.Errorf("cut text of %d bytes: %w", len(body), ErrDamaged)
		}
		value.Head, value.Removed = le.Uint32(body), le.Uint32(body[4:])
		value.Raw = body[cutTextSize:]
		if uint64(value.Head)*2 > uint64(len(value.Raw)) {
			return Value{}, fmt.Errorf("cut after %d of %d bytes: %w", value.Head, len(value.Raw), ErrDamaged)
		}
	case Side:
		value.SideNumber, value.SideBytes, value.SideKind = le.Uint32(body), le.Uint32(body[4:]), Kind(body[8])
		value.SideFile = body[9] != 0
		if value.SideKind != Text && value.SideKind != Bytes && value.SideKind != ANSI {
			return Value{}, fmt.Errorf("side block of kind %d: %w", value.SideKind, ErrDamaged)
		}
	case Bad:
		value.Reason, value.Detail = le.Uint32(body), le.Uint32(body[4:])
	default:
		return Value{}, fmt.Errorf("kind %d: %w", kind, ErrDamaged)
	}
	return value, nil
}

// Resolved returns the value with content in the place of a reference to a side
// block. A text that lost half a code unit on the way loses the other half.
func (v Value) Resolved(content []byte) Value {
	if v.SideKind == Text {
		content = content[:len(content)&^1]
	}
	return Value{Kind: v.SideKind, Raw: content}
}

// Int returns an Integer or a whole Number; ok is false for anything else.
func (v Value) Int() (n int64, ok bool) {
	switch v.Kind {
	case Integer:
		return int64(v.Bits), true
	case Number:
		f := math.Float64frombits(v.Bits)
		if f == math.Trunc(f) && math.Abs(f) < 1<<62 {
			return int64(f), true
		}
	}
	return 0, false
}

// Float returns an Integer or a Number; ok is false for anything else.
func (v Value) Float() (f float64, ok bool) {
	switch v.Kind {
	case Integer:
		return float64(int64(v.Bits)), true
	case Number:
		return math.Float64frombits(v.Bits), true
	}
	return 0, false
}

// Truth returns a Bool; ok is false for anything else.
func (v Value) Truth() (truth, ok bool) {
	return v.Bits != 0, v.Kind == Bool
}

// LocalTime returns a Time or an OLEDate, which carry no zone, as a time in
// location; ok is false for anything else, and for dates that no calendar has.
func (v Value) LocalTime(location *time.Location) (t time.Time, ok bool) {
	switch v.Kind {
	case Time:
		var n [6]int
		for i := range n {
			n[i] = int(int32(binary.LittleEndian.Uint32(v.Raw[4*i:])))
		}
		t = time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, location)
		// A date that had to be normalised was none: the 31st of April.
		valid := t.Year() == n[0] && int(t.Month()) == n[1] && t.Day() == n[2] &&
			n[3] >= 0 && n[3] < 24 && n[4] >= 0 && n[4] < 60 && n[5] >= 0 && n[5] <= 60
		return t, valid && n[0] >= 1 && n[0] <= 9999
	case OLEDate:
		const first, last = -657434, 2958466 // years 100 to 9999
		days := math.Float64frombits(v.Bits)
		if !(days > first && days < last) {
			return time.Time{}, false
		}
		whole, part := math.Modf(days)
		seconds := math.Round(math.Abs(part) * 24 * 60 * 60)
		return time.Date(1899, time.December, 30+int(whole), 0, 0, int(seconds), 0, location), true
	}
	return time.Time{}, false
}

// Text returns the value as a text, whatever it is: a text itself (see
// [DecodeUTF16] for what becomes of damage in it), a number in its shortest
// form, "true" or "false", a date as 2006-01-02T15:04:05. Empty, Null, Bytes,
// Side and Bad have no text.
func (v Value) Text() string {
	switch v.Kind {
	case Text:
		return DecodeUTF16(v.Raw)
	case CutText:
		head := v.Raw[:2*int(v.Head)]
		return DecodeUTF16(head) + cutMark(v.Removed) + DecodeUTF16(v.Raw[len(head):])
	case ANSI:
		return decodeANSI(v.Raw)
	case Integer:
		return strconv.FormatInt(int64(v.Bits), 10)
	case Number:
		return strconv.FormatFloat(math.Float64frombits(v.Bits), 'f', -1, 64)
	case Bool:
		return strconv.FormatBool(v.Bits != 0)
	case Time, OLEDate:
		if t, ok := v.LocalTime(time.UTC); ok {
			return t.Format("2006-01-02T15:04:05")
		}
	}
	return ""
}

func cutMark(removed uint32) string {
	return fmt.Sprintf("\n[… %d characters cut …]\n", removed)
}
