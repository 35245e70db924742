package manifest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxNameBytes bounds file names and attribute values: what every file system takes.
const maxNameBytes = 255

// Check tells the first rule of the schema, or of file names, that m breaks.
func (m Manifest) Check() error {
	if err := checkName(m.Name); err != nil {
		return err
	}
	if len(m.Components) == 0 {
		return errors.New("no component")
	}
	type key struct{ os, arch, kind, client string }
	seen := map[key]int{}
	for i := range m.Components {
		c := &m.Components[i]
		if err := c.check(); err != nil {
			return fmt.Errorf("component %d: %w", i+1, err)
		}
		k := key{string(c.OS), string(c.Arch), string(c.Type), c.Client}
		if first, twice := seen[k]; twice {
			return fmt.Errorf("component %d: %s %s is there already as component %d", i+1, c.OS, c.Arch, first)
		}
		seen[k] = i + 1
	}
	return nil
}

func (c *Component) check() error {
	for _, a := range attributes {
		value := a.get(c)
		switch {
		case value == "" && a.required:
			return fmt.Errorf("attribute %s is missing", a.name)
		case value == "":
		case a.allowed != nil && !slices.Contains(a.allowed, value):
			return fmt.Errorf("attribute %s: %q is not one of %s", a.name, value, strings.Join(a.allowed, ", "))
		case !plainText(value):
			return fmt.Errorf("attribute %s: %q is too long or holds characters that cannot be written", a.name, value)
		}
	}
	if err := CheckFileName(c.Path); err != nil {
		return fmt.Errorf("attribute path: %w", err)
	}
	if strings.EqualFold(c.Path, EntryName) {
		return errors.New("attribute path: it names the manifest itself")
	}
	return nil
}

func checkName(name string) error {
	for _, r := range name {
		if (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return fmt.Errorf("attribute name: %q has other characters than Latin letters, digits and _", name)
		}
	}
	if len(name) > maxNameBytes {
		return fmt.Errorf("attribute name: longer than %d bytes", maxNameBytes)
	}
	return nil
}

// CheckFileName tells why a file cannot lie in the root of a bundle under this name on every system of 1C.
func CheckFileName(name string) error {
	switch {
	case name == "":
		return errors.New("the file name is empty")
	case strings.ContainsAny(name, `/\`):
		return fmt.Errorf("%q: a bundle has no folders", name)
	case name == "." || name == ".." || strings.ContainsAny(name, `<>:"|?*`) || !plainText(name):
		return fmt.Errorf("%q is not a file name", name)
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return fmt.Errorf("%q: Windows drops the last character", name)
	}
	return nil
}

// plainText is what goes into an attribute and comes back the same.
func plainText(s string) bool {
	if len(s) > maxNameBytes || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r < 0x20 || r == 0x7F || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}
