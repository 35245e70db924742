package addin

import (
	"slices"
	"strings"
	"time"

	"github.com/getsentry/sentry-go"

	"sentry1c/addin/internal/journal"
)

// captureException is the method CaptureException.
func (c *call) captureException() {
	text := c.text(0)
	params := c.readParams(1)
	event := c.newEvent(sentry.LevelError, params)
	text = c.orNoText(text)
	handled := true
	event.Exception = []sentry.Exception{{
		Type:      "RuntimeError",
		Value:     text,
		Mechanism: &sentry.Mechanism{Type: "1c", Handled: &handled},
	}}
	c.capture(event, params)
}

// captureMessage is the method CaptureMessage.
func (c *call) captureMessage() {
	text := c.text(0)
	level, bad, ok := parseLevel(c.text(1))
	if !ok {
		c.report(c.params[1].Name, bad)
		level = sentry.LevelInfo
	}
	params := c.readParams(2)
	event := c.newEvent(level, params)
	text = c.orNoText(text)
	event.Message = text
	c.capture(event, params)
}

// orNoText returns text, the first argument, or a stand-in if there is none: servers
// drop an event that says nothing.
func (c *call) orNoText(text string) string {
	if strings.TrimSpace(text) != "" {
		return text
	}
	name := c.params[0].Name
	if !slices.ContainsFunc(c.problems, func(p namedProblem) bool { return p.name == name.En }) {
		c.report(name, tell("the text is empty", "текст пустой"))
	}
	return "(no text)"
}

// newEvent begins the event of this call: a level of the scope comes before usual,
// one of the params before both.
func (c *call) newEvent(usual sentry.Level, params captureParams) *sentry.Event {
	s := c.object.scope()
	event := sentry.NewEvent()
	event.EventID = sentry.EventID(c.id())
	event.Timestamp = c.time()
	if !params.timestamp.IsZero() {
		event.Timestamp = params.timestamp
	}
	event.Level = firstOf(params.level, s.level, usual)
	event.Transaction = firstOf(params.transaction, s.transaction)
	event.Logger = params.logger
	event.Fingerprint = s.fingerprint
	if params.fingerprint != nil {
		event.Fingerprint = params.fingerprint
	}
	return event
}

func firstOf[T ~string](values ...T) T {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// capture hands the event to the client, with all that goes with it.
func (c *call) capture(event *sentry.Event, params captureParams) {
	client := c.object.client
	if client == nil {
		// The boundary records nothing then; a ring that was left by another
		// process may.
		return
	}
	if c.record.Flags&journal.FlagScopeIncomplete != 0 {
		c.problems = append(c.problems, namedProblem{"scope", tell(
			"incomplete: changes of the scope were dropped because the journal was full",
			"неполная: изменения области отброшены, так как журнал был заполнен")})
	}
	if given := c.givenID(); given != "" && c.record.Flags&journal.FlagIDGiven == 0 {
		c.report(Name{"EventID", "ИдентификаторСобытия"}, tell(
			"%q is no id: 32 hexadecimal digits or a UUID are expected",
			"%q не является идентификатором: ожидаются 32 шестнадцатеричные цифры или UUID", cut(given, 64)))
	}
	client.capture(event, &payload{
		params:   params,
		scope:    c.object.scope(),
		options:  &client.options,
		problems: c.problems,
		language: c.object.language,
		trace:    c.object.trace,
		system:   c.worker.system,
	}, c.object.owner)
}

// givenID is the id that the caller brought, good or not.
func (c *call) givenID() string {
	i := c.method.IDParam
	if i < 0 || c.value(i).Kind == journal.Empty {
		return ""
	}
	return c.value(i).Text()
}

// client returns the client of a DSN and options, making it if there is none: who
// asks for the same gets the same.
func (w *Worker) client(dsnText, optionsText string) (*client, problem, bool) {
	o, bad, ok := parseOptions(optionsText, w.getenv)
	if !ok {
		return nil, bad, false
	}
	key := clientKey(dsnText, o)
	if known := w.clients[key]; known != nil {
		return known, problem{}, true
	}
	dsn, bad, ok := parseDSN(dsnText)
	if !ok {
		return nil, bad, false
	}
	w.system.read()
	made, bad, ok := newClient(w.numbers+1, dsn, strings.TrimSpace(dsnText), o)
	if !ok {
		return nil, bad, false
	}
	if w.roundTripper != nil {
		made.http.Transport = w.roundTripper
	}
	w.numbers++
	w.clients[key] = made
	return made, problem{}, true
}

// age is how old a moment is, in the words of the statistics.
func age(moment time.Time) float64 {
	if moment.IsZero() {
		return 0
	}
	return time.Since(moment).Round(time.Millisecond).Seconds()
}
