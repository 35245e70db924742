// Package recordtest writes records as the boundary does, so that the worker can
// be tested without it: a test is a list of records and the envelopes they give.
package recordtest

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"
	"unicode/utf16"

	"sentry1c/addin/internal/record"
)

// The words of the format, which package journal does not export.
const (
	committed    = 0x31435331
	recordSize   = 72
	argumentSize = 8
	align        = 8
)

// Call describes a record.
type Call struct {
	Object, Reply uint32
	Method        uint16
	Flags         uint16
	Sequence      uint64
	ID            [16]byte
	At            time.Time
	Args          []any
}

// Raw is an argument that is given as it lies in the record.
type Raw struct {
	Kind record.Kind
	Body []byte
}

// Side is an argument that lies beside the ring.
func Side(number uint32, kind record.Kind, bytes int) Raw {
	body := make([]byte, 16)
	binary.LittleEndian.PutUint32(body, number)
	binary.LittleEndian.PutUint32(body[4:], uint32(bytes))
	body[8] = byte(kind)
	return Raw{record.Side, body}
}

// Bad is an argument that the boundary could not record.
func Bad(reason, detail uint32) Raw {
	body := binary.LittleEndian.AppendUint32(nil, reason)
	return Raw{record.Bad, binary.LittleEndian.AppendUint32(body, detail)}
}

// Encode returns the record. Arguments are nil, bool, int, float64, string,
// []uint16 (a text as it is), []byte, time.Time (the local time of 1C) or Raw.
func (c Call) Encode() []byte {
	le := binary.LittleEndian
	b := make([]byte, recordSize)
	for _, arg := range c.Args {
		raw := encode(arg)
		header := make([]byte, argumentSize)
		header[0] = byte(raw.Kind)
		le.PutUint32(header[4:], uint32(len(raw.Body)))
		b = append(append(b, header...), raw.Body...)
		for len(b)%align != 0 {
			b = append(b, 0)
		}
	}
	le.PutUint32(b, committed)
	le.PutUint32(b[4:], uint32(len(b)))
	le.PutUint64(b[8:], c.Sequence)
	le.PutUint32(b[16:], c.Object)
	le.PutUint64(b[24:], uint64(c.At.UnixNano()))
	copy(b[40:], c.ID[:])
	le.PutUint32(b[56:], c.Reply)
	le.PutUint16(b[60:], c.Method)
	le.PutUint16(b[62:], c.Flags)
	le.PutUint16(b[64:], uint16(len(c.Args)))
	return b
}

func encode(arg any) Raw {
	le := binary.LittleEndian
	switch v := arg.(type) {
	case nil:
		return Raw{Kind: record.Empty}
	case bool:
		body := make([]byte, 4)
		if v {
			body[0] = 1
		}
		return Raw{record.Bool, body}
	case int:
		return Raw{record.Integer, le.AppendUint64(nil, uint64(v))}
	case float64:
		return Raw{record.Number, le.AppendUint64(nil, math.Float64bits(v))}
	case string:
		return encode(utf16.Encode([]rune(v)))
	case []uint16:
		var body []byte
		for _, unit := range v {
			body = le.AppendUint16(body, unit)
		}
		return Raw{record.Text, body}
	case []byte:
		return Raw{record.Bytes, v}
	case time.Time:
		var body []byte
		for _, part := range []int{v.Year(), int(v.Month()), v.Day(), v.Hour(), v.Minute(), v.Second()} {
			body = le.AppendUint32(body, uint32(part))
		}
		return Raw{record.Time, body}
	case Raw:
		return v
	}
	panic(fmt.Sprintf("recordtest: encode argument of type %T", arg))
}
