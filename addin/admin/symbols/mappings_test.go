package symbols

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/sourcetree"
)

// files are modules of every shape, in a layout; a configuration and an extension have
// the same ones.
func files(layout string) []string {
	if layout == "designer" {
		return []string{
			"CommonModules/Цены/Ext/Module.bsl", "Catalogs/Товары/Ext/ObjectModule.bsl", "Catalogs/Товары/Ext/ManagerModule.bsl",
			"Catalogs/Товары/Forms/ФормаСписка/Ext/Form/Module.bsl", "Documents/Заказ/Commands/Печать/Ext/CommandModule.bsl",
			"CommonForms/Ввод/Ext/Form/Module.bsl", "CommonCommands/Печать/Ext/CommandModule.bsl", "Constants/Курс/Ext/ValueManagerModule.bsl",
			"InformationRegisters/Курсы/Ext/RecordSetModule.bsl", "HTTPServices/Обмен/Ext/Module.bsl", "Ext/SessionModule.bsl", "Ext/ManagedApplicationModule.bsl",
			"CalculationRegisters/Расчеты/Recalculations/Пересчет/Ext/RecordSetModule.bsl", "ExternalDataSources/Источник/Tables/Цены/Ext/ManagerModule.bsl",
		}
	}
	return []string{
		"CommonModules/Цены/Module.bsl", "Catalogs/Товары/ObjectModule.bsl", "Catalogs/Товары/ManagerModule.bsl",
		"Catalogs/Товары/Forms/ФормаСписка/Module.bsl", "Documents/Заказ/Commands/Печать/CommandModule.bsl",
		"CommonForms/Ввод/Module.bsl", "CommonCommands/Печать/CommandModule.bsl", "Constants/Курс/ValueManagerModule.bsl",
		"InformationRegisters/Курсы/RecordSetModule.bsl", "HTTPServices/Обмен/Module.bsl", "Configuration/SessionModule.bsl", "Configuration/ManagedApplicationModule.bsl",
		"CalculationRegisters/Расчеты/Recalculations/Пересчет/RecordSetModule.bsl", "ExternalDataSources/Источник/Tables/Цены/ManagerModule.bsl",
	}
}

// shop is a configuration, or an extension if it has a name, in a folder.
func shop(into map[string]string, dir, layout, extension string) {
	describe, at := `<MetaDataObject><Configuration><Properties>%s<Name>%s</Name></Properties></Configuration></MetaDataObject>`, "Configuration.xml"
	belonging := "<ObjectBelonging>Adopted</ObjectBelonging>"
	if layout == "edt" {
		describe, at = `<mdclass:Configuration xmlns:mdclass="x">%s<name>%s</name></mdclass:Configuration>`, "Configuration/Configuration.mdo"
		belonging = "<objectBelonging>Adopted</objectBelonging>"
	}
	if extension == "" {
		into[dir+at] = fmt.Sprintf(describe, "", "Торговля")
	} else {
		into[dir+at] = fmt.Sprintf(describe, belonging, extension)
	}
	for _, file := range files(layout) {
		into[dir+file] = module
	}
}

// applied does to a frame what Sentry does (convert_stacktrace_frame_path_to_source_path
// in src/sentry/issues/auto_source_code_config/code_mapping.py of getsentry/sentry): the
// beginning of filename is exchanged, or of abs_path if filename has another one.
func applied(m Mapping, filename, absolute string) (string, bool) {
	for _, path := range []string{filename, absolute} {
		if path != "" && strings.HasPrefix(path, m.StackRoot) {
			return strings.TrimLeft(strings.Replace(path, m.StackRoot, m.SourceRoot, 1), "/"), true
		}
	}
	return "", false
}

