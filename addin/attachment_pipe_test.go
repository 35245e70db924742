//go:build unix

package addin

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
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
