// Package ctest runs the C of the boundary by itself, under sanitizers: the
// programs in testdata link the files of package native without any Go.
package ctest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var programs = []struct {
	name string
	args []string
	// defines make a journal small enough to be filled, or calls patient enough for a
	// worker under sanitizers.
	defines []string
	// sanitizers that it runs under: threads matter to some only.
	sanitizers []string
}{
	{"rings", nil, nil, []string{"address,undefined"}},
	{"arguments", nil, nil, []string{"address,undefined"}},
	{"boundary", nil, []string{patient}, []string{"address,undefined", "thread"}},
	{"busy", nil, []string{patient}, []string{"address,undefined", "thread"}},
	{"bursts", nil, small, []string{"address,undefined", "thread"}},
	{"hammer", []string{"memory", "16", "1000000"}, small, []string{"address,undefined", "thread"}},
	{"hammer", []string{"durable", "8", "500000"}, small, []string{"address,undefined", "thread"}},
	{"hammer", []string{"durable", "3", "300000"}, small, []string{"thread"}},
}

const patient = "-DROOM_PATIENCE=(20000*NANOSECONDS_PER_MILLISECOND)"

var small = []string{
	"-DRING_BYTES=(64u<<10)", "-DGROWTH_RING=(256u<<10)",
	"-DGROWTH_PATIENCE=(20000*NANOSECONDS_PER_MILLISECOND)", "-DGROWTH_KEPT=(10*NANOSECONDS_PER_MILLISECOND)", "-DGROWTH_LAST_KEPT=(500*NANOSECONDS_PER_MILLISECOND)",
}

// strict are the warnings that the C of this project has none of.
var strict = []string{"-Wall", "-Wextra", "-Wshadow", "-Wstrict-prototypes", "-Wconversion", "-Werror"}

func TestC(t *testing.T) {
	cc := os.Getenv("CC")
	if cc == "" {
		cc = "cc"
	}
	if _, err := exec.LookPath(cc); err != nil {
		t.Fatalf("this project is built with a C compiler: %v", err)
	}
	for _, program := range programs {
		for _, sanitizer := range program.sanitizers {
			t.Run(strings.Join(append([]string{program.name, sanitizer}, program.args...), "/"), func(t *testing.T) {
				t.Parallel()
				needSanitizer(t, cc, sanitizer)
				binary := compile(t, cc, program.name, sanitizer, program.defines)
				ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
				defer cancel()
				output, err := exec.CommandContext(ctx, binary, program.args...).CombinedOutput()
				if err != nil {
					t.Errorf("%v\n%s", err, output)
				}
				t.Logf("%s", output)
			})
		}
	}
}

// compile returns the program, linked with all C files of the boundary for this
// system.
func compile(t *testing.T, cc, program, sanitizer string, defines []string) string {
	t.Helper()
	sources, err := filepath.Glob("../*.c")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	binary := filepath.Join(t.TempDir(), program)
	args := []string{"-std=c11", "-D_GNU_SOURCE", "-g", "-O1", "-fno-omit-frame-pointer",
		"-fsanitize=" + sanitizer, "-fno-sanitize-recover=all", "-I..", "-Itestdata",
		filepath.Join("testdata", program+".c"), "-lpthread", "-o", binary}
	for _, source := range sources {
		// What mask_linux.c does is for Go's threads, of which there are none.
		if !strings.HasSuffix(source, "_windows.c") && !strings.HasSuffix(source, "_darwin.c") && filepath.Base(source) != "mask_linux.c" {
			args = append(args, source)
		}
	}
	args = append(args, defines...)
	output, err := exec.Command(cc, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", cc, strings.Join(args, " "), err, output)
	}
	return binary
}

// needSanitizer skips if the machine's compiler has no runtime for it.
func needSanitizer(t *testing.T, cc, sanitizer string) {
	t.Helper()
	dir := t.TempDir()
	source, binary := filepath.Join(dir, "empty.c"), filepath.Join(dir, "empty")
	if err := os.WriteFile(source, []byte("int main(void) { return 0; }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command(cc, "-fsanitize="+sanitizer, source, "-o", binary).CombinedOutput(); err != nil {
		t.Skipf("%s has no -fsanitize=%s: %s", cc, sanitizer, output)
	}
	if output, err := exec.Command(binary).CombinedOutput(); err != nil {
		t.Skipf("a program with -fsanitize=%s does not start here: %v %s", sanitizer, err, output)
	}
}

// TestStrictWarnings compiles every file of the boundary by itself with all the
// warnings that a release compiler may turn into errors.
func TestStrictWarnings(t *testing.T) {
	cc := os.Getenv("CC")
	if cc == "" {
		cc = "cc"
	}
	sources, err := filepath.Glob("../*.c")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		if strings.HasSuffix(source, "_windows.c") || strings.HasSuffix(source, "_darwin.c") {
			continue
		}
		args := append([]string{"-std=c11", "-D_GNU_SOURCE", "-O2", "-fPIC", "-fsyntax-only"}, strict...)
		if output, err := exec.Command(cc, append(args, source)...).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", source, err, output)
		}
	}
}
