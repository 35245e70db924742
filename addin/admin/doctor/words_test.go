package doctor

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestWords: every error of a library's file has a sentence in Russian.
func TestWords(t *testing.T) {
	sources, err := filepath.Glob(filepath.Join("..", "..", "..", "manifest", "binary", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, source := range sources {
		content, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		for _, text := range regexp.MustCompile(`(?:errors\.New|fmt\.Errorf)\("(.+?)"`).FindAllStringSubmatch(string(content), -1) {
			if strings.HasPrefix(text[1], "binary: ") {
				continue // of Read, which the doctor does not call
			}
			found++
			english := strings.NewReplacer("%d", "5", "%#x", "0x5", "%s", "X", "%v", "x", "%w", "x").Replace(text[1])
			if said := (&Report{russian: true}).words(errors.New(english)); said == english {
				t.Errorf("%s: %q has no translation", filepath.Base(source), english)
			}
			if said := (&Report{}).words(errors.New(english)); said != english {
				t.Errorf("%q became %q", english, said)
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d errors were found", found)
	}
}
