package manifest

import (
	"fmt"
	"strings"
)

// MissError tells that a bundle has nothing for a machine, and for which it has.
type MissError struct {
	OS   OS
	Arch Arch
	Have []Component // the native components
}

func (e *MissError) Error() string {
	if len(e.Have) == 0 {
		return fmt.Sprintf("manifest: pick: no component for %s %s: the bundle has no native component at all", e.OS, e.Arch)
	}
	list := make([]string, len(e.Have))
	for i, c := range e.Have {
		list[i] = string(c.OS) + " " + string(c.Arch)
	}
	return fmt.Sprintf("manifest: pick: no component for %s %s; the bundle supports %s", e.OS, e.Arch, strings.Join(list, ", "))
}

// Pick finds the native component that the platform takes on a machine: the one of its architecture, else a universal one.
// The error is a *MissError.
func (m Manifest) Pick(os OS, arch Arch) (Component, error) {
	miss := &MissError{OS: os, Arch: arch}
	var universal *Component
	for i, c := range m.Components {
		if c.Type != Native {
			continue
		}
		miss.Have = append(miss.Have, c)
		switch {
		case c.OS == os && c.Arch == arch:
			return c, nil
		case c.OS == os && c.Arch == Universal:
			universal = &m.Components[i]
		}
	}
	if universal != nil {
		return *universal, nil
	}
	return Component{}, miss
}
