package doctor

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"sentry1c/manifest"
	"sentry1c/manifest/binary"
)

// examineFile looks at a bundle, or at a library by itself.
func (r *Report) examineFile(path string) {
	content, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.bad("There is no file %s.", "Файла %s нет.", path)
		return
	case errors.Is(err, fs.ErrPermission):
		r.bad("%s may not be read by this user.", "У пользователя нет прав на чтение файла %s.", path)
		return
	case err != nil:
		r.bad("%s cannot be read: %v.", "Файл %s не читается: %v.", path, r.why(err))
		return
	}
	if kind := strings.ToLower(filepath.Ext(path)); kind == ".cfe" || kind == ".cf" {
		r.bad("%s is a configuration or an extension, which is loaded into an infobase: name the bundle SentryAddIn_….zip, or a library out of it.",
			"%s — конфигурация или расширение, их загружают в базу: укажите комплект SentryAddIn_….zip или библиотеку из него.", path)
		return
	}
	if bytes.HasPrefix(content, []byte("PK")) || strings.EqualFold(filepath.Ext(path), ".zip") {
		r.examineBundle(path, content)
		return
	}
	r.examineLibrary(filepath.Base(path), content)
	r.examineFolder(filepath.Dir(path))
}

func (r *Report) examineBundle(path string, content []byte) {
	bundle, err := manifest.ReadBundle(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		r.bad("%s is no sound bundle: %v.", "Файл %s — не исправный комплект: %v.", path, r.words(err))
		return
	}
	r.good("%s is a sound bundle.", "Комплект %s исправен.", path)
	found := false
	for _, arch := range machineArchitectures() {
		component, err := bundle.Manifest.Pick(machineOS(), arch)
		if err != nil {
			continue
		}
		found = true
		library, err := bundle.Unpack(component)
		if err != nil {
			r.bad("%s cannot be unpacked: %v.", "%s не распаковывается: %v.", component.Path, r.words(err))
			continue
		}
		r.examineLibrary(component.Path, library)
	}
	if !found {
		_, err := bundle.Manifest.Pick(machineOS(), machineArchitectures()[0])
		r.bad("The bundle has nothing for this machine: %v.", "В комплекте нет библиотеки для этого компьютера: %v.", r.words(err))
	}
}

// examineLibrary reports whether this machine's loader would take a library.
func (r *Report) examineLibrary(name string, content []byte) {
	library, err := binary.Parse(content)
	if err != nil {
		r.bad("%s: %v.", "%s: %v.", name, r.words(err))
		return
	}
	if library.OS != machineOS() || !slices.Contains(machineArchitectures(), library.Arch) {
		r.bad("%s is for %s %s, and this machine is %s %s.", "%s — для %s %s, а этот компьютер — %s %s.",
			name, library.OS, library.Arch, machineOS(), machineArchitectures()[0])
		return
	}
	for _, export := range binary.Exports {
		if !slices.Contains(library.Exports, export) {
			r.bad("%s is no add-in of 1C: it has no function %s.", "%s — не внешняя компонента 1С: в ней нет функции %s.", name, export)
			return
		}
	}
	if r.examineNeeds(name, library) {
		r.good("%s (for 1C of the architecture %s): this machine has all it needs.", "%s (для 1С архитектуры %s): всё необходимое есть.",
			name, library.Arch)
	}
}

// machineOS is the system as the manifest names it.
func machineOS() manifest.OS {
	for _, target := range manifest.Targets() {
		if target.GOOS == runtime.GOOS {
			return target.OS
		}
	}
	return manifest.OS(runtime.GOOS)
}

// machineArchitectures are those whose 1C can run here, the machine's own first.
func machineArchitectures() []manifest.Arch {
	switch machine() {
	case "amd64":
		return []manifest.Arch{manifest.X86_64, manifest.I386}
	case "386":
		return []manifest.Arch{manifest.I386}
	case "arm64":
		if runtime.GOOS == "darwin" {
			return []manifest.Arch{manifest.X86_64} // 1C is such a program there, and is translated
		}
		return []manifest.Arch{manifest.ARM64}
	}
	return []manifest.Arch{manifest.Arch(machine())}
}
