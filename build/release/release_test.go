package release

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func root(t *testing.T) string {
	t.Helper()
	output, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(strings.TrimSpace(string(output)))
}

func linked(t *testing.T) []Part {
	t.Helper()
	modules, err := modules(context.Background(), root(t), []string{"./native"})
	if err != nil {
		t.Fatal(err)
	}
	itself, err := goItself(context.Background(), root(t))
	if err != nil {
		t.Fatal(err)
	}
	return append(modules, itself)
}

// TestParts: what the library is known to be made of is found, on the system of which it is a part.
func TestParts(t *testing.T) {
	names := map[string]string{}
	for _, p := range linked(t) {
		names[p.Name] = p.Licence
		if p.Version == "" || !strings.Contains(p.PURL, p.Version) || len(p.Text) < 500 {
			t.Errorf("%+v", p)
		}
	}
	for name, licence := range map[string]string{"Go": "BSD-3-Clause", "github.com/getsentry/sentry-go": "MIT", "golang.org/x/sys": "BSD-3-Clause"} {
		if names[name] != licence {
			t.Errorf("%s has the licence %q, want %q", name, names[name], licence)
		}
	}
	if _, err := newPart("x", "1", "", filepath.Join(root(t), "go.mod")); err == nil {
		t.Error("a text that is no licence was taken for one")
	}
	if _, err := compilerParts(t.TempDir(), "zig"); err == nil {
		t.Error("a compiler that is pinned nowhere has parts")
	}
}

func TestLicences(t *testing.T) {
	text := Licences("Product 1.0.0", "MIT License of ours", []Part{
		{Name: "a", Version: "1", Licence: "MIT", Text: "shared text\n"}, {Name: "b", Version: "2", Licence: "MIT", Text: "shared text\n"},
		{Name: "c", Version: "3", Licence: "BSD-3-Clause", Text: "another\n"},
	})
	for _, want := range []string{"Product 1.0.0\n\nMIT License of ours", "a 1 (MIT)\nb 2 (MIT)\n\nshared text", "c 3 (BSD-3-Clause)\n\nanother"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Count(text, "shared text") != 1 {
		t.Errorf("a shared text stands twice:\n%s", text)
	}
}

func TestSBOM(t *testing.T) {
	parts, files := linked(t), []File{{"a.dll", []byte("abc")}}
	made, err := SBOM("SentryAddIn", "1.2.3", parts, files)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		BOMFormat, SpecVersion, SerialNumber string
		Components                           []struct{ Name, Type, PURL string }
		Dependencies                         []struct{ DependsOn []string }
	}
	if err := json.Unmarshal(made, &read); err != nil {
		t.Fatal(err)
	}
	if read.BOMFormat != "CycloneDX" || read.SpecVersion != "1.6" || len(read.Components) != len(parts)+1 || len(read.Dependencies[0].DependsOn) != len(parts) {
		t.Errorf("%s", made)
	}
	if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(read.SerialNumber) {
		t.Error(read.SerialNumber)
	}
	if !strings.Contains(string(made), "a9993e364706816aba3e25717850c26c9cd0d89d") {
		t.Error("the file has no SHA-1")
	}
	again, _ := SBOM("SentryAddIn", "1.2.3", parts, files)
	other, _ := SBOM("SentryAddIn", "1.2.4", parts, files)
	if string(again) != string(made) || strings.Contains(string(other), read.SerialNumber) {
		t.Error("the number is not one of the content")
	}
}

func TestNotes(t *testing.T) {
	const changelog = "# Changelog\n\n## [Unreleased]\n\nnext\n\n## [1.1.0] - 2026-01-01\n\n### Added\n\n- b\n\n## [1.0.0]\n\n- a\n"
	for version, want := range map[string]string{"1.1.0": "# 1.1.0\n\n### Added\n\n- b\n", "1.0.0": "# 1.0.0\n\n- a\n", "2.0.0": "# 2.0.0\n\nnext\n"} {
		if got, err := Notes(changelog, version); err != nil || got != want {
			t.Errorf("%s: %q, %v", version, got, err)
		}
	}
	if got, err := Notes("# Changelog\n\n## [Unreleased]\n\n## [0.9.0]\n\n- a\n", "1.0.0"); err == nil {
		t.Errorf("%q", got)
	}
	content, err := os.ReadFile(filepath.Join(root(t), "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Notes(string(content), "1.0.0"); err != nil {
		t.Error(err)
	}
}

// TestService: the unit starts the command with options that it has, and lets it write
// where it says.
func TestService(t *testing.T) {
	for _, want := range []string{"ExecStart=/usr/local/bin/sentry1c reports -listen ", "-config ${CREDENTIALS_DIRECTORY}/reports.json", "-spool /var/lib/sentry1c-reports/", "StateDirectory=sentry1c-reports\n", "LoadCredential=reports.json:"} {
		if !strings.Contains(Service, want) {
			t.Errorf("the unit has no %q", want)
		}
	}
}
