package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/rawjson"
)

// Base is a base whose clients report: an address of its own, and where its events go.
type Base struct {
	// Prefix is the path of the address, "/erp"; "" is the root. Secret, if there is one,
	// is the last part of the path.
	Prefix, Secret string
	// Name names the base in events and figures; a report does not name it.
	Name                      string
	DSN, Environment, Release string
	// Options are those of Init, as JSON.
	Options string
	// PerMinute is how many reports of one error are asked for in a minute; 0 is all.
	PerMinute int
	// Dumps is what the platform is asked for after a crash: its number of a kind of
	// dump; 0 is none.
	Dumps int
	// CrashesOnly asks for nothing else: the extension reports the errors.
	CrashesOnly bool
	// NoScreenshots leaves them out.
	NoScreenshots bool
	// Message is what the user is told, Seen what if the error was reported lately;
	// {number} in it is its number. By language.
	Message, Seen map[string]string
}

const (
	defaultPerMinute = 30
	maxConfig        = 1 << 20
	maxBases         = 1000
)

// unnamed is the name of a base that has none, and no prefix either.
const unnamed = "default"

// NewBase is a base with the defaults.
func NewBase() Base {
	return Base{
		PerMinute: defaultPerMinute,
		Message:   map[string]string{"ru": "Ошибка будет зарегистрирована.", "en": "The error will be registered."},
		Seen:      map[string]string{"ru": "Ошибка зарегистрирована под номером {number}.", "en": "The error is registered as {number}."},
	}
}

// ReadConfig reads the bases of a file. Errors name the line.
func ReadConfig(path string) ([]Base, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unread(path, err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxConfig+1))
	if err != nil {
		return nil, unread(path, err)
	}
	bases, err := ParseConfig(content)
	if err != nil {
		return nil, &fileError{path, err}
	}
	return bases, nil
}

// ParseConfig reads {"bases": [{"prefix": …, "dsn": …}, …]}. The text of an error begins
// with the number of its line.
func ParseConfig(content []byte) ([]Base, error) {
	if len(content) > maxConfig {
		return nil, &lineError{1, said("the file is longer than %d bytes", "файл длиннее %d байт", maxConfig)}
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	c := config{content: content, decoder: json.NewDecoder(bytes.NewReader(content))}
	if err := c.read(); err != nil {
		var known *lineError
		if errors.As(err, &known) {
			return nil, err
		}
		return nil, c.at(c.decoder.InputOffset(), err)
	}
	return c.bases, nil
}

// config is a configuration that is being read.
type config struct {
	content []byte
	decoder *json.Decoder
	bases   []Base
}

func (c *config) at(offset int64, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	}
	offset = min(offset, int64(len(c.content)))
	return &lineError{1 + bytes.Count(c.content[:offset], []byte("\n")), err}
}

// expect reads a delimiter.
func (c *config) expect(delimiter json.Delim) error {
	token, err := c.decoder.Token()
	switch {
	case err != nil:
		return notJSON(err)
	case token != delimiter:
		return said("%s is expected, not %v", "ожидается %s, а не %v", delimiter, token)
	}
	return nil
}

// object calls set for each key of an object; it reads the value.
func (c *config) object(set func(key string) error) error {
	if err := c.expect('{'); err != nil {
		return err
	}
	for c.decoder.More() {
		token, err := c.decoder.Token()
		if err != nil {
			return notJSON(err)
		}
		offset := c.decoder.InputOffset()
		key, _ := token.(string)
		if err := set(key); err != nil {
			var known *lineError
			if errors.As(err, &known) {
				return err
			}
			return c.at(offset, within(key, err))
		}
	}
	return c.expect('}')
}

func (c *config) read() error {
	err := c.object(func(key string) error {
		if key != "bases" {
			return said("unknown key: known is bases", "неизвестный ключ: известен bases")
		}
		if err := c.expect('['); err != nil {
			return err
		}
		for c.decoder.More() {
			if err := c.base(); err != nil {
				return err
			}
		}
		return c.expect(']')
	})
	if err != nil {
		return err
	}
	if len(c.bases) == 0 {
		return said("no base is named in bases", "в bases не названа ни одна база")
	}
	if _, err := c.decoder.Token(); !errors.Is(err, io.EOF) {
		return said("more text after the configuration", "после настроек стоит ещё текст")
	}
	return nil
}

// base reads one base.
func (c *config) base() error {
	b := NewBase()
	start := c.decoder.InputOffset()
	start += int64(len(c.content[start:]) - len(bytes.TrimLeft(c.content[start:], ", \t\r\n")))
	if err := c.object(func(key string) error { return c.key(&b, key) }); err != nil {
		return err
	}
	if err := b.check(); err != nil {
		return c.at(start, err)
	}
	for _, other := range c.bases {
		if other.path() == b.path() {
			return c.at(start, said("prefix: %q is that of another base", "prefix: %q уже у другой базы", b.Prefix))
		}
		if other.Name == b.Name {
			return c.at(start, said("name: %q is that of another base", "name: %q уже у другой базы", b.Name))
		}
	}
	if len(c.bases) == maxBases {
		return c.at(start, said("more than %d bases", "баз больше %d", maxBases))
	}
	c.bases = append(c.bases, b)
	return nil
}