// frameOf returns filename and abs_path of a frame in a module as events have them.
func frameOf(t *testing.T, o *options.Options, extension, path string) (filename, absolute string) {
	t.Helper()
	var read struct {
		Exception struct {
			Values []struct {
				Stacktrace struct {
					Frames []struct {
						Filename string `json:"filename"`
						Absolute string `json:"abs_path"`
					} `json:"frames"`
				} `json:"stacktrace"`
			} `json:"values"`
		} `json:"exception"`
	}
	text := "Деление на 0\n{" + strings.TrimPrefix(extension+" ", " ") + path + "(1)}:А();"
	if err := json.Unmarshal(event.ReadingJSON(text, o, nil), &read); err != nil {
		t.Fatal(err)
	}
	if v := read.Exception.Values; len(v) != 1 || len(v[0].Stacktrace.Frames) != 1 {
		t.Fatalf("%q is read as %+v", text, v)
	}
	f := read.Exception.Values[0].Stacktrace.Frames[0]
	return f.Filename, f.Absolute
}

// lead checks that every frame of every module of the trees is led to the file of that
// module, and by one mapping only.
func lead(t *testing.T, trees []Placed) {
	t.Helper()
	m, err := Mappings(trees, "")
	if err != nil {
		t.Fatal(err)
	}
	o := options.Defaults()
	o.SourceLayout, o.SourceContext = m.Layout, options.SourceOfServer
	count := 0
	for _, tree := range trees {
		found, err := sourcetree.Find(tree.Tree)
		if err != nil {
			t.Fatal(err)
		}
		for _, root := range found.Roots {
			_, others := layoutOf(root)
			extension := ""
			if root.Extension {
				extension = root.Name
			}
			for _, one := range root.Modules {
				if slices.Contains(others, one.File) {
					continue
				}
				count++
				filename, absolute := frameOf(t, &o, extension, one.Path)
				var led []string
				for _, mapping := range m.Mappings {
					if to, ok := applied(mapping, filename, absolute); ok {
						led = append(led, to)
					}
				}
				if want := tree.Place + one.File; len(led) != 1 || led[0] != want {
					t.Fatalf("%s %s: %s (%s) leads to %q, want %s", extension, one.Path, filename, absolute, led, want)
				}
			}
		}
	}
	t.Logf("%d modules, %d mappings, %d notes", count, len(m.Mappings), len(m.Notes))
}

// TestMappings_leadToFiles: in both layouts, wherever configuration and extensions lie.
func TestMappings_leadToFiles(t *testing.T) {
	for _, layout := range []string{"designer", "edt"} {
		for name, dirs := range map[string][3]string{ // of the configuration and two extensions
			"each in a folder":          {"src/cf/", "src/cfe/a/", "exts/б/src/"},
			"the configuration on top":  {"", "cfe/a/", "cfe/b/"},
			"an extension on top":       {"cf/", "", "cfe/b/"},
			"one inside of the other":   {"cf/", "cf/ext/", "cf/ext/b/"},
			"a folder like a dump's":    {"CommonModules/", "Catalogs/", "Ext/"},
			"folders begin with others": {"cf/", "cf-a/", "cf-ab/"},
		} {
			t.Run(layout+" "+name, func(t *testing.T) {
				into := map[string]string{}
				for i, extension := range []string{"", "Доработки", "Доработки2"} {
					shop(into, dirs[i], layout, extension)
				}
				lead(t, []Placed{{tree("repo", into), ""}})
				lead(t, []Placed{{tree("repo", into), "sources/1c/"}})
			})
		}
		t.Run(layout+" in trees of their own", func(t *testing.T) {
			cf, cfe := map[string]string{}, map[string]string{}
			shop(cf, "", layout, "")
			shop(cfe, "", layout, "Доработки")
			lead(t, []Placed{{tree("cf", cf), "src/cf/"}, {tree("cfe", cfe), "src/cfe/"}})
		})
	}
}

// TestMappings_library does it with a whole configuration. SENTRY1C_SSL names the folder
// of the Configuration.xml of 1c-syntax/ssl_3_1.
func TestMappings_library(t *testing.T) {
	dir := os.Getenv("SENTRY1C_SSL")
	if dir == "" {
		t.Skip("SENTRY1C_SSL does not say where the sources of 1c-syntax/ssl_3_1 are")
	}
	tree, err := Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	lead(t, []Placed{{tree, "src/cf/"}})
}

