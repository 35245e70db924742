package addin

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
