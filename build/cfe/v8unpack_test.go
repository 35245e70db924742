package cfe

import (
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/container"
)

// v8unpackVersion is the release of the reader the files are held against. It
// was written by others and knows nothing of this package.
const v8unpackVersion = "1.2.15"

// v8unpack installs the reader and answers how to run it. -short does without.
func v8unpack(t *testing.T) func(args ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("installs a Python package")
	}
	// Another package's tests install it too, maybe at the same time.
	install := exec.Command("sh", filepath.Join("..", "..", "scripts", "python-env.sh"), "v8unpack-cfe", "v8unpack=="+v8unpackVersion)
	install.Stderr = os.Stderr
	env, err := install.Output()
	if err != nil {
		t.Fatalf("v8unpack cannot be installed: %v", err)
	}
	python := filepath.Join(strings.TrimSpace(string(env)), "bin", "python")
	return func(args ...string) {
		t.Helper()
		command := exec.Command(python, append([]string{"-m", "v8unpack"}, args...)...)
		command.Env = append(os.Environ(), "PYTHONUTF8=1")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("v8unpack %v: %v\n%s", args, err, out)
		}
	}
}

// The other reader finds in our file every object under its name and
// identifier, and every text as it was.
func TestV8unpack_agrees(t *testing.T) {
	run := v8unpack(t)
	dir := t.TempDir()
	file := built(t)
	cfe, out := filepath.Join(dir, "sample.cfe"), filepath.Join(dir, "out")
	if err := os.WriteFile(cfe, file, 0o600); err != nil {
		t.Fatal(err)
	}
	run("-E", cfe, out)

	theirs := readUnpacked(t, out)
	ours := Check(file)
	objects, modules := 0, 0
	for _, o := range ours.Objects[1:] {
		objects++
		name := o.FullName()
		if theirs.uuids[name] != o.UUID {
			t.Errorf("%s is %s, they say %q", name, o.UUID, theirs.uuids[name])
		}
		delete(theirs.uuids, name)
	}
	for name, uuid := range theirs.uuids {
		t.Errorf("they find %s %s", name, uuid)
	}
	for name, want := range textsOf(t, file, ours) {
		modules++
		if got, ok := theirs.texts[name]; !ok || got != want {
			t.Errorf("%s is %q, they say %q", name, want, got)
		}
		delete(theirs.texts, name)
	}
	for name := range theirs.texts {
		t.Errorf("they find a text %s", name)
	}
	t.Logf("%d objects and %d modules and contents agree", objects, modules)

	// What the other program packs again is a file with the same objects.
	back := filepath.Join(dir, "back.cfe")
	run("-B", out, back)
	packed, err := os.ReadFile(back)
	if err != nil {
		t.Fatal(err)
	}
	r := Check(packed)
	if worst, _ := r.Worst(); worst != Note || len(r.Objects) != len(ours.Objects) {
		t.Errorf("their file has %d objects, ours %d: %v", len(r.Objects), len(ours.Objects), r.Findings)
	}
	for i, o := range r.Objects {
		if want := ours.Objects[i]; o.FullName() != want.FullName() || o.UUID != want.UUID || len(o.Parts) != len(want.Parts) {
			t.Errorf("object %d is %+v, want %+v", i, o, want)
		}
	}
}

// unpacked is what v8unpack leaves in a folder: a folder for each object, in it
// its identifier and its texts.
type unpacked struct {
	uuids map[string]string // full name -> identifier
	texts map[string]string // full name, a blank, sort of text -> text
}

func readUnpacked(t *testing.T, dir string) unpacked {
	t.Helper()
	u := unpacked{map[string]string{}, map[string]string{}}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		object := strings.ReplaceAll(path.Dir(name), "/", ".")
		_, sort, _ := strings.Cut(path.Base(name), ".")
		switch {
		case sort == "id.json":
			var id struct{ UUID string }
			if err := json.Unmarshal(data, &id); err != nil {
				return err
			}
			u.uuids[object] = id.UUID
		case strings.HasSuffix(sort, ".bsl"):
			u.texts[object+" "+strings.TrimSuffix(sort, ".bsl")] = plain(string(data))
		case sort == "c1b64":
			v, err := brackets.ParseOne(string(data))
			if err != nil {
				return err
			}
			token, _ := v.At(1, 0)
			content, err := token.Bytes()
			if err != nil {
				return err
			}
			u.texts[object+" content"] = base64.StdEncoding.EncodeToString(content)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// textsOf are the modules and contents of a file, named as v8unpack names them.
func textsOf(t *testing.T, file []byte, r *Report) map[string]string {
	t.Helper()
	sorts := map[string]string{
		"module": "obj", "command module": "obj", "record set module": "obj", "value manager module": "obj", "manager module": "mgr",
		"managed application module": "app", "session module": "ssn", "content": "content",
	}
	texts := map[string]string{}
	o := open(t, file)
	for _, object := range r.Objects {
		name := object.FullName()
		if object.Class == "Configuration" {
			name = "." // its texts lie in the topmost folder
		}
		for _, p := range object.Parts {
			data := o.text(p.Entry)
			switch sort := sorts[p.Name]; {
			case sort == "content":
				v, err := brackets.ParseOne(data)
				if err != nil {
					t.Fatal(err)
				}
				token, _ := v.At(1, 0)
				content, err := token.Bytes()
				if err != nil {
					t.Fatal(err)
				}
				texts[name+" content"] = base64.StdEncoding.EncodeToString(content)
			case p.Name == "form":
				v, err := brackets.ParseOne(data)
				if err != nil {
					t.Fatal(err)
				}
				text, _ := v.At(2)
				texts[name+" obj"] = plain(text.Text)
			case sort != "":
				text, err := container.ReadModule([]byte(data))
				if err != nil {
					t.Fatal(err)
				}
				texts[name+" "+sort] = plain(string(text))
			}
		}
	}
	return texts
}

// plain is a text without its mark and with plain line ends, which v8unpack
// does not keep.
func plain(text string) string {
	return strings.ReplaceAll(strings.TrimPrefix(text, brackets.BOM), "\r\n", "\n")
}
