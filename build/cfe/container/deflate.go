package container

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"math"
)

var errTooLarge = errors.New("it unfolds to more than is allowed")

// Deflate packs bytes the way entries are packed: a raw stream without header
// or checksum. The same bytes give the same stream as long as the program is
// built by the same version of Go.
func Deflate(b []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err != nil {
		panic("BUG: container: " + err.Error()) // only a wrong level does this
	}
	// A bytes.Buffer takes everything, so neither call can fail.
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// Inflate unpacks what Deflate or the platform packed. More than limit bytes
// are an error, and so are a stream that breaks off and bytes behind its end.
func Inflate(b []byte, limit int64) ([]byte, error) {
	in := bytes.NewReader(b)
	z := flate.NewReader(in)
	out, err := io.ReadAll(io.LimitReader(z, min(limit, math.MaxInt64-1)+1))
	if err != nil {
		return nil, fmt.Errorf("container: inflate %d bytes: %w", len(b), err)
	}
	if int64(len(out)) > limit {
		return nil, fmt.Errorf("container: inflate %d bytes: %w: %d bytes", len(b), errTooLarge, limit)
	}
	if in.Len() > 0 {
		return nil, fmt.Errorf("container: inflate %d bytes: %d bytes follow the end of the stream", len(b), in.Len())
	}
	return out, nil
}
