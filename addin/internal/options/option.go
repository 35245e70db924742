// Package options reads what Init is told: its table of options, their defaults and
// what each may be, and the DSN. It reads the environment where an option says so, and
// touches nothing else.
//
// Package addin parses with it; the rooms below take the values.
package options

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
)

// Option is an entry of the table of Init's options.
type Option struct {
	// Key is its name in the JSON.
	Key string
	// Default is its value when it is not given, as the documentation shows it.
	Default string
	Doc     problem.Doc

	kind optionKind
	set  func(*Options, optionValue)
}

// optionKind is what a value must be, and how that is told.
type optionKind struct {
	want  problem.Problem
	parse func(raw []byte) (optionValue, bool)
}

// optionValue is a value that was found to be right.
type optionValue struct {
	text   string
	number float64
	truth  bool
	texts  []string
	pairs  [][2]string
	masker *mask.Masker
	// bad says what is wrong with a value of the right kind.
	bad problem.Problem
}

// Options are what Init was told, with the defaults filled in.
type Options struct {
	Release, Environment, Dist, ServerName string
	SampleRate, TracesSampleRate           float64
	MaxBreadcrumbs                         int
	SendDefaultPII                         bool
	IgnoreErrors                           []string
	InAppInclude, InAppExclude             []string
	Grouping                               string
	SourceLayout, SourceRoot               string
	SourceContext, SymbolsFile             string
	ExtensionRoots                         [][2]string
	SpoolPath                              string
	SpoolMaxBytes                          int64
	BufferMaxBytes                         int64
	SpoolMaxAge                            time.Duration
	MemoryOnly                             bool
	ShutdownTimeout, HTTPTimeout           time.Duration
	HTTPProxy, CACertFile                  string
	InsecureSkipVerify                     bool
	Headers                                [][2]string
	MaxEventsPerMinute                     int
	Spotlight                              string
	Debug                                  bool
	DebugLogFile                           string
	SettingsKey                            string
	// Modules is an encoded object, or nil.
	Modules      []byte
	MaskPatterns []string
	// Mask hides secrets and what MaskPatterns say.
	Mask *mask.Masker
}

// Parse reads the JSON of Init over the defaults. The problem names the
// key that is wrong and what is allowed.
func Parse(text string, lookupEnv func(string) (string, bool)) (Options, problem.Problem, bool) {
	o := Defaults()
	if strings.TrimSpace(rawjson.Unmarked(text)) != "" {
		raw, err := rawjson.Canonical(text)
		if err != nil {
			return o, problem.OfJSON(err).Within(problem.Name{En: "options", Ru: "параметры"}), false
		}
		if rawjson.Kind(raw) != '{' {
			return o, problem.New(`options must be a JSON object such as {"release": "1.2"}`,
				`параметры должны быть объектом JSON, например {"release": "1.2"}`), false
		}
		for key, value := range rawjson.Fields(raw) {
			option := findOption(key)
			if option == nil {
				return o, problem.New("unknown option %q: known are %s", "неизвестный параметр %q: известны %s", key, problem.List(optionKeys())), false
			}
			parsed, ok := option.kind.parse(value)
			if parsed.bad != (problem.Problem{}) {
				return o, parsed.bad.Within(problem.Name{En: fmt.Sprintf("option %q", key), Ru: fmt.Sprintf("параметр %q", key)}), false
			}
			if !ok {
				want := option.kind.want
				return o, problem.Problem{
					En: fmt.Sprintf("option %q must be %s", key, want.En),
					Ru: fmt.Sprintf("параметр %q должен быть: %s", key, want.Ru),
				}, false
			}
			option.set(&o, parsed)
		}
	}
	for _, v := range variables {
		if value, ok := lookupEnv(v.name); ok && *v.to(&o) == "" {
			*v.to(&o) = value
		}
	}
	if o.Environment == "" {
		o.Environment = "production"
	}
	o.Spotlight = spotlightAddress(o.Spotlight)
	o.Modules = o.Mask.JSON(o.Modules)
	return o, problem.Problem{}, true
}

// Resolved returns the options as JSON that means the same in a process with
// other variables in its environment.
func Resolved(text string, o Options) []byte {
	var resolved rawjson.Object
	if raw, err := rawjson.Canonical(text); err == nil {
		for key, value := range rawjson.Fields(raw) {
			resolved.Set(key, value)
		}
	}
	resolved.Set("settingsKey", nil)
	resolved.Set("release", rawjson.String(o.Release))
	resolved.Set("environment", rawjson.String(o.Environment))
	resolved.Set("spotlight", rawjson.String(cmp.Or(o.Spotlight, "false")))
	return rawjson.AppendObject(nil, resolved)
}

