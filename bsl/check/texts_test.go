package check

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	comment     = regexp.MustCompile(`(?m)(^|[\s;])//.*$`)
	localised   = regexp.MustCompile(`НСтр\(\s*"((?:[^"]|"")*)"`)
	unlocalised = regexp.MustCompile(`НСтр\(\s*[^"\s]`)
	quoted      = regexp.MustCompile(`"((?:[^"\n]|"")*)"`)
	sentence    = regexp.MustCompile(`(?i)[а-яё]{2,} [а-яё]{2,}|^ ?\[…`)
	continued   = regexp.MustCompile(`\n\s*\|`)
	translation = regexp.MustCompile(`^\s*([a-z]+)\s*=\s*'((?:[^']|'')*)'\s*(?:;|$)`)
	placeholder = regexp.MustCompile(`%\d*`)
	// notShown is what no person reads: what a text is searched for, and code.
	notShown = regexp.MustCompile(`СтрНайти\([^"\n]*"[^"\n]*"|Вычислить\(\s*"(?:[^"]|"")*"`)
)

// sources are the modules that people get, by their path.
func sources(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, dir := range []string{"extension", "modules"} {
		err := filepath.WalkDir(filepath.Join(root, "bsl", dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".bsl" {
				return err
			}
			text, err := os.ReadFile(path)
			texts[path] = strings.ReplaceAll(string(text), "\r\n", "\n")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(texts) == 0 {
		t.Fatal("there are no modules")
	}
	return texts
}

// TestTexts: what a person sees is its own НСтр where it is shown, in Russian and in
// English, with the same places for values and the same end.
func TestTexts(t *testing.T) {
	for path, text := range sources(t) {
		name := strings.TrimPrefix(path, filepath.Join(root, "bsl"))
		text = comment.ReplaceAllString(text, "")
		if at := unlocalised.FindString(text); at != "" {
			t.Errorf("%s: %s takes no literal", name, at)
		}
		for _, found := range localised.FindAllStringSubmatch(text, -1) {
			if problem := problemOfText(continued.ReplaceAllString(strings.ReplaceAll(found[1], `""`, `"`), "\n")); problem != "" {
				t.Errorf("%s: НСтр(%s): %s", name, found[1], problem)
			}
		}
		rest := notShown.ReplaceAllString(localised.ReplaceAllString(text, ""), "")
		for _, found := range quoted.FindAllStringSubmatch(rest, -1) {
			if sentence.MatchString(found[1]) {
				t.Errorf("%s: %q is read by people and is in no НСтр", name, found[1])
			}
		}
	}
}

// problemOfText says what is wrong with a text of НСтр.
func problemOfText(text string) string {
	languages := map[string]string{}
	for rest := text; strings.TrimSpace(rest) != ""; {
		found := translation.FindStringSubmatch(rest)
		if found == nil {
			return "the platform cannot read it"
		}
		languages[found[1]] = found[2]
		rest = rest[len(found[0]):]
	}
	ru, en := languages["ru"], languages["en"]
	switch {
	case ru == "" || en == "" || len(languages) != 2:
		return "it is not in Russian and English"
	case !slices.Equal(places(ru), places(en)):
		return "the languages have other places for values"
	case strings.HasSuffix(ru, ".") != strings.HasSuffix(en, "."):
		return "one language ends a sentence and the other does not"
	}
	return ""
}

func places(text string) []string {
	list := placeholder.FindAllString(text, -1)
	slices.Sort(list)
	return list
}

// TestProblemOfText: each mistake is seen.
func TestProblemOfText(t *testing.T) {
	for text, fine := range map[string]bool{
		"ru = 'а'; en = 'b'":                     true,
		"ru = 'а %1.';\n en = 'b %1.'":           true,
		"ru = '%1 и %2'; en = '%2 of %1'":        true,
		"ru = 'д''Артаньян'; en = 'd''Artagnan'": true,
		"ru = 'а'":                     false,
		"ru = 'а'; en = ''":            false,
		"ru = 'а %1'; en = 'b'":        false,
		"ru = 'а.'; en = 'b'":          false,
		"ru = 'а'; en = 'it doesn't'":  false,
		"ru = 'а' en = 'b'":            false,
		"ru = 'а'; de = 'b'":           false,
		"ru = 'а'; en = 'b'; de = 'c'": false,
		"ru = \"а\"; en = 'b'":         false,
	} {
		if problem := problemOfText(text); (problem == "") != fine {
			t.Errorf("%q: %q", text, problem)
		}
	}
}
