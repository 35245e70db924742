package cfe

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"sentry1c/build/cfe/container"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
	"sentry1c/build/cfe/objects"
)

// buildTime dates every entry, so that the same sources give the same file.
var buildTime = container.TimeOf(time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC))

// Options are what the sources do not hold.
type Options struct {
	// Version is the version of the extension. Empty takes what the sources
	// say; sources that say nothing take it from here; sources that say
	// something else are an error.
	Version string
	// Templates are the contents of common templates, by the name of each.
	Templates map[string]Template
}

// Template is the content of a common template.
type Template struct {
	Data []byte
	// Type is the type to write; empty takes the one the sources say. What the
	// platform does with either is its affair: the bytes are stored alike.
	Type TemplateType
}

// TemplateType is the type of a common template.
type TemplateType string

const (
	AddIn      TemplateType = "AddIn"
	BinaryData TemplateType = "BinaryData"
)

// Build makes the file of an extension from its sources, whose root is the
// folder that holds Configuration.xml. The same sources, options and version of
// Go give the same bytes. A file that would not pass [Check] without an error
// is not given out.
func Build(sources fs.FS, opt Options) ([]byte, error) {
	ext, err := designer.Read(sources)
	if err != nil {
		return nil, err
	}
	if err := opt.apply(ext); err != nil {
		return nil, err
	}
	parts, err := objects.Encode(ext, buildTime)
	if err != nil {
		return nil, err
	}
	file, err := pack(parts, configInfo{Mode: int64(ext.Configuration.CompatibilityMode), Root: ext.Configuration.UUID})
	if err != nil {
		return nil, err
	}
	for _, f := range Check(file).Findings {
		if f.Level == Error {
			return nil, fmt.Errorf("cfe: build %s: the file made is wrong: %s", ext.Configuration.Name, f)
		}
	}
	return file, nil
}

// apply puts the options into the description of the extension.
func (opt Options) apply(ext *designer.Extension) error {
	conf := ext.Configuration
	if conf.Version != "" && opt.Version != "" && conf.Version != opt.Version {
		return fmt.Errorf("cfe: build %s: the sources say version %q, but %q is wanted", conf.Name, conf.Version, opt.Version)
	}
	conf.Version = cmp.Or(conf.Version, opt.Version)

	used := map[string]bool{}
	for _, t := range ext.CommonTemplates {
		given, ok := opt.Templates[t.Name]
		if !ok {
			continue
		}
		used[t.Name] = true
		if t.Data != nil {
			return fmt.Errorf("cfe: build %s: template %s: both the sources and the caller give its content", conf.Name, t.Name)
		}
		if t.Data = given.Data; len(t.Data) == 0 {
			return fmt.Errorf("cfe: build %s: template %s: the content given is empty", conf.Name, t.Name)
		}
		if given.Type == "" {
			continue
		}
		t.Type = string(given.Type)
		if _, ok := mdclass.TemplateType[t.Type]; !ok {
			return fmt.Errorf("cfe: build %s: template %s: the type %q is not supported", conf.Name, t.Name, given.Type)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(opt.Templates)) {
		if !used[name] {
			return fmt.Errorf("cfe: build %s: template %s: the sources have no such template", conf.Name, name)
		}
	}
	return nil
}

// pack compresses the entries, hashes them and puts them into a store, in the
// order of their names.
func pack(parts []objects.Entry, info configInfo) ([]byte, error) {
	entries := make([]container.Entry, 0, len(parts)+1)
	add := func(name string, data []byte) {
		entries = append(entries, container.Entry{Name: name, Created: buildTime, Modified: buildTime, Data: container.Deflate(data)})
	}
	for _, p := range parts {
		add(p.Name, p.Data)
	}
	add(configInfoName, []byte(info.text(entries)))
	slices.SortFunc(entries, func(a, b container.Entry) int { return strings.Compare(a.Name, b.Name) })
	return (&container.File{Entries: entries}).Bytes()
}
