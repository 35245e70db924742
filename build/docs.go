package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sentry1c/addin"
	"sentry1c/build/library"
)

// tablesFile is where the tables stand.
const tablesFile = "addin/README.md"

// runDocs writes the tables of the component between their marks, and the version where it is
// named, or checks that they are what the sources say.
func runDocs(_ context.Context, args []string, out io.Writer) error {
	f := flags("docs")
	check := f.Bool("check", false, "only report whether all of it is up to date")
	if err := f.Parse(args); err != nil {
		return err
	}
	root, err := library.Root()
	if err != nil {
		return err
	}
	path := filepath.Join(root, filepath.FromSlash(tablesFile))
	old, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("build: docs: %w", err)
	}
	made, err := fillTables(old)
	if err != nil {
		return err
	}
	changed, err := writeVersions(root, *check)
	if err != nil {
		return err
	}
	if *check {
		if !bytes.Equal(old, made) {
			changed = append(changed, tablesFile)
		}
		if len(changed) > 0 {
			return fmt.Errorf("build: docs: %s: not what the sources say: run go run ./build docs", strings.Join(changed, ", "))
		}
		return nil
	}
	if err := os.WriteFile(path, made, 0o644); err != nil {
		return fmt.Errorf("build: docs: %w", err)
	}
	for _, name := range changed {
		fmt.Fprintln(out, name)
	}
	fmt.Fprintln(out, path)
	return nil
}

// tables are the generated parts by the name of their mark.
var tables = map[string]func() (string, error){
	"methods:ru":    func() (string, error) { return methodTable(inRussian), nil },
	"methods:en":    func() (string, error) { return methodTable(inEnglish), nil },
	"properties:ru": func() (string, error) { return propertyTable(inRussian), nil },
	"properties:en": func() (string, error) { return propertyTable(inEnglish), nil },
	"options:ru":    func() (string, error) { return optionTable(inRussian), nil },
	"options:en":    func() (string, error) { return optionTable(inEnglish), nil },
	"examples:ru":   func() (string, error) { return examplesInRussian.block(inRussian) },
	"examples:en":   func() (string, error) { return examplesInEnglish.block(inEnglish) },
}

// fillTables replaces what stands between <!-- name --> and <!-- /name -->.
func fillTables(document []byte) ([]byte, error) {
	text := string(document)
	for name, table := range tables {
		begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
		before, rest, ok := strings.Cut(text, begin)
		_, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			return nil, fmt.Errorf("build: docs: %s has no marks for %s", tablesFile, name)
		}
		filled, err := table()
		if err != nil {
			return nil, err
		}
		text = before + begin + filled + end + after
	}
	return []byte(text), nil
}

// words chooses the language of a table.
type words struct {
	name                                       func(addin.Name) string
	doc                                        func(addin.Doc) string
	method, property, option, does, usual, and string
}

var inRussian = words{
	name:   func(n addin.Name) string { return n.Ru },
	doc:    func(d addin.Doc) string { return d.Ru },
	method: "Метод", property: "Свойство", option: "Параметр", does: "Что делает", usual: "По умолчанию", and: "по-английски",
}

var inEnglish = words{
	name:   func(n addin.Name) string { return n.En },
	doc:    func(d addin.Doc) string { return d.En },
	method: "Method", property: "Property", option: "Option", does: "What it does", usual: "Default", and: "in Russian",
}

// other is the name in the other language.
func (w words) other(n addin.Name) string {
	if w.name(n) == n.En {
		return n.Ru
	}
	return n.En
}

func methodTable(w words) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s | %s |\n|---|---|---|\n", w.method, w.and, w.does)
	for _, m := range addin.Methods {
		var params []string
		for _, p := range m.Params {
			text := w.name(p.Name)
			if p.Default != nil {
				text += fmt.Sprintf(" = %#v", p.Default)
			}
			params = append(params, text)
		}
		fmt.Fprintf(&b, "| `%s(%s)` | `%s` | %s |\n", w.name(m.Name), strings.Join(params, ", "), w.other(m.Name), w.doc(m.Doc))
	}
	return b.String()
}

func propertyTable(w words) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s | %s |\n|---|---|---|\n", w.property, w.and, w.does)
	for _, p := range addin.Properties {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", w.name(p.Name), w.other(p.Name), w.doc(p.Doc))
	}
	return b.String()
}

func optionTable(w words) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s | %s |\n|---|---|---|\n", w.option, w.usual, w.does)
	for _, o := range addin.Options {
		usual := o.Default
		if usual != "" {
			usual = "`" + usual + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", o.Key, usual, strings.ReplaceAll(w.doc(o.Doc), "|", "\\|"))
	}
	return b.String()
}
