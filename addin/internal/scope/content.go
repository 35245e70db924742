package scope

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"sentry1c/addin/internal/private"
)

// Content is what an attachment holds. It lies in a file if the object's records
// outlive the process: the log of states is no place for megabytes, and neither is the
// memory of 1C's server.
type Content struct {
	size int
	data []byte // nil if it lies in the file path, or ended with its process
	path string
	slot int
	from *Contents // whose file it is
}

// read returns the content; ok is false if it or its file is gone.
func (c *Content) read() (data []byte, ok bool) {
	if c.path == "" {
		return c.data, len(c.data) == c.size
	}
	data, err := c.from.files.ReadFile(c.path, MaxAttachment)
	return data, err == nil && len(data) == c.size
}

// Contents names the files of contents. Names are used again, for each must be told to
// whoever removes them when the process ends.
type Contents struct {
	// Dir is the folder of the files; "" keeps contents in memory.
	Dir string
	// RemoveAtExit is told each name once; nil tells nobody.
	RemoveAtExit func(path string)

	made    int   // names so far
	free    []int // of them
	removed []*Content
	files   private.Patient
}

// maxContentFiles is how many files there are at once: further contents stay in
// memory.
const maxContentFiles = 128

const contentPrefix = "attachment-"

func contentPath(dir string, slot int) string {
	return filepath.Join(dir, contentPrefix+strconv.Itoa(slot))
}

func (f *Contents) take(data []byte, durable bool) *Content {
	c := &Content{size: len(data), from: f}
	if !durable || f.Dir == "" || !f.write(c, data) {
		c.data = bytes.Clone(data)
	}
	return c
}

func (f *Contents) write(c *Content, data []byte) bool {
	for len(f.free) > 0 || f.made < maxContentFiles {
		if last := len(f.free) - 1; last >= 0 {
			c.slot, f.free = f.free[last], f.free[:last]
		} else {
			c.slot = f.made
			f.made++
			if f.RemoveAtExit != nil {
				f.RemoveAtExit(contentPath(f.Dir, c.slot))
			}
		}
		path := contentPath(f.Dir, c.slot)
		file, err := private.Create(path)
		if errors.Is(err, os.ErrExist) {
			continue // of an attachment in a later state of a dead process
		}
		if err != nil {
			f.free = append(f.free, c.slot)
			return false
		}
		_, err = file.Write(data)
		if closed := file.Close(); err != nil || closed != nil {
			_ = os.Remove(path)
			f.free = append(f.free, c.slot)
			return false
		}
		c.path = path
		return true
	}
	return false
}

// Sweep removes the files that scopes gave up. It comes when the records are given up
// that they were given up by.
func (f *Contents) Sweep() {
	for _, c := range f.removed {
		if os.Remove(c.path) == nil && c.slot < f.made {
			f.free = append(f.free, c.slot)
		}
	}
	f.removed = f.removed[:0]
}

// Leave keeps the files that scopes gave up: what was given up in the past of a dead process
// may have left its name to a later content.
func (f *Contents) Leave() { f.removed = f.removed[:0] }

// restored is the content in a file that a dead process wrote; nil if the name is not
// one of ours.
func (f *Contents) restored(name string, size int) *Content {
	digits, ok := strings.CutPrefix(name, contentPrefix)
	slot, err := strconv.Atoi(digits)
	if !ok || err != nil || slot < 0 || f.Dir == "" || filepath.Base(name) != name {
		return nil
	}
	// Its name is taken, even if the file is gone.
	f.made = max(f.made, slot+1)
	return &Content{size: size, path: contentPath(f.Dir, slot), slot: slot, from: f}
}
