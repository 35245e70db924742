package scope

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/problem"
)

// Files reads files that a caller named. Such a file may lie on a server that
// does not answer, and nobody can end a read: so it runs beside the worker, which
// waits fileTimeout, and as long as one hangs no other is tried.
type Files struct {
	busy atomic.Bool
}

// fileTimeout is how long the worker waits for a file.
const fileTimeout = time.Second

var (
	errFileTimeout = errors.New("the file system does not answer")
	errNoFile      = errors.New("no plain file")
	errFileTooLong = errors.New("longer")
)

// Check reports whether a file can be read, and what is wrong if not.
func (r *Files) Check(path string) (bad problem.Problem, ok bool) {
	_, err := r.do(func() ([]byte, error) { return nil, checkFile(path) })
	switch {
	case err == nil:
		return problem.Problem{}, true
	case errors.Is(err, errFileTooLong):
		return problem.TooLong(MaxAttachment), false
	case errors.Is(err, errFileTimeout):
		return problem.New("the file system does not answer", "файловая система не отвечает"), false
	case errors.Is(err, errNoFile):
		return problem.New("this is no plain file", "это не обычный файл"), false
	}
	// An error of the system names the path, which may hold the name of a user.
	if errors.Is(err, os.ErrNotExist) {
		return problem.New("there is no such file", "файл не найден"), false
	}
	return problem.New("the file cannot be read", "не удалось прочитать файл"), false
}

// Stat says how long and how old a plain file of at most limit bytes is.
func (r *Files) Stat(path string, limit int64) (os.FileInfo, error) {
	var info os.FileInfo // read only if the function has come back in time
	_, err := r.do(func() (_ []byte, err error) {
		info, err = plainFile(path, limit)
		return nil, err
	})
	if err != nil {
		return nil, err
	}
	return info, nil
}

// Read returns what is in a file.
func (r *Files) Read(path string) ([]byte, error) {
	return r.do(func() ([]byte, error) { return readPlainFile(path) })
}

func (r *Files) do(f func() ([]byte, error)) ([]byte, error) {
	if !r.busy.CompareAndSwap(false, true) {
		return nil, errFileTimeout
	}
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	var have result
	guard.Go("attachment", func() {
		have.data, have.err = f()
	}, func(panicked *guard.Panic) {
		if panicked != nil {
			have = result{err: errNoFile}
		}
		r.busy.Store(false)
		done <- have
	})
	timer := time.NewTimer(fileTimeout)
	defer timer.Stop()
	select {
	case got := <-done:
		return got.data, got.err
	case <-timer.C:
		return nil, errFileTimeout
	}
}

// checkFile reports what is wrong with the file of an attachment.
func checkFile(path string) error {
	_, err := plainFile(path, MaxAttachment)
	return err
}

// plainFile keeps away from what is no plain file: a pipe is read for ever.
func plainFile(path string, limit int64) (os.FileInfo, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNoFile
	case info.Size() > limit:
		return nil, fmt.Errorf("%w than %d bytes", errFileTooLong, limit)
	}
	return info, nil
}

func readPlainFile(path string) ([]byte, error) {
	if err := checkFile(path); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, MaxAttachment+1))
	if err == nil && len(data) > MaxAttachment {
		err = fmt.Errorf("%w than %d bytes", errFileTooLong, MaxAttachment)
	}
	return data, err
}
