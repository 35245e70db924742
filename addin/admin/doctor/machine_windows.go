package doctor

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sys/windows"

	"sentry1c/manifest/binary"
)

// oldestWindows is what Go needs: Windows 10 and Server 2016.
const oldestWindows = 10

// machine is the processor as Go names it: a 32-bit program may run on a 64-bit one.
func machine() string {
	for _, name := range []string{"PROCESSOR_ARCHITEW6432", "PROCESSOR_ARCHITECTURE"} {
		switch strings.ToUpper(os.Getenv(name)) {
		case "AMD64":
			return "amd64"
		case "ARM64":
			return "amd64" // there is no 1C for it: the one for x64 is translated
		case "X86":
			return "386"
		}
	}
	return runtime.GOARCH
}

func (r *Report) examineMachine() {
	version := windows.RtlGetVersion()
	if version.MajorVersion < oldestWindows {
		r.bad("This is Windows %d.%d; the add-in needs Windows 10 or Windows Server 2016.",
			"Это Windows %d.%d; компоненте нужна Windows 10 или Windows Server 2016.", version.MajorVersion, version.MinorVersion)
	} else {
		r.good("This is Windows %d.%d, build %d.", "Это Windows %d.%d, сборка %d.", version.MajorVersion, version.MinorVersion, version.BuildNumber)
	}
}

// examineFolder: Windows loads libraries from every folder.
func (r *Report) examineFolder(string) {}

// examineNeeds looks for the libraries that this one is loaded with.
func (r *Report) examineNeeds(name string, library *binary.Library) bool {
	fine := true
	for _, need := range library.NeedNames() {
		if strings.HasPrefix(strings.ToLower(need), "api-ms-win-") {
			continue // names that the loader knows; Windows 10 has them all
		}
		// A 32-bit program sees the folder of its own size under the same name.
		dir := filepath.Join(os.Getenv("SystemRoot"), "System32")
		if _, err := os.Stat(filepath.Join(dir, need)); err != nil {
			fine = false
			r.bad("%s needs the library %s, which this machine does not have.", "%s требует библиотеку %s, которой на этом компьютере нет.", name, need)
		}
	}
	return fine
}
