package library

import (
	"bytes"
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

// WriteExtensionSources writes the sources with the bundle and the version in their
// places into a folder, for Designer to load instead of the file. The folder is
// made; one that is there must be empty, so that nothing of another version stays.
func WriteExtensionSources(root, bundle, dir string, template cfe.TemplateType) error {
	content, err := os.ReadFile(bundle)
	if err != nil {
		return fmt.Errorf("library: write the sources: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("library: write the sources: %w", err)
	}
	if there, err := os.ReadDir(dir); err != nil || len(there) > 0 {
		return fmt.Errorf("library: write the sources: %s is not an empty folder (%v)", dir, err)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, filepath.FromSlash(ExtensionSources)))); err != nil {
		return fmt.Errorf("library: write the sources: %w", err)
	}
	description := filepath.Join("CommonTemplates", ExtensionTemplate+".xml")
	for file, change := range map[string][2]string{
		"Configuration.xml": {"<Version/>", "<Version>" + addin.Version + "</Version>"},
		description:         {"<TemplateType>AddIn<", "<TemplateType>" + string(template) + "<"},
	} {
		if err := replaceIn(filepath.Join(dir, file), change[0], change[1]); err != nil {
			return err
		}
	}
	place := filepath.Join(dir, "CommonTemplates", ExtensionTemplate, "Ext")
	if err := os.MkdirAll(place, 0o755); err != nil {
		return fmt.Errorf("library: write the sources: %w", err)
	}
	if err := os.WriteFile(filepath.Join(place, "Template.bin"), content, 0o644); err != nil {
		return fmt.Errorf("library: write the sources: %w", err)
	}
	return nil
}

func replaceIn(file, from, to string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("library: write the sources: %w", err)
	}
	if !bytes.Contains(content, []byte(from)) {
		return fmt.Errorf("library: write the sources: %s does not have %s", file, from)
	}
	if err := os.WriteFile(file, bytes.Replace(content, []byte(from), []byte(to), 1), 0o644); err != nil {
		return fmt.Errorf("library: write the sources: %w", err)
	}
	return nil
}
