package addin

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

// captureParams are what the Params of a capture say about one event.
type captureParams struct {
	level                                  names.Level
	logger, transaction                    string
	release, environment, dist, serverName string
	timestamp                              time.Time
	tags                                   []scope.Tag
	extra, contexts                        rawjson.Object
	user                                   []byte
	fingerprint                            []string
	// messageParams are the encoded values of a message's template.
	messageParams []byte
	// facts are those of ИнформацияОбОшибке, as they were given.
	facts rawjson.Object
}

// paramSetters read one key each; the problem says what the value must be.
var paramSetters = map[string]func(*captureParams, []byte) (problem.Problem, bool){
	"level": func(p *captureParams, raw []byte) (problem.Problem, bool) {
		text, ok := rawjson.Text(raw)
		if !ok {
			return problem.WrongKind('"'), false
		}
		level, bad, ok := names.ParseLevel(text)
		p.level = level
		return bad, ok
	},
	"logger":      textParam(func(p *captureParams) *string { return &p.logger }),
	"transaction": textParam(func(p *captureParams) *string { return &p.transaction }),
	"release":     textParam(func(p *captureParams) *string { return &p.release }),
	"environment": textParam(func(p *captureParams) *string { return &p.environment }),
	"dist":        textParam(func(p *captureParams) *string { return &p.dist }),
	"serverName":  textParam(func(p *captureParams) *string { return &p.serverName }),
	"timestamp": func(p *captureParams, raw []byte) (problem.Problem, bool) {
		moment, ok := parseMoment(raw)
		p.timestamp = moment
		return momentProblem(), ok
	},
	"tags": func(p *captureParams, raw []byte) (problem.Problem, bool) {
		bad, ok := problem.WrongKind('{'), rawjson.Kind(raw) == '{'
		for key, value := range rawjson.Fields(raw) {
			text, simple := rawjson.Simple(value)
			if !simple && rawjson.Kind(value) != 'n' || names.TagKey(key) == "" {
				bad, ok = problem.NotSimple(key), false
				continue
			}
			p.tags = scope.SetTag(p.tags, key, text)
		}
		return bad, ok
	},
	"extra": func(p *captureParams, raw []byte) (problem.Problem, bool) {
		for key, value := range rawjson.Fields(raw) {
			p.extra.Set(key, value)
		}
		return problem.WrongKind('{'), rawjson.Kind(raw) == '{'
	},
	"contexts": func(p *captureParams, raw []byte) (problem.Problem, bool) {
		bad, ok := problem.WrongKind('{'), rawjson.Kind(raw) == '{'
		for name, value := range rawjson.Fields(raw) {
			if rawjson.Kind(value) != '{' || name == "" {
				ok = false
				continue
			}
			p.contexts.Set(name, value)
		}
		return bad, ok
	},
	"user": func(p *captureParams, raw []byte) (problem.Problem, bool) {
		if rawjson.Kind(raw) != '{' {
			return problem.WrongKind('{'), false
		}
		p.user = raw
		return problem.Problem{}, true
	},
	"fingerprint": func(p *captureParams, raw []byte) (bad problem.Problem, ok bool) {
		switch rawjson.Kind(raw) {
		case '[':
			p.fingerprint, bad, ok = fingerprintOf(raw)
			return bad, ok
		case '"':
			text, _ := rawjson.Text(raw)
			p.fingerprint = []string{text}
			return problem.Problem{}, true
		}
		return problem.WrongKind('['), false
	},
	"params": func(p *captureParams, raw []byte) (problem.Problem, bool) {
		if rawjson.Kind(raw) != '[' {
			return problem.WrongKind('['), false
		}
		p.messageParams = raw
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

func momentProblem() problem.Problem {
	return problem.New("a moment is expected, such as 2026-01-31T10:20:30Z or Unix seconds",
		"ожидается момент времени, например 2026-01-31T10:20:30Z или секунды Unix")
}

func textParam(field func(*captureParams) *string) func(*captureParams, []byte) (problem.Problem, bool) {
	return func(p *captureParams, raw []byte) (problem.Problem, bool) {
		text, ok := rawjson.Text(raw)
		*field(p) = text
		return problem.WrongKind('"'), ok
	}
}

// factParam keeps a fact of ИнформацияОбОшибке; kind 0 takes any simple value.
func factParam(name string, kind byte) func(*captureParams, []byte) (problem.Problem, bool) {
	return func(p *captureParams, raw []byte) (problem.Problem, bool) {
		if kind == 0 {
			if _, ok := rawjson.Simple(raw); !ok {
				return problem.NotSimple(name), false
			}
		} else if rawjson.Kind(raw) != kind {
			return problem.WrongKind(kind), false
		}
		p.facts.Set(name, raw)
		return problem.Problem{}, true
	}
}

// parseMoment reads ISO 8601 or Unix seconds; a time without a zone is the
// machine's own.
func parseMoment(raw []byte) (time.Time, bool) {
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

// readParams reads argument i as the Params of a capture. What is wrong in it is
// reported and left out.
func readParams(c *call, i int) captureParams {
	var p captureParams
	raw, _ := c.json(i, '{')
	raw = c.maskedJSON(raw)
	for key, value := range rawjson.Fields(raw) {
		name := problem.Name{En: c.params[i].Name.En + "." + key, Ru: c.params[i].Name.Ru + "." + key}
		set, known := paramSetters[key]
		switch {
		case !known:
			c.report(name, problem.New("unknown key: known are %s", "неизвестный ключ: известны %s", problem.List(paramKeys())))
		case rawjson.Kind(value) == 'n':
			// null is what БСП and others write for a value that is not there.
		default:
			if bad, ok := set(&p, value); !ok {
				c.report(name, bad)
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
