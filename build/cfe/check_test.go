package cfe

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"sentry1c/build/cfe/container"
)

var update = flag.Bool("update", false, "write the golden file anew")

func TestCheck_golden(t *testing.T) {
	const golden = "testdata/report.golden"
	r := Check(built(t))
	if worst, any := r.Worst(); any {
		t.Errorf("the sample ends with %v: %v", worst, r.Findings)
	}
	// The size of a zip depends on the version of Go.
	got := strings.ReplaceAll(r.Text(), zipSize(r), "content: N bytes, a file of N bytes, a zip of 2 files")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s\nrun with -update if that is meant", got, want)
	}
}

func zipSize(r *Report) string {
	for line := range strings.Lines(r.Text()) {
		if strings.Contains(line, "a zip of") {
			return strings.TrimSpace(line)
		}
	}
	return "no zip"
}

// findings checks a file and wants one finding that says the text.
func findings(t *testing.T, what string, file []byte, level Level, want string) {
	t.Helper()
	r := Check(file)
	var said []string
	for _, f := range r.Findings {
		if f.Level == level && strings.Contains(f.String(), want) {
			return
		}
		said = append(said, f.String())
	}
	t.Errorf("%s: want %v %q, got\n%s", what, level, want, strings.Join(said, "\n"))
}

