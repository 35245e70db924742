package reports

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/report"
	"sentry1c/addin/internal/root"
)

const (
	// inMemory is how much of a body is kept in memory; longer ones go to a file.
	inMemory = 128 << 10
	// maxBodies is how many bodies come at once, and maxOnDisk how much of them lies on
	// the disk.
	maxBodies = 256
	maxOnDisk = 1 << 30
	// roomPatience is how long a client waits for others.
	roomPatience = 10 * time.Second
	// A body comes in pieces, each of which has to come in piecePatience, and all in
	// bodyPatience.
	piece         = 64 << 10
	piecePatience = 15 * time.Second
	bodyPatience  = 5 * time.Minute
	// leftover is how long a file lies that a receiver which was killed left.
	leftover = time.Hour
)

var (
	errBusy = errors.New("too many reports at once: come again later")
	errSlow = errors.New("the body comes too slowly")
)

// store keeps bodies while they come.
//
// # Threads
//
// Any goroutine.
type store struct {
	dir    string
	room   chan struct{}
	onDisk atomic.Int64
	// patience is how long a piece may take; tests have less.
	patience time.Duration
}

// openStore makes the folder of long bodies in the root of the spool.
func openStore(spoolRoot string) (*store, error) {
	if spoolRoot == "" {
		spoolRoot = root.Default(os.LookupEnv)
	}
	s := &store{dir: filepath.Join(spoolRoot, "incoming"), room: make(chan struct{}, maxBodies), patience: piecePatience}
	if err := private.MkdirAll(s.dir); err != nil {
		return nil, fmt.Errorf("reports: make the folder of bodies: %w", err)
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, fmt.Errorf("reports: look for old bodies: %w", err)
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > leftover {
			_ = os.Remove(filepath.Join(s.dir, entry.Name())) // the next start tries again
		}
	}
	return s, nil
}

// body is one that came whole.
type body struct {
	io.ReaderAt
	size  int64
	store *store
	file  *os.File // nil in memory
}

// close frees what the body takes.
func (b *body) close() {
	if b.file != nil {
		b.file.Close()
		_ = os.Remove(b.file.Name()) // what stays goes at a later start
		b.store.onDisk.Add(-b.size)
	}
	<-b.store.room
}

// receive reads a body. It must be closed.
func (s *store) receive(w http.ResponseWriter, r *http.Request) (b *body, err error) {
	timer := time.NewTimer(roomPatience)
	defer timer.Stop()
	select {
	case s.room <- struct{}{}:
	case <-timer.C:
		return nil, errBusy
	case <-r.Context().Done():
		return nil, errSlow
	}
	b = &body{store: s}
	if err := b.read(http.NewResponseController(w), r.Body); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *body) read(control *http.ResponseController, from io.Reader) error {
	var memory bytes.Buffer
	ends := time.Now().Add(bodyPatience)
	for {
		deadline := time.Now().Add(b.store.patience)
		if deadline.After(ends) {
			deadline = ends
		}
		// Where no deadline can be set, the server's own hold.
		_ = control.SetReadDeadline(deadline)
		n, err := io.CopyN(b.to(&memory), from, piece)
		b.size += n
		if b.file != nil && b.store.onDisk.Add(n) > maxOnDisk {
			return errBusy
		}
		switch {
		case errors.Is(err, io.EOF):
			_ = control.SetReadDeadline(time.Time{})
			b.ReaderAt = bytes.NewReader(memory.Bytes())
			if b.file != nil {
				b.ReaderAt = b.file
			}
			return nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			return errSlow
		case err != nil:
			return fmt.Errorf("reports: read the body: %w", err)
		case b.size > report.MaxBody:
			return report.ErrLarge
		case b.file == nil && b.size > inMemory:
			if err := b.spill(memory.Bytes()); err != nil {
				return err
			}
			memory = bytes.Buffer{}
		}
	}
}

// to is where the next piece goes.
func (b *body) to(memory *bytes.Buffer) io.Writer {
	if b.file != nil {
		return b.file
	}
	return memory
}

// spill goes on in a file.
func (b *body) spill(begun []byte) error {
	var name [16]byte
	rand.Read(name[:])
	file, err := private.Create(filepath.Join(b.store.dir, hex.EncodeToString(name[:])))
	if err != nil {
		return fmt.Errorf("reports: keep a body: %w", err)
	}
	b.file = file
	b.store.onDisk.Add(b.size)
	if _, err := file.Write(begun); err != nil {
		return fmt.Errorf("reports: keep a body: %w", err)
	}
	return nil
}
