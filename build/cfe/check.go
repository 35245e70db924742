package cfe

import (
	"bytes"
	"fmt"
	"strings"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/container"
	"sentry1c/build/cfe/mdclass"
)

// limits bound what a file may unfold to.
type limits struct {
	entry int64 // bytes of one entry
	total int64 // bytes of all of them together
}

// usual are limits that real extensions stay well below: the largest entry met
// has some ten megabytes, the largest file a hundred in all.
var usual = limits{entry: 256 << 20, total: 1 << 30}

// Check reads the file of an extension, of whatever origin, and reports what is
// in it and what is wrong. It always answers: a file that is no extension at
// all has one finding that says so.
func Check(file []byte) *Report { return check(file, usual) }

func check(file []byte, lim limits) *Report {
	c := &checker{report: &Report{}, limits: lim, stored: map[string][]byte{}, objects: map[string]*seen{}, defined: map[string]string{}}
	c.file(file)
	return c.report
}

// checker holds what is known while a file is read.
type checker struct {
	report  *Report
	limits  limits
	spent   int64 // bytes unfolded so far
	stored  map[string][]byte
	names   []string         // of the entries, in the order of the file
	objects map[string]*seen // by identifier
	order   []*seen
	defined map[string]string // identifier -> what has it
}

// seen is an object met, with what is needed to judge it once all are known.
type seen struct {
	Object
	class  *mdclass.Class
	parts  string // the identifier its pieces are named by
	detail objectFacts
}

// find adds a finding. Notes that say the same of many places are counted.
func (c *checker) find(level Level, where, format string, args ...any) {
	f := Finding{Level: level, Where: where, Text: fmt.Sprintf(format, args...)}
	if level == Note {
		for i := range c.report.Findings {
			if same := &c.report.Findings[i]; same.Level == Note && same.Text == f.Text {
				same.More++
				return
			}
		}
	}
	c.report.Findings = append(c.report.Findings, f)
}

func (c *checker) file(file []byte) {
	f, err := container.Read(file)
	if err != nil {
		c.find(Error, "", "this is not an extension: %v", err)
		return
	}
	if f.Wide {
		c.find(Error, "", "the file has 64-bit offsets, as configurations have; extensions never do")
	} else if again, err := f.Bytes(); err != nil || !bytes.Equal(again, file) {
		c.find(Note, "", "the blocks of the file are laid out otherwise than the platform does")
	}
	for _, e := range f.Entries {
		c.stored[e.Name] = e.Data
		c.names = append(c.names, e.Name)
	}
	c.report.Extension.Entries = len(f.Entries)
	info, ok := c.info()
	if !ok {
		return
	}
	c.hashes(info)
	if !c.root(info) {
		return
	}
	c.pieces()
	c.references()
	for _, o := range c.order {
		c.report.Objects = append(c.report.Objects, o.Object)
	}
}

// info reads configinfo.
func (c *checker) info() (configInfo, bool) {
	if c.stored[configInfoName] == nil {
		what := "this is not an extension"
		if c.stored["root"] != nil && c.stored["version"] != nil {
			what = "this is a configuration or an external data processor, not an extension"
		}
		c.find(Error, "", "%s: it has no entry %s", what, configInfoName)
		return configInfo{}, false
	}
	text, ok := c.inflate(configInfoName)
	if !ok {
		return configInfo{}, false
	}
	info, err := parseConfigInfo(string(text))
	if err != nil {
		c.find(Error, configInfoName, "it cannot be read: %v", err)
	}
	return info, err == nil
}

// hashes compares what configinfo says of the other entries with them.
func (c *checker) hashes(info configInfo) {
	listed := map[string]bool{}
	last := ""
	for _, h := range info.Hashes {
		data, ok := c.stored[h.Name]
		switch {
		case !ok:
			c.find(Error, configInfoName, "it lists %s, which is not in the file", h.Name)
		case hash(data) != h.SHA1:
			c.find(Error, h.Name, "its SHA-1 is %s, %s says %s", hash(data), configInfoName, h.SHA1)
		}
		if listed[h.Name] {
			c.find(Error, configInfoName, "it lists %s twice", h.Name)
		}
		if h.Name < last {
			c.find(Note, configInfoName, "it does not list the entries in the order of their names")
		}
		listed[h.Name], last = true, h.Name
	}
	for _, name := range c.names {
		if !listed[name] && name != configInfoName {
			c.find(Error, configInfoName, "it does not list %s", name)
		}
	}
}

// inflate unfolds an entry, within the limits.
func (c *checker) inflate(name string) ([]byte, bool) {
	room := min(c.limits.entry, c.limits.total-c.spent)
	data, err := container.Inflate(c.stored[name], room)
	if err != nil {
		c.find(Error, name, "it cannot be unpacked: %v", err)
		return nil, false
	}
	c.spent += int64(len(data))
	return data, true
}

// list reads an entry that is a list text.
func (c *checker) list(name string) (brackets.Value, bool) {
	text, ok := c.inflate(name)
	if !ok {
		return brackets.Value{}, false
	}
	return c.parse(name, text)
}

func (c *checker) parse(name string, text []byte) (brackets.Value, bool) {
	v, err := brackets.ParseOne(string(text))
	if err != nil {
		c.find(Error, name, "it cannot be read: %v", err)
		return v, false
	}
	if brackets.Print(v) != string(text) {
		c.find(Note, name, "its line ends or its encoding mark are not those of the platform")
	}
	return v, true
}

// define notes an identifier and what has it.
func (c *checker) define(uuid, what string) {
	if other, ok := c.defined[uuid]; ok {
		c.find(Error, what, "it has the identifier %s of %s", uuid, other)
		return
	}
	c.defined[uuid] = what
}

// split takes the name of an entry apart.
func split(entry string) (uuid, suffix string) {
	uuid, suffix, _ = strings.Cut(entry, ".")
	return uuid, suffix
}
