package addin

import (
	"encoding/hex"
	"time"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/record"
)

// call is a record that is being interpreted.
type call struct {
	worker *Worker
	object *object
	record record.Record
	values []record.Value
	// method and its params are nil for what is no call of a method.
	method *Method
	params []Param
	// problems are what is wrong with the arguments, by parameter.
	problems []problem.Named
	// reported counts them, those included that are too many to be kept.
	reported int
	// part numbers the envelopes that the call makes beside an event.
	part int
	// scopeTold says that problems have what the scope lacks.
	scopeTold bool
	// hidden tells that something in the arguments is a secret.
	hidden   bool
	answered bool
}

// time is when 1C made the call.
func (c *call) time() time.Time { return time.Unix(0, c.record.Wall) }

// id is the id that the call answered.
func (c *call) id() string { return hex.EncodeToString(c.record.ID[:]) }

// report notes what is wrong with something that has a name in the call. It goes
// with the event, if there is one, and becomes the object's last problem.
func (c *call) report(name problem.Name, p problem.Problem) {
	p = p.Within(name)
	p.En, p.Ru = c.masker().Text(p.En), c.masker().Text(p.Ru) // it may quote what was given
	if c.reported++; c.reported <= maxProblems {
		c.problems = append(c.problems, problem.Named{Argument: name.En, Problem: p})
	}
	c.object.last = p
}

// maxProblems is how many problems of one call are told one by one.
const maxProblems = 50

// allProblems are the problems that go with an event.
func (c *call) allProblems() []problem.Named {
	further := c.reported - maxProblems
	if further <= 0 {
		return c.problems
	}
	return append(c.problems, problem.Named{Argument: "further", Problem: problem.New(
		"%d more problems are not told", "ещё проблем, о которых не сообщается: %d", further)})
}

// value returns argument i, which may have been left out.
func (c *call) value(i int) record.Value {
	if i < len(c.values) {
		return c.values[i]
	}
	return record.Value{}
}

// text returns argument i as a text. What is not there has its default; what
// cannot be a text is "" and reported.
func (c *call) text(i int) string {
	v, param := c.value(i), c.params[i]
	switch v.Kind {
	case record.Empty:
		text, ok := param.Default.(string)
		if !ok {
			c.report(param.Name, problem.New("the argument is missing", "не указано значение"))
		}
		return text
	case record.Null:
		return ""
	case record.Bytes:
		c.report(param.Name, problem.New("binary data where a text is expected", "двоичные данные вместо строки"))
		return ""
	case record.Bad:
		c.report(param.Name, badValue(v))
		return ""
	}
	return v.Text()
}

// badValue tells why the boundary could not record a value.
func badValue(v record.Value) problem.Problem {
	switch v.Reason {
	case record.BadPointer:
		return problem.New("no memory behind a length of %d", "нет данных при длине %d", v.Detail)
	case record.BadLength:
		return problem.New("%d bytes are more than the %d that are taken", "%d байт больше допустимых %d", v.Detail, record.ArgumentLimit)
	case badUnread:
		return problem.New("the file of a value of %d bytes cannot be read", "файл значения длиной %d байт не читается", v.Detail)
	case record.BadMemory:
		return problem.New("no memory for a value of %d bytes", "не хватило памяти для значения длиной %d байт", v.Detail)
	}
	return problem.New("a value of this type (%d) cannot be passed: make JSON of it",
		"значение такого типа (%d) передать нельзя: преобразуйте его в JSON", v.Detail)
}

// json returns argument i, a text of JSON, in canonical form; nil if it is empty.
// kind is what it must be: '{', '[', or 0 for anything. ok is false if it is
// something else, which is reported.
func (c *call) json(i int, kind byte) (raw []byte, ok bool) {
	reported := c.reported
	text := c.text(i)
	if rawjson.Unmarked(text) == "" {
		return nil, c.reported == reported
	}
	raw, err := rawjson.Canonical(text)
	if err != nil {
		c.report(c.params[i].Name, problem.OfJSON(err))
		return nil, false
	}
	if kind != 0 && rawjson.Kind(raw) != kind {
		c.report(c.params[i].Name, problem.WrongKind(kind))
		return nil, false
	}
	return raw, true
}

