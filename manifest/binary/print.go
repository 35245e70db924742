package binary

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"sentry1c/manifest"
)

// Print tells what was read, for people.
func (l *Library) Print(w io.Writer) {
	line := func(what, format string, args ...any) {
		fmt.Fprintf(w, "  %-10s %s\n", what, fmt.Sprintf(format, args...))
	}
	line("machine", "%s %s", l.OS, l.Arch)
	line("size", "%d bytes", l.Size)
	line("exports", "%s", strings.Join(l.Exports, ", "))
	line("needs", "%s", strings.Join(l.NeedNames(), ", "))
	switch l.OS {
	case manifest.Linux:
		line("glibc", "%s or newer", l.Glibc)
		line("protection", "RELRO %v, BIND_NOW %v, executable stack %v, nodelete %v", l.Relro, l.BindNow, l.ExecutableStack, l.NoDelete)
	case manifest.Windows:
		line("protection", "ASLR %v, high entropy %v, DEP %v", l.RandomAddress, l.HighEntropy, l.NoExecute)
		for _, key := range slices.Sorted(maps.Keys(l.Version)) {
			line("version", "%s = %s", key, l.Version[key])
		}
	case manifest.MacOS:
		line("macOS", "%s or newer", l.MinimumOS)
		line("name", "%s", l.InstallName)
		line("signed", "%v", l.Signed)
	}
}
