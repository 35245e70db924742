//go:build dist

package disttest

import (
	"context"
	"testing"

	"sentry1c/addin"
	"sentry1c/build/library"
	"sentry1c/manifest"
	"sentry1c/manifest/binary"
)

func TestStructure(t *testing.T) {
	paths, err := library.BuildPaths(context.Background(), root(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range manifest.Targets() {
		t.Run(target.String(), func(t *testing.T) {
			name := target.FileName(library.Name, addin.Version)
			read, err := binary.Read(dist(t, name))
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range read.Problems(binary.Rules{Target: target, FileName: name, Version: addin.Version, Paths: paths}) {
				t.Error(problem)
			}
		})
	}
}
