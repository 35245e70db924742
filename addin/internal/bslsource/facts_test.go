package bslsource_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/bslsource"
)

// The facts are of another reader, the lexer of bsl-language-server:
// testdata/Facts.java makes them.

// TestRead_agreesWithSecondReader: on modules of ours.
func TestRead_agreesWithSecondReader(t *testing.T) {
	facts := readFacts(t, "testdata/modules.tsv")
	if len(facts) != 4 {
		t.Errorf("%d modules, want 4", len(facts))
	}
	for file, want := range facts {
		if got := tabbed(t, filepath.Join("testdata/modules", file)); got != want {
			t.Errorf("%s:\n got %q\nwant %q", file, got, want)
		}
	}
}

// TestRead_agreesOverLibrary: on all modules of the library of standard subsystems
// (БСП), whose sources are not a part of this repository. SENTRY1C_SSL names the
// folder of its Configuration.xml.
func TestRead_agreesOverLibrary(t *testing.T) {
	root := os.Getenv("SENTRY1C_SSL")
	if root == "" {
		t.Skip("SENTRY1C_SSL does not say where the sources of 1c-syntax/ssl_3_1 at 3.1.12.238 are")
	}
	procedures := 0
	for file, want := range readFacts(t, "testdata/ssl-3.1.12.238.tsv") {
		said := tabbed(t, filepath.Join(root, file))
		count := 0
		if said != "" {
			count = strings.Count(said, "\t") + 1
		}
		procedures += count
		sum := sha256.Sum256([]byte(said))
		if got := fmt.Sprintf("%d\t%s", count, hex.EncodeToString(sum[:6])); got != want {
			t.Errorf("%s: got %s, want %s: %q", file, got, want, said)
		}
	}
	if procedures != 38310 {
		t.Errorf("%d procedures, want 38310", procedures)
	}
}

// readFacts returns what stands behind each path.
func readFacts(t *testing.T, name string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]string{}
	for line := range strings.Lines(string(data)) {
		file, fact, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		facts[file] = fact
	}
	return facts
}

// tabbed reads a module and says its procedures as the facts do.
func tabbed(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text, _, err := bslsource.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(said(bslsource.Read(text)), ", ", "\t")
}
