package main

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/build/library"
)

// TestVersions: every file that names the version of the product names the one of the sources.
func TestVersions(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	stale, err := writeVersions(root, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(stale) > 0 {
		t.Errorf("these name a version that is not %s: %q: run go run ./build docs", addin.Version, stale)
	}
	// And nobody else names one, in a way that a new version would make wrong.
	named := regexp.MustCompile(`\b[Ss]entry(?:AddIn|1c)?_\d+[._]\d+[._]\d+|"` + regexp.QuoteMeta(addin.Version) + `"`)
	eachFile(t, func(name string, content []byte) {
		switch ext := path.Ext(name); {
		case slices.Contains(versioned, name), strings.Contains(name, "_test.go"), strings.Contains(name, "/testdata/"), name == "addin/internal/sdk/sdk.go":
		case slices.Contains([]string{".md", ".yml", ".go", ".bsl", ".xml", ".sh", ".c", ".h", ".svg", ""}, ext):
			for i, line := range strings.Split(string(content), "\n") {
				if text := strings.TrimSpace(line); named.MatchString(text) && !strings.HasPrefix(text, "//") {
					t.Errorf("%s:%d names a version: %s", name, i+1, text)
				}
			}
		}
	})
}

func TestWithVersion(t *testing.T) {
	for text, want := range map[string]string{
		"`Sentry_1.0.0.cfe`": "`Sentry_2.13.4.cfe`", "SentryAddIn_1.0.0_hashes.txt": "SentryAddIn_2.13.4_hashes.txt", `"AddIn.Sentry_1_0_0.Sentry"`: `"AddIn.Sentry_2_13_4.Sentry"`,
		"[![версия 1.0.0](x)](y)": "[![версия 2.13.4](x)](y)", "[![версия 1.0.0, ещё не выпущена](x)](y)": "[![версия 2.13.4, ещё не выпущена](x)](y)",
		`aria-label="unreleased: 1.0.0"`: `aria-label="unreleased: 2.13.4"`, `aria-label="version: 1.0.0"`: `aria-label="version: 2.13.4"`, `<text x="84.5" y="14">1.0.0</text>`: `<text x="84.5" y="14">2.13.4</text>`,
		"Функция ВерсияКомпоненты() Экспорт\r\n\t\r\n\tВозврат \"1.0.0\";\r\n": "Функция ВерсияКомпоненты() Экспорт\r\n\t\r\n\tВозврат \"2.13.4\";\r\n",
		"sentry1c_1.0.0_lin64": "sentry1c_2.13.4_lin64",
	} {
		if got, count := withVersion(text, "2.13.4"); got != want || count != 1 {
			t.Errorf("%q gives %q, %d times", text, got, count)
		}
	}
	for _, text := range []string{"127.0.0.1", "deploy@1.4.0", "8.3.27.1508", "УТ 11.5.12", `Возврат "1.0.0";`, "keep a changelog 1.1.0"} {
		if got, count := withVersion(text, "2.13.4"); got != text || count != 0 {
			t.Errorf("%q gives %q", text, got)
		}
	}
}
