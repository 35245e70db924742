package addin

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/root"
)

// TestSettingsKey: an Init that knows the key only goes on with what the last accepted
// one was told, in the same process and in the next.
func TestSettingsKey(t *testing.T) {
	f := newFixture(t)
	if f.bool(9, "Init", "", `{"settingsKey":"base"}`) {
		t.Error("nothing is kept, and it is on")
	}
	const full = `{"settingsKey":"base","release":"7","headers":{"X-Key":"SECRET"},"httpProxy":""}`
	if !f.bool(1, "Init", testDSN, full) {
		t.Fatal(f.lastError(1))
	}
	if !f.bool(2, "Init", "", `{"settingsKey":"base"}`) {
		t.Fatal(f.lastError(2))
	}
	if f.worker.objects[1].client != f.worker.objects[2].client {
		t.Error("the same settings make another client in the same process")
	}
	next := f.heir()
	if !next.bool(1, "Init", "", `{"settingsKey":"base"}`) {
		t.Fatal(next.lastError(1))
	}
	next.call(1, "CaptureMessage", "m")
	want(t, next.event(), "7", "release")
	if next.bool(2, "Init", "", `{"settingsKey":"copy"}`) {
		t.Error("another key finds the settings")
	}
	_ = filepath.WalkDir(f.worker.root(), func(path string, entry fs.DirEntry, err error) error {
		if content, err := os.ReadFile(path); err == nil && strings.Contains(path, "settings") && strings.Contains(string(content), "SECRET") {
			t.Errorf("%s holds a secret", path)
		}
		return nil
	})
}

// TestSettingsKey_newer: what another process keeps later is what counts.
func TestSettingsKey_newer(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, `{"settingsKey":"base","release":"old"}`)
	other := f.heir()
	other.bool(1, "Init", testDSN, `{"settingsKey":"base","release":"new"}`)
	f.bool(2, "Init", "", `{"settingsKey":"base"}`)
	f.call(2, "CaptureMessage", "m")
	f.bool(2, "Flush", 10000)
	want(t, f.event(), "new", "release")
}

// TestSettingsKey_restored: a process that finds what it has kept again, after another one kept
// something else meanwhile, knows all of it: the file lacks the headers.
func TestSettingsKey_restored(t *testing.T) {
	const own, byKey = `{"settingsKey":"base","headers":{"X-Key":"SECRET"}}`, `{"settingsKey":"base"}`
	f := newFixture(t)
	f.bool(1, "Init", testDSN, own)
	other := f.heir()
	other.bool(1, "Init", testDSN, `{"settingsKey":"base","release":"new"}`)
	f.bool(2, "Init", "", byKey)
	other.bool(1, "Init", testDSN, own)
	if f.bool(3, "Init", "", byKey); f.worker.objects[3].client != f.worker.objects[1].client {
		t.Error("its own settings make another client")
	}
	other.bool(1, "Init", "off", byKey)
	f.bool(4, "Init", "", byKey)
	must(os.WriteFile(root.Settings(f.worker.root(), "base"), []byte("{"), 0o600))
	if f.bool(4, "Init", "", byKey) || f.lastError(4) == "" {
		t.Error("what was forgotten is used while something newer cannot be read")
	}
}

// TestSettingsKey_off: the word off switches sending off and forgets what is kept; so
// does an Init that names the key beside other options and gives no DSN. What is kept
// wins over SENTRY_DSN.
func TestSettingsKey_off(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, `{"settingsKey":"base","release":"1"}`)
	f.bool(1, "Init", "off", `{"settingsKey":"base"}`)
	if f.bool(2, "Init", "", `{"settingsKey":"base"}`) {
		t.Error("what was switched off is found")
	}
	f.worker.getenv = func(name string) (string, bool) { return testDSN, name == "SENTRY_DSN" }
	if f.bool(2, "Init", "", `{"settingsKey":"base"}`) {
		t.Error("the environment is asked where sending was switched off")
	}
	f.bool(1, "Init", testDSN, `{"settingsKey":"base","release":"1"}`)
	f.worker.getenv = func(name string) (string, bool) {
		return "https://key@elsewhere.example.com/1", name == "SENTRY_DSN"
	}
	f.bool(3, "Init", "", `{"settingsKey":"base"}`)
	if got := f.worker.objects[3].client.DSN; got != testDSN {
		t.Errorf("the variable %s wins over what is kept", got)
	}
}

