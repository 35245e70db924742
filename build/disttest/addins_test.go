//go:build dist

package disttest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"sentry1c/build/library"
	"sentry1c/manifest"
)

// toolchain is the compiler of the release.
func toolchain(t *testing.T) *library.Toolchain {
	t.Helper()
	made, err := library.OpenToolchain(context.Background(), root(t))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// compileC compiles C for a target.
func compileC(t *testing.T, target manifest.Target, args ...string) {
	t.Helper()
	cc, env, err := toolchain(t).CC(target)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(cc[0], append(cc[1:], args...)...)
	command.Dir = root(t)
	command.Env = append(os.Environ(), env...)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", command.Args, err, output)
	}
}

// testAddins compiles the add-ins that the tests of native/standin talk to, and names them as those want it.
func testAddins(t *testing.T, target manifest.Target, path func(string) string) []string {
	t.Helper()
	if target.GOOS == "linux" {
		return nil // they compile for themselves there
	}
	sources, err := filepath.Glob(filepath.Join(root(t), "native", "standin", "testdata", "testaddin", "*.c"))
	if err != nil || len(sources) == 0 {
		t.Fatal(sources, err)
	}
	var env []string
	for variable, define := range map[string]string{
		"HOST_TESTADDIN":          "-DWHOLE",
		"HOST_TESTADDIN_OPTIONAL": "-DWITHOUT_OPTIONAL",
		"HOST_TESTADDIN_BROKEN":   "-DWITHOUT_GET_CLASS_OBJECT",
	} {
		library := filepath.Join(t.TempDir(), "testaddin.dll")
		compileC(t, target, append([]string{"-std=c11", "-O1", "-g0", "-shared", "-o", library, define}, sources...)...)
		env = append(env, variable+"="+path(library))
	}
	return env
}

// TestWarnings compiles every file of the boundary for every target with the warnings of the release as errors.
func TestWarnings(t *testing.T) {
	sources, err := filepath.Glob(filepath.Join(root(t), "native", "*.c"))
	if err != nil || len(sources) == 0 {
		t.Fatal(sources, err)
	}
	for _, target := range manifest.Targets() {
		t.Run(target.String(), func(t *testing.T) {
			for _, source := range sources {
				if foreign(source, target.GOOS) {
					continue
				}
				flags := []string{"-std=c11", "-O2", "-Wall", "-Wextra", "-Wshadow", "-Wstrict-prototypes", "-Werror", "-c", "-o", filepath.Join(t.TempDir(), "x.o"), source}
				switch target.GOOS {
				case "linux":
					flags = append([]string{"-D_GNU_SOURCE"}, flags...)
				case "windows":
					flags = append([]string{"-U_WIN32_WINNT", "-D_WIN32_WINNT=0x0A00"}, flags...)
				}
				compileC(t, target, flags...)
			}
		})
	}
}

// foreign reports whether the name of a file says that it is for another system, as it does for go.
func foreign(source, goos string) bool {
	for _, system := range []string{"windows", "darwin", "linux"} {
		if match, err := filepath.Match("*_"+system+".c", filepath.Base(source)); err == nil && match {
			return system != goos
		}
	}
	match, err := filepath.Match("*_posix.c", filepath.Base(source))
	return err == nil && match && goos == "windows"
}