// keys are what a base may have, in the order of the documentation.
var keys = []string{"prefix", "secret", "name", "dsn", "environment", "release", "options", "reportsPerMinute", "dumpType", "crashesOnly", "screenshots", "message", "messageSeen"}

func (c *config) key(b *Base, key string) error {
	var into any
	var raw json.RawMessage
	screenshots := true
	switch key {
	case "prefix":
		into = &b.Prefix
	case "secret":
		into = &b.Secret
	case "name":
		into = &b.Name
	case "dsn":
		into = &b.DSN
	case "environment":
		into = &b.Environment
	case "release":
		into = &b.Release
	case "options":
		into = &raw
	case "reportsPerMinute":
		into = &b.PerMinute
	case "dumpType":
		into = &b.Dumps
	case "crashesOnly":
		into = &b.CrashesOnly
	case "screenshots":
		into = &screenshots
	case "message":
		into = &b.Message
	case "messageSeen":
		into = &b.Seen
	default:
		return said("unknown key: known are %s", "неизвестный ключ: известны %s", strings.Join(keys, ", "))
	}
	if err := c.decoder.Decode(into); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return wrongKind(kind)
		}
		return notJSON(err)
	}
	if key == "options" {
		canonical, err := rawjson.Canonical(string(raw))
		if err != nil {
			return notJSON(err)
		}
		b.Options = string(canonical)
	}
	b.NoScreenshots = b.NoScreenshots || !screenshots
	return nil
}

// reserved are paths of the receiver itself.
var reserved = []string{"/health", "/metrics"}

// check reports what is wrong with a base, and completes it.
func (b *Base) check() error {
	b.Prefix = strings.TrimRight(b.Prefix, "/")
	switch {
	case b.Prefix != "" && !strings.HasPrefix(b.Prefix, "/"):
		return said("prefix: %q does not begin with /", "prefix: %q начинается не с /", b.Prefix)
	case slices.Contains(reserved, b.Prefix):
		return said("prefix: %s is the receiver's own", "prefix: %s занят самим приёмником", b.Prefix)
	case strings.ContainsAny(b.Prefix+b.Secret, "?#% \\") || strings.Contains(b.Secret, "/"):
		return said("prefix, secret: plain characters of a path are expected, in secret no /", "prefix, secret: ожидаются обычные символы пути, в secret — без /")
	case b.Secret != "" && len(b.Secret) < 16:
		return said("secret: at least 16 characters are expected", "secret: ожидается не меньше 16 символов")
	case b.PerMinute < 0 || b.Dumps < 0:
		return said("reportsPerMinute, dumpType: 0 or more is expected", "reportsPerMinute, dumpType: ожидается 0 или больше")
	case b.DSN == "":
		return said("dsn is missing", "dsn не указан")
	}
	if _, bad, ok := options.ParseDSN(b.DSN); !ok {
		return &mistake{"dsn: " + bad.En, "dsn: " + bad.Ru}
	}
	o, bad, ok := options.Parse(b.Options, func(string) (string, bool) { return "", false })
	switch {
	case !ok:
		return &mistake{"options: " + strings.TrimPrefix(bad.En, "options: "), "options: " + strings.TrimPrefix(bad.Ru, "параметры: ")}
	case o.MemoryOnly:
		return said("options: memoryOnly: a report is answered when it is on the disk", "options: memoryOnly: отчёт принимается, когда он уже на диске")
	case o.SpoolPath != "":
		return said("options: spoolPath: it is the same for all bases: -spool", "options: spoolPath: он общий для всех баз: -spool")
	}
	if b.Release == "" {
		b.Release = o.Release
	}
	if b.Name == "" {
		b.Name = strings.Trim(b.Prefix, "/")
	}
	if b.Name == "" {
		b.Name = unnamed
	}
	usual := NewBase()
	b.Message, b.Seen = completed(b.Message, usual.Message), completed(b.Seen, usual.Seen)
	return nil
}

// completed are texts by language, with the usual ones where there are none.
func completed(given, usual map[string]string) map[string]string {
	all := maps.Clone(usual)
	maps.Copy(all, given)
	return all
}

// path is the path of the address.
func (b *Base) path() string {
	if b.Secret == "" {
		return b.Prefix
	}
	return b.Prefix + "/" + b.Secret
}

// init are the options of Init.
func (b *Base) init(spoolRoot string) string {
	var o rawjson.Object
	if b.Options != "" {
		for key, value := range rawjson.Fields([]byte(b.Options)) {
			o.Set(key, value)
		}
	}
	for _, more := range [...]struct{ key, value string }{{"environment", b.Environment}, {"release", b.Release}, {"spoolPath", spoolRoot}} {
		if more.value != "" {
			o.Set(more.key, rawjson.String(more.value))
		}
	}
	return string(rawjson.AppendObject(nil, o))
}

// personal reports whether names of users may be told.
func (b *Base) personal() bool {
	o, _, ok := options.Parse(b.Options, func(string) (string, bool) { return "", false })
	return ok && o.SendDefaultPII
}