// milliseconds returns argument i as a duration, or otherwise if it is no number.
// The boundary, which waits just as long, reads it the same way.
func (c *call) milliseconds(i int, otherwise time.Duration) time.Duration {
	const longest = 10 * time.Minute
	f, ok := c.value(i).Float()
	switch {
	case !ok || f != f:
		return otherwise
	case f <= 0:
		return 0
	case f >= float64(longest/time.Millisecond):
		return longest
	}
	return time.Duration(f) * time.Millisecond
}

// answer hands v to whoever waits, and reports whether somebody does still; the first answer of
// a call counts.
func (c *call) answer(v Answer) (taken bool) {
	if c.answered || c.record.Reply == 0 {
		return false
	}
	c.answered = true
	return c.worker.host.Answer(c.record.Reply, v)
}

// reportKey reports what is wrong with keys of argument i, or, as the key "", with all
// of it.
func (c *call) reportKey(i int) func(key string, bad problem.Problem) {
	name := c.params[i].Name
	return func(key string, bad problem.Problem) {
		if key == "" {
			c.report(name, bad)
			return
		}
		c.report(Name{En: name.En + "." + key, Ru: name.Ru + "." + key}, bad)
	}
}

// captureParams reads argument i as the Params of a capture.
func (c *call) captureParams(i int) event.Params {
	raw, _ := c.json(i, '{')
	return event.ReadParams(c.maskedParams(raw), c.reportKey(i))
}

// Secrets are masked where arguments become parts of a scope or an event, so that none
// comes into the spool. The ring holds raw arguments until they are interpreted; the
// log of states gets what is left of a record in which something was masked.

// masker hides secrets, and what the user's own expressions match.
func (c *call) masker() *mask.Masker {
	if c.object.client == nil {
		if r, dead := c.worker.outlet.(*recovery); dead && (c.object.elsewhere || c.worker.gaps) {
			return r.hidesAny() // others may share it
		}
		return nil
	}
	return c.object.client.Options.Mask
}

// masked is a text without secrets.
func (c *call) masked(text string) string {
	clean := c.masker().Text(text)
	c.hidden = c.hidden || clean != text
	return clean
}

// maskedText is masked for argument i.
func (c *call) maskedText(i int) string { return c.masked(c.text(i)) }

// said is argument i without secrets: a text that may come again and again.
func (c *call) said(i int) *event.Said {
	v, cl := c.value(i), c.object.client
	if cl == nil || v.Kind != record.Text {
		return &event.Said{Text: c.maskedText(i)}
	}
	s := c.worker.texts.Of(cl.Number, v.Raw, func() (clean string, hidden bool) {
		text := v.Text()
		clean = c.masker().Text(text)
		return clean, clean != text
	})
	c.hidden = c.hidden || s.Hidden
	return s
}

// maskedTexts are texts without secrets.
func (c *call) maskedTexts(texts []string) []string {
	clean := c.masker().Texts(texts)
	c.hidden = c.hidden || len(texts) > 0 && &clean[0] != &texts[0]
	return clean
}

// maskedJSON is an encoded value without secrets.
func (c *call) maskedJSON(raw []byte) []byte {
	return c.noteHidden(raw, c.masker().JSON(raw))
}

// maskedValue is the encoded value of a name without secrets.
func (c *call) maskedValue(name string, raw []byte) []byte {
	return c.noteHidden(raw, c.masker().Value(name, raw))
}

func (c *call) noteHidden(raw, clean []byte) []byte {
	c.hidden = c.hidden || string(clean) != string(raw)
	return clean
}

// maskedTag is the value of a tag without secrets.
func (c *call) maskedTag(key, value string) string {
	text, _ := rawjson.Text(c.maskedValue(key, rawjson.String(value)))
	return text
}
