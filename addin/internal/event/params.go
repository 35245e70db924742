package event

import (
	"math"
	"slices"
	"strconv"
	"time"

	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/scope"
)

// Params are what the Params of a capture say about one event.
type Params struct {
	Level                                  names.Level
	Logger, Transaction                    string
	release, environment, dist, serverName string
	Timestamp                              time.Time
	Tags                                   []scope.Tag
	extra, Contexts                        rawjson.Object
	User                                   []byte
	Fingerprint                            []string
	// messageParams are the encoded values of a message's template.
	messageParams []byte
	// Breadcrumbs are added to those of the scope.
	Breadcrumbs []Breadcrumb
	// mechanism is how the error was caught, and unhandled that nobody caught it.
	mechanism string
	unhandled bool
	// Exported says that another session is told of than the object's own.
	Exported bool
	// request is Sentry's interface of that name, for services.
	request []byte
	// Facts are those of ИнформацияОбОшибке, as they were given.
	Facts rawjson.Object
}

// paramSetters read one key each; the problem says what the value must be.
var paramSetters = map[string]func(*Params, []byte) (problem.Problem, bool){
	"level": func(p *Params, raw []byte) (problem.Problem, bool) {
		text, ok := rawjson.Text(raw)
		if !ok {
			return problem.WrongKind('"'), false
		}
		level, bad, ok := names.ParseLevel(text)
		p.Level = level
		return bad, ok
	},
	"logger":      textParam(func(p *Params) *string { return &p.Logger }),
	"transaction": textParam(func(p *Params) *string { return &p.Transaction }),
	"release":     textParam(func(p *Params) *string { return &p.release }),
	"environment": textParam(func(p *Params) *string { return &p.environment }),
	"dist":        textParam(func(p *Params) *string { return &p.dist }),
	"serverName":  textParam(func(p *Params) *string { return &p.serverName }),
	"timestamp": func(p *Params, raw []byte) (problem.Problem, bool) {
		moment, ok := ParseMoment(raw)
		p.Timestamp = moment
		return MomentProblem(), ok
	},
	"tags": func(p *Params, raw []byte) (problem.Problem, bool) {
		bad, ok := problem.WrongKind('{'), rawjson.Kind(raw) == '{'
		for key, value := range rawjson.Fields(raw) {
			text, simple := rawjson.Simple(value)
			if !simple && rawjson.Kind(value) != 'n' || names.TagKey(key) == "" {
				bad, ok = problem.NotSimple(key), false
				continue
			}
			p.Tags = scope.SetTag(p.Tags, key, text)
		}
		return bad, ok
	},
	"extra": func(p *Params, raw []byte) (problem.Problem, bool) {
		for key, value := range rawjson.Fields(raw) {
			p.extra.Set(key, value)
		}
		return problem.WrongKind('{'), rawjson.Kind(raw) == '{'
	},
	"contexts": func(p *Params, raw []byte) (problem.Problem, bool) {
		bad, ok := problem.WrongKind('{'), rawjson.Kind(raw) == '{'
		for name, value := range rawjson.Fields(raw) {
			if rawjson.Kind(value) != '{' || name == "" {
				ok = false
				continue
			}
			p.Contexts.Set(name, value)
		}
		return bad, ok
	},
	"user": func(p *Params, raw []byte) (problem.Problem, bool) {
		if rawjson.Kind(raw) != '{' {
			return problem.WrongKind('{'), false
		}
		p.User = raw
		return problem.Problem{}, true
	},
	"fingerprint": func(p *Params, raw []byte) (bad problem.Problem, ok bool) {
		switch rawjson.Kind(raw) {
		case '[':
			p.Fingerprint, bad, ok = FingerprintOf(raw)
			return bad, ok
		case '"':
			text, _ := rawjson.Text(raw)
			p.Fingerprint = []string{text}
			return problem.Problem{}, true
		}
		return problem.WrongKind('['), false
	},
	"params": func(p *Params, raw []byte) (problem.Problem, bool) {
		if rawjson.Kind(raw) != '[' {
			return problem.WrongKind('['), false
		}
		p.messageParams = raw
		return problem.Problem{}, true
	},
	"breadcrumbs": func(p *Params, raw []byte) (bad problem.Problem, ok bool) {
		p.Breadcrumbs, bad, ok = readBreadcrumbs(raw)
		return bad, ok
	},
	"mechanism": textParam(func(p *Params) *string { return &p.mechanism }),
	"handled": func(p *Params, raw []byte) (problem.Problem, bool) {
		p.unhandled = string(raw) == "false"
		return problem.New("true or false is expected", "ожидается true или false"), rawjson.Kind(raw) == 't'
	},
	"exported": func(p *Params, raw []byte) (problem.Problem, bool) {
		p.Exported = string(raw) == "true"
		return problem.New("true or false is expected", "ожидается true или false"), rawjson.Kind(raw) == 't'
	},
	"request": func(p *Params, raw []byte) (problem.Problem, bool) {
		if rawjson.Kind(raw) != '{' {
			return problem.WrongKind('{'), false
		}
		p.request = raw
		return problem.Problem{}, true
	},
	"module":      factParam("module", '"'),
	"line":        factParam("line", '0'),
	"sourceLine":  factParam("sourceLine", '"'),
	"description": factParam("description", '"'),
	"category":    factParam("category", '"'),
	"code":        factParam("code", 0),
	"causes":      factParam("causes", '['),
}

