package library

import (
	"fmt"
	"os"
	"path/filepath"

	"sentry1c/addin"
	"sentry1c/build/cfe"
)

const (
	// ExtensionSources is where the extension lies, from the root of the module.
	ExtensionSources = "bsl/extension"
	// ExtensionTemplate is the common template that carries the bundle.
	ExtensionTemplate = "СентриКомпонента"
)

// ExtensionName is the file name of an extension of this version.
func ExtensionName() string { return "Sentry_" + addin.Version + ".cfe" }

// BuildExtension makes the extension from its sources with the bundle inside, as a
// template of the type given; empty is the type the sources say.
func BuildExtension(root, bundle string, template cfe.TemplateType) ([]byte, error) {
	content, err := os.ReadFile(bundle)
	if err != nil {
		return nil, fmt.Errorf("library: build the extension: %w", err)
	}
	return cfe.Build(os.DirFS(filepath.Join(root, filepath.FromSlash(ExtensionSources))), cfe.Options{
		Version:   addin.Version,
		Templates: map[string]cfe.Template{ExtensionTemplate: {Data: content, Type: template}},
	})
}
