package addin

import (
	"os"
	"runtime"
	"sync"
)

// system is what is known of the machine.
type system struct {
	once     sync.Once
	hostname string
	contexts fields
}

// read fills it in, once: it asks the operating system and reads a file.
func (s *system) read() {
	s.once.Do(func() {
		if name, err := os.Hostname(); err == nil {
			s.hostname = name
		}
		name, version, kernel := osVersion()
		b := []byte{'{'}
		b = appendText(b, "name", name)
		b = appendText(b, "version", version)
		b = appendText(b, "kernel_version", kernel)
		s.contexts.set("os", append(b, '}'))
		s.contexts.set("device", append(appendText([]byte{'{'}, "arch", runtime.GOARCH), '}'))
	})
}