// TestMappings_golden: the file as sentry-cli reads it.
func TestMappings_golden(t *testing.T) {
	m, err := Mappings([]Placed{{tree("repo", map[string]string{
		"cf/Configuration.xml": configuration, "cf/CommonModules/Цены/Ext/Module.bsl": module, "cf/Ext/SessionModule.bsl": module,
		"cfe/Configuration.xml": extension, "cfe/CommonModules/Цены/Ext/Module.bsl": module,
	}), "src/"}}, "release/8")
	if err != nil {
		t.Fatal(err)
	}
	const want = `[
  {
    "stackRoot": "CommonModules/",
    "sourceRoot": "src/cf/CommonModules/",
    "defaultBranch": "release/8"
  },
  {
    "stackRoot": "Ext/",
    "sourceRoot": "src/cf/Ext/",
    "defaultBranch": "release/8"
  },
  {
    "stackRoot": "Доработки/",
    "sourceRoot": "src/cfe/",
    "defaultBranch": "release/8"
  }
]
`
	if got, err := m.JSON(); string(got) != want || err != nil || m.Layout != "designer" || len(m.Notes) > 0 {
		t.Errorf("%s %v %+v", got, err, m)
	}
}

// TestMappings_problems: one sentence in each language for what Sentry could not use.
func TestMappings_problems(t *testing.T) {
	dump := func(dir, description string) map[string]string {
		return map[string]string{dir + "Configuration.xml": description, dir + "CommonModules/Цены/Ext/Module.bsl": module}
	}
	other := strings.Replace(configuration, "Торговля", "Склад", 1)
	for name, c := range map[string]struct {
		trees  []Placed
		branch string
		want   string
	}{
		"two configurations":   {[]Placed{{tree("a", dump("", configuration)), "a/"}, {tree("b", dump("", other)), "b/"}}, "", "more than one configuration (a and b)"},
		"one extension twice":  {[]Placed{{tree("a", dump("", extension)), "a/"}, {tree("b", dump("", extension)), "b/"}}, "", "two folders for Доработки/: a/ and b/"},
		"two layouts":          {[]Placed{{tree("a", dump("", extension)), "a/"}, {tree("b", map[string]string{"src/Configuration/Configuration.mdo": edt, "src/CommonModules/Ц/Module.bsl": module}), "b/"}}, "", "another layout than the rest (designer and edt)"},
		"a plain dump":         {[]Placed{{tree("a", map[string]string{"Configuration.xml": configuration, "CommonModule.Цены.Module.txt": module}), ""}}, "", "plain dump"},
		"a blank in a path":    {[]Placed{{tree("a", dump("", extension)), "мои исходники/"}}, "", "neither blanks nor quotes in paths: мои исходники/"},
		"a quote in a path":    {[]Placed{{tree("a", dump("it's/", configuration)), ""}}, "", "neither blanks nor quotes"},
		"no modules":           {[]Placed{{tree("a", map[string]string{"Configuration.xml": configuration}), ""}}, "", "no module"},
		"nothing":              {[]Placed{{tree("a", nil), ""}}, "", "no sources of 1C"},
		"a branch with blanks": {[]Placed{{tree("a", dump("", configuration)), ""}}, "my branch", `no branch "my branch"`},
		"a branch with slash":  {[]Placed{{tree("a", dump("", configuration)), ""}}, "main/", `no branch "main/"`},
	} {
		m, err := Mappings(c.trees, c.branch)
		if err == nil {
			t.Errorf("%s: %+v", name, m)
			continue
		}
		russian, english := Say(err, true), Say(err, false)
		if !strings.Contains(english, c.want) || russian == english || strings.Contains(russian+english, "\n") {
			t.Errorf("%s: %q, %q", name, russian, english)
		}
	}
	// Files that no name of a module leads to are said, not lost in silence.
	m, err := Mappings([]Placed{{tree("a", map[string]string{"Configuration.xml": configuration,
		"commonmodules/Цены/Ext/Module.bsl": module, "CommonModules/Ц/Ext/Module.bsl": module}), ""}}, "")
	if err != nil || len(m.Notes) != 1 || !strings.Contains(m.Notes[0].English, "1, such as commonmodules/Цены/Ext/Module.bsl") {
		t.Errorf("%+v, %v", m, err)
	}
}
