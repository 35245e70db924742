package addin

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/rawjson"
)

// Option is an entry of the table of Init's options.
type Option struct {
	// Key is its name in the JSON.
	Key string
	// Default is its value when it is not given, as the documentation shows it.
	Default string
	Doc     Doc

	kind optionKind
	set  func(*options, optionValue)
}

// optionKind is what a value must be, and how that is told.
type optionKind struct {
	want  problem
	parse func(raw []byte) (optionValue, bool)
}

// optionValue is a value that was found to be right.
type optionValue struct {
	text   string
	number float64
	truth  bool
	texts  []string
	pairs  [][2]string
}

// options are what Init was told, with the defaults filled in.
type options struct {
	release, environment, dist, serverName string
	sampleRate, tracesSampleRate           float64
	maxBreadcrumbs                         int
	sendDefaultPII                         bool
	ignoreErrors                           []string
	inAppInclude, inAppExclude             []string
	grouping                               string
	sourceLayout, sourceRoot               string
	extensionRoots                         [][2]string
	spoolPath                              string
	spoolMaxBytes                          int64
	spoolMaxAge                            time.Duration
	bufferMaxBytes                         int64
	memoryOnly                             bool
	shutdownTimeout, httpTimeout           time.Duration
	httpProxy, caCertFile                  string
	insecureSkipVerify                     bool
	headers                                [][2]string
	maxEventsPerMinute                     int
	spotlight                              string
	debug                                  bool
	debugLogFile                           string
}

// parseOptions reads the JSON of Init over the defaults. The problem names the
// key that is wrong and what is allowed.
func parseOptions(text string, lookupEnv func(string) (string, bool)) (options, problem, bool) {
	o := defaultOptions()
	if strings.TrimSpace(text) != "" {
		raw, err := rawjson.Canonical(text)
		if err != nil {
			return o, jsonProblem(err).within(Name{"options", "параметры"}), false
		}
		if rawjson.Kind(raw) != '{' {
			return o, tell(`options must be a JSON object such as {"release": "1.2"}`,
				`параметры должны быть объектом JSON, например {"release": "1.2"}`), false
		}
		for key, value := range rawjson.Fields(raw) {
			option := findOption(key)
			if option == nil {
				return o, tell("unknown option %q: known are %s", "неизвестный параметр %q: известны %s", key, list(optionKeys())), false
			}
			parsed, ok := option.kind.parse(value)
			if !ok {
				want := option.kind.want
				return o, problem{
					en: fmt.Sprintf("option %q must be %s", key, want.en),
					ru: fmt.Sprintf("параметр %q должен быть: %s", key, want.ru),
				}, false
			}
			option.set(&o, parsed)
		}
	}
	for _, from := range [...]struct {
		variable string
		to       *string
	}{{"SENTRY_RELEASE", &o.release}, {"SENTRY_ENVIRONMENT", &o.environment}, {"SENTRY_SPOTLIGHT", &o.spotlight}} {
		if value, ok := lookupEnv(from.variable); ok && *from.to == "" {
			*from.to = value
		}
	}
	if o.environment == "" {
		o.environment = "production"
	}
	o.spotlight = spotlightAddress(o.spotlight)
	return o, problem{}, true
}

// resolvedOptions returns the options as JSON that means the same in a process with
// other variables in its environment.
func resolvedOptions(text string, o options) []byte {
	var resolved fields
	if raw, err := rawjson.Canonical(text); err == nil {
		for key, value := range rawjson.Fields(raw) {
			resolved.set(key, value)
		}
	}
	resolved.set("release", rawjson.String(o.release))
	resolved.set("environment", rawjson.String(o.environment))
	resolved.set("spotlight", rawjson.String(firstOf(o.spotlight, "false")))
	return appendObject(nil, resolved)
}

func defaultOptions() options {
	return options{
		sampleRate:      1,
		maxBreadcrumbs:  100,
		grouping:        "client",
		sourceLayout:    "designer",
		spoolMaxBytes:   512 << 20,
		spoolMaxAge:     30 * 24 * time.Hour,
		shutdownTimeout: shutdownTimeoutMs * time.Millisecond,
		httpTimeout:     30 * time.Second,
	}
}

func findOption(key string) *Option {
	for i := range Options {
		if Options[i].Key == key {
			return &Options[i]
		}
	}
	return nil
}

func optionKeys() []string {
	keys := make([]string, len(Options))
	for i, option := range Options {
		keys[i] = option.Key
	}
	slices.Sort(keys)
	return keys
}

// jsonProblem tells what rawjson.Canonical found.
func jsonProblem(err error) problem {
	var syntax *rawjson.SyntaxError
	if errors.As(err, &syntax) {
		return tell("not JSON at character %d: %s", "не JSON, символ %d: %s", syntax.Offset+1, syntax.Detail)
	}
	return tell("JSON nested deeper than %d levels", "JSON глубже %d уровней вложенности", rawjson.MaxDepth)
}

func textKind() optionKind {
	return optionKind{
		want: tell("a text", "строка"),
		parse: func(raw []byte) (optionValue, bool) {
			text, ok := rawjson.Text(raw)
			return optionValue{text: text}, ok
		},
	}
}

func boolKind() optionKind {
	return optionKind{
		want: tell("true or false", "true или false"),
		parse: func(raw []byte) (optionValue, bool) {
			return optionValue{truth: string(raw) == "true"}, rawjson.Kind(raw) == 't'
		},
	}
}

func enumKind(words ...string) optionKind {
	return optionKind{
		want: tell("one of %s", "одно из значений %s", list(words)),
		parse: func(raw []byte) (optionValue, bool) {
			text, _ := rawjson.Text(raw)
			return optionValue{text: text}, slices.Contains(words, text)
		},
	}
}

// numberKind takes numbers from low to high, whole ones only if asked.
func numberKind(low, high float64, whole bool) optionKind {
	format := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	want := tell("a number from %s to %s", "число от %s до %s", format(low), format(high))
	if whole {
		want = tell("a whole number from %s to %s", "целое число от %s до %s", format(low), format(high))
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
		want: tell("an array of texts", "массив строк"),
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
	kind.want = tell("an array of regular expressions (RE2 syntax)", "массив регулярных выражений (синтаксис RE2)")
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

func pairsKind(valid func(key, value string) bool) optionKind {
	return optionKind{
		want: tell("an object whose values are texts", "объект, значения которого строки"),
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
