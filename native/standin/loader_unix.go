//go:build unix

package standin

import "github.com/ebitengine/purego"

func openLibrary(path string) (uintptr, error) {
	return purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
}

// findSymbol is 0 if the library does not export the name.
func findSymbol(library uintptr, name string) uintptr {
	addr, err := purego.Dlsym(library, name)
	if err != nil {
		return 0
	}
	return addr
}

func closeLibrary(library uintptr) error { return purego.Dlclose(library) }
