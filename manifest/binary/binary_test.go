package binary_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/build/kit/built"
	"sentry1c/manifest"
	"sentry1c/manifest/binary"
)

// name is what the files of a release are named after.
const name = "SentryAddIn"

// libraries are there to be read: the one of this machine, compiled here, and those of a release that were made before.
func libraries(t *testing.T) map[string]manifest.Target {
	t.Helper()
	host, ok := manifest.TargetOf(runtime.GOOS, runtime.GOARCH)
	if !ok {
		t.Skip("1C does not run here")
	}
	files := map[string]manifest.Target{built.Library(t): host}
	for _, target := range manifest.Targets() {
		path := filepath.Join(built.Root(t), "build", "out", "dist", target.FileName(name, addin.Version))
		if _, err := os.Stat(path); err == nil {
			files[path] = target
		}
	}
	return files
}

func TestRead(t *testing.T) {
	for path, target := range libraries(t) {
		l, err := binary.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		if l.OS != target.OS || l.Arch != target.Arch || !slices.Equal(l.Exports, binary.Exports) || len(l.Needs) == 0 {
			t.Errorf("%s: %+v", path, l)
		}
		var out strings.Builder
		l.Print(&out)
		for _, want := range []string{string(target.Arch), "GetClassObject", "needs"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: %q is not printed:\n%s", path, want, out.String())
			}
		}
	}
}

// TestProblems spoils what was read, one thing at a time: each is noticed.
func TestProblems(t *testing.T) {
	held := 0
	for path, target := range libraries(t) {
		if filepath.Base(filepath.Dir(path)) != "dist" {
			continue // this machine's compiler asks for this machine's glibc
		}
		held++
		rules := binary.Rules{Target: target, FileName: filepath.Base(path), Version: addin.Version}
		fresh := func() *binary.Library {
			l, err := binary.Read(path)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		if problems := fresh().Problems(rules); len(problems) > 0 {
			t.Errorf("%s: %q", path, problems)
		}
		for want, spoil := range spoilers(target.OS) {
			l := fresh()
			spoil(l)
			if problems := strings.Join(l.Problems(rules), "; "); !strings.Contains(problems, want) {
				t.Errorf("%s: %q is not noticed: %q", path, want, problems)
			}
		}
		rules.Paths = []string{"GetClassObject"}
		if problems := strings.Join(fresh().Problems(rules), "; "); !strings.Contains(problems, "holds a path") {
			t.Errorf("%s: a path is not noticed: %q", path, problems)
		}
	}
	if held == 0 {
		t.Skip("no library of a release is there: make dist builds them, and make dist-test holds them to the same rules")
	}
}

func spoilers(os manifest.OS) map[string]func(*binary.Library) {
	list := map[string]func(*binary.Library){
		"it exports":      func(l *binary.Library) { l.Exports = append(l.Exports, "main") },
		"a machine may":   func(l *binary.Library) { l.Needs = append(l.Needs, binary.Need{Library: "libssl.so.3"}) },
		"more than":       func(l *binary.Library) { l.Size = binary.MaxSize + 1 },
		"it is for":       func(l *binary.Library) { l.Arch = manifest.E2K },
		"no library at a": func(l *binary.Library) { l.Needs = nil },
	}
	switch os {
	case manifest.Linux:
		list["newer than 2.17"] = func(l *binary.Library) { l.Glibc = "2.18" }
		list["the stack executable"] = func(l *binary.Library) { l.ExecutableStack = true }
		list["RELRO false"] = func(l *binary.Library) { l.Relro = false }
		list["dlclose"] = func(l *binary.Library) { l.NoDelete = false }
	case manifest.Windows:
		list["ASLR"] = func(l *binary.Library) { l.RandomAddress = false }
		list["DEP"] = func(l *binary.Library) { l.NoExecute = false }
		list["no VERSIONINFO"] = func(l *binary.Library) { l.Version = nil }
		list["its FileVersion"] = func(l *binary.Library) { l.Version["FileVersion"] = "0" }
		list["a Windows that Go"] = func(l *binary.Library) {
			l.Needs = slices.DeleteFunc(l.Needs, func(n binary.Need) bool {
				return strings.EqualFold(n.Library, "bcryptprimitives.dll")
			})
		}
	case manifest.MacOS:
		list["not signed"] = func(l *binary.Library) { l.Signed = false }
		list["install name"] = func(l *binary.Library) { l.InstallName = "x" }
		list["needs macOS"] = func(l *binary.Library) { l.MinimumOS = "15.0" }
	}
	return list
}

// TestParse_damaged cuts and spoils libraries: what is read of them is an error or a library, never a panic that leaves the package,
// and a cut one is always an error.
func TestParse_damaged(t *testing.T) {
	for path := range libraries(t) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, length := range []int{0, 1, 4, 16, 63, 64, 100, 200, 512, 4096, len(content) / 2, len(content) - 5000} {
			if l, err := binary.Parse(content[:length]); err == nil {
				t.Errorf("%s: %d bytes of it were read: %+v", path, length, l)
			}
		}
		for at := 4; at < 1024; at += 23 {
			spoilt := slices.Clone(content)
			spoilt[at] ^= 0xFF
			_, _ = binary.Parse(spoilt)
		}
	}
	if _, err := binary.Parse([]byte("#!/bin/sh\n")); !errors.Is(err, binary.ErrNoLibrary) {
		t.Error(err)
	}
	if _, err := binary.Read(filepath.Join(t.TempDir(), "no.so")); err == nil {
		t.Error("a file that is not there was read")
	}
}

// TestSignature: one changed byte of a signed library is noticed.
func TestSignature(t *testing.T) {
	for path, target := range libraries(t) {
		if target.OS != manifest.MacOS {
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		content[len(content)/2] ^= 1
		if l, err := binary.Parse(content); err == nil && l.Signed {
			t.Error("a changed library counts as signed")
		}
	}
}

func TestOlder(t *testing.T) {
	for _, pair := range [][2]string{{"2.3.4", "2.17"}, {"2.9", "2.10"}, {"", "2.0"}, {"2.17", "2.17.1"}, {"2", "2.0.1"}} {
		if !binary.Older(pair[0], pair[1]) || binary.Older(pair[1], pair[0]) {
			t.Errorf("%q is older than %q", pair[0], pair[1])
		}
	}
	if binary.Older("2.17", "2.17") || binary.Older("", "") {
		t.Error("a version is older than itself")
	}
}
