package symbols

import (
	"bytes"
	"compress/flate"
	"io"
	"strings"
	"sync"
)

// inflaters keeps what is slow to make.
var inflaters = sync.Pool{New: func() any { return flate.NewReader(strings.NewReader("")) }}

// inflate returns exactly so many bytes of what deflate made.
func inflate(b []byte, length int) ([]byte, error) {
	in := inflaters.Get().(io.ReadCloser)
	defer inflaters.Put(in)
	if err := in.(flate.Resetter).Reset(bytes.NewReader(b), nil); err != nil {
		return nil, ErrDamaged
	}
	out := make([]byte, length)
	if _, err := io.ReadFull(in, out); err != nil {
		return nil, ErrDamaged
	}
	if n, err := in.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		return nil, ErrDamaged
	}
	return out, nil
}
