// Package library compiles the component: the shared library that 1C loads.
package library

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
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
	return (&job{root: root, target: target, tags: tags}).run(ctx, dir)
}

// Build compiles the library of a release for a target and returns the path of the
// file in dir. The bytes depend on the sources, Go's version and the toolchain.
func (t *Toolchain) Build(ctx context.Context, target manifest.Target, dir string) (string, error) {
	env, err := t.goEnv(target)
	if err != nil {
		return "", err
	}
	j := &job{root: t.root, target: target, env: env}
	switch target.GOOS {
	case "windows":
		work, err := os.MkdirTemp("", "sentry1c-*")
		if err != nil {
			return "", fmt.Errorf("library: build %s: %w", target, err)
		}
		defer os.RemoveAll(work)
		if j.object, err = writeVersionInfo(work, target); err != nil {
			return "", err
		}
	case "darwin":
		j.finish = func(path string) error { return finishMachO(path, Name) }
	}
	return j.run(ctx, dir)
}

// job is one run of go build.
type job struct {
	root   string
	target manifest.Target
	tags   []string                // of tests
	env    []string                // what go needs to find another compiler than the machine's
	object string                  // linked in too, unless it is ""
	finish func(path string) error // what is left to do with the linked file, or nil
}

// run writes the result beside its final name and renames it, so that nobody sees
// half of it and a process which has the old one loaded keeps that.
func (j *job) run(ctx context.Context, dir string) (path string, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("library: build %s: %w", j.target, err)
		}
	}()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	// A shared library comes with a header of its exports, which is of no use here.
	work, err := os.MkdirTemp(dir, "build-*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	made := filepath.Join(work, j.target.FileName(Name, addin.Version))
	// net/http's HTTP/2 is a twentieth of the library, and four requests at once gain
	// nothing by it.
	tags := append(slices.Clone(j.tags), "nethttpomithttp2")
	arguments := []string{"build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-tags", strings.Join(tags, ",")}
	for _, pattern := range waiting {
		arguments = append(arguments, "-gcflags="+pattern+"=-l")
	}
	command := exec.CommandContext(ctx, "go", append(arguments,
		"-ldflags", ldflags(j.root, j.target, j.object), "-o", made, "./native")...)
	command.Dir = j.root
	command.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS="+j.target.GOOS, "GOARCH="+j.target.GOARCH, "GOFLAGS=",
		"GOAMD64=v1", "GO386=sse2", "GOARM64=v8.0", "CGO_CFLAGS=-O2 -g0", "CGO_CPPFLAGS=", "CGO_LDFLAGS=-O2 -g0")
	command.Env = append(command.Env, j.env...)
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, output)
	}
	if j.finish != nil {
		if err := j.finish(made); err != nil {
			return "", err
		}
	}
	path = filepath.Join(dir, filepath.Base(made))
	return path, os.Rename(made, path)
}

// waiting are packages whose work is to wait, for the network or a disk, or that work once for each
// event: what the compiler would copy into their callers to save nanoseconds is a fiftieth of the library.
var waiting = []string{
	"net/http", "net", "net/textproto", "mime/multipart", "crypto/tls", "crypto/x509", "crypto/hpke", "encoding/asn1",
	"compress/flate", "regexp/syntax", "go/...", "vendor/...", "golang.org/x/...", "github.com/getsentry/...",
	"net/url", "mime", "os/exec", "math/big", "crypto/elliptic", "crypto/ecdsa", "crypto/rsa", "crypto/ed25519",
	"sentry1c/addin/internal/delivery", "sentry1c/addin/internal/life", "sentry1c/addin/internal/runlock", "sentry1c/addin/internal/options",
	"sentry1c/addin/internal/spool", "sentry1c/addin/internal/private", "sentry1c/addin/internal/ringfile", "sentry1c/addin/internal/statelog",
	"sentry1c/addin/internal/status", "sentry1c/addin/internal/settings", "sentry1c/addin/internal/root", "sentry1c/addin/internal/machine", "sentry1c/addin/internal/debuglog", "sentry1c/addin/internal/spotlight",
	"encoding/pem", "encoding/json", "crypto/x509/...", "crypto/mlkem", "crypto/ecdh", "internal/poll", "log", "log/internal", "fmt", "net/netip", "net/http/...",
	"sentry1c/addin/internal/problem", "sentry1c/addin/internal/symbols", "sentry1c/addin/internal/sdk", "sentry1c/addin/internal/client", "sentry1c/addin/internal/event", "sentry1c/addin/internal/eventlog",
}

// ldflags leaves the five exports visible and nothing else, keeps the library
// loaded, and lets the loader bind everything at once and then protect it.
func ldflags(root string, target manifest.Target, object string) string {
	flags := "-s -w -buildid="
	switch target.GOOS {
	case "linux":
		// A thread that Go may interrupt takes its signal for that, and a handler of the host with it (native/mask_linux.c).
		flags += " -X runtime.godebugDefault=asyncpreemptoff=1"
		exports := filepath.Join(root, "native", "exports.map")
		flags += extldflags("-Wl,--version-script=" + exports + ",-z,nodelete,-z,relro,-z,now,-z,noexecstack,--strip-all")
	case "windows":
		// Go asks for random numbers by a function that older systems than Windows 10 lack, and ends the process without it.
		// An import of the DLL's own makes such a system refuse to load it, which 1C reports.
		flags += extldflags(object, "-lbcryptprimitives", "-Wl,-u,"+randomSymbol[target.GOARCH])
	case "darwin":
		flags += extldflags("-Wl,-install_name,@rpath/" + target.FileName(Name, addin.Version))
	}
	return flags
}

// randomSymbol is how the compiler names bcryptprimitives.dll!ProcessPrng.
var randomSymbol = map[string]string{"386": "_ProcessPrng@8", "amd64": "ProcessPrng"}

// extldflags passes words to the C compiler that links.
func extldflags(words ...string) string {
	var quoted []string
	for _, word := range words {
		if word != "" {
			quoted = append(quoted, `"`+word+`"`)
		}
	}
	return ` '-extldflags=` + strings.Join(quoted, " ") + `'`
}

// BuildPaths lists folders of this machine that take part in a build and whose
// names may not stand in what is built.
func BuildPaths(ctx context.Context, root string) ([]string, error) {
	output, err := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOMODCACHE", "GOCACHE", "GOTMPDIR").Output()
	if err != nil {
		return nil, fmt.Errorf("library: list build paths: %w", err)
	}
	paths := append(strings.Split(strings.TrimSpace(string(output)), "\n"), root)
	if cache, err := exec.CommandContext(ctx, filepath.Join(root, "scripts", "cache.sh")).Output(); err == nil {
		paths = append(paths, strings.TrimSpace(string(cache)))
	}
	list := []string{filepath.Join(os.TempDir(), "go-build"), filepath.Join(os.TempDir(), "go-link")}
	for _, path := range paths {
		if path != "" {
			list = append(list, path+string(filepath.Separator))
		}
	}
	return list, nil
}
