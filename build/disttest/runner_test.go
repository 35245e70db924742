//go:build dist

package disttest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/build/library"
	"sentry1c/manifest"
)

// place is somewhere to run programs of a target.
type place struct {
	name, target string
	// needs are scripts with arguments; what each prints replaces {0}, {1}… of the command.
	needs [][]string
	// command goes before the program and its arguments.
	command []string
	// path is how the program sees a file of this machine.
	path func(string) string
	// loaded: a program is started by a loader or an emulator, and so cannot start itself again.
	loaded bool
	// long: left out of a short run, which another place stands for.
	long bool
}

func asIs(path string) string   { return path }
func ofWine(path string) string { return "Z:" + strings.ReplaceAll(path, "/", `\`) }

// preload is for glibc before 2.34, where threads and dlopen are libraries of their own, which the test program, unlike what
// it tests, does not name.
const preload = "libpthread.so.0:libdl.so.2"

var places = []place{
	{name: "this machine", target: "linux/amd64", path: asIs, long: true},
	{name: "glibc 2.31", target: "linux/amd64", path: asIs, loaded: true,
		needs:   [][]string{{"root.sh", "bullseye", "amd64"}},
		command: []string{"{0}/lib/x86_64-linux-gnu/ld-2.31.so", "--library-path", "{0}/lib/x86_64-linux-gnu", "--preload", preload}},
	{name: "glibc 2.41", target: "linux/amd64", path: asIs, loaded: true, long: true,
		needs:   [][]string{{"root.sh", "trixie", "amd64"}},
		command: []string{"{0}/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", "--library-path", "{0}/usr/lib/x86_64-linux-gnu"}},
	{name: "32-bit, glibc 2.31", target: "linux/386", path: asIs, loaded: true,
		needs:   [][]string{{"root.sh", "bullseye", "i386"}},
		command: []string{"{0}/lib/ld-linux.so.2", "--library-path", "{0}/lib/i386-linux-gnu", "--preload", preload}},
	{name: "32-bit, glibc 2.36", target: "linux/386", path: asIs, loaded: true, long: true,
		needs:   [][]string{{"root.sh", "bookworm", "i386"}},
		command: []string{"{0}/lib/ld-linux.so.2", "--library-path", "{0}/lib/i386-linux-gnu"}},
	{name: "qemu, glibc 2.36", target: "linux/arm64", path: asIs, loaded: true,
		needs:   [][]string{{"qemu.sh"}, {"root.sh", "bookworm", "arm64"}},
		command: []string{"{0}", "-L", "{1}"}},
	{name: "Wine 10", target: "windows/amd64", path: ofWine,
		needs: [][]string{{"wine.sh"}}, command: []string{"{0}/wine"}},
	{name: "Wine 10", target: "windows/386", path: ofWine,
		needs: [][]string{{"wine.sh"}}, command: []string{"{0}/wine"}},
}

// eachPlace runs a test in every place, or in a short run in those that differ most.
func eachPlace(t *testing.T, test func(t *testing.T, p place, target manifest.Target)) {
	t.Helper()
	for _, p := range places {
		if p.long && testing.Short() {
			continue
		}
		t.Run(p.target+", "+p.name, func(t *testing.T) { test(t, p.prepare(t), targetOf(t, p.target)) })
	}
}

// prepare installs what the place needs and fills its command in.
func (p place) prepare(t *testing.T) place {
	t.Helper()
	var replace []string
	for i, script := range p.needs {
		command := exec.Command(filepath.Join(root(t), "scripts", script[0]), script[1:]...)
		var problem strings.Builder
		command.Stderr = &problem
		output, err := command.Output()
		if err != nil {
			t.Fatalf("%v: %v\n%s", script, err, problem.String())
		}
		replace = append(replace, "{"+string(rune('0'+i))+"}", strings.TrimSpace(string(output)))
	}
	replacer := strings.NewReplacer(replace...)
	filled := make([]string, len(p.command))
	for i, word := range p.command {
		filled[i] = replacer.Replace(word)
	}
	p.command = filled
	if strings.HasPrefix(p.target, "windows/") {
		forget(t, filepath.Dir(p.command[0]))
	}
	return p
}

// forget removes what the add-in kept for Wine's users: hosts that were ended leave something for the next one, whose server is
// another.
func forget(t *testing.T, wine string) {
	t.Helper()
	kept, err := filepath.Glob(filepath.Join(wine, "prefix*", "drive_c", "users", "*", "AppData", "Local", "sentry1c*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range kept {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func targetOf(t *testing.T, name string) manifest.Target {
	t.Helper()
	goos, goarch, _ := strings.Cut(name, "/")
	target, ok := manifest.TargetOf(goos, goarch)
	if !ok {
		t.Fatalf("no target %s", name)
	}
	return target
}

// dist is a file of the release.
func dist(t *testing.T, name string) string {
	t.Helper()
	return filepath.Join(root(t), "build", "out", "dist", name)
}

func libraryOf(t *testing.T, target manifest.Target) string {
	t.Helper()
	return dist(t, target.FileName(library.Name, addin.Version))
}
