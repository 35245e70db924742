package library

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// The compiler brings macOS's libSystem. Three more libraries are linked by Go's standard library; Apple's kit, which describes
// them, cannot be installed on a Linux machine and is not needed: a linker wants no more than the names, and those stand in Go's
// own sources.
const (
	frameworks = "/System/Library/Frameworks/"
	libresolv  = "/usr/lib/libresolv.9.dylib"
)

// importLine is how Go's sources name a function of a system library.
var importLine = regexp.MustCompile(`(?m)^//go:cgo_import_dynamic \S+ (\S+) "([^"]+)"`)

// macStubs returns a folder with text stubs of the libraries.
func (t *Toolchain) macStubs() (string, error) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("library: make stubs for macOS: %w", err)
	}
	imports, err := macImports(filepath.Join(strings.TrimSpace(string(goroot)), "src"))
	if err != nil {
		return "", fmt.Errorf("library: make stubs for macOS: %w", err)
	}
	files := map[string]string{}
	for library, symbols := range imports {
		files[stubPath(library)] = stub(library, symbols)
	}
	sum := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(sum, "%s\n%s\n", path, files[path])
	}
	// The same Go gives the same folder: flags with its name do not differ from build to build.
	dir := filepath.Join(t.cache, fmt.Sprintf("macos-stubs-%.12x", sum.Sum(nil)))
	for path, content := range files {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", fmt.Errorf("library: make stubs for macOS: %w", err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return "", fmt.Errorf("library: make stubs for macOS: %w", err)
		}
	}
	return dir, nil
}

// macImports reads which functions of which library Go's standard library imports on macOS, but for libSystem.
func macImports(src string) (map[string][]string, error) {
	imports := map[string][]string{}
	for _, dir := range []string{"crypto/x509/internal/macos", "net", "internal/syscall/unix", "runtime/cgo"} {
		err := filepath.WalkDir(filepath.Join(src, filepath.FromSlash(dir)), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, match := range importLine.FindAllStringSubmatch(string(content), -1) {
				symbol, library := match[1], match[2]
				if library == libresolv || strings.HasPrefix(library, frameworks) {
					imports[library] = append(imports[library], symbol)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(imports) == 0 {
		return nil, fmt.Errorf("no imports are found in %s of %s", src, runtime.Version())
	}
	return imports, nil
}

// stubPath is where the linker looks for the stub: X.framework/X.tbd, or libx.tbd.
func stubPath(library string) string {
	base := filepath.Base(library)
	if strings.HasPrefix(library, frameworks) {
		return filepath.Join(base+".framework", base+".tbd")
	}
	name, _, _ := strings.Cut(base, ".")
	return name + ".tbd"
}

func stub(library string, symbols []string) string {
	slices.Sort(symbols)
	names := make([]string, 0, len(symbols))
	for _, symbol := range slices.Compact(symbols) {
		names = append(names, "_"+symbol)
	}
	return fmt.Sprintf(`--- !tapi-tbd
tbd-version: 4
targets: [ x86_64-macos, arm64-macos ]
install-name: '%s'
exports:
  - targets: [ x86_64-macos, arm64-macos ]
    symbols: [ %s ]
...
`, library, strings.Join(names, ", "))
}
