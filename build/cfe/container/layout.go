package container

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
)

// Sizes that both widths share.
const (
	pageSize   = 512 // smallest page of an entry's data, and the page written into every header
	stubLength = 0x1359
	attrFixed  = 20 // two times and a reserved word in front of a name
)

// layout is what differs between the two widths.
type layout struct {
	name     string
	word     int    // bytes of an offset, also half the hex digits of one
	header   int    // bytes of the file header
	block    int    // bytes of a block header
	none     uint64 // the offset that means "there is none"
	maxBytes uint64 // a file longer than this has offsets that do not fit
}

var (
	narrow = layout{name: "32-bit", word: 4, header: 16, block: 31, none: 0x7FFFFFFF, maxBytes: 0x7FFFFFFF}
	wide   = layout{name: "64-bit", word: 8, header: 20, block: 55, none: 1<<64 - 1, maxBytes: 1<<63 - 1}
)

// record is the length of one line of the table of contents: the offsets of
// the two blocks and the mark that ends it.
func (l layout) record() int { return 3 * l.word }

func (l layout) offset(b []byte) uint64 {
	if l.word == 4 {
		return uint64(binary.LittleEndian.Uint32(b))
	}
	return binary.LittleEndian.Uint64(b)
}

// blockHeader is the decoded head of one block.
type blockHeader struct {
	total uint64 // bytes of the whole chain; zero in a continuation
	page  uint64 // bytes reserved behind this header
	next  uint64 // offset of the continuation, or none
}

// parseBlockHeader reads the head of a block, which is text: a line of three
// hexadecimal numbers. Digits of either case are taken.
func (l layout) parseBlockHeader(b []byte) (blockHeader, error) {
	var h blockHeader
	if len(b) < l.block {
		return h, fmt.Errorf("%d bytes left, a header takes %d", len(b), l.block)
	}
	b = b[:l.block]
	if !bytes.HasPrefix(b, []byte("\r\n")) || !bytes.HasSuffix(b, []byte("\r\n")) {
		return h, fmt.Errorf("header %q is not a line of its own", b)
	}
	digits := 2 * l.word
	for i, p := range []*uint64{&h.total, &h.page, &h.next} {
		at := 2 + i*(digits+1)
		n, err := strconv.ParseUint(string(b[at:at+digits]), 16, 64)
		if err != nil || b[at+digits] != ' ' {
			return h, fmt.Errorf("header %q is not three hexadecimal numbers", b)
		}
		*p = n
	}
	return h, nil
}

// appendBlockHeader writes the head of a narrow block.
func appendBlockHeader(dst []byte, h blockHeader) []byte {
	return fmt.Appendf(dst, "\r\n%08x %08x %08x \r\n", h.total, h.page, h.next)
}
