package addin

import (
	"os"
	"runtime"
	"sentry1c/addin/internal/rawjson"
	"sync"
)

// system is what is known of the machine.
type system struct {
	once     sync.Once
	hostname string
	contexts rawjson.Object
}

// read fills it in, once: it asks the operating system and reads a file.
func (s *system) read() {
	s.once.Do(func() {
		if name, err := os.Hostname(); err == nil {
			s.hostname = name
		}
		name, version, kernel := osVersion()
		b := []byte{'{'}
		b = rawjson.AppendText(b, "name", name)
		b = rawjson.AppendText(b, "version", version)
		b = rawjson.AppendText(b, "kernel_version", kernel)
		s.contexts.Set("os", append(b, '}'))
		s.contexts.Set("device", append(rawjson.AppendText([]byte{'{'}, "arch", runtime.GOARCH), '}'))
	})
}
