package library

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"sentry1c/addin"
	"sentry1c/build/cfe"
	"sentry1c/manifest"
)

const (
	// ExtensionSources is where the extension lies, from the root of the module.
	ExtensionSources = "bsl/extension"
	// ExtensionTemplate is the common template that carries the bundle.
	ExtensionTemplate = "СентриКомпонента"
)

// ExtensionName is the file name of an extension of this version.
func ExtensionName() string { return "Sentry_" + addin.Version + ".cfe" }

// ExtensionOptions are how an extension differs from its sources.
type ExtensionOptions struct {
	// Bundle is the file of the bundle to carry.
	Bundle string
	// Template is the kind of the template that carries it; empty is an add-in's.
	Template cfe.TemplateType
	// WithoutJobs leaves the scheduled jobs out: platforms before 8.3.23 do not run
	// jobs of extensions, and some are said to refuse an extension that has them.
	WithoutJobs bool
	// Compatibility is the mode of compatibility, such as 8.3.14; empty is that of
	// the sources. A base in a lower mode refuses the extension.
	Compatibility string
}

// Modes of compatibility that an extension of these kinds of objects may have: the
// dump format's platform has none above, and no genuine extension has a common form
// below or a scheduled job below the third.
const (
	lowestMode, highestMode = 12, 17
	lowestModeOfJobs        = 16
)

// mode reads the mode of compatibility; 0 if it is that of the sources.
func (o ExtensionOptions) mode() (int, error) {
	if o.Compatibility == "" {
		return 0, nil
	}
	rest, ok := strings.CutPrefix(o.Compatibility, "8.3.")
	n, err := strconv.Atoi(rest)
	if !ok || err != nil || n < lowestMode || n > highestMode || rest != strconv.Itoa(n) {
		return 0, fmt.Errorf("the mode of compatibility is 8.3.%d to 8.3.%d, not %q", lowestMode, highestMode, o.Compatibility)
	}
	return n, nil
}

// BuildExtension makes the file of the extension.
func BuildExtension(root string, o ExtensionOptions) ([]byte, error) {
	dir, err := os.MkdirTemp("", "extension-*")
	if err != nil {
		return nil, fmt.Errorf("library: build the extension: %w", err)
	}
	defer os.RemoveAll(dir)
	if err := WriteExtensionSources(root, dir, o); err != nil {
		return nil, err
	}
	return cfe.Build(os.DirFS(dir), cfe.Options{Version: addin.Version})
}

// WriteExtensionSources writes the sources with the bundle and the version in their
// places into a folder; Designer can load it instead of the file. The folder is
// made; one that is there must be empty, so that nothing of another version stays.
func WriteExtensionSources(root, dir string, o ExtensionOptions) error {
	if err := o.write(root, dir); err != nil {
		return fmt.Errorf("library: write the extension's sources: %w", err)
	}
	return nil
}

func (o ExtensionOptions) write(root, dir string) error {
	mode, err := o.mode()
	if err != nil {
		return err
	}
	bundle, err := os.ReadFile(o.Bundle)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if there, err := os.ReadDir(dir); err != nil || len(there) > 0 {
		return errors.Join(fmt.Errorf("%s is not an empty folder", dir), err)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, filepath.FromSlash(ExtensionSources)))); err != nil {
		return err
	}
	template := filepath.Join(dir, "CommonTemplates", ExtensionTemplate)
	if err := os.MkdirAll(filepath.Join(template, "Ext"), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(template, "Ext", "Template.bin"), bundle, 0o644); err != nil {
		return err
	}
	kind := string(cmp.Or(o.Template, cfe.AddIn))
	if err := replaceIn(template+".xml", `(<TemplateType>)AddIn(</)`, "${1}"+kind+"${2}"); err != nil {
		return err
	}
	if err := writeChecksums(dir, bundle); err != nil {
		return err
	}
	description := filepath.Join(dir, "Configuration.xml")
	if err := replaceIn(description, `<Version/>`, "<Version>"+addin.Version+"</Version>"); err != nil {
		return err
	}
	if mode > 0 {
		if err := replaceIn(description, `(<ConfigurationExtensionCompatibilityMode>Version8_3_)\d+(</)`, fmt.Sprintf("${1}%d${2}", mode)); err != nil {
			return err
		}
	}
	if !o.WithoutJobs && (mode == 0 || mode >= lowestModeOfJobs) {
		return nil
	}
	if err := os.RemoveAll(filepath.Join(dir, "ScheduledJobs")); err != nil {
		return err
	}
	return replaceIn(description, `[ \t]*<ScheduledJob>[^<]*</ScheduledJob>\r?\n`, "")
}

// writeChecksums puts the checksums of the bundle's libraries into the module that
// tells them: sessions do not unpack the bundle.
func writeChecksums(dir string, bundle []byte) error {
	libraries, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
	if err != nil {
		return fmt.Errorf("read the bundle: %w", err)
	}
	lines := ""
	for _, file := range libraries.File {
		if strings.EqualFold(file.Name, manifest.EntryName) {
			continue
		}
		sum, err := checksum(file)
		if err != nil {
			return fmt.Errorf("read the bundle: %w", err)
		}
		lines += fmt.Sprintf("\tСуммы.Вставить(%q, %q);\r\n", file.Name, sum)
	}
	module := filepath.Join(dir, "CommonModules", "СентриКомплект", "Ext", "Module.bsl")
	return replaceIn(module, `\t// Здесь сборка добавляет библиотеки\.\r?\n`, lines)
}

// checksum is what a security profile wants of a library.
func checksum(file *zip.File) (string, error) {
	content, err := file.Open()
	if err != nil {
		return "", err
	}
	defer content.Close()
	library, err := io.ReadAll(content)
	return manifest.SHA1Base64(library), err
}

// replaceIn replaces what a pattern finds in a file, which must be there.
func replaceIn(file, pattern, with string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	changed := regexp.MustCompile(pattern).ReplaceAll(content, []byte(with))
	if bytes.Equal(changed, content) && !regexp.MustCompile(pattern).Match(content) {
		return fmt.Errorf("%s does not have %s", file, pattern)
	}
	return os.WriteFile(file, changed, 0o644)
}
