package report

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares what a report says with a file.
func golden(t *testing.T, name string, r *Report) {
	t.Helper()
	s := Settings{Infobase: "erp", Environment: "test"}
	var b bytes.Buffer
	text := r.Params(s)
	if r.IsNative() {
		text = r.Event(s)
	}
	b.WriteString("text\n" + r.Text() + "\n\nevent\n")
	if err := json.Indent(&b, []byte(text), "", "  "); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	got := b.String() + "\n\nfiles\n"
	for _, f := range r.Files {
		got += f.Name + " " + [...]string{"other", "screenshot", "dump", "minidump"}[f.Kind] + "\n"
	}
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// read reads one report.
func read(t *testing.T, body []byte, contentType string) *Report {
	t.Helper()
	reports, err := Read(bytes.NewReader(body), int64(len(body)), contentType)
	if err != nil || len(reports) != 1 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	return reports[0]
}

// TestRead_golden: what the platform itself has made.
func TestRead_golden(t *testing.T) {
	for _, name := range []string{"compile-8.3.18.zip", "runtime-8.3.17.json", "crash.json"} {
		golden(t, name, read(t, testdata(t, name), "application/octet-stream"))
	}
}

// archive is a zip of names and contents.
func archive(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, err := w.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const small = `{"errorInfo":{"applicationErrorInfo":{"errors":[["{ОбщийМодуль.А.Модуль(3)}: Ошибка",["ScriptRuntimeError"]]]}},"screenshot":{"file":"screenshot.png"}}`

// form is a multipart body of file names and contents.
func form(t testing.TB, pairs ...string) (body []byte, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, err := w.CreateFormFile("file", pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

// TestRead_forms: the same report in every form that clients and people use.
func TestRead_forms(t *testing.T) {
	whole := archive(t, "report.json", small, "screenshot.png", "png")
	inForm, formType := form(t, "report.zip", string(whole))
	loose, looseType := form(t, "screenshot.png", "png", "report.json", small)
	for name, c := range map[string]struct {
		body        []byte
		contentType string
		files       int
	}{
		"zip":                  {whole, "application/zip", 1},
		"zip, nothing said":    {whole, "", 1},
		"json":                 {[]byte(small), "application/json", 0},
		"zip in a form":        {inForm, formType, 1},
		"files in a form":      {loose, looseType, 1},
		"in a folder":          {archive(t, "a/REPORT.JSON", small, "a/screenshot.png", "png"), "", 1},
		"only file, any name":  {archive(t, "x.json", small), "", 0},
		"byte order mark":      {[]byte("\ufeff" + small), "", 0},
		"UTF-16":               {utf16le(small), "", 0},
		"Windows-1251":         {cp1251(small), "", 0},
		"out of the archive":   {archive(t, "report.json", small, "../../../etc/passwd", "x", `..\..\a.txt`, "y"), "", 2},
		"blanks before":        {[]byte("\r\n  " + small), "text/plain", 0},
		"a form says it is no": {whole, "application/x-www-form-urlencoded", 1},
	} {
		r := read(t, c.body, c.contentType)
		if r.Text() != "Ошибка\n{ОбщийМодуль.А.Модуль(3)}:\n[ScriptRuntimeError]" || len(r.Files) != c.files {
			t.Errorf("%s: %q, %d files", name, r.Text(), len(r.Files))
		}
		for _, f := range r.Files {
			if strings.ContainsAny(f.Name, `/\`) {
				t.Errorf("%s: a file is called %q", name, f.Name)
			}
		}
	}
	two, twoType := form(t, "a.zip", string(whole), "b.zip", string(whole))
	if reports, err := Read(bytes.NewReader(two), int64(len(two)), twoType); err != nil || len(reports) != 2 {
		t.Errorf("two archives are %d reports, %v", len(reports), err)
	}
}

func utf16le(text string) []byte {
	b := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return b
}

func cp1251(text string) (b []byte) {
	for _, r := range text {
		if r >= 'А' && r <= 'я' {
			r = r - 'А' + 0xc0
		}
		b = append(b, byte(r))
	}
	return b
}

// endless is a body with a directory of its own at the end.
func endless(entries int, says uint16) []byte {
	header := make([]byte, 46)
	copy(header, "PK\x01\x02")
	directory := bytes.Repeat(header, entries)
	b := append([]byte("PK\x03\x04"), make([]byte, 26)...)
	offset := len(b)
	b = append(b, directory...)
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[10:], says)
	binary.LittleEndian.PutUint32(end[12:], uint32(len(directory)))
	binary.LittleEndian.PutUint32(end[16:], uint32(offset))
	return append(b, end...)
}

// TestRead_hostile: what is no report, or wants to be too much.
func TestRead_hostile(t *testing.T) {
	zeros := strings.Repeat("\x00", maxJSON+1)
	many := []string{"report.json", small}
	for i := range maxEntries {
		many = append(many, fmt.Sprint(i), "x")
	}
	noReport, noReportType := form(t, "a.txt", "text")
	lying := archive(t, "report.json", small)
	lying[len(lying)-22+10] = 200
	for name, c := range map[string]struct {
		body        []byte
		contentType string
		want        error
	}{
		"empty":                  {nil, "", ErrDamaged},
		"text":                   {[]byte("hello"), "", ErrDamaged},
		"other JSON":             {[]byte(`{"a":1}`), "", ErrNoReport},
		"array":                  {[]byte(`[1]`), "", ErrNoReport},
		"cut":                    {[]byte(small[:40]), "", ErrDamaged},
		"deep":                   {[]byte(strings.Repeat(`{"errorInfo":`, 100_000)), "", ErrDamaged},
		"bomb in report.json":    {archive(t, "report.json", zeros), "", ErrLarge},
		"too many files":         {archive(t, many...), "", ErrLarge},
		"directory of megabytes": {endless(100_000, 1), "", ErrLarge},
		"directory that lies":    {endless(1000, 1), "", ErrDamaged},
		"no files":               {archive(t), "", ErrNoReport},
		"cut archive":            {lying[:len(lying)-30], "", ErrDamaged},
		"lying archive":          {lying, "", ErrLarge},
		"no report in a form":    {noReport, noReportType, ErrDamaged},
		"no boundary":            {noReport, "multipart/form-data", ErrDamaged},
		"another boundary":       {noReport, "multipart/form-data; boundary=x", ErrNoReport},
		"a form that is none":    {[]byte(small), "multipart/form-data; boundary=x", ErrNoReport},
		"zeros":                  {make([]byte, 1000), "", ErrDamaged},
	} {
		reports, err := Read(bytes.NewReader(c.body), int64(len(c.body)), c.contentType)
		if !errors.Is(err, c.want) || len(reports) != 0 {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := Read(bytes.NewReader(nil), MaxBody+1, ""); !errors.Is(err, ErrLarge) {
		t.Errorf("a body beyond the limit: %v", err)
	}
}

// TestRead_largeFiles: a file beyond a limit is left out and named; the report is taken.
func TestRead_largeFiles(t *testing.T) {
	r := read(t, archive(t, "screenshot.png", strings.Repeat("x", MaxFile+1), "report.json", small, "a.txt", "a"), "")
	if len(r.Files) != 1 || r.Files[0].Name != "a.txt" || len(r.Left) != 1 || !strings.HasPrefix(r.Left[0], "screenshot.png: more than 20971520 bytes") {
		t.Errorf("files %d, left %q", len(r.Files), r.Left)
	}
	half := strings.Repeat("x", MaxFiles/2+1)
	r = read(t, archive(t, "report.json", small, "screenshot.png", "p", "a", half, "b", half), "")
	if len(r.Files) != 2 || len(r.Left) != 1 {
		t.Errorf("files %d, left %q", len(r.Files), r.Left)
	}
}

// TestParse_odd: wrong kinds and lengths cost their part, never the report.
func TestParse_odd(t *testing.T) {
	for name, c := range map[string]struct{ json, text string }{
		"no errors":          {`{"errorInfo":{}}`, ""},
		"kinds":              {`{"errorInfo":{"applicationErrorInfo":{"errors":{"a":1},"stack":5}}}`, ""},
		"an error alone":     {`{"errorInfo":{"applicationErrorInfo":{"errors":["Ошибка"]}}}`, "Ошибка"},
		"null":               {`{"errorInfo":{"applicationErrorInfo":{"errors":[[null,null],["Ошибка",null]]}}}`, "Ошибка"},
		"stack of odd parts": {`{"errorInfo":{"applicationErrorInfo":{"errors":[["Ошибка",[]]],"stack":[["М","7","код\nвторая"],[null],[],["М{}",1,""],["Д М",8.0]]}}}`, "Ошибка\n{М(7)}:код\n{Д М(8)}:"},
		"numbers as texts":   {`{"errorInfo":{},"clientInfo":{"systemInfo":{"fullRAM":"x","freeRAM":-1}}}`, ""},
	} {
		r, err := Parse([]byte(c.json))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := r.Text(); got != c.text {
			t.Errorf("%s: %q, want %q", name, got, c.text)
		}
		if !json.Valid([]byte(r.Params(Settings{}))) || !json.Valid([]byte(r.Event(Settings{}))) {
			t.Errorf("%s: no JSON:\n%s\n%s", name, r.Params(Settings{}), r.Event(Settings{}))
		}
	}
}

// TestParams_infobase: БСП names the base in the additional information.
func TestParams_infobase(t *testing.T) {
	r, err := Parse([]byte(`{"errorInfo":{},"additionalInfo":"{\"guid\":\"5f2a\",\"region\":0}"}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Params(Settings{}); !strings.Contains(got, `"infobase":{"id":"5f2a"}`) {
		t.Error(got)
	}
}

// TestReport_identity: a copy is known by its sender, its time and its error.
func TestReport_identity(t *testing.T) {
	identity := func(client, moment, text, memory string) string {
		r, err := Parse(fmt.Appendf(nil, `{"time":%q,"clientInfo":{"systemInfo":{"clientID":%q,"freeRAM":%s}},"errorInfo":{"applicationErrorInfo":{"errors":[[%q,[]]]}}}`, moment, client, memory, text))
		if err != nil {
			t.Fatal(err)
		}
		return string(r.Identity())
	}
	first := identity("a", "2026-11-29T10:00:00+03:00", "x", "1")
	if identity("a", "2026-11-29T10:00:00+03:00", "x", "2") != first {
		t.Error("a copy is another report")
	}
	for _, other := range []string{
		identity("b", "2026-11-29T10:00:00+03:00", "x", "1"), identity("a", "2026-11-29T10:00:01+03:00", "x", "1"),
		identity("a", "2026-11-29T10:00:00+03:00", "y", "1"), identity("", "2026-11-29T10:00:00+03:00", "x", "1"), identity("a", "", "x", "1"),
	} {
		if other == first {
			t.Errorf("%q is the same report", other)
		}
	}
	if identity("", "", "x", "1") == identity("", "", "x", "2") {
		t.Error("without a sender and a time reports are told apart by all that they say")
	}
}

func TestReport_moment(t *testing.T) {
	for text, want := range map[string]bool{"2026-11-29T10:00:00+03:00": true, "2026-11-29T10:00:00": true, "0001-01-01T00:00:00": false, "": false, "вчера": false} {
		r := Report{Time: text}
		if _, ok := r.Moment(); ok != want {
			t.Errorf("%q is a moment: %v", text, ok)
		}
	}
}

// TestText_chain: which error of a chain has the stack.
func TestText_chain(t *testing.T) {
	stack := []Line{{"ОбщийМодуль.Б.Модуль", 5, "\tЗаписать();"}, {"ОбщийМодуль.А.Модуль", 10, "Б.Провести();"}, {"Документ.З.Форма.Ф.Форма", 2, "А();"}}
	outer := Error{Text: "{ОбщийМодуль.А.Модуль(10)}: Не удалось провести", Categories: []string{"ExceptionRaisedFromScript"}}
	inner := Error{Text: "{ОбщийМодуль.Б.Модуль(5)}: Запись заблокирована"}
	for name, c := range map[string]struct {
		errors []Error
		want   string
	}{
		"the inner one is where it begins": {[]Error{outer, inner},
			"Не удалось провести\n{ОбщийМодуль.А.Модуль(10)}:Б.Провести();\n{Документ.З.Форма.Ф.Форма(2)}:А();\n[ExceptionRaisedFromScript]\nпо причине:\nЗапись заблокирована\n{ОбщийМодуль.Б.Модуль(5)}:Записать();\n{ОбщийМодуль.А.Модуль(10)}:Б.Провести();\n{Документ.З.Форма.Ф.Форма(2)}:А();"},
		"without places the outermost": {[]Error{{Text: "Внешняя"}, {Text: "Внутренняя"}},
			"Внешняя\n{ОбщийМодуль.Б.Модуль(5)}:Записать();\n{ОбщийМодуль.А.Модуль(10)}:Б.Провести();\n{Документ.З.Форма.Ф.Форма(2)}:А();\nпо причине:\nВнутренняя"},
		"a place that no line has": {[]Error{{Text: "{ОбщийМодуль.В.Модуль(1)}: Иная"}},
			"Иная\n{ОбщийМодуль.В.Модуль(1)}:\n{ОбщийМодуль.Б.Модуль(5)}:Записать();\n{ОбщийМодуль.А.Модуль(10)}:Б.Провести();\n{Документ.З.Форма.Ф.Форма(2)}:А();"},
		"raised again": {[]Error{{Text: "{А(3)}: {Б(2)}: Текст"}}, "{А(3)}: {Б(2)}: Текст"},
		"compiled":     {[]Error{{Text: "{ОбщийМодуль.В.Модуль(1,7)}: Переменная не определена (Х)"}}, "{ОбщийМодуль.В.Модуль(1,7)}: Переменная не определена (Х)"},
	} {
		r := Report{Errors: c.errors, Stack: stack}
		if got := r.Text(); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	whole := archive(f, "report.json", small, "screenshot.png", "png")
	inForm, formType := form(f, "report.zip", string(whole))
	for _, name := range []string{"compile-8.3.18.zip", "runtime-8.3.17.json", "crash.json"} {
		f.Add(testdata(f, name), "application/octet-stream")
	}
	f.Add(inForm, formType)
	f.Add(endless(3, 3), "")
	f.Add([]byte(`{"errorInfo":{"systemErrorInfo":{"systemCrash":1,"clientStack":"a:0x1 b :0x"}}}`), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		reports, err := Read(bytes.NewReader(body), int64(len(body)), contentType)
		if (err == nil) != (len(reports) > 0) {
			t.Fatalf("%d reports and %v", len(reports), err)
		}
		for _, r := range reports {
			total := 0
			for _, file := range r.Files {
				total += len(file.Content)
			}
			if total > MaxFiles || len(r.Files) > maxEntries || len(r.Text()) > maxAllText+len("…") {
				t.Errorf("%d bytes of %d files, text of %d", total, len(r.Files), len(r.Text()))
			}
			for _, text := range []string{r.Params(Settings{Repeats: 3}), r.Event(Settings{})} {
				if !json.Valid([]byte(text)) || !utf8.ValidString(text) {
					t.Errorf("no JSON: %q", text)
				}
			}
		}
	})
}
