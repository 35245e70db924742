package report

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"strings"

	"sentry1c/addin/internal/names"
)

// FileKind is what a file beside a report is.
type FileKind int

// The kinds of files.
const (
	Other FileKind = iota
	Screenshot
	Dump     // of the process, which no server can read
	Minidump // which Sentry reads
)

// File came with a report.
type File struct {
	Name    string
	Kind    FileKind
	Content []byte
}

// Read reads the body of a request: the archive itself, report.json itself, or a form
// with one or more archives, or with report.json and the files beside it. contentType is
// that of the request.
func Read(body io.ReaderAt, size int64, contentType string) ([]*Report, error) {
	if size > MaxBody {
		return nil, fmt.Errorf("%d bytes, at most %d are read: %w", size, MaxBody, ErrLarge)
	}
	media, parameters, err := mime.ParseMediaType(contentType)
	if err == nil && strings.HasPrefix(media, "multipart/") {
		return readForm(io.NewSectionReader(body, 0, size), parameters["boundary"])
	}
	head := make([]byte, 4)
	if n, err := body.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	} else if !isArchive(head[:n]) {
		return readLoose([]entry{{name: "report.json", read: func(limit int64) ([]byte, error) {
			return readAtMost(io.NewSectionReader(body, 0, size), limit)
		}}})
	}
	r, err := readArchive(body, size)
	if err != nil {
		return nil, err
	}
	return []*Report{r}, nil
}

func isArchive(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// readForm reads a form: what is no archive belongs to one report together.
func readForm(body io.Reader, boundary string) (reports []*Report, err error) {
	if boundary == "" {
		return nil, fmt.Errorf("a form without a boundary: %w", ErrDamaged)
	}
	var loose []entry
	form := multipart.NewReader(body, boundary)
	for parts := 0; ; parts++ {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("a form: %w: %w", err, ErrDamaged)
		}
		if parts == maxEntries {
			return nil, fmt.Errorf("a form of more than %d parts: %w", maxEntries, ErrLarge)
		}
		content, err := readAtMost(part, MaxBody)
		if err != nil {
			return nil, fmt.Errorf("a form: %w", err)
		}
		if !isArchive(content) {
			name := part.FileName()
			if name == "" {
				name = part.FormName()
			}
			loose = append(loose, entry{name, func(limit int64) ([]byte, error) { return readAtMost(bytes.NewReader(content), limit) }})
			continue
		}
		if len(reports) == MaxReports {
			return nil, fmt.Errorf("a form of more than %d reports: %w", MaxReports, ErrLarge)
		}
		r, err := readArchive(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return nil, err
		}
		reports = append(reports, r)
	}
	if len(reports) > 0 {
		return reports, nil
	}
	return readLoose(loose)
}

// entry is a file that may be read once.
type entry struct {
	name string
	read func(limit int64) ([]byte, error)
}

func readArchive(body io.ReaderAt, size int64) (*Report, error) {
	if err := checkDirectory(body, size); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(body, size)
	// Names are not used as paths: only what stands behind the last bar.
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("an archive: %w: %w", err, ErrDamaged)
	}
	if len(archive.File) > maxEntries {
		return nil, fmt.Errorf("an archive of %d files, at most %d are read: %w", len(archive.File), maxEntries, ErrLarge)
	}
	var entries []entry
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		entries = append(entries, entry{strings.ToValidUTF8(f.Name, "_"), func(limit int64) ([]byte, error) {
			file, err := f.Open()
			if err != nil {
				return nil, fmt.Errorf("%w: %w", err, ErrDamaged)
			}
			defer file.Close()
			return readAtMost(file, limit)
		}})
	}
	reports, err := readLoose(entries)
	if err != nil {
		return nil, err
	}
	return reports[0], nil
}

// readLoose makes a report of files, one of which is report.json.
func readLoose(entries []entry) ([]*Report, error) {
	for i, e := range entries {
		if !strings.EqualFold(names.FileName(e.name), "report.json") && len(entries) > 1 {
			continue
		}
		content, err := e.read(maxJSON)
		if err != nil {
			return nil, fmt.Errorf("report.json: %w", err)
		}
		r, err := Parse(content)
		if err != nil {
			return nil, err
		}
		r.take(append(append([]entry(nil), entries[:i]...), entries[i+1:]...))
		return []*Report{r}, nil
	}
	return nil, ErrNoReport
}

// take keeps the files beside the report, under limits.
func (r *Report) take(entries []entry) {
	room := MaxFiles
	for _, f := range r.Files {
		room -= len(f.Content)
	}
	for _, e := range entries {
		name := names.FileName(e.name)
		content, err := e.read(int64(min(MaxFile, room)))
		if err != nil {
			r.leave(name, "%v", err)
			continue
		}
		room -= len(content)
		r.Files = append(r.Files, File{name, r.kindOf(name, content), content})
	}
	for _, file := range []string{r.screenshot, r.dump} {
		if file != "" && !r.has(names.FileName(file)) {
			r.leave(names.FileName(file), "named in the report, but not there")
		}
	}
}

// has reports whether a file is there, or named as left out.
func (r *Report) has(name string) bool {
	for _, f := range r.Files {
		if strings.EqualFold(f.Name, name) {
			return true
		}
	}
	for _, left := range r.Left {
		if strings.HasPrefix(left, name+": ") {
			return true
		}
	}
	return false
}

func (r *Report) kindOf(name string, content []byte) FileKind {
	lower := strings.ToLower(name)
	switch {
	case bytes.HasPrefix(content, []byte("MDMP")):
		return Minidump
	case strings.EqualFold(name, names.FileName(r.dump)) && r.dump != "", strings.HasSuffix(lower, ".dmp"), strings.HasSuffix(lower, ".mdmp"):
		return Dump
	case strings.EqualFold(name, names.FileName(r.screenshot)) && r.screenshot != "", strings.HasPrefix(lower, "screenshot."):
		return Screenshot
	}
	return Other
}

// readAtMost reads all, or says that it is too large, whatever an archive says of its
// length.
func readAtMost(from io.Reader, limit int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(from, limit+1))
	switch {
	case int64(len(content)) > limit:
		return nil, fmt.Errorf("more than %d bytes: %w", limit, ErrLarge)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", err, ErrDamaged)
	}
	return content, nil
}

// checkDirectory bounds the directory of an archive before package zip keeps all of it:
// a directory may say one thing and go on for megabytes.
func checkDirectory(body io.ReaderAt, size int64) error {
	const end, signature = 22, "PK\x05\x06"
	tail := make([]byte, min(size, 64<<10+end))
	if n, err := body.ReadAt(tail, size-int64(len(tail))); n != len(tail) {
		return fmt.Errorf("an archive: %w: %w", err, ErrDamaged)
	}
	i := bytes.LastIndex(tail, []byte(signature))
	if i < 0 || len(tail)-i < end {
		return fmt.Errorf("an archive without an end: %w", ErrDamaged)
	}
	le := binary.LittleEndian
	files, length, offset := le.Uint16(tail[i+10:]), le.Uint32(tail[i+12:]), int64(le.Uint32(tail[i+16:]))
	// An archive of more than 4 GB says so with the largest numbers and has another end.
	if files > maxEntries || length > maxDirectory || length == math.MaxUint16 || offset > size || offset < size-maxArchiveTail {
		return fmt.Errorf("an archive with a directory of %d files: %w", files, ErrLarge)
	}
	return nil
}
