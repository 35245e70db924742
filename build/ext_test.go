package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/build/cfe"
	"sentry1c/build/library"
	"sentry1c/manifest"
)

// standIn is a bundle with a few bytes in place of a library: the extension does not
// look inside.
func standIn(t *testing.T) string {
	t.Helper()
	target, err := library.HostTarget()
	if err != nil {
		t.Fatal(err)
	}
	return bundleOf(t, []byte("\x7fELF"), target)
}

// bundleOf is a bundle that has the same bytes for each target.
func bundleOf(t *testing.T, content []byte, targets ...manifest.Target) string {
	t.Helper()
	m, libraries := manifest.Manifest{Name: library.Name}, map[string][]byte{}
	for _, target := range targets {
		component := target.Component(library.Name, addin.Version)
		m.Components = append(m.Components, component)
		libraries[component.Path] = content
	}
	var b bytes.Buffer
	if err := manifest.WriteBundle(&b, m, libraries); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "bundle.zip")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func sourceRoot(t *testing.T) (root, sources string) {
	t.Helper()
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	return root, filepath.Join(root, filepath.FromSlash(library.ExtensionSources))
}

func extension(t *testing.T, kind cfe.TemplateType) []byte {
	t.Helper()
	root, _ := sourceRoot(t)
	file, err := library.BuildExtension(root, library.ExtensionOptions{Bundle: standIn(t), Template: kind})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestExtension_builds(t *testing.T) {
	for kind, want := range map[cfe.TemplateType]string{cfe.AddIn: "AddIn", cfe.BinaryData: "BinaryData", "": "AddIn"} {
		file := extension(t, kind)
		report := cfe.Check(file)
		for _, f := range report.Findings {
			t.Errorf("%s", f)
		}
		e := report.Extension
		if e.Name != "Сентри" || e.Prefix != "Сентри" || e.Version != addin.Version || e.Purpose != "AddOn" || e.CompatibilityMode != 80316 {
			t.Errorf("the extension is %+v", e)
		}
		found := false
		for _, o := range report.Objects {
			if o.Class == "CommonTemplate" && o.Name == library.ExtensionTemplate {
				found = o.Detail == want
			}
			if o.Class != "Configuration" && (o.Adopted || !strings.HasPrefix(o.Name, "Сентри")) {
				t.Errorf("%s: the extension has only objects of its own, with its prefix", o.FullName())
			}
		}
		if !found {
			t.Errorf("kind %q: there is no template %s of kind %s", kind, library.ExtensionTemplate, want)
		}
		if !bytes.Equal(file, extension(t, kind)) {
			t.Error("the same sources made two different files")
		}
	}
}

// TestExtension_release: the bundle of a release, as large as one may be, fits.
func TestExtension_release(t *testing.T) {
	if testing.Short() {
		t.Skip("packs some megabytes")
	}
	root, _ := sourceRoot(t)
	packed := make([]byte, maxPackedLibrary) // which a zip cannot make smaller
	for i, x := 0, uint32(1); i < len(packed); i++ {
		x = x*1664525 + 1013904223
		packed[i] = byte(x >> 24)
	}
	bundle := bundleOf(t, packed, manifest.Targets()...)
	path, err := writeExtension(root, filepath.Join(t.TempDir(), library.ExtensionName()), library.ExtensionOptions{Bundle: bundle})
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range cfe.Check(file).Findings {
		t.Errorf("%s", f)
	}
	if len(file) < len(packed)*len(manifest.Targets()) {
		t.Errorf("%d libraries of %d bytes became a file of %d", len(manifest.Targets()), len(packed), len(file))
	}
}

// TestExtension_withoutJobs: the variant for older platforms differs by the jobs.
func TestExtension_withoutJobs(t *testing.T) {
	root, _ := sourceRoot(t)
	file, err := library.BuildExtension(root, library.ExtensionOptions{Bundle: standIn(t), WithoutJobs: true})
	if err != nil {
		t.Fatal(err)
	}
	names := func(file []byte) map[string]bool {
		names := map[string]bool{}
		for _, o := range cfe.Check(file).Objects {
			names[o.FullName()] = true
		}
		return names
	}
	without := names(file)
	jobs := 0
	for name := range names(extension(t, "")) {
		if strings.HasPrefix(name, "ScheduledJob.") {
			if jobs++; without[name] {
				t.Errorf("%s is there", name)
			}
		} else if !without[name] {
			t.Errorf("%s is not there", name)
		}
	}
	_, sources := sourceRoot(t)
	if files, _ := filepath.Glob(filepath.Join(sources, "ScheduledJobs", "*.xml")); jobs == 0 || jobs != len(files) {
		t.Errorf("the extension has %d jobs, its sources %d", jobs, len(files))
	}
}

// TestExtension_sources: the sources are what Designer writes, so that it can load
// them as well.
func TestExtension_sources(t *testing.T) {
	_, sources := sourceRoot(t)
	modules := 0
	each(t, sources, func(name string, content []byte) {
		if !strings.HasSuffix(name, ".bsl") && !strings.HasSuffix(name, ".xml") {
			t.Errorf("%s is no source", name)
		}
		if !bytes.HasPrefix(content, []byte("\xef\xbb\xbf")) {
			t.Errorf("%s does not begin with the mark of UTF-8", name)
		}
		if bytes.Count(content, []byte("\n")) != bytes.Count(content, []byte("\r\n")) {
			t.Errorf("%s has line ends that are not CRLF", name)
		}
		if strings.HasSuffix(name, ".bsl") {
			modules++
			if bytes.Contains(content, []byte("#Область include_")) {
				t.Errorf("%s: a region named include_… is taken for an inclusion by v8unpack", name)
			}
		}
	})
	if modules < 10 {
		t.Errorf("%d modules found", modules)
	}
}

// TestExtension_versions: the version stands in the sources of the modules too, for
// the platform knows only the template's name.
func TestExtension_versions(t *testing.T) {
	root, sources := sourceRoot(t)
	for _, name := range []string{
		filepath.Join(sources, "CommonModules", "СентриПодключение", "Ext", "Module.bsl"),
		filepath.Join(root, "bsl", "modules", "СентриМодуль.bsl"),
	} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if version := returned(t, name, string(content), "ВерсияКомпоненты"); version != addin.Version {
			t.Errorf("%s speaks of version %q, the component is %s", strings.TrimPrefix(name, root), version, addin.Version)
		}
	}
}