// TestSettingsKey_memoryOnly: who wants nothing on the disk has nothing there.
func TestSettingsKey_memoryOnly(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, `{"settingsKey":"base","memoryOnly":true}`)
	if f.bool(2, "Init", "", `{"settingsKey":"base"}`) {
		t.Error("memoryOnly kept its settings")
	}
}

// TestSettingsKey_unreadable: while what is kept cannot be read, a process goes on with what it
// knows of it, and one that knows nothing says why sending is off.
func TestSettingsKey_unreadable(t *testing.T) {
	const byKey = `{"settingsKey":"base"}`
	f := newFixture(t)
	f.bool(1, "Init", testDSN, `{"settingsKey":"base","release":"7","headers":{"X-Key":"SECRET"}}`)
	took, unknowing := f.heir(), f.heir()
	if !took.bool(1, "Init", "", byKey) {
		t.Fatal(took.lastError(1))
	}
	must(os.WriteFile(root.Settings(f.worker.root(), "base"), []byte("{"), 0o600))
	if !took.bool(2, "Init", "", byKey) || took.worker.objects[2].client != took.worker.objects[1].client {
		t.Errorf("who took them before goes on with others, or is off: %s", took.lastError(2))
	}
	if unknowing.bool(1, "Init", "", byKey) {
		t.Error("who cannot know them is on")
	}
	o := unknowing.worker.objects[1]
	for language, want := range map[problem.Language]string{problem.English: "settingsKey: what is kept cannot be read", problem.Russian: "settingsKey: сохранённые настройки не читаются"} {
		if told := o.initProblem.In(language); !strings.HasPrefix(told, want) {
			t.Errorf("told is %q, want %q", told, want)
		}
	}
	if told := unknowing.lastError(1); told == "" {
		t.Error("LastError says nothing")
	}
	unknowing.bool(2, "Init", testDSN, "")
	before := unknowing.worker.objects[2].client
	if unknowing.bool(2, "Init", "", byKey) || unknowing.worker.objects[2].client != before {
		t.Error("who is on is not left as it was")
	}
	if !f.bool(2, "Init", "", byKey) || f.worker.objects[2].client != f.worker.objects[1].client {
		t.Errorf("who kept them goes on with others, or is off: %s", f.lastError(2))
	}
	if !unknowing.bool(1, "Init", "", byKey) {
		t.Errorf("who kept them has not written them anew: %s", unknowing.lastError(1))
	}
}

// TestSettingsKey_unwritten: what cannot be kept is said, and is known in its process at least, until
// another one keeps something.
func TestSettingsKey_unwritten(t *testing.T) {
	const byKey = `{"settingsKey":"base"}`
	f := newFixture(t)
	folder := filepath.Dir(root.Settings(f.worker.root(), "base"))
	must(os.MkdirAll(filepath.Dir(folder), 0o700))
	must(os.WriteFile(folder, nil, 0o600))
	if !f.bool(1, "Init", testDSN, `{"settingsKey":"base","release":"own"}`) {
		t.Fatal(f.lastError(1))
	}
	if told := f.lastError(1); !strings.HasPrefix(told, "settingsKey: other processes do not get these settings") {
		t.Errorf("told is %q", told)
	}
	release := func() (release string) {
		if f.bool(2, "Init", "", byKey) {
			release = f.worker.objects[2].client.Place.Release
		}
		return release
	}
	if got := release(); got != "own" {
		t.Errorf("its own process finds %q, %s", got, f.lastError(2))
	}
	must(os.Remove(folder))
	if got := release(); got != "own" {
		t.Errorf("when the way is free it finds %q, %s", got, f.lastError(2))
	}
	f.bool(1, "Init", testDSN, `{"settingsKey":"base","release":"own"}`)
	other := f.heir()
	if !other.bool(1, "Init", "", byKey) || other.worker.objects[1].client.Place.Release != "own" {
		t.Errorf("it is not written when it can be: %s", other.lastError(1))
	}
	other.bool(1, "Init", testDSN, `{"settingsKey":"base","release":"new"}`)
	if got := release(); got != "new" {
		t.Errorf("after another process kept something it finds %q", got)
	}
	other.bool(1, "Init", "off", byKey)
	if got := release(); got != "" {
		t.Errorf("after another process switched sending off it finds %q", got)
	}
}
