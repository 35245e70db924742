package library

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"sentry1c/manifest"
)

// Toolchain is the C compiler of the release: one version of one compiler, with the headers and libraries of every target, so that
// what is built does not depend on the machine that builds it.
type Toolchain struct {
	root  string // of the module
	cache string // where it keeps what it made for later
	zig   string // path of the compiler
}

// triples are the targets as the compiler names them. 2.17 is the glibc of the oldest Linux that 1C runs on: a library asks for no
// newer one.
var triples = map[string]string{
	"windows/386":   "x86-windows-gnu",
	"windows/amd64": "x86_64-windows-gnu",
	"linux/386":     "x86-linux-gnu.2.17",
	"linux/amd64":   "x86_64-linux-gnu.2.17",
	"linux/arm64":   "aarch64-linux-gnu.2.17",
	"darwin/amd64":  "x86_64-macos.12.0", // what Go needs
}

// OpenToolchain installs the compiler, if it is not there yet, with the scripts of the module at root.
func OpenToolchain(ctx context.Context, root string) (*Toolchain, error) {
	t := &Toolchain{root: root}
	for script, answer := range map[string]*string{"cache.sh": &t.cache, "zig.sh": &t.zig} {
		command := exec.CommandContext(ctx, filepath.Join(root, "scripts", script))
		command.Stderr = os.Stderr
		output, err := command.Output()
		if err != nil {
			return nil, fmt.Errorf("library: install the compiler: %s: %w", script, err)
		}
		*answer = strings.TrimSpace(string(output))
	}
	return t, nil
}

// Zig is the path of the compiler.
func (t *Toolchain) Zig() string { return t.zig }

// CC is the command that compiles C for a target, and what it needs in its environment.
func (t *Toolchain) CC(target manifest.Target) (cc, env []string, err error) {
	triple, ok := triples[target.String()]
	if !ok {
		return nil, nil, fmt.Errorf("library: compile C for %s: no such target", target)
	}
	cache := filepath.Join(t.cache, "zig-cache")
	env = []string{"ZIG_GLOBAL_CACHE_DIR=" + cache, "ZIG_LOCAL_CACHE_DIR=" + cache, "SENTRY1C_ZIG=" + t.zig}
	cc = []string{t.zig, "cc", "-target", triple}
	switch target.String() {
	case "linux/386":
		cc = []string{filepath.Join(t.root, "scripts", "cc-linux-386.sh")}
	case "windows/386", "windows/amd64":
		cc = []string{filepath.Join(t.root, "scripts", "cc-windows.sh"), triple}
	case "darwin/amd64":
		stubs, err := t.macStubs()
		if err != nil {
			return nil, nil, err
		}
		cc = append(cc, "-F", stubs, "-L", stubs)
	}
	return cc, env, nil
}

// goEnv is the environment in which go compiles for a target.
func (t *Toolchain) goEnv(target manifest.Target) ([]string, error) {
	cc, env, err := t.CC(target)
	if err != nil {
		return nil, err
	}
	for i, word := range cc {
		if strings.ContainsAny(word, " \t") {
			cc[i] = "'" + word + "'"
		}
	}
	if target.GOOS == "windows" {
		// The compiler has a default for the version of Windows, written in another way than ours.
		env = append(env, "CGO_CFLAGS=-O2 -g0 -U_WIN32_WINNT")
	}
	return append(env, "CC="+strings.Join(cc, " ")), nil
}
