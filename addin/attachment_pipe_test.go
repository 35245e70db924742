//go:build unix

package addin

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestAttachment_pipe: what would be read for ever does not hold up the worker.
func TestAttachment_pipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	f := ready(t, "")
	f.call(1, "AddAttachmentFile", pipe)
	f.call(1, "CaptureMessage", "m")
	if problems := f.event().Text("contexts", "sdk_problems", "AddAttachmentFile"); !strings.Contains(problems, "no plain file") {
		t.Errorf("problems are %q", problems)
	}
}

// TestFileReader_hangs: a read that hangs costs its time once, and others fail at once.
func TestFileReader_hangs(t *testing.T) {
	var r fileReader
	hang := make(chan bool)
	began := time.Now()
	if _, err := r.do(func() ([]byte, error) { <-hang; return nil, nil }); err != errFileTimeout {
		t.Errorf("%v, want %v", err, errFileTimeout)
	}
	if took := time.Since(began); took < fileTimeout || took > fileTimeout+time.Second {
		t.Errorf("took %v", took)
	}
	began = time.Now()
	if _, err := r.read(pipeFree(t)); err != errFileTimeout || time.Since(began) > fileTimeout+time.Second {
		t.Errorf("%v after %v, want %v at once", err, time.Since(began), errFileTimeout)
	}
	close(hang)
	for range 100 {
		if _, err := r.read(pipeFree(t)); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("no file is read after the read that hung has ended")
}

// pipeFree is a plain file.
func pipeFree(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("attachment_pipe_test.go")
	if err != nil {
		t.Fatal(err)
	}
	return path
}
