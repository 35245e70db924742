package symbols

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	configuration = `<MetaDataObject><Configuration><Properties><Name>Торговля</Name><Version>11.5</Version></Properties></Configuration></MetaDataObject>`
	extension     = `<MetaDataObject><Configuration><Properties><ObjectBelonging>Adopted</ObjectBelonging><Name>Доработки</Name><Version>1.0</Version></Properties></Configuration></MetaDataObject>`
	edt           = `<mdclass:Configuration xmlns:mdclass="http://g5.1c.ru/v8/dt/metadata/mdclass"><name>Склад</name><version>2.0</version></mdclass:Configuration>`
	module        = "\ufeffПроцедура А()\r\n\tБ();\r\nКонецПроцедуры\r\n"
)

// tooLarge stands for the text of a file that nobody reads.
const tooLarge = "too large"

// tree is a tree in memory.
func tree(name string, files map[string]string) Tree {
	t := Tree{Name: name, Read: func(name string) ([]byte, error) {
		text, ok := files[name]
		if text == tooLarge {
			return nil, fmt.Errorf("%s: %w", name, ErrLarge)
		}
		if !ok {
			return nil, os.ErrNotExist
		}
		return []byte(text), nil
	}}
	for name := range files {
		t.Files = append(t.Files, name)
	}
	slices.Sort(t.Files)
	return t
}

// both is a tree with a configuration, an extension and a project.
func both() Tree {
	return tree("repo", map[string]string{
		"cf/Configuration.xml": configuration, "cf/CommonModules/Цены/Ext/Module.bsl": module, "cf/Ext/SessionModule.bsl": "Б();",
		"cfe/Configuration.xml": extension, "cfe/CommonModules/Цены/Ext/Module.bsl": "\nПроцедура Расш_А()\nКонецПроцедуры",
		"edt/src/Configuration/Configuration.mdo": edt, "edt/src/CommonModules/Общий/Module.bsl": module,
	})
}

// made writes a file and opens it.
func made(t *testing.T, o Options, trees ...Tree) (*File, Made) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "symbols")
	var out bytes.Buffer
	m, err := Make(context.Background(), &out, trees, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, m
}

func TestMake(t *testing.T) {
	steps := 0
	date := time.Date(2026, 6, 1, 0, 0, 0, 0, time.FixedZone("MSK", 3*3600))
	f, m := made(t, Options{Source: true, Date: date, Progress: func(done, total int) {
		if steps++; total != 4 || done != steps {
			t.Errorf("step %d is %d of %d", steps, done, total)
		}
	}}, both())
	if len(m.Notes) > 0 || steps != 4 {
		t.Errorf("%v, %d steps", m.Notes, steps)
	}
	info := f.Info()
	var said []string
	for _, c := range info.Configurations {
		said = append(said, fmt.Sprint(c.Name, " ", c.Version, " ", c.Extension, " ", c.Modules, " ", c.Procedures, " ", c.Lines))
	}
	if want := "[Торговля 11.5 false 2 1 4 Доработки 1.0 true 1 1 3 Склад 2.0 false 1 1 3]"; fmt.Sprint(said) != want || !info.Source || !info.Date.Equal(date) {
		t.Errorf("%v %+v, want %v", said, info, want)
	}
	for name, want := range map[string]string{
		"ОбщийМодуль.Цены.Модуль":            "Торговля А 1 [Процедура А() \tБ(); КонецПроцедуры], Доработки Расш_А 1 [ Процедура Расш_А() КонецПроцедуры]",
		"Доработки CommonModule.Цены.Модуль": "Доработки Расш_А 1 [ Процедура Расш_А() КонецПроцедуры]",
		"ОбщийМодуль.Общий.Модуль":           "Склад А 1 [Процедура А() \tБ(); КонецПроцедуры]",
		"МодульСеанса":                       "Торговля  1 []",
	} {
		places, err := f.Show(name, 2)
		var got []string
		for _, p := range places {
			got = append(got, fmt.Sprint(p.Configuration.Name, " ", p.Procedure, " ", p.First, " ", p.Text))
		}
		if s := strings.Join(got, ", "); s != want || err != nil {
			t.Errorf("%s: %q, %v, want %q", name, s, err, want)
		}
	}
	for _, name := range []string{"ОбщийМодуль.Нет.Модуль", "Другие ОбщийМодуль.Цены.Модуль", "Цены", ""} {
		var sentence string
		if _, err := f.Show(name, 2); err == nil {
			t.Errorf("%s is shown", name)
		} else if sentence = Say(err, true); sentence == Say(err, false) || strings.Contains(sentence, "\n") {
			t.Errorf("%s: %q", name, sentence)
		}
	}
}

// TestMake_reproducible: the same sources give the same bytes, however they are listed
// and however many modules are made at a time.
func TestMake_reproducible(t *testing.T) {
	files := map[string]string{"Configuration.xml": configuration}
	for i := range 200 {
		files[fmt.Sprintf("CommonModules/М%d/Ext/Module.bsl", i)] = strings.Repeat(fmt.Sprintf("Процедура А%d()\nБ();\nКонецПроцедуры\n", i), i+1)
	}
	var first []byte
	for range 3 {
		var out bytes.Buffer
		if _, err := Make(context.Background(), &out, []Tree{tree("T", files)}, Options{Source: true}); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = out.Bytes()
		}
		if !bytes.Equal(first, out.Bytes()) {
			t.Fatal("other bytes")
		}
	}
}

