package sourcetree

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	designerXML = `<?xml version="1.0" encoding="UTF-8"?>
<MetaDataObject xmlns="http://v8.1c.ru/8.3/MDClasses" xmlns:xr="http://v8.1c.ru/8.3/xcf/readable" version="2.20">
	<Configuration uuid="5c55913b-6573-4f45-b848-a90373dafdac">
		<InternalInfo><xr:ContainedObject><xr:ClassId>9cd5</xr:ClassId></xr:ContainedObject></InternalInfo>
		<Properties>%s
			<Name>Торговля</Name>
			<Synonym/>
			<Vendor>Фирма "1С"</Vendor>
			<Version>11.5.1</Version>
		</Properties>
		<ChildObjects><Language>Русский</Language></ChildObjects>
	</Configuration>
</MetaDataObject>`
	edtMDO = `<?xml version="1.0" encoding="UTF-8"?>
<mdclass:Configuration xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:mdclass="http://g5.1c.ru/v8/dt/metadata/mdclass" uuid="x">
  <name>Склад</name>
  <synonym><key>ru</key><value>Склад</value></synonym>
  %s
  <vendor>Мы</vendor>
  <version>2.0</version>
  <languages uuid="y"><name>Русский</name></languages>
</mdclass:Configuration>`
	adopted    = "<ObjectBelonging>Adopted</ObjectBelonging><ConfigurationExtensionPurpose>AddOn</ConfigurationExtensionPurpose>"
	edtAdopted = "<objectBelonging>Adopted</objectBelonging>"
)

func designer(more string) string { return fmt.Sprintf(designerXML, more) }
func edt(more string) string      { return fmt.Sprintf(edtMDO, more) }

// tree is a tree of files in memory.
func tree(files map[string]string) Tree {
	t := Tree{Name: "T", Read: func(name string) ([]byte, error) { return []byte(files[name]), nil }}
	for name := range files {
		if Wanted(name) {
			t.Files = append(t.Files, name)
		}
	}
	slices.Sort(t.Files)
	return t
}

// said writes what was found: «dir name version [extension]: path = file, …».
func said(f Found) string {
	var all []string
	for _, r := range f.Roots {
		s := r.Dir + " " + r.Name + " " + r.Version
		if r.Extension {
			s += " extension"
		}
		for _, m := range r.Modules {
			s += "; " + m.Path
		}
		all = append(all, s)
	}
	return strings.Join(all, " | ")
}

func TestFind(t *testing.T) {
	for name, c := range map[string]struct {
		files            map[string]string
		want             string
		foreign, unknown int
	}{
		"Designer": {map[string]string{
			"Configuration.xml": designer(""), "Ext/SessionModule.bsl": "", "CommonModules/А/Ext/Module.bsl": "", "CommonModules/А.xml": "", "Catalogs/Б/Forms/В/Ext/Form/Module.bsl": "",
		}, " Торговля 11.5.1; Catalog.Б.Form.В.Form; CommonModule.А.Module; SessionModule", 0, 0},
		"plain": {map[string]string{
			"dump/Configuration.xml": designer(""), "dump/Configuration.SessionModule.txt": "", "dump/CommonModule.А.Module.txt": "", "dump/CommonForm.Ф.Form.Module.txt": "", "dump/CommonModule.А.xml": "",
		}, "dump/ Торговля 11.5.1; CommonForm.Ф.Form; CommonModule.А.Module; SessionModule", 0, 0},
		"EDT": {map[string]string{
			"src/Configuration/Configuration.mdo": edt(""), "src/Configuration/SessionModule.bsl": "", "src/CommonModules/А/Module.bsl": "", "src/Catalogs/Б/Forms/В/Module.bsl": "",
		}, "src/ Склад 2.0; Catalog.Б.Form.В.Form; CommonModule.А.Module; SessionModule", 0, 0},
		"configuration and extensions of both kinds": {map[string]string{
			"src/cf/Configuration.xml": designer(""), "src/cf/CommonModules/А/Ext/Module.bsl": "",
			"src/cfe/Д/Configuration.xml": designer(adopted), "src/cfe/Д/CommonModules/А/Ext/Module.bsl": "",
			"exts/Е/src/Configuration/Configuration.mdo": edt(edtAdopted), "exts/Е/src/CommonModules/А/Module.bsl": "",
			"tests/А.bsl": "", ".settings/templates/А.bsl": "",
		}, "exts/Е/src/ Склад 2.0 extension; CommonModule.А.Module | src/cf/ Торговля 11.5.1; CommonModule.А.Module | src/cfe/Д/ Торговля 11.5.1 extension; CommonModule.А.Module", 1, 0},
		"part of a dump": {map[string]string{
			"old/src/CommonModules/А/Ext/Module.bsl": "", "old/src/Ext/SessionModule.bsl": "", "CommonModules/Б/Module.bsl": "",
		}, "  ; CommonModule.Б.Module | old/src/  ; CommonModule.А.Module; SessionModule", 0, 0},
		"unknown place": {map[string]string{
			"Configuration.xml": designer(""), "Нечто/А/Ext/Module.bsl": "", "CommonModules/А/Ext/Module.bsl": "", "CommonModules/А/Ext/Module.BSL": "",
		}, " Торговля 11.5.1; CommonModule.А.Module; CommonModule.А.Module", 0, 1},
		"description of something else": {map[string]string{
			"Configuration.xml": "<settings><Name>Х</Name></settings>", "CommonModules/А/Ext/Module.bsl": "",
		}, "  ; CommonModule.А.Module", 0, 0},
		"old encoding": {map[string]string{
			"Configuration.xml": strings.Replace(designer(""), "UTF-8", "windows-1251", 1), "SessionModule.bsl": "",
		}, " Торговля 11.5.1", 0, 1},
	} {
		found, err := Find(tree(c.files))
		if err != nil || said(found) != c.want || len(found.Foreign) != c.foreign || len(found.Unknown) != c.unknown {
			t.Errorf("%s: %q, foreign %q, unknown %q, %v\nwant %q", name, said(found), found.Foreign, found.Unknown, err, c.want)
		}
	}
}

