package manifest

import "strings"

// Target is one kind of machine the add-in is built for.
type Target struct {
	GOOS      string
	GOARCH    string
	OS        OS
	Arch      Arch
	Suffix    string // of the file name
	Extension string
}

// targets is the single source of what is built and how it is called. The order is that of the manifest.
//
// The 1C client for macOS is an x86_64 program, on ARM machines too: it cannot load a library of another architecture.
var targets = [...]Target{
	{"windows", "386", Windows, I386, "win32", ".dll"},
	{"windows", "amd64", Windows, X86_64, "win64", ".dll"},
	{"linux", "386", Linux, I386, "lin32", ".so"},
	{"linux", "amd64", Linux, X86_64, "lin64", ".so"},
	{"linux", "arm64", Linux, ARM64, "linarm64", ".so"},
	{"darwin", "amd64", MacOS, X86_64, "mac64", ".dylib"},
}

// Targets lists the targets in the order of the manifest.
func Targets() []Target { return append([]Target(nil), targets[:]...) }

// TargetOf finds the target of a Go platform; ok is false if the add-in is not built for it.
func TargetOf(goos, goarch string) (t Target, ok bool) {
	for _, t := range targets {
		if t.GOOS == goos && t.GOARCH == goarch {
			return t, true
		}
	}
	return Target{}, false
}

// String is the target as Go names it: "windows/386".
func (t Target) String() string { return t.GOOS + "/" + t.GOARCH }

// FileName is the name of a library of this version: "SentryAddIn_1_0_0_win64.dll".
func (t Target) FileName(name, version string) string {
	return name + "_" + fileVersion(version) + "_" + t.Suffix + t.Extension
}

// Component is the manifest's line for the library of this version.
func (t Target) Component(name, version string) Component {
	return Component{OS: t.OS, Path: t.FileName(name, version), Type: Native, Arch: t.Arch}
}

// fileVersion makes a version part of a file name: what is no letter or digit becomes _.
func fileVersion(version string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '_'
	}, version)
}
