package doctor

import (
	"debug/elf"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"

	"sentry1c/manifest"
	"sentry1c/manifest/binary"
)

const (
	sharedMemory = "/dev/shm"
	ringBytes    = 8 << 20 // what a process of 1C may take of it
)

// machine is the processor as Go names it: a 32-bit program may run on a 64-bit one.
func machine() string {
	var name unix.Utsname
	if err := unix.Uname(&name); err == nil {
		switch text := unix.ByteSliceToString(name.Machine[:]); {
		case text == "x86_64":
			return "amd64"
		case text == "aarch64":
			return "arm64"
		}
	}
	return runtime.GOARCH
}

func (r *Report) examineMachine() {
	r.examineShared(sharedMemory)
	r.examineLogout("/", os.Getuid())
}

// examineShared looks at where records lie that outlive the process.
func (r *Report) examineShared(dir string) {
	if problem := writable(dir); problem != nil {
		r.note("%s cannot be written to (%v): if the process is killed, the last moments before are lost.",
			"В %s нельзя писать (%v): если процесс будет убит, потеряются последние мгновения перед этим.", dir, r.why(problem))
		return
	}
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err == nil {
		if free := stat.Bavail * uint64(stat.Bsize); free < ringBytes {
			r.note("%s has %d KB left, %d are wanted.", "В %s осталось %d КБ, нужно %d.", dir, free>>10, ringBytes>>10)
			return
		}
	}
	r.good("%s can be written to.", "В %s можно писать.", dir)
}

// examineFolder: a library is mapped to be executed, which some mounts forbid.
func (r *Report) examineFolder(dir string) {
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err == nil && stat.Flags&unix.ST_NOEXEC != 0 {
		r.bad("The folder %s is mounted noexec: no library is loaded from it.",
			"Каталог %s подключён с параметром noexec: библиотеки из него не загружаются.", dir)
	}
}

// libraryDirs are where the loader looks, by architecture.
var libraryDirs = map[manifest.Arch][]string{
	manifest.X86_64: {"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"},
	manifest.I386:   {"/lib/i386-linux-gnu", "/usr/lib/i386-linux-gnu", "/lib32", "/usr/lib32", "/lib", "/usr/lib"},
	manifest.ARM64:  {"/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"},
}

// examineNeeds looks for the libraries that this one is loaded with, and at the version of the C library.
func (r *Report) examineNeeds(name string, library *binary.Library) bool {
	fine := true
	for _, need := range library.NeedNames() {
		path := findLibrary(libraryDirs[library.Arch], need, library.Arch)
		if path == "" {
			fine = false
			if r.missing(name, need, library) {
				return false
			}
			continue
		}
		if need != "libc.so.6" {
			continue
		}
		has, err := glibcVersion(path)
		if err != nil || binary.Older(has, library.Glibc) {
			fine = false
			r.bad("%s needs glibc %s, and this machine has %s.", "%s требует glibc %s, а на этом компьютере %s.", name, library.Glibc, or(has, "?"))
		}
	}
	return fine
}

// missing says what a library that is not there means, and reports whether that says all:
// on a 64-bit machine without 32-bit 1C the 32-bit libraries are usually missing, and nothing
// is wrong; where there is no glibc, none of its libraries is.
func (r *Report) missing(name, need string, library *binary.Library) (all bool) {
	if library.Arch != machineArchitectures()[0] {
		r.note("%s is for 32-bit 1C, which cannot run here: there is no 32-bit %s.", "%s — для 32-разрядной 1С, которая здесь не запустится: нет 32-разрядной %s.", name, need)
		return true
	}
	if musl, _ := filepath.Glob("/lib/ld-musl-*.so.1"); len(musl) > 0 {
		r.bad("%s needs glibc, and this system has musl (Alpine?), on which 1C does not run either.",
			"%s требует glibc, а в этой системе musl (Alpine?), на которой не работает и 1С.", name)
		return true
	}
	r.bad("%s needs the library %s, which this machine does not have.", "%s требует библиотеку %s, которой на этом компьютере нет.", name, need)
	return false
}

// findLibrary finds a library of an architecture.
func findLibrary(dirs []string, name string, arch manifest.Arch) string {
	for _, dir := range dirs {
		path := filepath.Join(dir, name)
		content, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if library, err := binary.Parse(content); err == nil && library.Arch == arch {
			return path
		}
	}
	return ""
}

// glibcVersion is the newest version that the C library has symbols of.
func glibcVersion(path string) (newest string, err error) {
	file, err := elf.Open(path)
	if err != nil {
		return "", fmt.Errorf("doctor: read the C library: %w", err)
	}
	defer file.Close()
	versions, err := file.DynamicVersions()
	if err != nil {
		return "", fmt.Errorf("doctor: read the C library: %w", err)
	}
	for _, v := range versions {
		if number, ok := strings.CutPrefix(v.Name, "GLIBC_"); ok && number[0] >= '0' && number[0] <= '9' && binary.Older(newest, number) {
			newest = number
		}
	}
	return newest, nil
}
