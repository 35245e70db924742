package library

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"sentry1c/addin"
	"sentry1c/manifest"
)

// BuildProgram compiles a program of this module, without C, for a target of the release and returns the path of the file in dir:
// one static file that needs nothing of the machine.
func BuildProgram(ctx context.Context, root, pkg, name string, target manifest.Target, dir string) (string, error) {
	path := filepath.Join(dir, name+"_"+addin.Version+"_"+target.Suffix)
	if target.GOOS == "windows" {
		path += ".exe"
	}
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-o", path, pkg)
	command.Dir = root
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+target.GOOS, "GOARCH="+target.GOARCH, "GOFLAGS=",
		"GOAMD64=v1", "GO386=sse2", "GOARM64=v8.0")
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("library: build %s for %s: %w\n%s", name, target, err, output)
	}
	return path, nil
}
