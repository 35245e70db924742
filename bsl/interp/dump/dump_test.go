package dump

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
)

const sources = "../../extension"

func load(t *testing.T) *Extension {
	t.Helper()
	e, err := Load(sources)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestExtension_compiles: the modules are right on every side of the oldest
// platform that the extension promises and of the newest one known.
func TestExtension_compiles(t *testing.T) {
	for _, version := range []eval.Version{{8, 3, 17, 1851}, {8, 3, 27, 1508}} {
		base := platform.NewInfobase(version, eval.Release(8, 3, 17), t.TempDir())
		if err := load(t).Apply(base); err != nil {
			t.Errorf("platform %s: %v", version, err)
		}
	}
}

func TestLoad(t *testing.T) {
	e := load(t)
	modules := map[string]*eval.Module{}
	for _, m := range e.Modules {
		modules[m.Path] = m
	}
	calls := modules["Сентри ОбщийМодуль.СентриВызовСервера.Модуль"]
	if calls == nil || !calls.ServerCall || calls.Sides != eval.Server {
		t.Errorf("СентриВызовСервера is %+v", calls)
	}
	cache := modules["Сентри ОбщийМодуль.СентриПовтИсп.Модуль"]
	if cache == nil || !cache.Reuse || cache.Sides != eval.ServerCode {
		t.Errorf("СентриПовтИсп is %+v", cache)
	}
	base := platform.NewInfobase(eval.Release(8, 3, 27), eval.Release(8, 3, 17), t.TempDir())
	if err := e.Apply(base); err != nil {
		t.Fatal(err)
	}
	if len(base.Registers) != 0 {
		t.Errorf("the extension has tables of its own: %v", base.Registers)
	}
	if len(base.Scheduled) != 1 || base.Scheduled[0].Use || len(base.Commands) != 3 || len(base.Forms) != 1 {
		t.Errorf("%d scheduled jobs, %d commands and %d forms, want 1 that is off, 3 and 1", len(base.Scheduled), len(base.Commands), len(base.Forms))
	}
}

// TestLoad_refuses: what is not modelled is not passed over.
func TestLoad_refuses(t *testing.T) {
	for _, c := range []struct{ file, from, to, want string }{
		{"CommonModules/СентриПовтИсп.xml", "DuringSession", "DuringRequest", `reuse "DuringRequest" is not modelled`},
		{"CommonModules/Сентри.xml", "<Global>false", "<Global>true", "global modules are not modelled"},
		{"CommonModules/Сентри.xml", "CommonModule", "Catalog", "the file describes something else"},
		{"CommonForms/Сентри/Ext/Form.xml", "OnCreateAtServer", "OnReopen", "the event OnReopen of a form is not modelled"},
		{"CommonModules/Сентри/Ext/Module.bsl", "Экспорт", "Экспорт Перем", "Сентри ОбщийМодуль.Сентри.Модуль("},
	} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(sources)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.FromSlash(c.file))
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.ReplaceAll(string(content), c.from, c.to)
		if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := Load(dir)
		if err == nil {
			err = e.Apply(platform.NewInfobase(eval.Release(8, 3, 27), eval.Release(8, 3, 17), t.TempDir()))
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: error %v, want %q", c.file, c.to, err, c.want)
		}
	}
}

// TestApply_mode: the extension goes with bases of its own mode of compatibility and
// above.
func TestApply_mode(t *testing.T) {
	for mode, want := range map[int]bool{14: false, 15: false, 16: true, 17: true, 24: true} {
		err := load(t).Apply(platform.NewInfobase(eval.Release(8, 3, 27), eval.Release(8, 3, mode), t.TempDir()))
		if refused := err != nil && strings.Contains(err.Error(), "Режим совместимости расширения"); refused == want || err != nil && want {
			t.Errorf("a base in the mode 8.3.%d: error %v", mode, err)
		}
	}
}
