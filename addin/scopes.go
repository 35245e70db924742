package addin

import (
	"slices"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/scope"
)

const (
	// maxTags is what Bugsink takes; Sentry's own limit is higher.
	maxTags = 100
	// maxFields bounds contexts and additional values: an object that sets one a
	// call must not grow for ever.
	maxFields = 100
	// maxContext is where a context is refused: Sentry keeps 8 kB of one.
	maxContext = 64 << 10
)

// reservedTags are the keys that Sentry keeps for fields of the event (facts:
// servers 2).
var reservedTags = []string{"release", "environment", "dist"}

func addBreadcrumb(c *call) {
	level, p, ok := names.ParseLevel(c.maskedText(2))
	if !ok {
		c.report(c.params[2].Name, p)
		level = "info"
	}
	data, _ := c.json(3, 0)
	if data = c.maskedJSON(data); len(data) > event.MaxBreadcrumbData {
		c.report(c.params[3].Name, problem.TooLong(event.MaxBreadcrumbData))
		data = nil
	}
	moment := c.time()
	if text := c.text(5); text != "" {
		given, ok := event.ParseMoment(rawjson.String(text))
		if !ok {
			c.report(c.params[5].Name, event.MomentProblem())
		} else {
			moment = given
		}
	}
	c.object.scope().Breadcrumbs.Add(event.Breadcrumb{
		Time:     moment,
		Level:    level,
		Type:     c.maskedText(4),
		Category: c.maskedText(1),
		Message:  c.maskedText(0),
		Data:     data,
	}.Encode(), c.object.maxBreadcrumbs())
}

func clearBreadcrumbs(c *call) { c.object.scope().Breadcrumbs = scope.Breadcrumbs{} }

func setUser(c *call) {
	user := []byte{'{'}
	for i, key := range [...]string{"id", "username", "email", "ip_address"} {
		user = rawjson.AppendText(user, key, c.maskedText(i))
	}
	data, _ := c.json(4, '{')
	user = rawjson.AppendRaw(user, "data", c.maskedJSON(data))
	if len(user) == 1 {
		c.object.scope().User = nil
		return
	}
	c.object.scope().User = append(user, '}')
}

func setTag(c *call) {
	key, value := c.text(0), c.text(1)
	if len(c.problems) == 0 {
		setOneTag(c, c.params[0].Name, key, value)
	}
}

func setOneTag(c *call, name problem.Name, key, value string) {
	s := c.object.scope()
	switch tags := scope.SetTag(s.Tags, key, c.maskedTag(key, value)); {
	case names.TagKey(key) == "":
		c.report(name, problem.New("the key of a tag is empty", "ключ тега пустой"))
	case slices.Contains(reservedTags, names.TagKey(key)):
		c.report(name, problem.New("Sentry removes a tag named %q: there is an option of this name",
			"Sentry удаляет тег с именем %q: для этого есть одноимённый параметр", key))
	case len(tags) > maxTags:
		c.report(name, problem.TooMany(maxTags))
	default:
		s.Tags = tags
	}
}

func removeTag(c *call) {
	c.object.scope().Tags = scope.SetTag(c.object.scope().Tags, c.text(0), "")
}

func setTags(c *call) {
	tags, _ := c.json(0, '{')
	for key, raw := range rawjson.Fields(tags) {
		value, ok := rawjson.Simple(raw)
		if !ok && rawjson.Kind(raw) != 'n' {
			c.report(c.params[0].Name, problem.NotSimple(key))
			continue
		}
		setOneTag(c, c.params[0].Name, key, value)
	}
}

func setContext(c *call) {
	if raw, ok := c.json(1, '{'); ok {
		setField(c, &c.object.scope().Contexts, c.maskedJSON(raw))
	}
}

func removeContext(c *call) { c.object.scope().Contexts.Set(c.text(0), nil) }

// setExtra takes JSON if the value looks like it, and else the text itself.
func setExtra(c *call) {
	text := c.text(1)
	raw, err := rawjson.Canonical(text)
	if kind := rawjson.Kind(raw); err != nil || kind != '{' && kind != '[' {
		raw = rawjson.String(text)
	}
	setField(c, &c.object.scope().Extra, c.maskedValue(c.text(0), raw))
}

// setField sets the field that argument 0 names.
func setField(c *call, to *rawjson.Object, raw []byte) {
	name := c.text(0)
	switch {
	case name == "":
		c.report(c.params[0].Name, problem.New("the name is empty", "имя пустое"))
	case len(raw) > maxContext:
		c.report(c.params[1].Name, problem.TooLong(maxContext))
	case len(*to) >= maxFields && to.Get(name) == nil && raw != nil:
		c.report(c.params[0].Name, problem.TooMany(maxFields))
	default:
		to.Set(name, raw)
	}
}

func setLevel(c *call) {
	text := c.maskedText(0)
	if text == "" {
		c.object.scope().Level = ""
		return
	}
	level, p, ok := names.ParseLevel(text)
	if !ok {
		c.report(c.params[0].Name, p)
		return
	}
	c.object.scope().Level = level
}

func setFingerprint(c *call) {
	text := c.text(0)
	parts, p, ok := parseFingerprint(text)
	if !ok {
		c.report(c.params[0].Name, p)
		return
	}
	c.object.scope().Fingerprint = c.maskedTexts(parts)
}

// parseFingerprint reads an array of texts, or one text that is no array.
func parseFingerprint(text string) ([]string, problem.Problem, bool) {
	raw, err := rawjson.Canonical(text)
	if err != nil || rawjson.Kind(raw) != '[' {
		if text == "" {
			return nil, problem.Problem{}, true
		}
		return []string{text}, problem.Problem{}, true
	}
	return event.FingerprintOf(raw)
}

func setTransactionName(c *call) { c.object.scope().Transaction = c.maskedText(0) }

func pushScope(c *call) {
	if !c.object.scopes.Push() {
		c.report(problem.Name{En: "PushScope", Ru: "ОткрытьОбласть"}, problem.New(
			"more than %d scopes are open: is a PopScope missing?",
			"открыто больше %d областей: не пропущен ли вызов ЗакрытьОбласть?", scope.MaxScopes))
	}
}

func popScope(c *call) {
	if !c.object.scopes.Pop(&c.worker.contents) {
		c.report(problem.Name{En: "PopScope", Ru: "ЗакрытьОбласть"}, problem.New(
			"no scope is open: PushScope was not called",
			"нет открытой области: метод ОткрытьОбласть не вызывался"))
	}
}

func clearScope(c *call) {
	c.object.scopes.Clear(&c.worker.contents)
}
