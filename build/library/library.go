// Package library compiles the component: the shared library that 1C loads.
package library

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"sentry1c/addin"
	"sentry1c/manifest"
)

// Name is what bundles and files are named after.
const Name = "SentryAddIn"

// Root returns the folder of this module, from any folder inside it.
func Root() (string, error) {
	output, err := exec.Command("go", "env", "GOMOD").Output()
	mod := strings.TrimSpace(string(output))
	if err != nil || mod == "" || mod == os.DevNull {
		return "", fmt.Errorf("library: find the module: run this inside the checkout (%v)", err)
	}
	return filepath.Dir(mod), nil
}

// HostTarget is the target of the machine that this runs on.
func HostTarget() (manifest.Target, error) {
	target, ok := manifest.TargetOf(runtime.GOOS, runtime.GOARCH)
	if !ok {
		return manifest.Target{}, fmt.Errorf("library: choose a target: 1C does not run on %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	return target, nil
}

// BuildHost compiles the library for this machine with its own C compiler and
// returns the path of the file in dir. Tags are for tests.
func BuildHost(ctx context.Context, root, dir string, tags ...string) (string, error) {
	target, err := HostTarget()
	if err != nil {
		return "", err
	}
	output := filepath.Join(dir, target.FileName(Name, addin.Version))
	return output, compile(ctx, root, target, output, tags)
}

// compile runs go build. The result is written beside its final name and renamed,
// so that a process which has the old one loaded keeps it.
func compile(ctx context.Context, root string, target manifest.Target, output string, tags []string) error {
	if err := os.MkdirAll(filepath.Dir(output), 0o755); err != nil {
		return fmt.Errorf("library: build %s: %w", target, err)
	}
	// A shared library comes with a header of its exports, which is of no use here.
	work, err := os.MkdirTemp(filepath.Dir(output), "build-*")
	if err != nil {
		return fmt.Errorf("library: build %s: %w", target, err)
	}
	defer os.RemoveAll(work)
	made := filepath.Join(work, filepath.Base(output))
	command := exec.CommandContext(ctx, "go", "build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false",
		"-tags", strings.Join(tags, ","),
		"-ldflags", ldflags(root, target), "-o", made, "./native")
	command.Dir = root
	command.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS="+target.GOOS, "GOARCH="+target.GOARCH, "GOFLAGS=")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("library: build %s: %w\n%s", target, err, output)
	}
	if err := os.Rename(made, output); err != nil {
		return fmt.Errorf("library: build %s: %w", target, err)
	}
	return nil
}

// ldflags leaves the five exports visible and nothing else, keeps the library
// loaded, and lets the loader bind everything at once and then protect it.
func ldflags(root string, target manifest.Target) string {
	flags := "-s -w -buildid="
	if target.GOOS == "linux" {
		exports := filepath.Join(root, "native", "exports.map")
		flags += " -extldflags=-Wl,--version-script=" + exports + ",-z,nodelete,-z,relro,-z,now,-z,noexecstack"
	}
	return flags
}
