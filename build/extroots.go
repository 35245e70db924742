package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"sentry1c/build/rootfacts"
)

// countRoots prints what the roots of the extensions given state, and how many of
// them: build/testdata/genuine-roots.tsv was made so.
func countRoots(paths []string, out io.Writer) error {
	if len(paths) == 0 {
		return errors.New("build: ext roots: give files (.cfe)")
	}
	var files [][]byte
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("build: ext roots: %w", err)
		}
		files = append(files, content)
	}
	table, err := rootfacts.Table(files)
	if err != nil {
		return fmt.Errorf("build: ext roots: %w", err)
	}
	_, err = io.WriteString(out, table)
	return err
}
