package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"sentry1c/addin"
)

// versioned are the files that name the version of the product, which stands in
// addin/internal/sdk: names of files of a release, symbolic names, the badge, and the modules
// whose platform knows the template's name only. go run ./build docs writes it into them.
var versioned = []string{
	"README.md", "bsl/README.md", "bsl/onescript.md", "bsl/servers.md", ".github/ISSUE_TEMPLATE/bug.yml", "build/pictures/badge-release.svg",
	"bsl/extension/CommonModules/СентриПодключение/Ext/Module.bsl", "bsl/modules/СентриМодуль.bsl",
}

// versionPlaces are the texts before a version, with what parts its numbers and what stands
// behind it.
var versionPlaces = []struct {
	place *regexp.Regexp
	dot   string
}{
	{regexp.MustCompile(`(\b[Ss]entry(?:AddIn|1c)?_)\d+\.\d+\.\d+()`), "."},
	{regexp.MustCompile(`(\bSentry_)\d+_\d+_\d+()`), "_"},
	{regexp.MustCompile(`(\[!\[(?:версия|version) )\d+\.\d+\.\d+([,\]])`), "."},
	{regexp.MustCompile(`(aria-label="(?:unreleased|version): |<text [^>]*>)\d+\.\d+\.\d+(["<])`), "."},
	{regexp.MustCompile(`(Функция ВерсияКомпоненты\(\)[^;]*Возврат ")\d+\.\d+\.\d+(";)`), "."},
	{regexp.MustCompile(`(Строка - номер версии, например «)\d+\.\d+\.\d+(»)`), "."},
}

// withVersion writes a version in the place of the one that a text names, and tells how
// often that is.
func withVersion(text, version string) (made string, count int) {
	for _, v := range versionPlaces {
		count += len(v.place.FindAllStringIndex(text, -1))
		text = v.place.ReplaceAllString(text, "${1}"+strings.ReplaceAll(version, ".", v.dot)+"${2}")
	}
	return text, count
}

// writeVersions writes the version where it is named, and returns the files that it changed;
// with check it changes none.
func writeVersions(root string, check bool) (changed []string, err error) {
	for _, name := range versioned {
		path := filepath.Join(root, filepath.FromSlash(name))
		old, err := os.ReadFile(path)
		if err != nil {
			return changed, fmt.Errorf("build: docs: %w", err)
		}
		made, count := withVersion(string(old), addin.Version)
		if count == 0 {
			return changed, fmt.Errorf("build: docs: %s names no version", name)
		}
		if made == string(old) {
			continue
		}
		changed = append(changed, name)
		if check {
			continue
		}
		if err := os.WriteFile(path, []byte(made), 0o644); err != nil {
			return changed, fmt.Errorf("build: docs: %w", err)
		}
	}
	return changed, nil
}
