package cfe

import (
	"fmt"
	"strings"
)

// Report is what Check found in a file.
type Report struct {
	Extension Extension
	Objects   []Object
	Findings  []Finding
}

// Extension is what the root of an extension says. A field that the root does
// not have, or that could not be read, is zero.
type Extension struct {
	Name, UUID        string
	Prefix            string
	Version, Vendor   string
	Purpose           string // AddOn, Customization or Patch
	CompatibilityMode int64  // 80317 for 8.3.17
	ListVersion       int64  // of the root's list, which tells the platform that wrote it
	KeepMapping       bool   // objects of the base are found by identifier, not by name
	Entries           int    // in the file
}

// Object is one object of an extension. The root is the first.
type Object struct {
	Class, Name, UUID string
	Owner             string // full name of the object it belongs to, empty for those of the root
	Adopted           bool   // it is one of the base, not the extension's own
	Detail            string // what is worth knowing of it, in words
	Parts             []Part
}

// FullName is the class and the name, behind those of the owner.
func (o Object) FullName() string {
	if o.Owner != "" {
		return o.Owner + "." + o.Class + "." + o.Name
	}
	return o.Class + "." + o.Name
}

// Part is a piece stored beside an object.
type Part struct {
	Entry  string // name of the entry
	Name   string // in words
	Size   int    // bytes; of a module those of its text with the byte order mark
	Detail string // in words
}

// Finding is something to know about a file.
type Finding struct {
	Level Level
	Where string // an entry or an object; empty for the file as a whole
	Text  string
	More  int // further places with the same note, which are not listed
}

// String is the finding as one line.
func (f Finding) String() string {
	s := f.Level.String() + ": "
	if f.Where != "" {
		s += f.Where + ": "
	}
	s += f.Text
	if f.More > 0 {
		s += fmt.Sprintf(" (and %d more)", f.More)
	}
	return s
}

// Level says how bad a finding is.
type Level uint8

const (
	Note    Level = iota // not as the platform does it, but harmless
	Warning              // probably not meant, or not understood here
	Error                // the platform cannot be expected to read it
)

// String is the level in words.
func (l Level) String() string { return [...]string{"note", "warning", "error"}[l] }

// Worst is the level of the worst finding, and false if there is none.
func (r *Report) Worst() (Level, bool) {
	worst := Note
	for _, f := range r.Findings {
		worst = max(worst, f.Level)
	}
	return worst, len(r.Findings) > 0
}

// Text is the report for people to read.
func (r *Report) Text() string {
	var b strings.Builder
	r.Extension.write(&b, len(r.Objects))
	for _, o := range r.Objects {
		o.write(&b)
	}
	for _, f := range r.Findings {
		fmt.Fprintln(&b, f)
	}
	if len(r.Findings) == 0 {
		b.WriteString("nothing to complain of\n")
	}
	return b.String()
}

// write says what the extension is, if that could be read.
func (e Extension) write(b *strings.Builder, objects int) {
	if e.UUID == "" {
		return
	}
	mapping := "names"
	if e.KeepMapping {
		mapping = "identifiers"
	}
	fmt.Fprintf(b, "extension %s, version %q, vendor %q\n", e.Name, e.Version, e.Vendor)
	fmt.Fprintf(b, "  purpose %s, prefix %q, compatibility mode %s, mapping by %s\n", e.Purpose, e.Prefix, modeName(e.CompatibilityMode), mapping)
	fmt.Fprintf(b, "  root %s, list version %d (%s), %d entries, %s\n", e.UUID, e.ListVersion, platformOf(e.ListVersion), e.Entries, count(objects, "object"))
}

func (o Object) write(b *strings.Builder) {
	fmt.Fprintf(b, "%s  %s", o.FullName(), o.UUID)
	if o.Adopted {
		b.WriteString("  adopted")
	}
	if o.Detail != "" {
		b.WriteString("  " + o.Detail)
	}
	b.WriteByte('\n')
	for _, p := range o.Parts {
		fmt.Fprintf(b, "  %s: %d bytes", p.Name, p.Size)
		if p.Detail != "" {
			b.WriteString(", " + p.Detail)
		}
		b.WriteByte('\n')
	}
}

// count is a number of things in words.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// modeName is a compatibility mode as people write it.
func modeName(mode int64) string {
	if mode < 80000 {
		return fmt.Sprint(mode)
	}
	return fmt.Sprintf("%d.%d.%d", mode/10000, mode/100%100, mode%100)
}

// platformOf is the platform that writes roots with the version. The borders
// are those seen in files of known origin.
func platformOf(version int64) string {
	platforms := map[int64]string{
		52: "8.3.9 to 8.3.12", 53: "8.3.13", 56: "8.3.14 or 8.3.15", 59: "8.3.16 or 8.3.17", 62: "8.3.18", 63: "8.3.19 or 8.3.20",
		64: "8.3.21 or 8.3.22", 66: "8.3.23", 67: "8.3.24 or 8.3.25", 68: "8.3.26 or 8.3.27",
	}
	if p, ok := platforms[version]; ok {
		return "platform " + p
	}
	return "of an unknown platform"
}
