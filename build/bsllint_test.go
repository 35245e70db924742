package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const lintReport = `{"fileinfos":[{"path":"file:///x/CommonModules/%D0%90/Ext/Module.bsl","diagnostics":[
	{"code":"SetPrivilegedMode","message":"check","severity":"Warning","range":{"start":{"line":8}}},
	{"code":"Typo","message":"typo","severity":"Hint","range":{"start":{"line":1}}}]},
	{"path":"file:///x/testdata/%D0%90.bsl","diagnostics":[{"code":"Rude","message":"rude","severity":"Error","range":{"start":{"line":1}}}]}]}`

func TestBSLLint(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	report := write("report.json", lintReport)
	for _, c := range []struct {
		arguments, says string
		good            bool
	}{
		{"# why\nSetPrivilegedMode А because\n", "1 files, 0 findings", true},
		{"", "Module.bsl:9: SetPrivilegedMode: check", false},
		{"SetPrivilegedMode Б because", "SetPrivilegedMode Б is argued", false},
		{"SetPrivilegedMode А because\nTypo А because", "Typo А is argued", false},
		{"SetPrivilegedMode А", "", false},
	} {
		var out strings.Builder
		err := run(t.Context(), []string{"lint-bsl", report, write("arguments", c.arguments)}, &out)
		if (err == nil) != c.good || !strings.Contains(out.String(), c.says) {
			t.Errorf("%q: %v\n%s", c.arguments, err, &out)
		}
	}
	for _, text := range []string{"", "{", `{"fileinfos":[]}`, `{"fileinfos":[{"path":"file:///x/testdata/a.bsl"}]}`} {
		var out strings.Builder
		if err := run(t.Context(), []string{"lint-bsl", write("bad.json", text), write("arguments", "")}, &out); err == nil {
			t.Errorf("the report %q passes", text)
		}
	}
}
