//go:build unix

package command

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestMain_makeIntoPipe: what is no file is written to and stays what it is; root would put
// the file in the place of /dev/null.
func TestMain_makeIntoPipe(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "")
	dir, file, pipe := sources(t, t.TempDir(), "11.5"), filepath.Join(t.TempDir(), "symbols"), filepath.Join(t.TempDir(), "pipe")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	// Both ends: nobody waits for the other one, and so few bytes find room.
	reader, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := reader.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{file, pipe} {
		if _, err := run(t, "make", "-source", "-o", to, dir); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if stat, err := os.Stat(pipe); err != nil || stat.Mode().IsRegular() {
		t.Fatalf("in the place of the pipe is %v, %v", stat, err)
	}
	got := make([]byte, len(want))
	if n, err := reader.Read(got); err != nil || !bytes.Equal(got[:n], want) {
		t.Errorf("in the pipe are %d bytes, %v, not those of the file", n, err)
	}
	if all, err := os.ReadDir(filepath.Dir(pipe)); err != nil || len(all) != 1 {
		t.Errorf("beside the pipe lies %v, %v", all, err)
	}
}
