package client

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/root"
)

const (
	// symbolsKept is how long a copy lies that nobody uses.
	symbolsKept = 30 * 24 * time.Hour
	// copyKept is how long half a copy lies, and copySuffix is how it is called.
	copyKept   = 24 * time.Hour
	copySuffix = ".tmp"
)

// copies tells the copies of this process apart.
var copies atomic.Uint32

// symbolsCopy is a copy of a file: path and err are set when done is closed.
type symbolsCopy struct {
	info os.FileInfo
	path string
	err  error
	done chan struct{}
}

// copySymbols puts the given file beside the spool, once for the same bytes, and removes
// the copies that nobody has used for long.
func copySymbols(given, dir string, info os.FileInfo) *symbolsCopy {
	c := &symbolsCopy{info: info, done: make(chan struct{})}
	guard.Go("symbols", func() {
		c.path, c.err = copied(given, dir)
		close(c.done)
	}, func(p *guard.Panic) {
		if p != nil {
			c.err = errors.New(p.Value)
			close(c.done)
		}
	})
	return c
}

func copied(given, dir string) (path string, err error) {
	in, err := os.Open(given)
	if err != nil {
		return "", err
	}
	defer in.Close()
	folder := filepath.Dir(root.Symbols(dir, ""))
	if err := private.MkdirAll(folder); err != nil {
		return "", err
	}
	temporary := filepath.Join(folder, fmt.Sprintf("%d-%d-%d%s", os.Getpid(), time.Now().UnixNano(), copies.Add(1), copySuffix))
	out, err := private.Create(temporary)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, sum), io.LimitReader(in, maxSymbols+1))
	if err == nil {
		err = out.Sync() // it is known by its size later, also after a loss of power
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err == nil && n > maxSymbols {
		err = fmt.Errorf("longer than %d bytes", maxSymbols)
	}
	path = root.Symbols(dir, hex.EncodeToString(sum.Sum(nil)[:16]))
	if err == nil {
		sweepSymbols(folder, path)
		if info, have := os.Lstat(path); have == nil && info.Size() == n {
			now := time.Now()
			_ = os.Chtimes(path, now, now)
			return path, os.Remove(temporary)
		}
		err = os.Rename(temporary, path)
	}
	if err != nil {
		_ = os.Remove(temporary)
	}
	return path, err
}

// sweepSymbols removes what nobody has used for long, and what a process that died was
// copying.
func sweepSymbols(dir, used string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		path, kept := filepath.Join(dir, entry.Name()), symbolsKept
		if filepath.Ext(path) == copySuffix {
			kept = copyKept
		}
		if info, err := entry.Info(); err == nil && path != used && time.Since(info.ModTime()) > kept {
			_ = os.Remove(path)
		}
	}
}
