package spool

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
)

// What is kept carries its version and a checksum, so that damage is seen and nothing is
// made of it:
//
//	{"sentry1c":"1 89abcdef",…          an envelope: in its header, whose other keys follow
//	sentry1c owner 1 89abcdef           anything else: in a line of its own
//
// The checksum is CRC-32C of the rest, of an envelope as it was before. So a file of the
// spool is still an envelope that any program of Sentry's takes.
//
// What the versions before wrote has none of it and is read as far as it can be true.

// ErrDamaged is in the chain of errors about a file that is not what was written, and
// ErrNewer about one that a newer version of the component wrote.
var (
	ErrDamaged = errors.New("damaged")
	ErrNewer   = errors.New("of a newer version")
)

const (
	version = "1"
	mark    = `{"sentry1c":"`
	// markLen is the length of mark, version, blank, checksum and quote.
	markLen = len(mark) + len(version) + 1 + checksumLen + 1
	lineTo  = "sentry1c "

	checksumLen = 8
)

var table = crc32.MakeTable(crc32.Castagnoli)

func checksum(content []byte) string { return fmt.Sprintf("%08x", crc32.Checksum(content, table)) }

// sealEnvelope appends the file of an envelope.
func sealEnvelope(file, envelope []byte) ([]byte, error) {
	if len(envelope) < 2 || envelope[0] != '{' {
		return file, fmt.Errorf("%w: no header in %d bytes", ErrDamaged, len(envelope))
	}
	file = slices.Grow(file, markLen+len(envelope))
	file = append(append(append(append(file, mark...), version...), ' '), checksum(envelope)...)
	file = append(file, '"')
	if envelope[1] != '}' {
		file = append(file, ',')
	}
	return append(file, envelope[1:]...), nil
}

// openEnvelope returns the envelope of a file, whose bytes it may use.
func openEnvelope(file []byte) ([]byte, error) {
	if !bytes.HasPrefix(file, []byte(mark)) {
		return file, checkUnsealed(file)
	}
	number, _, _ := bytes.Cut(file[len(mark):], []byte(" "))
	if err := checkVersion(number); err != nil {
		return nil, err
	}
	if len(file) < markLen+2 || file[markLen-1] != '"' {
		return nil, fmt.Errorf("%w: cut after %d bytes", ErrDamaged, len(file))
	}
	want := string(file[markLen-1-checksumLen : markLen-1])
	envelope := file[markLen-1:]
	if file[markLen] == ',' {
		envelope = file[markLen:]
	}
	envelope[0] = '{'
	if got := checksum(envelope); got != want {
		return nil, fmt.Errorf("%w: its checksum is %s, not %s", ErrDamaged, got, want)
	}
	return envelope, nil
}

// checkVersion takes the version that this one writes.
func checkVersion(number []byte) error {
	if string(number) == version {
		return nil
	}
	if n, err := strconv.ParseUint(string(number), 10, 16); err == nil && n > 1 && strconv.FormatUint(n, 10) == string(number) {
		return fmt.Errorf("version %d: %w", n, ErrNewer)
	}
	return fmt.Errorf("%w: version %.10q", ErrDamaged, number)
}

// seal returns the file of anything else.
func seal(kind string, content []byte) []byte {
	return append([]byte(lineTo+kind+" "+version+" "+checksum(content)+"\n"), content...)
}

// unseal returns what is in a file of seal; sealed is false if it is none, but perhaps one
// of the versions before.
func unseal(kind string, file []byte) (content []byte, sealed bool, err error) {
	rest, sealed := bytes.CutPrefix(file, []byte(lineTo))
	if !sealed {
		return file, false, nil
	}
	line, content, whole := bytes.Cut(rest, []byte("\n"))
	fields := bytes.Split(line, []byte(" "))
	if !whole || len(fields) < 2 || string(fields[0]) != kind {
		return nil, true, fmt.Errorf("%w: no %s", ErrDamaged, kind)
	}
	if err := checkVersion(fields[1]); err != nil {
		return nil, true, err
	}
	if len(fields) != 3 || string(fields[2]) != checksum(content) {
		return nil, true, fmt.Errorf("%w: its checksum is %s", ErrDamaged, checksum(content))
	}
	return content, true, nil
}
