// Package ctest runs the C of the boundary by itself, under sanitizers: the
// programs in testdata link the files of package native without any Go.
package ctest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
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
	{"events", nil, nil, []string{"address,undefined", "thread"}},
	{"exits", nil, nil, []string{"address,undefined"}},
	{"arguments", nil, nil, []string{"address,undefined"}},
	{"sides", nil, []string{"-DSIDE_TOTAL_LIMIT=(64u<<10)"}, []string{"address,undefined", "thread"}},
	{"boundary", nil, []string{patient}, []string{"address,undefined", "thread"}},
	{"busy", nil, []string{patient}, []string{"address,undefined", "thread"}},
	{"stopped", nil, append([]string{impatient, patient}, small...), []string{"address,undefined", "thread"}},
	{"bursts", nil, small, []string{"address,undefined", "thread"}},
	{"hammer", []string{"memory", "16", "400000"}, small, []string{"address,undefined", "thread"}},
	{"hammer", []string{"durable", "8", "250000"}, small, []string{"address,undefined", "thread"}},
	{"hammer", []string{"durable", "3", "150000"}, small, []string{"thread"}},
	{"hammer", []string{"durable", "8", "100000", "stops"}, append([]string{impatient}, small...), []string{"address,undefined", "thread"}},
}

const patient = "-DROOM_PATIENCE=(20000*NANOSECONDS_PER_MILLISECOND)"

// impatient is a reader that waits for nobody.
const impatient = "-DPRODUCER_PATIENCE=(1*NANOSECONDS_PER_MILLISECOND)"

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
	b := boundary{cc: cc, dir: t.TempDir(), made: map[string]func() ([]string, error){}}
	for _, program := range programs {
		for _, sanitizer := range program.sanitizers {
			t.Run(strings.Join(append([]string{program.name, sanitizer}, program.args...), "/"), func(t *testing.T) {
				t.Parallel()
				needSanitizer(t, cc, sanitizer)
				binary := b.link(t, program.name, sanitizer, program.defines)
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

// boundary is the C of the boundary, compiled once for each way that programs want it.
type boundary struct {
	cc, dir string
	lock    sync.Mutex
	made    map[string]func() ([]string, error)
}

// link returns the program, with all C files of the boundary for this system.
func (b *boundary) link(t *testing.T, program, sanitizer string, defines []string) string {
	t.Helper()
	key := strings.Join(append([]string{sanitizer}, defines...), " ")
	b.lock.Lock()
	if b.made[key] == nil {
		dir := filepath.Join(b.dir, strconv.Itoa(len(b.made)))
		b.made[key] = sync.OnceValues(func() ([]string, error) { return b.objects(dir, sanitizer, defines) })
	}
	objects := b.made[key]
	b.lock.Unlock()
	list, err := objects()
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), program)
	args := append(flags(sanitizer, defines), "-I..", "-Itestdata", filepath.Join("testdata", program+".c"), "-lpthread", "-o", binary)
	if err := run("", b.cc, append(args, list...)); err != nil {
		t.Fatal(err)
	}
	return binary
}

// objects compiles the boundary into a folder.
func (b *boundary) objects(dir, sanitizer string, defines []string) ([]string, error) {
	here, err := filepath.Abs("..")
	if err != nil {
		return nil, err
	}
	sources, err := filepath.Glob(filepath.Join(here, "*.c"))
	if err != nil || len(sources) == 0 {
		return nil, fmt.Errorf("no sources: %v", err)
	}
	args := append(flags(sanitizer, defines), "-c", "-I"+here)
	for _, source := range sources {
		// What mask_linux.c does is for Go's threads, of which there are none.
		if !strings.HasSuffix(source, "_windows.c") && !strings.HasSuffix(source, "_darwin.c") && filepath.Base(source) != "mask_linux.c" {
			args = append(args, source)
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	if err := run(dir, b.cc, args); err != nil {
		return nil, err
	}
	return filepath.Glob(filepath.Join(dir, "*.o"))
}

func flags(sanitizer string, defines []string) []string {
	return append([]string{"-std=c11", "-D_GNU_SOURCE", "-g", "-O1", "-fno-omit-frame-pointer",
		"-fsanitize=" + sanitizer, "-fno-sanitize-recover=all"}, defines...)
}

func run(dir, cc string, args []string) error {
	command := exec.Command(cc, args...)
	command.Dir = dir
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", cc, strings.Join(args, " "), err, output)
	}
	return nil
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
