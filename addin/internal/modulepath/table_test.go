package modulepath

import (
	"os"
	"strings"
	"testing"
)

// reference is the table of metadata classes collected from public sources:
// English singular, plural, Russian singular, plural, separated by tabs. It is
// not a part of the module.
const reference = "../../../../shared/facts/metadata-classes.tsv"

func TestClasses_agreeWithReference(t *testing.T) {
	data, err := os.ReadFile(reference)
	if err != nil {
		t.Skipf("no reference table to compare with: %v", err)
	}
	rows := 0
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) != 4 || f[0] == "" {
			continue
		}
		rows++
		c := classIndex[f[0]]
		if c == nil {
			t.Errorf("class %s is not in the table", f[0])
			continue
		}
		if c.en != f[0] || c.folder != f[1] || c.ru != f[2] {
			t.Errorf("class %s: have %s, %s, %s, reference %v", f[0], c.en, c.folder, c.ru, f)
		}
	}
	if rows != len(classes) {
		t.Errorf("%d classes, reference has %d", len(classes), rows)
	}
}

func TestTables_wordsAreUnique(t *testing.T) {
	seen := map[string]string{}
	for _, c := range classes {
		for _, w := range []string{c.en, c.ru} {
			w = strings.ToLower(w)
			if was, dup := seen[w]; dup {
				t.Errorf("%s names both %s and %s", w, was, c.en)
			}
			seen[w] = c.en
			if len(w) > maxWordBytes {
				t.Errorf("%s is longer than what is folded", w)
			}
		}
	}
	for i, k := range moduleKinds {
		for _, other := range moduleKinds[:i] {
			if k.kind == other.kind || k.en == other.en || k.ru == other.ru {
				t.Errorf("module kinds %s and %s collide", k.en, other.en)
			}
		}
	}
}

func TestNested_areClasses(t *testing.T) {
	n := 0
	for i := range classes {
		if nested(&classes[i]) {
			n++
			if classes[i].owns == none {
				t.Errorf("%s is nested and owns no module", classes[i].en)
			}
		}
	}
	if n != 6 {
		t.Errorf("%d nested classes, want 6", n)
	}
}