// TestExtension_v8unpack: a reader written by others finds every object under its
// name and identifier and every module with its text. make lint runs it, for it wants Python.
func TestExtension_v8unpack(t *testing.T) {
	if os.Getenv("SENTRY1C_PYTHON") == "" {
		t.Skip("installs a Python package: make lint runs it")
	}
	root, _ := sourceRoot(t)
	output, err := exec.Command("sh", filepath.Join(root, "scripts", "python-env.sh"), "v8unpack", "v8unpack==1.2.15").Output()
	if err != nil {
		t.Fatalf("v8unpack cannot be installed: %v", err)
	}
	dir := t.TempDir()
	file, out, sources := filepath.Join(dir, "e.cfe"), filepath.Join(dir, "out"), filepath.Join(dir, "sources")
	// The builder puts things into some texts.
	if err := library.WriteExtensionSources(root, sources, library.ExtensionOptions{Bundle: standIn(t)}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, extension(t, ""), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(filepath.Join(strings.TrimSpace(string(output)), "bin", "python"), "-m", "v8unpack", "-E", file, out)
	command.Env = append(os.Environ(), "PYTHONUTF8=1")
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("v8unpack: %v\n%s", err, text)
	}

	theirs := map[string]string{} // class and name -> identifier
	var texts []string
	each(t, out, func(name string, content []byte) {
		switch base := path.Base(name); {
		case strings.HasSuffix(base, ".id.json"):
			var id struct{ UUID string }
			if err := json.Unmarshal(content, &id); err != nil {
				t.Fatal(err)
			}
			theirs[strings.ReplaceAll(path.Dir(name), "/", ".")] = id.UUID
		case strings.HasSuffix(base, ".bsl"):
			texts = append(texts, plainText(content))
		}
	})
	objects, modules := 0, 0
	each(t, sources, func(name string, content []byte) {
		if strings.HasSuffix(name, ".bsl") {
			modules++
			found := false
			for _, text := range texts {
				found = found || text == plainText(content)
			}
			if !found {
				t.Errorf("they do not have the text of %s", name)
			}
			return
		}
		if strings.Contains(name, "/Ext/") || name == "Configuration.xml" {
			return
		}
		objects++
		var described struct {
			Objects []struct {
				XMLName    xml.Name
				UUID       string `xml:"uuid,attr"`
				Properties struct{ Name string }
			} `xml:",any"`
		}
		if err := xml.Unmarshal(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")), &described); err != nil || len(described.Objects) != 1 {
			t.Fatalf("%s: %v", name, err)
		}
		o := described.Objects[0]
		full := o.XMLName.Local + "." + o.Properties.Name
		if theirs[full] != o.UUID {
			t.Errorf("%s is %s, they say %q", full, o.UUID, theirs[full])
		}
		delete(theirs, full)
	})
	for name, id := range theirs {
		if name != "." {
			t.Errorf("they find %s %s", name, id)
		}
	}
	if len(texts) != modules {
		t.Errorf("they find %d modules, there are %d", len(texts), modules)
	}
	t.Logf("%d objects and %d modules agree", objects, modules)
}

