package record

import "encoding/binary"

// Append appends a committed record that Go itself writes: into the state log, where
// no call of 1C is at its origin. Its sequence is that of the last call that it speaks
// of, its only argument body, as Bytes.
func Append(dst []byte, method uint16, object uint32, sequence uint64, body []byte) []byte {
	le := binary.LittleEndian
	padded := (len(body) + recordAlign - 1) &^ (recordAlign - 1)
	start := len(dst)
	dst = append(dst, make([]byte, recordSize+argumentSize)...)
	header := dst[start:]
	le.PutUint32(header, recordCommitted)
	le.PutUint32(header[4:], uint32(recordSize+argumentSize+padded))
	le.PutUint64(header[8:], sequence)
	le.PutUint32(header[16:], object)
	le.PutUint16(header[60:], method)
	le.PutUint16(header[64:], 1)
	header[recordSize] = byte(Bytes)
	le.PutUint32(header[recordSize+4:], uint32(len(body)))
	dst = append(dst, body...)
	return append(dst, make([]byte, padded-len(body))...)
}