func TestCheck_notAnExtension(t *testing.T) {
	store := func(names ...string) []byte {
		var f container.File
		for _, n := range names {
			f.Entries = append(f.Entries, container.Entry{Name: n, Data: container.Deflate(nil)})
		}
		b, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for want, file := range map[string][]byte{
		"this is not an extension: container: read 32-bit store: the file header is missing": []byte("PK\x03\x04"),
		"this is not an extension: it has no entry configinfo":                               store("a"),
		"this is a configuration or an external data processor, not an extension":            store("root", "version", "versions"),
		"configinfo: it cannot be read: three lists expected":                                store("configinfo"),
	} {
		findings(t, want, file, Error, want)
	}
}

// Each way to spoil the file must be found and said.
func TestCheck_spoiled(t *testing.T) {
	file := built(t)
	r := Check(file)
	id := map[string]string{}
	for _, o := range r.Objects {
		id[o.FullName()] = o.UUID
	}
	root, module, job, role, register := id["Configuration.Образец"], id["CommonModule.ОбразецСервер"], id["ScheduledJob.ОбразецЗадание"], id["Role.ОбразецРоль"], id["InformationRegister.ОбразецНастройки"]
	replace := func(name, old, with string) func(*opened) {
		return func(o *opened) {
			text := o.text(name)
			if !strings.Contains(text, old) {
				o.t.Fatalf("%s does not have %q", name, old)
			}
			o.set(name, strings.Replace(text, old, with, 1))
		}
	}
	for what, c := range map[string]struct {
		spoil func(*opened)
		level Level
		want  string
	}{
		"events uncounted":     {replace(id["CommonForm.ОбразецФорма"]+".0", "{2,3ccc650e", "{2,5,3ccc650e"), Error, "its list of events does not have what it counts"},
		"handler gone":         {replace(id["CommonForm.ОбразецФорма"]+".0", "Процедура ПриОткрытии(", "Процедура ПриОткрыти("), Warning, "the module has no method ПриОткрытии"},
		"object gone":          {func(o *opened) { o.remove(module) }, Error, "CommonModule " + module + ": it is listed, but not in the file"},
		"object unreadable":    {func(o *opened) { o.set(module, "\uFEFF{1") }, Error, module + ": it cannot be read: brackets: parse line 1: a list is not closed"},
		"object nameless":      {replace(module, module, root), Error, "its name is not found in its list"},
		"two of one name":      {replace(id["CommonModule.ОбразецКлиент"], "ОбразецКлиент", "ОбразецСервер"), Error, "another object has this name"},
		"one identifier twice": {replace(register, firstType(t, file, register), module), Error, "it has the identifier " + module + " of CommonModule.ОбразецСервер"},
		"listed twice":         {replace(root, module, id["CommonModule.ОбразецКлиент"]), Error, "it is listed twice"},
		"count wrong":          {replace(root, "0fe48980-252d-11d6-a3c7-0050bae0a776,6", "0fe48980-252d-11d6-a3c7-0050bae0a776,7"), Error, "the list of objects of class CommonModule does not have what it counts"},
		"list unknown":         {replace(root, "0fe48980-252d-11d6-a3c7-0050bae0a776", "0fe48980-252d-11d6-a3c7-0050bae0a777"), Warning, "the list 0fe48980-252d-11d6-a3c7-0050bae0a777 is not known"},
		"group unknown":        {replace(root, "e3687481-0a87-462c-a166-9f34594f9bba", "e3687481-0a87-462c-a166-9f34594f9bbb"), Warning, "the group e3687481-0a87-462c-a166-9f34594f9bbb is not known"},
		"group gone":           {replace(root, "9cd510cd-abfc-11d4-9434-004095e12fc7", "9cd510cd-abfc-11d4-9434-004095e12fc8"), Error, "the root object has no list of its own"},
		"root gone":            {func(o *opened) { o.remove(root) }, Error, "the root object " + root + " is not in the file"},
		"version unknown":      {replace(root, "{59,", "{99,"), Warning, "version 99 of the root's list is not known"},
		"mode differs":         {replace(configInfoName, "80317", "80321"), Error, "it says compatibility mode 8.3.21, the root says 8.3.17"},
		"module not UTF-8":     {func(o *opened) { o.set(module+".0", string(container.Module([]byte("\uFEFF\xff"), 0))) }, Error, "CommonModule.ОбразецСервер, module: its text is not UTF-8"},
		"module unmarked":      {func(o *opened) { o.set(module+".0", string(container.Module([]byte("// нет"), 0))) }, Error, "does not begin with the mark of UTF-8"},
		"module with LF":       {func(o *opened) { o.set(module+".0", string(container.Module([]byte("\uFEFF//\n"), 0))) }, Note, "not all of its lines end with CR LF"},
		"module no store":      {func(o *opened) { o.set(module+".0", "\xff\xff\xff\x7f"+strings.Repeat("\x00", 20)) }, Error, "module: it cannot be read: container: read module"},
		"procedure gone": {func(o *opened) {
			o.set(module+".0", "\uFEFF// Процедура ПоРасписанию() Экспорт")
		}, Warning, "CommonModule.ОбразецСервер has no exported procedure ПоРасписанию"},
		"job's module empty": {func(o *opened) { o.remove(module + ".0") }, Warning, "CommonModule.ОбразецСервер, where its procedure should be, has no text"},
		"job's module gone":  {replace(job, module, root), Error, "its procedure is in " + root + ", which is not a common module"},
		"role gone":          {replace(root, "{1,"+role+"}", "{1,"+module+"}"), Error, "a default role is CommonModule.ОбразецСервер"},
		"content gone":       {replace(id["Subsystem.ОбразецПодсистема"], register, "11111111-1111-4111-8111-111111111111"), Warning, "its content is 11111111-1111-4111-8111-111111111111, which the extension does not have"},
		"rights to nobody":   {replace(role+".0", register, "11111111-1111-4111-8111-111111111111"), Warning, "it grants rights to 11111111-1111-4111-8111-111111111111"},
		"rights nameless":    {replace(role+".0", register, "x"), Error, "an object in it has no identifier"},
		"rights unreadable":  {func(o *opened) { o.set(role+".0", "\uFEFF{10") }, Error, "Role.ОбразецРоль, rights: it cannot be read"},
		"schedule broken":    {func(o *opened) { o.set(job+".0", "\uFEFF{0}}") }, Error, "ScheduledJob.ОбразецЗадание, schedule: it cannot be read"},
		"not base64":         {replace(id["CommonTemplate.ОбразецДанные"]+".0", "#base64:", "#base64:!"), Error, "CommonTemplate.ОбразецДанные, content: its content cannot be read"},
		"add-in no zip":      {func(o *opened) { o.set(id["CommonTemplate."+addInTemplate]+".0", "\uFEFF{1,\r\n{#base64:QUJD}\r\n}") }, Warning, "an add-in should be a zip with a file MANIFEST.XML in it"},
		"piece of nobody":    {func(o *opened) { o.set("11111111-1111-4111-8111-111111111111.0", "") }, Warning, "no object of the extension claims it"},
		"entry odd":          {func(o *opened) { o.set("versions", "") }, Warning, "versions: no entry of an extension has such a name"},
		"lines differ":       {func(o *opened) { o.set(module, strings.ReplaceAll(o.text(module), "\r\n", "\n")) }, Note, "its line ends or its encoding mark are not those of the platform"},
		"prefix missing":     {replace(module, `"ОбразецСервер"`, `"Сервер"`), Note, `CommonModule.Сервер: its name does not begin with the prefix "Образец"`},
	} {
		o := open(t, file)
		c.spoil(o)
		findings(t, what, o.sealed(), c.level, c.want)
	}
}

// firstType is the first identifier of a register's types.
func firstType(t *testing.T, file []byte, register string) string {
	t.Helper()
	_, rest, ok := strings.Cut(open(t, file).text(register), "{33,")
	if !ok || len(rest) < 36 {
		t.Fatal("the register has no types")
	}
	return rest[:36]
}

func TestCheck_hashes(t *testing.T) {
	file := built(t)
	module := ""
	for _, o := range Check(file).Objects {
		if o.Class == "CommonModule" {
			module = o.UUID
		}
	}
	o := open(t, file)
	o.set(module, o.text(module)+" ")
	findings(t, "entry changed", o.file(), Error, module+": its SHA-1 is ")

	o = open(t, file)
	o.set("11111111-1111-4111-8111-111111111111", "")
	findings(t, "entry added", o.file(), Error, "configinfo: it does not list 11111111-1111-4111-8111-111111111111")

	o = open(t, file)
	o.remove(module)
	findings(t, "entry removed", o.file(), Error, "configinfo: it lists "+module+", which is not in the file")

	o = open(t, file)
	info := o.text(configInfoName)
	o.set(configInfoName, strings.Replace(info, ",\r\n{40,", ",\r\n{41,\"z\",x,", 1))
	findings(t, "order", o.file(), Note, "it does not list the entries in the order of their names")

	o = open(t, file)
	o.entries[o.index(module)].Data = []byte{0xFF}
	findings(t, "stream broken", o.sealed(), Error, module+": it cannot be unpacked")
}

func TestCheck_layout(t *testing.T) {
	file := append(built(t), 0)
	findings(t, "a byte more", file, Note, "the blocks of the file are laid out otherwise than the platform does")
	r := Check(file)
	if worst, _ := r.Worst(); worst != Note || len(r.Objects) < 20 {
		t.Errorf("%d objects, worst %v", len(r.Objects), worst)
	}
}

// A small file must not unfold to more than the limits.
func TestCheck_bomb(t *testing.T) {
	o := open(t, built(t))
	o.set("11111111-1111-4111-8111-111111111111.0", string(make([]byte, 4<<20)))
	module := Check(built(t)).Objects[5].UUID
	o.set(module+".0", brackets0(4<<20))
	file := o.sealed()
	for what, lim := range map[string]limits{"of an entry": {entry: 1 << 20, total: 1 << 30}, "of all": {entry: 1 << 30, total: 1 << 20}} {
		r := check(file, lim)
		said := false
		for _, f := range r.Findings {
			said = said || f.Level == Error && strings.Contains(f.Text, "it unfolds to more than is allowed")
		}
		if !said {
			t.Errorf("limit %s: %v", what, r.Findings)
		}
	}
}

// brackets0 is a module text of the length.
func brackets0(n int) string { return "\uFEFF" + string(bytes.Repeat([]byte(" "), n)) }

func TestFinding_String(t *testing.T) {
	for want, f := range map[string]Finding{
		"note: text":                  {Text: "text"},
		"warning: a: text":            {Level: Warning, Where: "a", Text: "text"},
		"error: a: text (and 2 more)": {Level: Error, Where: "a", Text: "text", More: 2},
	} {
		if f.String() != want {
			t.Errorf("%q, want %q", f, want)
		}
	}
}

func TestReport_foreign(t *testing.T) {
	for mode, want := range map[int64]string{80317: "8.3.17", 80501: "8.5.1", 0: "0"} {
		if got := modeName(mode); got != want {
			t.Errorf("mode %d is %q, want %q", mode, got, want)
		}
	}
	if got := platformOf(77); got != "of an unknown platform" {
		t.Errorf("%q", got)
	}
	if got := Check([]byte("text")).Text(); !strings.HasPrefix(got, "error: this is not an extension") || strings.Count(got, "\n") != 1 {
		t.Errorf("no extension: %q", got)
	}
	if _, any := (&Report{}).Worst(); any {
		t.Error("a report without findings has a worst one")
	}
}
