//go:build dist

package disttest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/build/library"
	"sentry1c/manifest"
)

// TestCyrillic: users of 1C have Russian names, and so their folders. The library lies in such a folder, and under Wine the user is
// called so and everything of the user's with it.
func TestCyrillic(t *testing.T) {
	program := compileTests(t, targetOf(t, "linux/amd64"), "./native/guesttest")
	eachPlace(t, func(t *testing.T, p place, target manifest.Target) {
		if p.loaded {
			t.Skip("paths are those of this machine")
		}
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
			// The name of a user is chosen when Wine's drive is made: Maria has one of her own, beside the usual one.
			drive := filepath.Join(filepath.Dir(p.command[0]), "prefix-Мария")
			env = append(env, "USER=Мария", "LOGNAME=Мария", "WINEPREFIX="+drive)
			if report := runProgram(t, p, env, "doctor", "-lang", "en", p.path(dist(t, library.BundleName()))); !strings.Contains(report, `users\Мария\`) {
				t.Errorf("the user is called otherwise:\n%s", report)
			}
		}
		run(t, place{}, program, "native/guesttest", env)
	})
}
