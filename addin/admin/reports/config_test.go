package reports

import (
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

const twoBases = `{
  "bases": [
    {
      "prefix": "/erp/",
      "dsn": "https://key@sentry.example.com/1",
      "environment": "test",
      "options": {"sendDefaultPii": true, "release": "erp@2"},
      "reportsPerMinute": 5,
      "message": {"ru": "Записано."}
    },
    {
      "prefix": "/trade", "secret": "0123456789abcdef", "name": "Торговля",
      "dsn": "https://key@sentry.example.com/2",
      "crashesOnly": true, "dumpType": 3, "screenshots": false
    }
  ]
}`

func TestParseConfig(t *testing.T) {
	bases, err := ParseConfig([]byte("\ufeff" + twoBases))
	if err != nil || len(bases) != 2 {
		t.Fatalf("%d bases, %v", len(bases), err)
	}
	erp, trade := NewBase(), NewBase()
	erp.Prefix, erp.Name, erp.DSN, erp.Environment, erp.Release, erp.PerMinute = "/erp", "erp", "https://key@sentry.example.com/1", "test", "erp@2", 5
	erp.Options, erp.Message["ru"] = `{"sendDefaultPii":true,"release":"erp@2"}`, "Записано."
	trade.Prefix, trade.Secret, trade.Name, trade.DSN = "/trade", "0123456789abcdef", "Торговля", "https://key@sentry.example.com/2"
	trade.CrashesOnly, trade.Dumps, trade.NoScreenshots = true, 3, true
	for i, want := range []Base{erp, trade} {
		if !reflect.DeepEqual(bases[i], want) {
			t.Errorf("base %d:\n%+v\nwant\n%+v", i, bases[i], want)
		}
	}
	if got := bases[0].init("/spool"); got != `{"sendDefaultPii":true,"release":"erp@2","environment":"test","spoolPath":"/spool"}` {
		t.Errorf("options are %s", got)
	}
	if !bases[0].personal() || bases[1].personal() || bases[1].path() != "/trade/0123456789abcdef" {
		t.Errorf("%v %v %s", bases[0].personal(), bases[1].personal(), bases[1].path())
	}
}

// TestParseConfig_mistakes: each is named with its line.
func TestParseConfig_mistakes(t *testing.T) {
	base := func(lines string) string {
		return "{\"bases\": [\n{\"dsn\": \"https://key@sentry.example.com/1\"" + lines + "}\n]}"
	}
	for name, c := range map[string]struct{ config, want string }{
		"empty":           {"", "1: EOF"},
		"no object":       {"[]", "1: { is expected, not ["},
		"unknown key":     {"{\n\"base\": []}", "2: base: unknown key: known is bases"},
		"no bases":        {"{\"bases\": []}", "1: no base is named"},
		"key of a base":   {base(",\n\"dns\": 1"), "3: dns: unknown key: known are prefix, secret,"},
		"kind":            {base(",\n\n\"prefix\": 5"), "4: prefix: a value of type string is expected, not number"},
		"syntax":          {base(",\n\"prefix\": }"), "3: prefix: invalid character '}'"},
		"cut":             {base(",\n\"prefix\": \"/a\""), ""},
		"no dsn":          {"{\"bases\": [\n\n{\"prefix\": \"/a\"}]}", "3: dsn is missing"},
		"bad dsn":         {"{\"bases\": [\n{\"dsn\": \"x\"}]}", "2: dsn: "},
		"prefix":          {base(",\"prefix\": \"erp\""), "2: prefix: \"erp\" does not begin with /"},
		"reserved":        {base(",\"prefix\": \"/health\""), "2: prefix: /health is the receiver's own"},
		"secret":          {base(",\"secret\": \"short\""), "2: secret: at least 16"},
		"secret of parts": {base(",\"secret\": \"0123456789/abcdef\""), "2: prefix, secret: plain"},
		"option":          {base(",\n\"options\": {\"dbg\": 1}"), "2: options: unknown option"},
		"memory only":     {base(",\"options\": {\"memoryOnly\": true}"), "2: options: memoryOnly"},
		"spool":           {base(",\"options\": {\"spoolPath\": \"/x\"}"), "2: options: spoolPath"},
		"negative":        {base(",\"dumpType\": -1"), "2: reportsPerMinute, dumpType"},
		"twice":           {"{\"bases\": [{\"dsn\": \"https://key@sentry.example.com/1\"},\n{\"dsn\": \"https://key@sentry.example.com/1\"}]}", "2: prefix: \"\" is that of another base"},
		"same name":       {"{\"bases\": [{\"name\":\"a\",\"dsn\": \"https://key@sentry.example.com/1\"},\n{\"prefix\":\"/b\",\"name\":\"a\",\"dsn\": \"https://key@sentry.example.com/1\"}]}", "2: name: \"a\" is that"},
		"more text":       {base("") + "\n\nx", "5: "},
		"too long":        {strings.Repeat(" ", maxConfig+1), "1: the file is longer"},
	} {
		_, err := ParseConfig([]byte(c.config))
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		// The same line in Russian. What JSON lacks is told in the words of its reader.
		line, _, _ := strings.Cut(c.want, ":")
		if ru := in("ru", err); !strings.HasPrefix(ru, line+": ") || !regexp.MustCompile(`\p{Cyrillic}{2}`).MatchString(ru) {
			t.Errorf("%s: in Russian %s", name, ru)
		}
	}
	path := filepath.Join(t.TempDir(), "reports.json")
	if err := os.WriteFile(path, []byte(base(",\n\"dns\": 1")), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadConfig(path); err == nil || !strings.HasPrefix(err.Error(), "reports: "+path+":3: dns: ") {
		t.Errorf("the file: %v", err)
	}
	for args, want := range map[string]string{
		"-config " + path:       "reports: " + path + ":3: dns: неизвестный ключ: известны prefix",
		"-config " + path + "x": "reports: файл настроек " + path + "x не читается: его нет",
		"-dsn x":                "reports: dsn: DSN: он начинается с",
		"-dsn https://k@h/1 -cert " + path + " -key " + path: "reports: сертификат " + path + " с ключом ",
		"-dsn https://k@h/1 -cert x -key x":                  "не годится: его нет",
		"-dsn https://k@h/1 -listen 203.0.113.1:1":           "reports: принимать по адресу 203.0.113.1:1 нельзя: ",
	} {
		err := Main(t.Context(), "reports", append(strings.Fields(args), "-lang", "ru", "-spool", t.TempDir()), io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", args, err)
		}
	}
}

func FuzzParseConfig(f *testing.F) {
	f.Add([]byte(twoBases))
	f.Add([]byte(`{"bases":[{"dsn":"https://k@h/1","options":[]}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		bases, err := ParseConfig(content)
		if (err == nil) != (len(bases) > 0) {
			t.Fatalf("%d bases, %v", len(bases), err)
		}
		for i := range bases {
			if bases[i].DSN == "" || bases[i].Message["ru"] == "" && err != nil {
				t.Errorf("%+v", bases[i])
			}
		}
	})
}

func TestReadArguments(t *testing.T) {
	t.Setenv("SENTRY_DSN", "")
	path := filepath.Join(t.TempDir(), "reports.json")
	if err := os.WriteFile(path, []byte(twoBases), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string // of the error
	}{
		{nil, "give -dsn"},
		{[]string{"-dsn", "x"}, "dsn: "},
		{[]string{"-dsn", "https://key@sentry.example.com/1"}, ""},
		{[]string{"-dsn", "https://key@sentry.example.com/1", "-secret", "x"}, "secret: at least"},
		{[]string{"-dsn", "https://key@sentry.example.com/1", "-cert", "x"}, "belong together"},
		{[]string{"-config", path}, ""},
		{[]string{"-config", path, "-dsn", "https://key@sentry.example.com/1"}, "-dsn is for one base"},
		{[]string{"-config", path + "x"}, "cannot be read"},
		{[]string{"-config", path, "more"}, "unknown argument"},
	} {
		a, err := readArguments(t.Context(), "reports", c.args, io.Discard)
		if c.want == "" && (err != nil || len(a.bases) == 0 || a.listen != DefaultAddress) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%q: %v, want %q", c.args, err, c.want)
		}
	}
}

// TestParseConfig_documented: the examples of the documentation are right.
func TestParseConfig_documented(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "..", "bsl", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := strings.Split(string(content), "```json\n")[1:]
	found := 0
	for _, example := range examples {
		example, _, _ = strings.Cut(example, "```")
		if !strings.Contains(example, `"bases"`) {
			continue
		}
		found++
		if bases, err := ParseConfig([]byte(example)); err != nil || len(bases) != 2 {
			t.Errorf("%v in\n%s", err, example)
		}
	}
	if found != 2 {
		t.Errorf("%d examples were found, want one in each language", found)
	}
}
