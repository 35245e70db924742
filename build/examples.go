package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sentry1c/addin"
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
	"sentry1c/build/library"
)

// examples are the modules with an example of each method, one in each language of
// 1C, and what their procedures' names begin with.
var (
	examplesInRussian = examples{file: "Примеры.bsl", prefix: "Пример"}
	examplesInEnglish = examples{file: "Examples.bsl", prefix: "Example"}
)

type examples struct {
	file, prefix string
}

// read gives the examples by the name of their method.
func (e examples) read() (map[string]string, error) {
	root, err := library.Root()
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(filepath.Join(root, "bsl", "examples", e.file))
	if err != nil {
		return nil, fmt.Errorf("build: examples: %w", err)
	}
	module, err := syntax.Parse(e.file, string(content), eval.Server.Defined)
	if err != nil {
		return nil, fmt.Errorf("build: examples: %w", err)
	}
	found := map[string]string{}
	for _, method := range module.Methods {
		name, ok := strings.CutPrefix(method.Name, e.prefix)
		if !ok {
			continue
		}
		if found[name] != "" {
			return nil, fmt.Errorf("build: examples: %s: the procedure %s is there twice", e.file, method.Name)
		}
		found[name] = outdent(module.Text(method))
	}
	return found, nil
}

// outdent takes the first tab of each line away, and empty lines around.
func outdent(body []string) string {
	lines := slices.Clone(body)
	for i := range lines {
		lines[i] = strings.TrimRight(strings.TrimPrefix(lines[i], "\t"), "\t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// block is the code that addin/README.md shows: an example of each method in the order of
// the table.
func (e examples) block(w words) (string, error) {
	found, err := e.read()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("```bsl\n")
	for i, m := range addin.Methods {
		example, ok := found[w.name(m.Name)]
		if !ok {
			return "", fmt.Errorf("build: examples: %s: there is none of %s", e.file, w.name(m.Name))
		}
		delete(found, w.name(m.Name))
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "// %s\n%s\n", w.name(m.Name), example)
	}
	b.WriteString("```\n")
	for name := range found {
		return "", fmt.Errorf("build: examples: %s: %s is no method", e.file, name)
	}
	return b.String(), nil
}