// ShutdownTimeoutMs is how long Flush and Close wait unless they are told.
const ShutdownTimeoutMs = 2000

// Public returns options, as canonical JSON, as they may lie on a disk: without headers,
// which may hold a token, and without the user and the password of a proxy.
func Public(given []byte) []byte {
	var public rawjson.Object
	for name, value := range rawjson.Fields(given) {
		switch name {
		case "headers":
			continue
		case "httpProxy":
			text, _ := rawjson.Text(value)
			address, err := url.Parse(text)
			if err != nil {
				continue
			}
			address.User = nil
			value = rawjson.String(address.String())
		}
		public.Set(name, value)
	}
	return rawjson.AppendObject(nil, public)
}

// fields are options as they are written.
func fields(text string) (all rawjson.Object) {
	if raw, err := rawjson.Canonical(text); err == nil {
		for name, value := range rawjson.Fields(raw) {
			all.Set(name, value)
		}
	}
	return all
}

// Known returns options without those that this version does not know, or not with such a value.
func Known(text string) string {
	var known rawjson.Object
	if raw, err := rawjson.Canonical(text); err == nil {
		for name, value := range rawjson.Fields(raw) {
			if option := findOption(name); option != nil {
				if parsed, ok := option.kind.parse(value); ok && parsed.bad == (problem.Problem{}) {
					known.Set(name, value)
				}
			}
		}
	}
	return string(rawjson.AppendObject(nil, known))
}

// HidesAll reports whether this version knows all that options hide.
func HidesAll(text string) bool {
	given := fields(text)
	patterns := given.Get("maskPatterns")
	if patterns == nil {
		return true
	}
	parsed, ok := findOption("maskPatterns").kind.parse(patterns)
	return ok && parsed.bad == (problem.Problem{})
}

// With returns options of which one has another value, a text.
func With(text, name, value string) string {
	changed := fields(text)
	changed.Set(name, rawjson.String(value))
	return string(rawjson.AppendObject(nil, changed))
}

// At returns options with the spool in another root, and never in memory only.
func At(text, spoolRoot string) string {
	moved := fields(text)
	moved.Set("spoolPath", rawjson.String(spoolRoot))
	moved.Set("memoryOnly", nil)
	return string(rawjson.AppendObject(nil, moved))
}

// SpoolPath reads the option of that name.
func SpoolPath(given []byte) string {
	text, _ := rawjson.Text(rawjson.Find(given, "spoolPath"))
	return text
}

// SettingsKey reads the option of that name out of the JSON of Init, and reports whether
// it stands there alone.
func SettingsKey(text string) (key string, alone bool) {
	raw, err := rawjson.Canonical(text)
	if err != nil {
		return "", false
	}
	alone = true
	for name, value := range rawjson.Fields(raw) {
		if name == "settingsKey" {
			key, _ = rawjson.Text(value)
		} else {
			alone = false
		}
	}
	return key, alone
}

// SourceOfServer is the value of sourceContext that sends no lines of code.
const SourceOfServer = "server"

// Defaults are the options of an Init that gives none.
func Defaults() Options {
	return Options{
		SampleRate:      1,
		MaxBreadcrumbs:  100,
		Grouping:        "client",
		SourceContext:   "event",
		SpoolMaxBytes:   512 << 20,
		SpoolMaxAge:     30 * 24 * time.Hour,
		ShutdownTimeout: ShutdownTimeoutMs * time.Millisecond,
		HTTPTimeout:     30 * time.Second,
	}
}

func findOption(key string) *Option {
	for i := range Table {
		if Table[i].Key == key {
			return &Table[i]
		}
	}
	return nil
}

func optionKeys() []string {
	keys := make([]string, len(Table))
	for i, option := range Table {
		keys[i] = option.Key
	}
	slices.Sort(keys)
	return keys
}

func textKind() optionKind {
	return optionKind{
		want: problem.New("a text", "строка"),
		parse: func(raw []byte) (optionValue, bool) {
			text, ok := rawjson.Text(raw)
			return optionValue{text: text}, ok
		},
	}
}

