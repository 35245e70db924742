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

// TestLoad: modules have the flags of their descriptions, jobs and commands are those
// of their folders.
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
	client := modules["Сентри ОбщийМодуль.СентриКлиент.Модуль"]
	if client == nil || client.ServerCall || client.Sides&eval.Servers != 0 || client.Sides&eval.WebClient == 0 {
		t.Errorf("СентриКлиент is %+v", client)
	}
	base := platform.NewInfobase(eval.Release(8, 3, 27), eval.Release(8, 3, 17), t.TempDir())
	if err := e.Apply(base); err != nil {
		t.Fatal(err)
	}
	for folder, count := range map[string]int{
		"CommonModules": withNames(e.Modules), "InformationRegisters": len(base.Registers), "ScheduledJobs": len(base.Scheduled),
		"CommonCommands": len(base.Commands), "CommonForms": len(base.Forms),
	} {
		if files, _ := filepath.Glob(filepath.Join(sources, folder, "*.xml")); len(files) != count {
			t.Errorf("%d %s were read, there are %d", count, folder, len(files))
		}
	}
}

// withNames counts common modules: other modules have no name.
func withNames(modules []*eval.Module) int {
	count := 0
	for _, m := range modules {
		if m.Name != "" {
			count++
		}
	}
	return count
}

// Objects of classes that the extension need not have.
const (
	sampleRegister = `<MetaDataObject><InformationRegister><Properties><Name>Проба</Name><InformationRegisterPeriodicity>Nonperiodical</InformationRegisterPeriodicity></Properties>
<ChildObjects><Resource><Properties><Name>Адрес</Name><Type><Type>xs:string</Type><StringQualifiers><Length>500</Length></StringQualifiers></Type></Properties></Resource></ChildObjects></InformationRegister></MetaDataObject>`
	sampleKeeper = `<MetaDataObject><CommonModule><Properties><Name>Хранитель</Name><Server>true</Server><ReturnValuesReuse>DuringSession</ReturnValuesReuse></Properties></CommonModule></MetaDataObject>`
	sampleForm   = `<MetaDataObject><CommonForm><Properties><Name>Проба</Name></Properties></CommonForm></MetaDataObject>`
	sampleBody   = `<Form><Events><Event name="OnCreateAtServer">ПриСоздании</Event></Events></Form>`
)

// withSamples is the extension with the objects above.
func withSamples(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(sources)); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"InformationRegisters/Проба.xml":         sampleRegister,
		"CommonModules/Хранитель.xml":            sampleKeeper,
		"CommonModules/Хранитель/Ext/Module.bsl": "Функция Список() Экспорт\nВозврат 1;\nКонецФункции",
		"CommonForms/Проба.xml":                  sampleForm,
		"CommonForms/Проба/Ext/Form.xml":         sampleBody,
		"CommonForms/Проба/Ext/Form/Module.bsl":  "&НаСервере\nПроцедура ПриСоздании(Отказ, СтандартнаяОбработка)\nКонецПроцедуры",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestLoad_samples: what registers, modules that keep values and forms say is taken
// over.
func TestLoad_samples(t *testing.T) {
	e, err := Load(withSamples(t))
	if err != nil {
		t.Fatal(err)
	}
	base := platform.NewInfobase(eval.Release(8, 3, 27), eval.Release(8, 3, 17), t.TempDir())
	if err := e.Apply(base); err != nil {
		t.Fatal(err)
	}
	if r := base.Registers["проба"]; r == nil || len(r.Dimensions) != 0 || len(r.Resources) != 1 || r.Resources[0].Length != 500 {
		t.Errorf("the register is %+v", r)
	}
	if f := base.Forms["общаяформа.проба"]; f == nil || f.Events["ПриСозданииНаСервере"] != "ПриСоздании" || f.Module.Kind != eval.OfForm {
		t.Errorf("the form is %+v", f)
	}
	for _, m := range e.Modules {
		if m.Name == "Хранитель" && (!m.Reuse || m.Sides != eval.Server) {
			t.Errorf("the module is %+v", m)
		}
	}
}

// TestLoad_refuses: what is not modelled is not passed over.
func TestLoad_refuses(t *testing.T) {
	for _, c := range []struct{ file, from, to, want string }{
		{"CommonModules/Хранитель.xml", "DuringSession", "DuringRequest", `reuse "DuringRequest" is not modelled`},
		{"CommonModules/Сентри.xml", "<Global>false", "<Global>true", "global modules are not modelled"},
		{"CommonModules/Сентри.xml", "CommonModule", "Catalog", "the file describes something else"},
		{"InformationRegisters/Проба.xml", "Nonperiodical", "Second", "the periodicity Second is not modelled"},
		{"InformationRegisters/Проба.xml", "xs:string", "cfg:CatalogRef.Валюты", "is not modelled"},
		{"CommonForms/Проба.xml", "CommonForm", "Catalog", "the file describes something else"},
		{"CommonForms/Проба/Ext/Form.xml", "OnCreateAtServer", "OnReopen", "the event OnReopen of a form is not modelled"},
		{"Configuration.xml", "Version8_3_16", "DontUse", "the mode of compatibility"},
		{"CommonModules/Сентри/Ext/Module.bsl", "Экспорт", "Экспорт Перем", "Сентри ОбщийМодуль.Сентри.Модуль("},
	} {
		dir := withSamples(t)
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
