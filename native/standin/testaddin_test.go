package standin

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"sentry1c/build/kit/scratch"
)

// The tests talk to testdata/testaddin, compiled here by the machine's C compiler for the target of the test. Where no compiler
// can run (a Windows test under Wine) variables name libraries made before:
//
//	HOST_TESTADDIN           the whole add-in
//	HOST_TESTADDIN_OPTIONAL  compiled with -DWITHOUT_OPTIONAL
//	HOST_TESTADDIN_BROKEN    compiled with -DWITHOUT_GET_CLASS_OBJECT
//
// CC names another compiler, with its options.
var prebuilt = map[string]string{
	"":                           "HOST_TESTADDIN",
	"-DWITHOUT_OPTIONAL":         "HOST_TESTADDIN_OPTIONAL",
	"-DWITHOUT_GET_CLASS_OBJECT": "HOST_TESTADDIN_BROKEN",
}

var (
	buildDir  string
	buildOnce sync.Map // define -> func() (string, error)
)

func TestMain(m *testing.M) {
	os.Exit(scratch.Run(func() int {
		dir, err := os.MkdirTemp("", "testaddin")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		buildDir = dir
		return m.Run()
	}))
}

// libraryPath is the test add-in compiled with one -D, or none; the test is skipped where that cannot be done.
func libraryPath(t testing.TB, define string) string {
	t.Helper()
	build, _ := buildOnce.LoadOrStore(define, sync.OnceValues(func() (string, error) { return compile(define) }))
	path, err := build.(func() (string, error))()
	if err != nil {
		t.Skip(err)
	}
	return path
}

func compile(define string) (string, error) {
	if path := os.Getenv(prebuilt[define]); path != "" {
		return path, nil
	}
	if runtime.GOOS == "windows" {
		return "", fmt.Errorf("no compiler here: %s does not name the test add-in", prebuilt[define])
	}
	cc := compiler()
	if _, err := exec.LookPath(cc[0]); err != nil {
		return "", fmt.Errorf("no C compiler for %s/%s: %w", runtime.GOOS, runtime.GOARCH, err)
	}
	sources, err := filepath.Glob(filepath.Join("testdata", "testaddin", "*.c"))
	if err != nil {
		return "", err
	}
	out := filepath.Join(buildDir, "testaddin"+strings.ToLower(define)+".so")
	args := append(cc[1:], "-std=c11", "-O1", "-Wall", "-Wextra", "-fPIC", "-shared", "-fvisibility=hidden", "-o", out)
	if define != "" {
		args = append(args, define)
	}
	if text, err := exec.Command(cc[0], append(args, sources...)...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("the C compiler makes no library for %s/%s: %w\n%s", runtime.GOOS, runtime.GOARCH, err, text)
	}
	return out, nil
}

// compiler is the command for the architecture of the test, which may differ from the machine's.
func compiler() []string {
	if cc := strings.Fields(os.Getenv("CC")); len(cc) > 0 {
		return cc
	}
	switch {
	case runtime.GOARCH == "386" && runtime.GOOS == "linux":
		// No 32-bit libc is needed to link: the process that loads the library has one.
		return []string{"gcc", "-m32", "-ffreestanding", "-nostdlib"}
	case runtime.GOARCH == "arm64" && runtime.GOOS == "linux":
		return []string{"aarch64-linux-gnu-gcc"}
	}
	return []string{"cc"}
}

// open loads the test add-in and fails the test for every fault left at its end.
func open(t testing.TB, options ...OpenOption) *Library {
	t.Helper()
	l, err := Open(libraryPath(t, ""), options...)
	if err != nil {
		t.Fatal(err)
	}
	CheckLeaks(t, l)
	return l
}

// create makes an object that is destroyed at the end of the test.
func create(t testing.TB, l *Library, options ...ObjectOption) *Object {
	t.Helper()
	return createClass(t, l, "Test", options...)
}

func createClass(t testing.TB, l *Library, class string, options ...ObjectOption) *Object {
	t.Helper()
	o, err := l.New(class, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}