// pathKind is a path that means the same in every process, whatever its current folder is.
// Blanks around it came with it from where it was copied.
func pathKind() optionKind {
	return optionKind{
		want: problem.New("a full path", "полный путь"),
		parse: func(raw []byte) (optionValue, bool) {
			text, ok := rawjson.Text(raw)
			text = strings.TrimSpace(text)
			return optionValue{text: text}, ok && (text == "" || filepath.IsAbs(text))
		},
	}
}

func boolKind() optionKind {
	return optionKind{
		want: problem.New("true or false", "true или false"),
		parse: func(raw []byte) (optionValue, bool) {
			return optionValue{truth: string(raw) == "true"}, rawjson.Kind(raw) == 't'
		},
	}
}

func enumKind(words ...string) optionKind {
	return optionKind{
		want: problem.New("one of %s", "одно из значений %s", problem.List(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" }))),
		parse: func(raw []byte) (optionValue, bool) {
			text, ok := rawjson.Text(raw)
			return optionValue{text: text}, ok && slices.Contains(words, text)
		},
	}
}

// numberKind takes numbers from low to high, whole ones only if asked.
func numberKind(low, high float64, whole bool) optionKind {
	format := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	want := problem.New("a number from %s to %s", "число от %s до %s", format(low), format(high))
	if whole {
		want = problem.New("a whole number from %s to %s", "целое число от %s до %s", format(low), format(high))
	}
	return optionKind{
		want: want,
		parse: func(raw []byte) (optionValue, bool) {
			f, err := strconv.ParseFloat(string(raw), 64)
			ok := rawjson.Kind(raw) == '0' && err == nil && f >= low && f <= high && (!whole || f == math.Trunc(f))
			return optionValue{number: f}, ok
		},
	}
}

func textsKind() optionKind {
	return optionKind{
		want: problem.New("an array of texts", "массив строк"),
		parse: func(raw []byte) (optionValue, bool) {
			var v optionValue
			for element := range rawjson.Elements(raw) {
				text, ok := rawjson.Text(element)
				if !ok {
					return v, false
				}
				v.texts = append(v.texts, text)
			}
			return v, rawjson.Kind(raw) == '['
		},
	}
}

func regexpsKind() optionKind {
	kind := textsKind()
	parse := kind.parse
	kind.want = problem.New("an array of regular expressions (RE2 syntax)", "массив регулярных выражений (синтаксис RE2)")
	kind.parse = func(raw []byte) (optionValue, bool) {
		v, ok := parse(raw)
		for _, text := range v.texts {
			if _, err := regexp.Compile(text); err != nil {
				return v, false
			}
		}
		return v, ok
	}
	return kind
}

// maxModules is how many modules an event names.
const maxModules = 500

// encodeModules encodes what goes with every event: once.
func encodeModules(pairs [][2]string) []byte {
	var modules rawjson.Object
	for _, pair := range pairs[:min(len(pairs), maxModules)] {
		modules = append(modules, rawjson.Member{Name: pair[0], Raw: rawjson.String(pair[1])})
	}
	if modules == nil {
		return nil
	}
	return rawjson.AppendObject(nil, modules)
}

// masksKind takes regular expressions that hide what they match.
func masksKind() optionKind {
	kind := textsKind()
	parse := kind.parse
	kind.want = problem.New("an array of regular expressions (RE2 syntax)", "массив регулярных выражений (синтаксис RE2)")
	kind.parse = func(raw []byte) (optionValue, bool) {
		v, ok := parse(raw)
		if !ok {
			return v, false
		}
		var err error
		if v.masker, err = mask.New(v.texts); err != nil {
			v.bad = badPattern(err)
			return v, false
		}
		return v, true
	}
	return kind
}

// badPattern names the expression that is wrong: there may be many.
func badPattern(err error) problem.Problem {
	var bad *mask.PatternError
	if !errors.As(err, &bad) {
		return problem.New("%v", "%v", err)
	}
	return problem.New("expression %d, %q: %s", "выражение %d, %q: %s", bad.Index+1, bad.Pattern, bad.Reason)
}

func pairsKind(valid func(key, value string) bool) optionKind {
	return optionKind{
		want: problem.New("an object whose values are texts", "объект, значения которого строки"),
		parse: func(raw []byte) (optionValue, bool) {
			var v optionValue
			for key, value := range rawjson.Fields(raw) {
				text, ok := rawjson.Text(value)
				if !ok || !valid(key, text) {
					return v, false
				}
				v.pairs = append(v.pairs, [2]string{key, text})
			}
			return v, rawjson.Kind(raw) == '{'
		},
	}
}
