package modulepath_test

import (
	"strings"
	"testing"

	"sentry1c/addin/internal/modulepath"
)

func TestFromFile_everyKind(t *testing.T) {
	for _, c := range paths {
		p, ok := modulepath.Parse(c.ru)
		if !ok || p.English() != c.en {
			t.Errorf("%s is %s in English, want %s", c.ru, p.English(), c.en)
		}
		if len(p.Owners) > 0 && modulepath.External(p.Owners[0].Class) {
			continue // files of those are relative to a root of their own
		}
		for layout, file := range map[modulepath.Layout]string{modulepath.Designer: c.designer, modulepath.EDT: c.edt} {
			if p, ok := modulepath.FromFile(file, layout); !ok || p.English() != c.en {
				t.Errorf("FromFile(%q, %s) = %s, %v, want %s", file, layout, p.English(), ok, c.en)
			}
			lower := strings.ReplaceAll(file, "Ext/", "ext/")
			if p, ok := modulepath.FromFile(lower, layout); !ok || p.English() != c.en {
				t.Errorf("FromFile(%q, %s) = %s, %v, want %s", lower, layout, p.English(), ok, c.en)
			}
		}
	}
}

func TestFromFile_others(t *testing.T) {
	for _, name := range []string{
		"", ".bsl", "Module.bsl", "Ext/Module.bsl", "Configuration/Module.bsl", "CommonModules/А/Ext/Module.xml", "CommonModules/А/Ext/ObjectModule.bsl",
		"Нечто/А/Ext/Module.bsl", "Forms/Форма/Ext/Form/Module.bsl", "Forms/Форма/Module.bsl", "CommonModules/А/Б/Module.bsl",
		"CommonModules/А.Б/Ext/Module.bsl", "CommonModules/А.Б/Module.bsl", "/CommonModules/А/Module.bsl", "CommonModules//Module.bsl", "Ext/Form/Module.bsl",
		"src/CommonModules/А/Module.bsl", "CommonModules/А/CommandModule.bsl", "Catalogs/А/Forms/Ф/Ext/Module2.bsl", "Catalogs/А/Predefined/Б/Module.bsl",
	} {
		for _, layout := range []modulepath.Layout{modulepath.Designer, modulepath.EDT, "other"} {
			if p, ok := modulepath.FromFile(name, layout); ok {
				t.Errorf("FromFile(%q, %s) = %s", name, layout, p.English())
			}
		}
	}
	if _, ok := modulepath.FromFile("CommonModules/А/Module.bsl", modulepath.Designer); ok {
		t.Error("a file of EDT is one of the Designer")
	}
	if _, ok := modulepath.FromFile("CommonModules/А/Ext/Module.bsl", modulepath.EDT); ok {
		t.Error("a file of the Designer is one of EDT")
	}
}

func TestFromPlainFile(t *testing.T) {
	for name, want := range map[string]string{
		"CommonModule.Сервис.Module.txt":                   "CommonModule.Сервис.Module",
		"CommonModule.Form.Module.txt":                     "CommonModule.Form.Module",
		"Document.Объект.ObjectModule.txt":                 "Document.Объект.ObjectModule",
		"Document.Объект.Form.Основная.Form.Module.txt":    "Document.Объект.Form.Основная.Form",
		"CommonForm.Основная.Form.Module.txt":              "CommonForm.Основная.Form",
		"Catalog.Объект.Command.Открыть.CommandModule.txt": "Catalog.Объект.Command.Открыть.CommandModule",
		"Constant.Значение.ValueManagerModule.bsl":         "Constant.Значение.ValueManagerModule",
		"Configuration.ManagedApplicationModule.txt":       "ManagedApplicationModule",
		"Configuration.SessionModule.TXT":                  "SessionModule",
	} {
		if p, ok := modulepath.FromPlainFile(name); !ok || p.English() != want {
			t.Errorf("FromPlainFile(%q) = %s, %v, want %s", name, p.English(), ok, want)
		}
	}
	for _, name := range []string{
		"", ".txt", "README.txt", "SessionModule.txt", "Configuration.Имя.SessionModule.txt", "Configuration.Module.txt", "CommonModule.Сервис.Module",
		"Document.Объект.Form.Основная.Form", "Document..ObjectModule.txt", "Unknown.Имя.Module.txt",
		"dir/CommonModule.А.Module.txt",
	} {
		if p, ok := modulepath.FromPlainFile(name); ok {
			t.Errorf("FromPlainFile(%q) = %s", name, p.English())
		}
	}
}

// FuzzFromFile: what is read is a path that has this file, but for letter case.
func FuzzFromFile(f *testing.F) {
	for _, p := range paths {
		f.Add(p.designer)
		f.Add(p.edt)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, layout := range []modulepath.Layout{modulepath.Designer, modulepath.EDT} {
			p, ok := modulepath.FromFile(name, layout)
			if ok && !strings.EqualFold(p.File(layout), name) {
				t.Errorf("FromFile(%q, %s) = %s, whose file is %q", name, layout, p.English(), p.File(layout))
			}
		}
		modulepath.FromPlainFile(name)
	})
}