// TestMake_together: one configuration in two trees, in parts and the same twice.
func TestMake_together(t *testing.T) {
	_, m := made(t, Options{},
		tree("A", map[string]string{"Configuration.xml": configuration, "CommonModules/А/Ext/Module.bsl": module}),
		tree("B", map[string]string{"src/Configuration.xml": configuration, "src/CommonModules/А/Ext/Module.bsl": module, "src/CommonModules/Б/Ext/Module.bsl": module}))
	if c := m.Info.Configurations; len(c) != 1 || c[0].Modules != 2 {
		t.Errorf("%+v", c)
	}
}

func TestMake_notes(t *testing.T) {
	_, m := made(t, Options{}, tree("T", map[string]string{
		"Configuration.xml": configuration, "CommonModules/А/Ext/Module.bsl": module,
		"CommonModules/Б/Ext/Module.bsl": "\xcf\xf0\xee\xf6\xe5\xe4\xf3\xf0\xe0 \xc0()",
		"CommonModules/В/Ext/Module.bsl": "\x00\x01", "CommonModules/Г/Ext/Module.bsl": "Процедура \xd0А()\n",
		"CommonModules/Д/Ext/Module.bsl": strings.Repeat("\n", 1<<20), "CommonModules/Е/Ext/Module.bsl": strings.Repeat("А();\n", 100_000),
		"CommonModules/Ж/Ext/Module.bsl": "\xff\xfe\x10\x04(\x00)\x00;\x00", "Нечто/А/Ext/Module.bsl": "", "CommonModules/И/Ext/Module.bsl": tooLarge, "CommonModules/З/Ext/ObjectModule.bsl": "",
	}))
	want := []string{
		"T: пропущено модулей, место которых не принадлежит ни одному объекту: 2, например CommonModules/З/Ext/ObjectModule.bsl.",
		"T: CommonModules/Б/Ext/Module.bsl: это не UTF-8; прочитан как Windows-1251.",
		"T: CommonModules/В/Ext/Module.bsl: это не текст; модуль пропущен.",
		"T: CommonModules/Г/Ext/Module.bsl: в UTF-8 есть повреждённые места; строки с ними не найдутся.",
		"T: CommonModules/Д/Ext/Module.bsl: больше 524288 строк или слишком много процедур; модуль пропущен.",
		"T: CommonModules/И/Ext/Module.bsl: больше 64 МБ; модуль пропущен.",
	}
	slices.Sort(want)
	var got []string
	for _, n := range m.Notes {
		got = append(got, n.In(true))
		if n.In(false) == n.In(true) {
			t.Errorf("%q is not in English", n)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Б, Г and Ж are read, and Е with its 100,000 lines.
	if c := m.Info.Configurations[0]; c.Modules != 5 || c.Lines != 3+1+1+100_000+1 {
		t.Errorf("%+v", c)
	}
	_, m = made(t, Options{}, tree("T", map[string]string{"CommonModules/А/Ext/Module.bsl": module}))
	if len(m.Notes) != 1 || !strings.Contains(m.Notes[0].Russian, "описания конфигурации нет") {
		t.Errorf("a part of a dump: %v", m.Notes)
	}
}

func TestMake_problems(t *testing.T) {
	for name, c := range map[string]struct {
		trees []Tree
		want  string
	}{
		"no trees": {nil, "нет ни одного модуля"},
		"nothing":  {[]Tree{tree("T", nil)}, "здесь нет исходных текстов 1С"},
		"no text":  {[]Tree{tree("T", map[string]string{"Configuration.xml": configuration})}, "нет ни одного модуля"},
		"two modules of one path": {[]Tree{both(), tree("T", map[string]string{"Configuration.xml": configuration, "CommonModules/цены/Ext/Module.bsl": "А();"})},
			"Модуль CommonModule.цены.Module есть в двух разных файлах одной конфигурации: repo: cf/CommonModules/Цены/Ext/Module.bsl и T: CommonModules/цены/Ext/Module.bsl."},
		"damaged description": {[]Tree{tree("T", map[string]string{"Configuration.xml": configuration[:100]})}, "повреждено"},
	} {
		_, err := Make(context.Background(), &bytes.Buffer{}, c.trees, Options{})
		if err == nil || !strings.Contains(Say(err, true), c.want) || strings.Contains(Say(err, true), "\n") || Say(err, false) == Say(err, true) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A tree that cannot be read, an end from outside, a full disk.
	broken := both()
	broken.Read = func(name string) ([]byte, error) {
		if strings.HasSuffix(name, ".bsl") {
			return nil, os.ErrPermission
		}
		return both().Read(name)
	}
	if _, err := Make(context.Background(), &bytes.Buffer{}, []Tree{broken}, Options{}); !errors.Is(err, os.ErrPermission) {
		t.Errorf("unreadable: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Make(ctx, &bytes.Buffer{}, []Tree{both()}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := Make(context.Background(), full{}, []Tree{both()}, Options{}); !errors.Is(err, errFull) {
		t.Errorf("full: %v", err)
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestOpen_problems(t *testing.T) {
	dir := t.TempDir()
	var out bytes.Buffer
	if _, err := Make(context.Background(), &out, []Tree{both()}, Options{}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ data, want string }{
		"foreign": {"PK\x03\x04 and so on, for a while", "не файл символов"},
		"empty":   {"", "не файл символов"},
		"cut":     {out.String()[:out.Len()/2], "повреждён"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.data), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); err == nil || !strings.Contains(Say(err, true), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(filepath.Join(dir, "none")); err == nil || !strings.Contains(Say(err, true), "нет") {
		t.Errorf("no file: %v", err)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(Say(err, true), dir) {
		t.Errorf("a folder: %v", err)
	}
}
