package check

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
)

// foreign are the names that examples leave to their readers: methods of the
// configuration, attributes of a form, the object of the component.
var foreign = setOf("ЗагрузитьКурсы LoadRates ВыполнитьОбмен СоздатьЗаказ RunExchange CreateOrder ТекстОтзыва Имя Почта FeedbackText Name Email " +
	"Сентри Sentry .Метаданные .Metadata")

func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(list) {
		set[syntax.Fold(name)] = true
	}
	return set
}

var (
	fence  = regexp.MustCompile("(?ms)^[\t ]*```bsl\r?\n(.*?)^[\t ]*```")
	method = regexp.MustCompile(`(?im)^[\t ]*(&\S+\s+)?(процедура|функция|procedure|function)[\t ]`)
	onForm = regexp.MustCompile(`(?im)^[\t ]*&(НаКлиенте|НаСервере|AtClient|AtServer)`)
)

// blocks are the texts of the language in a page, as modules: statements alone are
// the body of a method of the server, methods with directives stand in a form.
func blocks(page, text string) []Unit {
	var units []Unit
	for _, at := range fence.FindAllStringSubmatchIndex(text, -1) {
		code := text[at[2]:at[3]]
		m := &eval.Module{Path: page, Source: code, Sides: eval.Server}
		u := Unit{Module: m, Line: strings.Count(text[:at[2]], "\n"), Foreign: foreign}
		switch {
		case onForm.MatchString(code):
			m.Kind, m.Sides, m.ServerCall = eval.OfForm, eval.ThinClient|eval.WebClient|eval.Server, true
		case !method.MatchString(code):
			m.Source = "Процедура Пример()\n" + code + "\nКонецПроцедуры\n"
			u.Line--
		}
		units = append(units, u)
	}
	return units
}

// TestPages: what pages tell people to copy compiles where it is meant to stand,
// beside the extension. Each block is by itself: two may name their methods alike.
func TestPages(t *testing.T) {
	c := config(t)
	beside := append(extension(t), copied(t)...)
	found := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "out" || d.Name() == "node_modules"):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".md"):
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		page, _ := filepath.Rel(root, path)
		for _, u := range blocks(filepath.ToSlash(page), string(content)) {
			found++
			for _, f := range Units(append(beside[:len(beside):len(beside)], u), c) {
				if f.Path == u.Path {
					t.Error(f)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found == 0 {
		t.Error("no page has an example: the test does not see them")
	}
}

// copied are the modules of examples that pages tell people to copy into their
// configuration.
func copied(t *testing.T) []Unit {
	var units []Unit
	for name, sides := range map[string]eval.Side{"ОтправкаОшибок": eval.ServerCode, "ErrorReporting": eval.ServerCode, "ОтправкаОшибокКлиент": eval.ThinClient | eval.WebClient, "ErrorReportingClient": eval.ThinClient | eval.WebClient} {
		m := module(t, filepath.Join(root, "bsl", "examples", name+".bsl"), sides)
		m.Name = name
		units = append(units, Unit{Module: m, Foreign: foreign})
	}
	// A page tells in words what it is.
	passes := &eval.Module{Path: "ОшибкиВызовСервера", Name: "ОшибкиВызовСервера", Sides: eval.Server, ServerCall: true, Source: "Процедура Отправить(Текст) Экспорт\n\tСентри.ЗаписатьИсключение(Текст);\nКонецПроцедуры\n"}
	return append(units, Unit{Module: passes})
}

// TestExamples: the modules of examples compile on the server, beside the extension.
func TestExamples(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(root, "bsl", "examples", "*.bsl"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	c := config(t)
	beside := extension(t)
	for _, path := range paths {
		u := Unit{Module: module(t, path, eval.Server), Foreign: foreign}
		for _, f := range Units(append(beside[:len(beside):len(beside)], u), c) {
			if f.Path == u.Path {
				t.Error(f)
			}
		}
	}
}

// TestBlocks: where an example stands decides what it may name.
func TestBlocks(t *testing.T) {
	page := "text\n```bsl\nА = ТекущаяДата();\nПоказатьПредупреждение(, 1);\n```\n\n```bsl\n&НаКлиенте\nПроцедура А(Команда)\n\tНачатьТранзакцию();\nКонецПроцедуры\n```\n```go\nx := 1\n```\n" +
		"1. in a list:\n\n   ```bsl\n   А = НетТакого;\n   ```\n"
	units := blocks("page.md", page)
	if len(units) != 3 {
		t.Fatalf("%d blocks", len(units))
	}
	for i, want := range []string{"page.md, line 4, on the server: there is no ПоказатьПредупреждение here", "page.md, line 10, on the thin client: there is no НачатьТранзакцию here",
		"page.md, line 19, on the server: НетТакого is no variable"} {
		said := ""
		for _, f := range Units(units[i:i+1], config(t)) {
			said += f.String() + "\n"
		}
		if !strings.Contains(said, want) {
			t.Errorf("block %d: %q lacks %q", i, said, want)
		}
	}
}