func plainText(content []byte) string {
	return strings.ReplaceAll(strings.TrimPrefix(string(content), "\ufeff"), "\r\n", "\n")
}

// each reads every file below a folder.
func each(t *testing.T, dir string, f func(name string, content []byte)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil {
			f(name, content)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestExtCommand(t *testing.T) {
	var out strings.Builder
	file := filepath.Join(t.TempDir(), library.ExtensionName())
	if err := run(t.Context(), []string{"ext", "--bundle", standIn(t), "--template", "binary", "--out", file}, &out); err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(out.String()) != file {
		t.Errorf("the last line is %q, not the path", file)
	}
	out.Reset()
	if err := run(t.Context(), []string{"ext", "check", file}, &out); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, "CommonModule.Сентри ") || !strings.Contains(text, "nothing to complain of") {
		t.Errorf("check says:\n%s", text)
	}

	damaged := filepath.Join(t.TempDir(), "damaged.cfe")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(damaged, content[:len(content)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), []string{"ext", "check", damaged}, &out); err == nil {
		t.Error("half a file passes")
	}
	for _, args := range [][]string{{"ext", "check"}, {"ext", "check", "nothing.cfe"}, {"ext", "--template", "text"}, {"ext", "file"}, {"ext", "--bundle", "nothing.zip"},
		{"ext", "roots"}, {"ext", "roots", damaged}} {
		if err := run(t.Context(), args, &out); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
}

// TestExtSources: what Designer is given makes the same extension as the file.
func TestExtSources(t *testing.T) {
	root, _ := sourceRoot(t)
	bundle := standIn(t)
	for kind, template := range templateTypes {
		var out strings.Builder
		dir := filepath.Join(t.TempDir(), "sources")
		args := []string{"ext", "--bundle", bundle, "--template", kind, "--sources", dir}
		if err := run(t.Context(), args, &out); err != nil {
			t.Fatal(err)
		}
		if strings.TrimSpace(out.String()) != dir {
			t.Errorf("the last line is %q, not the folder", out.String())
		}
		fromSources, err := cfe.Build(os.DirFS(dir), cfe.Options{Version: addin.Version})
		if err != nil {
			t.Fatal(err)
		}
		direct, err := library.BuildExtension(root, library.ExtensionOptions{Bundle: bundle, Template: template})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(fromSources, direct) {
			t.Errorf("%s: the sources make another extension", kind)
		}
		if err := run(t.Context(), args, &out); err == nil {
			t.Error("a folder with something in it is written into")
		}
	}
}
