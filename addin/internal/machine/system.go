// Package machine knows the machine and its system: what events tell of it. It reads a
// file and asks the system, once for each call of Read.
//
// Package addin asks it once for a process, package event writes down what it says.
package machine

import (
	"os"
	"runtime"

	"sentry1c/addin/internal/rawjson"
)

// System is what is known of the machine.
type System struct {
	// Hostname is the name of the machine; "" if it has none.
	Hostname string
	// Contexts are Sentry's contexts os and device.
	Contexts rawjson.Object
}

// Read asks the system.
func Read() System {
	var s System
	if name, err := os.Hostname(); err == nil {
		s.Hostname = name
	}
	name, version, kernel := osVersion()
	b := []byte{'{'}
	b = rawjson.AppendText(b, "name", name)
	b = rawjson.AppendText(b, "version", version)
	b = rawjson.AppendText(b, "kernel_version", kernel)
	s.Contexts.Set("os", append(b, '}'))
	s.Contexts.Set("device", append(rawjson.AppendText([]byte{'{'}, "arch", runtime.GOARCH), '}'))
	return s
}
