package addin

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sentry1c/addin/internal/private"
)

// content is what an attachment holds. It lies in a file if the object's records
// outlive the process: the log of states is no place for megabytes, and neither is the
// memory of 1C's server.
type content struct {
	size int
	data []byte // nil if it lies in the file path
	path string
	slot int
}

// read returns the content; ok is false if its file is gone.
func (c *content) read() (data []byte, ok bool) {
	if c.path == "" {
		return c.data, true
	}
	data, err := private.ReadFile(c.path, maxAttachment)
	return data, err == nil && len(data) == c.size
}

// contentFiles names the files. The names are used again, for each must be told to
// the boundary, which removes them when the process ends (Host.RemoveAtExit).
type contentFiles struct {
	made    int   // names so far
	free    []int // of them
	removed []*content
}

// maxContentFiles is how many files there are at once: further contents stay in
// memory.
const maxContentFiles = 128

const contentPrefix = "attachment-"

func contentPath(dir string, slot int) string {
	return filepath.Join(dir, contentPrefix+strconv.Itoa(slot))
}

// keepContent takes a copy of data for an object.
func (w *Worker) keepContent(o *object, data []byte) *content {
	c := &content{size: len(data)}
	if o.durable && w.sides != "" && w.writeContent(c, data) {
		o.contents = append(o.contents, c)
		return c
	}
	c.data = bytes.Clone(data)
	return c
}

func (w *Worker) writeContent(c *content, data []byte) bool {
	files := &w.contents
	for len(files.free) > 0 || files.made < maxContentFiles {
		if last := len(files.free) - 1; last >= 0 {
			c.slot, files.free = files.free[last], files.free[:last]
		} else {
			c.slot = files.made
			files.made++
			if w.stored == nil { // what a dead process left goes with its folder
				w.boundary.RemoveAtExit([]ExitPath{{Path: contentPath(w.sides, c.slot)}})
			}
		}
		path := contentPath(w.sides, c.slot)
		file, err := private.Create(path)
		if errors.Is(err, os.ErrExist) {
			continue // of an attachment in a later state of a dead process
		}
		if err != nil {
			files.free = append(files.free, c.slot)
			return false
		}
		_, err = file.Write(data)
		if closed := file.Close(); err != nil || closed != nil {
			_ = os.Remove(path)
			files.free = append(files.free, c.slot)
			return false
		}
		c.path = path
		return true
	}
	return false
}

// forgetContents gives up the files that no scope of an object has any more. They stay
// until the records are given up: who finds those again needs the files.
func (w *Worker) forgetContents(o *object) {
	if len(o.contents) == 0 {
		return
	}
	used := make(map[*content]bool)
	for _, s := range o.scopes {
		for _, a := range s.attachments {
			used[a.content] = true
		}
	}
	o.contents = slices.DeleteFunc(o.contents, func(c *content) bool {
		if !used[c] {
			w.contents.removed = append(w.contents.removed, c)
		}
		return !used[c]
	})
}

// sweep removes the files that were given up.
func (f *contentFiles) sweep() {
	for _, c := range f.removed {
		if os.Remove(c.path) == nil && c.slot < f.made {
			f.free = append(f.free, c.slot)
		}
	}
	f.removed = f.removed[:0]
}

// restoredContent is the content in a file that a dead process wrote; nil if the name
// is not one of ours.
func restoredContent(dir, name string, size int) *content {
	digits, ok := strings.CutPrefix(name, contentPrefix)
	slot, err := strconv.Atoi(digits)
	if !ok || err != nil || slot < 0 || dir == "" || filepath.Base(name) != name {
		return nil
	}
	return &content{size: size, path: contentPath(dir, slot), slot: slot}
}
