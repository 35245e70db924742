package record

import (
	"encoding/binary"
	"fmt"
	"unicode"
	"unicode/utf16"
)

// Call is a call that Go itself makes, for a program that has no 1C in it.
type Call struct {
	Sequence uint64
	Object   uint32
	// Wall is when it is made, in nanoseconds since 1970-01-01 UTC.
	Wall   int64
	ID     [16]byte
	Reply  uint32
	Method uint16
	// Arguments are nil (left out), string, int, bool or []byte. Their lengths are the
	// caller's business: nothing is cut, and nothing lies beside the record.
	Arguments []any
}

// AppendCall appends the committed record of a call.
func AppendCall(dst []byte, c Call) []byte {
	le := binary.LittleEndian
	start := len(dst)
	dst = append(dst, make([]byte, recordSize)...)
	for _, argument := range c.Arguments {
		dst = appendArgument(dst, argument)
	}
	header := dst[start:]
	le.PutUint32(header, recordCommitted)
	le.PutUint32(header[4:], uint32(len(header)))
	le.PutUint64(header[8:], c.Sequence)
	le.PutUint32(header[16:], c.Object)
	le.PutUint64(header[24:], uint64(c.Wall))
	copy(header[40:], c.ID[:])
	le.PutUint32(header[56:], c.Reply)
	le.PutUint16(header[60:], c.Method)
	le.PutUint16(header[64:], uint16(len(c.Arguments)))
	return dst
}

func appendArgument(dst []byte, argument any) []byte {
	le := binary.LittleEndian
	start := len(dst)
	dst = append(dst, make([]byte, argumentSize)...)
	kind := Empty
	switch v := argument.(type) {
	case nil:
	case bool:
		kind, dst = Bool, append(dst, make([]byte, 4)...)
		if v {
			dst[start+argumentSize] = 1
		}
	case int:
		kind, dst = Integer, le.AppendUint64(dst, uint64(v))
	case []byte:
		kind, dst = Bytes, append(dst, v...)
	case string:
		kind = Text
		for _, r := range v {
			if high, low := utf16.EncodeRune(r); high != unicode.ReplacementChar {
				dst = le.AppendUint16(le.AppendUint16(dst, uint16(high)), uint16(low))
			} else {
				dst = le.AppendUint16(dst, uint16(r))
			}
		}
	default:
		panic(fmt.Sprintf("BUG: record: append an argument of type %T", argument))
	}
	dst[start] = byte(kind)
	size := len(dst) - start - argumentSize
	le.PutUint32(dst[start+4:], uint32(size))
	padded := (size + recordAlign - 1) &^ (recordAlign - 1)
	return append(dst, make([]byte, padded-size)...)
}
