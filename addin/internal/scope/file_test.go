package scope

import (
	"testing"
	"time"
)

// TestFiles_hangs: a read that hangs costs its time once, and others fail at once.
func TestFiles_hangs(t *testing.T) {
	var r Files
	hang := make(chan bool)
	began := time.Now()
	if _, err := r.do(func() ([]byte, error) { <-hang; return nil, nil }); err != errFileTimeout {
		t.Errorf("%v, want %v", err, errFileTimeout)
	}
	if took := time.Since(began); took < fileTimeout || took > fileTimeout+time.Second {
		t.Errorf("took %v", took)
	}
	began = time.Now()
	if _, err := r.Read("file_test.go"); err != errFileTimeout || time.Since(began) > fileTimeout+time.Second {
		t.Errorf("%v after %v, want %v at once", err, time.Since(began), errFileTimeout)
	}
	close(hang)
	for range 100 {
		if _, err := r.Read("file_test.go"); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("no file is read after the read that hung has ended")
}