func TestFind_problems(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"empty":        {nil, "ни Configuration.xml, ни Configuration.mdo, ни модулей"},
		"other things": {map[string]string{"а.bsl": "", "tests/б.bsl": ""}, "есть файлы модулей"},
		"damaged XML":  {map[string]string{"src/Configuration.xml": designer("")[:500]}, "src/Configuration.xml повреждено"},
		"no XML":       {map[string]string{"src/Configuration.xml": "<<<<<<< HEAD"}, "повреждено"},
		"empty XML":    {map[string]string{"src/Configuration.xml": ""}, "повреждено"},
		"deep XML":     {map[string]string{"src/Configuration.xml": strings.Repeat("<a>", 1000)}, "повреждено"},
		"binary":       {map[string]string{"Configuration/Configuration.mdo": "\x00\x00"}, "повреждено"},
	} {
		_, err := Find(tree(c.files))
		var problem *Problem
		if !errors.As(err, &problem) || !strings.Contains(problem.Russian, c.want) || strings.Count(problem.Russian, "\n") > 0 || problem.English == problem.Russian {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"Configuration.xml", "CommonModules/А/Ext/Module.bsl", ".git/CommonModules/Б/Ext/Module.bsl", "CommonModules/А.xml", "README.md"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := Folder(dir)
	if err != nil || !slices.Equal(tree.Files, []string{"CommonModules/А/Ext/Module.bsl", "Configuration.xml"}) {
		t.Errorf("%q, %v", tree.Files, err)
	}
	if data, err := tree.Read("CommonModules/А/Ext/Module.bsl"); err != nil || string(data) != "CommonModules/А/Ext/Module.bsl" {
		t.Errorf("%q, %v", data, err)
	}
	var problem *Problem
	if _, err := Folder(filepath.Join(dir, "README.md")); !errors.As(err, &problem) {
		t.Errorf("a file: %v", err)
	}
	none := filepath.Join(dir, "none")
	if _, err := Folder(none); !errors.As(err, &problem) || problem.Russian != "Каталога "+none+" нет." || problem.English != "There is no folder "+none+"." {
		t.Errorf("no folder: %v", err)
	}
	large := filepath.Join(dir, "large.bsl")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, MaxFile+1); err != nil {
		t.Fatal(err)
	}
	if _, err := tree.Read("large.bsl"); !errors.Is(err, ErrLarge) {
		t.Errorf("a large file: %v", err)
	}
}

// TestFind_ownExtension: the sources of our own extension, which the platform's format
// is built from.
func TestFind_ownExtension(t *testing.T) {
	dir, err := Folder("../../../bsl/extension")
	if err != nil {
		t.Fatal(err)
	}
	found, err := Find(dir)
	if err != nil || len(found.Roots) != 1 || !found.Roots[0].Extension || found.Roots[0].Name == "" || len(found.Roots[0].Modules) < 5 || len(found.Unknown) > 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

// FuzzDescribe: a description is what somebody else wrote.
func FuzzDescribe(f *testing.F) {
	f.Add([]byte(designer(adopted)))
	f.Add([]byte(edt(edtAdopted)))
	f.Add([]byte("<a><b></a>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if d, ok, err := describe(data); err == nil && !ok && d.Name != "" {
			t.Errorf("no configuration is called %q", d.Name)
		}
	})
}
