// Package infobase makes infobases of the stand-in platform for tests: with the
// extension in them, or with the module that is copied, and the real library to
// attach.
package infobase

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"sentry1c/bsl/interp/dump"
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/build/kit/built"
	"sentry1c/build/library"
)

// Base is an infobase and what attaches its add-ins.
type Base struct {
	*platform.Infobase
	AddIns *AddIns
}

// New makes an infobase in which nothing is installed; the bundle is in the
// template named.
func New(version, compatibility eval.Version, folder, template string) (*Base, error) {
	addIns, err := NewAddIns()
	if err != nil {
		return nil, err
	}
	content, err := bundle()
	if err != nil {
		return nil, err
	}
	base := platform.NewInfobase(version, compatibility, folder)
	base.AddIns = addIns
	base.Templates[strings.ToLower(template)] = content
	return &Base{base, addIns}, nil
}

// NewWithExtension makes one with the extension, which works beside the modules of
// a configuration.
func NewWithExtension(version, compatibility eval.Version, folder string, configuration ...*eval.Module) (*Base, error) {
	extension, err := sources()
	if err != nil {
		return nil, err
	}
	base, err := New(version, compatibility, folder, library.ExtensionTemplate)
	if err != nil {
		return nil, err
	}
	return base, extension.Apply(base.Infobase, configuration...)
}

// sources are those of the extension as a release has them, with the version and the
// checksums of the bundle's libraries in their places.
var sources = sync.OnceValues(func() (*dump.Extension, error) {
	root, err := library.Root()
	if err != nil {
		return nil, err
	}
	bundle, err := built.Bundle()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(filepath.Dir(bundle), "sources-*")
	if err != nil {
		return nil, err
	}
	if err := library.WriteExtensionSources(root, folder, library.ExtensionOptions{Bundle: bundle}); err != nil {
		return nil, err
	}
	return dump.Load(folder)
})

// Script is a common module of a configuration; its name is that of the file. One
// whose name ends in ВызовСервера is for calls of clients.
func Script(file string, sides eval.Side) (*eval.Module, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(filepath.Base(file), ".bsl")
	return &eval.Module{Name: name, Path: "ОбщийМодуль." + name + ".Модуль", Source: string(source), Sides: sides,
		ServerCall: strings.HasSuffix(name, "ВызовСервера")}, nil
}
