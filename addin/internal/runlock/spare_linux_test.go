package runlock

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"sentry1c/addin/internal/private/fulltest"
)

// TestNew_noRoom: where there is room for no other name one run begins all the same, with what was spared for
// it, and the next one when there is room again.
func TestNew_noRoom(t *testing.T) {
	dir := t.TempDir()
	fulltest.Mount(t, dir, 20)
	first, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	free := fulltest.Fill(t, dir)
	second, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	if claim, err := Claim(second.Path()); claim != nil || err != nil {
		t.Errorf("it can be claimed: %v", err)
	}
	if _, err := New(dir); !errors.Is(err, unix.ENOSPC) {
		t.Errorf("a third one: %v", err)
	}
	if err := errors.Join(first.End(), second.End()); err != nil {
		t.Error(err)
	}
	free()
	third, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer third.End()
	if _, err := os.Stat(filepath.Join(dir, SpareFile)); err != nil {
		t.Errorf("nothing is spared any more: %v", err)
	}
}

// TestNew_spareSwept: who sweeps keeps nobody from beginning a run with the spare file: New tries again.
func TestNew_spareSwept(t *testing.T) {
	dir := t.TempDir()
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			default:
				Sweep(dir)
			}
		}
	}()
	defer func() { close(done); <-ended }()
	for i := range 20000 {
		keepSpare(dir)
		file, err := useSpare(filepath.Join(dir, "0123456789abcdef"+suffix+newSuffix), unix.ENOSPC)
		if err == nil {
			file.Close()
			continue
		}
		if errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errFaster) {
			t.Fatalf("attempt %d: %v: New gives up", i, err)
		}
	}
}
