package cfe

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"sentry1c/build/cfe/brackets"
)

func TestBuild_reproducible(t *testing.T) {
	first := built(t)
	if second := built(t); !bytes.Equal(first, second) {
		t.Error("the same sources made two different files")
	}
	if fromMemory, err := Build(sources(t), options(t)); err != nil || !bytes.Equal(first, fromMemory) {
		t.Errorf("sources in memory made another file, %v", err)
	}
}

func TestBuild_version(t *testing.T) {
	stated := func(version string) fstest.MapFS {
		files := sources(t)
		files["Configuration.xml"].Data = bytes.Replace(files["Configuration.xml"].Data, []byte("<Version/>"), []byte("<Version>"+version+"</Version>"), 1)
		return files
	}
	for _, c := range []struct{ sources, given, want string }{
		{"", "1.2.3", "1.2.3"}, {"4.5.6", "", "4.5.6"}, {"7.8.9", "7.8.9", "7.8.9"}, {"", "", ""},
	} {
		opt := options(t)
		opt.Version = c.given
		file, err := Build(stated(c.sources), opt)
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		if got := Check(file).Extension.Version; got != c.want {
			t.Errorf("%+v: the file says %q", c, got)
		}
	}
	_, err := Build(stated("2.0.0"), options(t))
	if want := `cfe: build Образец: the sources say version "2.0.0", but "1.2.3" is wanted`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func TestBuild_templateType(t *testing.T) {
	for typ, want := range map[TemplateType]string{"": "AddIn", AddIn: "AddIn", BinaryData: "BinaryData"} {
		opt := options(t)
		opt.Templates[addInTemplate] = Template{Data: bundle(t), Type: typ}
		file, err := Build(os.DirFS("testdata/sample"), opt)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, o := range Check(file).Objects {
			if o.Name != addInTemplate {
				continue
			}
			found = true
			if o.Detail != want {
				t.Errorf("type %q makes a template %s, want %s", typ, o.Detail, want)
			}
			v, err := brackets.ParseOne(open(t, file).text(o.UUID + ".0"))
			if err != nil {
				t.Fatal(err)
			}
			token, _ := v.At(1, 0)
			if got, err := token.Bytes(); err != nil || !bytes.Equal(got, bundle(t)) {
				t.Errorf("type %q: %d bytes came back, %v", typ, len(got), err)
			}
		}
		if !found {
			t.Error("the template is not there")
		}
	}
}

func TestBuild_templates(t *testing.T) {
	for want, templates := range map[string]map[string]Template{
		"objects: encode template ОбразецКомпонента: it has no content":                    nil,
		"cfe: build Образец: template ОбразецКомпонента: the content given is empty":       {addInTemplate: {}},
		`cfe: build Образец: template ОбразецКомпонента: the type "Text" is not supported`: {addInTemplate: {Data: []byte("x"), Type: "Text"}},
		"cfe: build Образец: template Чужой: the sources have no such template":            {addInTemplate: {Data: []byte("x")}, "Чужой": {Data: []byte("x")}},
		"template ОбразецДанные: both the sources and the caller give its content":         {"ОбразецДанные": {Data: []byte("x")}},
	} {
		_, err := Build(os.DirFS("testdata/sample"), Options{Templates: templates})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestBuild_sources(t *testing.T) {
	if _, err := Build(fstest.MapFS{}, Options{}); err == nil || !strings.Contains(err.Error(), "designer: read Configuration.xml") {
		t.Errorf("no sources: %v", err)
	}
}

// A module without a line is still a module.
func TestBuild_emptyModule(t *testing.T) {
	files := sources(t)
	files["Ext/SessionModule.bsl"] = &fstest.MapFile{Data: []byte(brackets.BOM)}
	file, err := Build(files, options(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range Check(file).Objects[0].Parts {
		if p.Name == "session module" && (p.Size != len(brackets.BOM) || p.Detail != "0 lines") {
			t.Errorf("the module is %+v", p)
		}
	}
}

// The bundle of a release is long; the way through stays one of seconds.
func TestBuild_longTemplate(t *testing.T) {
	if testing.Short() {
		t.Skip("packs some megabytes")
	}
	long := make([]byte, 8<<20)
	for i, x := 0, uint32(1); i < len(long); i++ {
		x = x*1664525 + 1013904223
		long[i] = byte(x >> 24)
	}
	opt := options(t)
	opt.Templates[addInTemplate] = Template{Data: long, Type: BinaryData}
	file, err := Build(os.DirFS("testdata/sample"), opt)
	if err != nil {
		t.Fatal(err)
	}
	if worst, any := Check(file).Worst(); any {
		t.Errorf("the check ends with %v", worst)
	}
	if len(file) > len(long)*11/10 {
		t.Errorf("%d bytes became a file of %d", len(long), len(file))
	}
}
