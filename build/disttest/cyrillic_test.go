//go:build dist

package disttest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/build/library"
)

// TestCyrillic: users of 1C have Russian names, and so their folders. The library lies in such a folder, and under Wine the user is
// called so and everything of the user's with it.
func TestCyrillic(t *testing.T) {
	program := compileTests(t, targetOf(t, "linux/amd64"), "./native/guesttest")
	for _, p := range places {
		if !strings.HasPrefix(p.target, "windows/") && p.name != "this machine" {
			continue
		}
		t.Run(p.target, func(t *testing.T) {
			p = p.prepare(t)
			target := targetOf(t, p.target)
			dir := filepath.Join(t.TempDir(), "Иванова Мария", "ООО «Ромашка»")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			content, err := os.ReadFile(libraryOf(t, target))
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "Компонента"+target.Extension)
			if err := os.WriteFile(path, content, 0o755); err != nil {
				t.Fatal(err)
			}
			env := append(guestEnv(t, p, target), "SENTRY1C_LIBRARY="+path)
			if target.GOOS == "windows" {
				env = append(env, "USER=Мария", "LOGNAME=Мария", "WINEPREFIX="+wineOfMaria(t, p))
				report := runDoctor(t, p, "windows", env, library.BundleName())
				if !strings.Contains(report, `users\Мария\`) {
					t.Errorf("the user is called otherwise:\n%s", report)
				}
			}
			run(t, place{}, program, "native/guesttest", env)
		})
	}
}

// wineOfMaria is a drive of Wine of its own, beside the usual one: the name of a user is chosen when it is made.
func wineOfMaria(t *testing.T, p place) string {
	t.Helper()
	return filepath.Join(filepath.Dir(p.command[0]), "prefix-Мария")
}
