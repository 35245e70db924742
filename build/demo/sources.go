package demo

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"sentry1c/addin/admin/symbols"
)

// WriteSymbols makes the file of symbols of the shop's sources.
func WriteSymbols(ctx context.Context, path string) error {
	const root = "sources/"
	tree := symbols.Tree{Name: "sources", Read: func(name string) ([]byte, error) { return sources.ReadFile(root + name) }}
	err := fs.WalkDir(sources, "sources", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			tree.Files = append(tree.Files, strings.TrimPrefix(name, root))
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("demo: list the sources: %w", err)
	}
	out, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("demo: make symbols: %w", err)
	}
	defer out.Close()
	date := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	if _, err := symbols.Make(ctx, out, []symbols.Tree{tree}, symbols.Options{Source: true, Date: date}); err != nil {
		return fmt.Errorf("demo: make symbols: %w", err)
	}
	return out.Close()
}