func MomentProblem() problem.Problem {
	return problem.New("a moment is expected, such as 2026-01-31T10:20:30Z or Unix seconds",
		"ожидается момент времени, например 2026-01-31T10:20:30Z или секунды Unix")
}

func textParam(field func(*Params) *string) func(*Params, []byte) (problem.Problem, bool) {
	return func(p *Params, raw []byte) (problem.Problem, bool) {
		text, ok := rawjson.Text(raw)
		*field(p) = text
		return problem.WrongKind('"'), ok
	}
}

// factParam keeps a fact of ИнформацияОбОшибке; kind 0 takes any simple value.
func factParam(name string, kind byte) func(*Params, []byte) (problem.Problem, bool) {
	return func(p *Params, raw []byte) (problem.Problem, bool) {
		if kind == 0 {
			if _, ok := rawjson.Simple(raw); !ok {
				return problem.NotSimple(name), false
			}
		} else if rawjson.Kind(raw) != kind {
			return problem.WrongKind(kind), false
		}
		p.Facts.Set(name, raw)
		return problem.Problem{}, true
	}
}

// ParseMoment reads ISO 8601 or Unix seconds; a time without a zone is the
// machine's own.
func ParseMoment(raw []byte) (time.Time, bool) {
	if text, ok := rawjson.Text(raw); ok {
		for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05"} {
			if moment, err := time.ParseInLocation(layout, text, time.Local); err == nil {
				return moment, moment.Year() > 0
			}
		}
		raw = []byte(text)
	}
	seconds, err := strconv.ParseFloat(string(raw), 64)
	const latest = 253402300800 // the year 10000
	if err != nil || !(seconds >= 0 && seconds < latest) {
		return time.Time{}, false
	}
	whole, part := math.Modf(seconds)
	return time.Unix(int64(whole), int64(part*1e9)), true
}

// ReadParams reads the Params of a capture. What is wrong with a key is reported under
// its name, and left out.
func ReadParams(raw []byte, report func(key string, bad problem.Problem)) Params {
	var p Params
	for key, value := range rawjson.Fields(raw) {
		set, known := paramSetters[key]
		switch {
		case !known:
			report(key, problem.New("unknown key: known are %s", "неизвестный ключ: известны %s", problem.List(paramKeys())))
		case rawjson.Kind(value) == 'n':
			// null is what БСП and others write for a value that is not there.
		default:
			if bad, ok := set(&p, value); !ok {
				report(key, bad)
			}
		}
	}
	return p
}

func paramKeys() []string {
	keys := make([]string, 0, len(paramSetters))
	for key := range paramSetters {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
