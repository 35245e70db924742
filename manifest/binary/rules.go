package binary

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"sentry1c/manifest"
)

// Exports are the functions that 1C looks for: a library of a release shows these and nothing else.
var Exports = []string{"DestroyObject", "GetAttachType", "GetClassNames", "GetClassObject", "SetPlatformCapabilities"}

// What a library of a release may be.
const (
	MaxSize  = 10 << 20
	MaxGlibc = "2.17"

	// maxMacOSMajor is the newest macOS that the file may ask for; Go itself wants 12.
	maxMacOSMajor = 13
)

// allowedNeeds are the libraries that every machine of 1C has.
var allowedNeeds = map[manifest.OS][]string{
	manifest.Linux: {"libc.so.6", "libpthread.so.0", "libdl.so.2", "libresolv.so.2"},
	// api-ms-win-crt-* is the C library that belongs to Windows since 10 and Server 2016, as bcryptprimitives does;
	// api-ms-win-core-synch-l1-2-0 is where WaitOnAddress is since Windows 8 and Server 2012 (its page in Microsoft's documentation).
	manifest.Windows: {"KERNEL32.dll", "WS2_32.dll", "bcryptprimitives.dll", "api-ms-win-crt-*.dll", "api-ms-win-core-synch-l1-2-0.dll"},
	manifest.MacOS: {"/usr/lib/libSystem.B.dylib", libresolv, frameworks + "CoreFoundation.framework/Versions/A/CoreFoundation",
		frameworks + "Security.framework/Versions/A/Security"},
}

const (
	libresolv  = "/usr/lib/libresolv.9.dylib"
	frameworks = "/System/Library/Frameworks/"
)

// Rules are what a library is held against.
type Rules struct {
	Target   manifest.Target
	FileName string   // that the manifest gives it
	Version  string   // of the product
	Paths    []string // of the machine that built it: none may stand inside
}

// Problems says, a sentence each, what rules of a release the library breaks.
func (l *Library) Problems(r Rules) []string {
	var list []string
	say := func(bad bool, format string, args ...any) {
		if bad {
			list = append(list, fmt.Sprintf(format, args...))
		}
	}
	say(l.OS != r.Target.OS || l.Arch != r.Target.Arch, "it is for %s %s, not for %s %s", l.OS, l.Arch, r.Target.OS, r.Target.Arch)
	say(l.Size > MaxSize, "it has %d bytes, more than %d", l.Size, MaxSize)
	say(!slices.Equal(l.Exports, Exports), "it exports %q, not just %q", l.Exports, Exports)
	say(len(l.Needs) == 0, "it needs no library at all, which cannot be")
	for _, need := range l.Needs {
		say(!allowed(l.OS, need.Library), "it needs %s, which a machine may lack", need.Library)
	}
	for _, place := range r.Paths {
		say(place != "" && l.Holds(place), "it holds a path of the machine that built it: %s", place)
	}
	switch l.OS {
	case manifest.Linux:
		say(Older(MaxGlibc, l.Glibc), "it needs glibc %s, newer than %s", l.Glibc, MaxGlibc)
		say(l.ExecutableStack, "it makes the stack executable")
		say(!l.Relro || !l.BindNow, "its table of addresses stays writable (RELRO %v, BIND_NOW %v)", l.Relro, l.BindNow)
		say(!l.NoDelete, "dlclose would unload it")
	case manifest.Windows:
		say(!l.RandomAddress, "its address is not random (ASLR)")
		say(l.Arch != manifest.I386 && !l.HighEntropy, "its address is random within 4 GB only")
		say(!l.NoExecute, "its data may be executed (DEP)")
		say(!l.needs("bcryptprimitives.dll", "ProcessPrng"), "a Windows that Go does not run on would load it")
		say(l.Version["ProductName"] == "", "it has no VERSIONINFO")
		for key, want := range map[string]string{"FileVersion": r.Version, "ProductVersion": r.Version, "OriginalFilename": r.FileName} {
			say(l.Version[key] != want, "its %s is %q, not %q", key, l.Version[key], want)
		}
	case manifest.MacOS:
		say(!l.Signed, "it is not signed, or its signature is of another file")
		say(l.InstallName != "@rpath/"+r.FileName, "its install name is %q", l.InstallName)
		say(part(strings.Split(l.MinimumOS, "."), 0) > maxMacOSMajor, "it needs macOS %s", l.MinimumOS)
	}
	slices.Sort(list)
	return list
}

func allowed(os manifest.OS, library string) bool {
	return slices.ContainsFunc(allowedNeeds[os], func(pattern string) bool {
		match, err := path.Match(strings.ToLower(pattern), strings.ToLower(library))
		return err == nil && match
	})
}

func (l *Library) needs(library, symbol string) bool {
	return slices.ContainsFunc(l.Needs, func(n Need) bool {
		return strings.EqualFold(n.Library, library) && slices.ContainsFunc(n.Symbols, func(s string) bool { return strings.HasPrefix(s, symbol) })
	})
}
