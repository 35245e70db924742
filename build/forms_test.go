package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/library"
)

// form is how something is kept for later versions of the component: where its version
// stands, which file of an earlier one is read by the tests, and which target is fuzzed.
type form struct {
	name    string
	version string // package and constant
	golden  string // a file, or several by a pattern
	fuzz    string // package and function
	writes  []string
}

// forms are all of them; native/README.md shows this table.
var forms = []form{
	{"ring", "addin/internal/ringfile version", "addin/internal/ringfile/testdata/v*/*.ring", "addin/internal/ringfile FuzzOpen",
		[]string{"addin/internal/ringfile/ringfile.go", "native/growth.c"}},
	{"record", "addin/internal/record FormatVersion", "addin/internal/ringfile/testdata/v2/*.ring", "addin/internal/record FuzzNext", nil},
	{"state log", "addin/internal/statelog version", "addin/internal/statelog/testdata/v*/*.state", "addin/internal/statelog FuzzDecode",
		[]string{"addin/internal/statelog/statelog.go"}},
	{"snapshot of an object, in the state log", "addin snapshotVersion", "addin/testdata/snapshots/snapshot.*.json", "addin FuzzSnapshot", nil},
	{"interpreted records, in the state log", "addin/internal/interpreted version", "addin/internal/interpreted/testdata/records.*", "addin/internal/interpreted FuzzDecode", nil},
	{"envelope in the spool", "addin/internal/spool version", "addin/internal/spool/testdata/envelope.*", "addin/internal/spool FuzzOpenEnvelope",
		[]string{"addin/internal/spool/spool.go", "addin/internal/spool/adopt.go"}},
	{"its name", "addin/internal/spool formatDir", "addin/internal/spool/testdata/names.1", "addin/internal/spool FuzzParseName", nil},
	{"owner of a folder", "addin/internal/spool version", "addin/internal/spool/testdata/owner.*", "addin/internal/spool FuzzDecodeNote",
		[]string{"addin/internal/spool/owner.go"}},
	{"target, in owner", "addin/internal/spool version", "addin/internal/spool/testdata/owner.*", "addin/internal/client FuzzReadTarget", nil},
	{"what was made of a dead run that stays", "addin/internal/spool version", "addin/internal/spool/testdata/made.*", "addin/internal/spool FuzzDecodeMade",
		[]string{"addin/internal/spool/made.go"}},
	{"limits", "addin/internal/spool version", "addin/internal/spool/testdata/limits.*", "addin/internal/delivery FuzzLimits_stored", nil},
	{"settings under a key", "addin/internal/settings version", "addin/internal/settings/testdata/settings.v1.json", "addin/internal/settings FuzzDecode",
		[]string{"addin/internal/settings/settings.go"}},
	{"symbols", "addin/internal/symbols version", "addin/internal/symbols/testdata/golden.1csymbols", "addin/internal/symbols FuzzOpen",
		[]string{"addin/internal/client/symbols_copy.go", "addin/admin/symbols/command/make.go"}},
	{"status of a run", "addin/internal/status version", "addin/internal/status/testdata/status.v1.json", "addin/internal/status FuzzDecode",
		[]string{"addin/internal/status/status.go"}},
	{"cursor of ExportLog, in the base", "addin/internal/eventlog cursorVersion", "addin/internal/eventlog/testdata/cursor.1.json", "addin/internal/eventlog FuzzExport", nil},
}

// formless are files that say nothing but what was put into them, or that nobody reads.
var formless = map[string]string{
	"addin/internal/runlock/runlock.go":              "a lock is empty: its name says whose it is",
	"addin/internal/runlock/runlock_unix.go":         "likewise; one to spare is empty, too",
	"addin/internal/private/fulltest/mount_linux.go": "it fills a test's file system with empty files",
	"addin/internal/scope/content.go":                "the bytes of an attachment, which a snapshot names",
	"native/side.c":                                  "the bytes of a value, which a record names",
	"addin/admin/reports/store.go":                   "the bytes of a request while it comes",
	"addin/admin/symbols/command/mappings.go":        "JSON for Sentry, which nobody else reads",
	"addin/admin/doctor/spool.go":                    "is removed at once: can a file be made",
	"addin/internal/private/private.go":              "how all of them are made",
	"addin/internal/private/private_unix.go":         "likewise", "addin/internal/private/private_windows.go": "likewise",
	"native/platform_posix.c": "likewise", "native/platform_windows.c": "likewise",
}

// writing finds what makes a file, in Go and in C.
var writing = regexp.MustCompile(`\bprivate\.(WriteFile|Create|OpenOrCreate)\(|\bos\.(WriteFile|Create|CreateTemp|OpenFile)\(|\bfile_create(_long)?\(`)

// TestForms: whatever is kept on a disk or in shared memory has a version, a golden file and
// a fuzz target, and whoever makes a file says what form it has.
func TestForms(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "native", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	writers := map[string]bool{}
	for _, f := range forms {
		for _, named := range []string{f.version, f.fuzz} {
			if in, name, _ := strings.Cut(named, " "); !declares(t, filepath.Join(root, filepath.FromSlash(in)), name) {
				t.Errorf("%s: %s declares no %s", f.name, in, name)
			}
		}
		if !strings.Contains(f.fuzz, " Fuzz") {
			t.Errorf("%s: %s is no fuzz target", f.name, f.fuzz)
		}
		if found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(f.golden))); err != nil || len(found) == 0 {
			t.Errorf("%s: there is no golden file %s", f.name, f.golden)
		}
		for _, writer := range f.writes {
			writers[writer] = true
		}
		if row := f.row(); !strings.Contains(string(readme), row) {
			t.Errorf("native/README.md lacks\n%s", row)
		}
	}
	eachFile(t, func(name string, content []byte) {
		isGo := strings.HasPrefix(name, "addin/") && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go")
		isC := path.Dir(name) == "native" && strings.HasSuffix(name, ".c")
		if !isGo && !isC {
			return
		}
		makes := writing.Match(content)
		switch known := writers[name] || formless[name] != ""; {
		case makes && !known:
			t.Errorf("%s makes files: say in this test what form they have", name)
		case !makes && writers[name]:
			t.Errorf("%s makes no files any more", name)
		}
		delete(writers, name)
	})
	for name := range writers {
		t.Errorf("there is no %s", name)
	}
}

// row is the form as the README shows it.
func (f form) row() string {
	constant, fuzz := strings.Replace(f.version, " ", ".", 1), strings.Replace(f.fuzz, " ", ".", 1)
	return fmt.Sprintf("| %s | `%s` | `%s` | `%s` |", f.name, constant, f.golden, fuzz)
}

// declares reports whether a package, or its tests, declares a name.
func declares(t *testing.T, dir, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool { return declaredIn(t, file, name) })
}
