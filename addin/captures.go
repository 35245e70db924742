package addin

import (
	"cmp"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/sdk"
	"sentry1c/addin/internal/symbols"
)

// captureException is the method CaptureException.
func captureException(c *call) {
	said := c.said(0)
	params := c.captureParams(1)
	if c.object.client == nil {
		return
	}
	p := newEvent(c, names.LevelError, params)
	p.ReadSaid(said.As(orNoText(c, said.Text, params)), params.Facts)
	capture(c, p)
}

// captureMessage is the method CaptureMessage.
func captureMessage(c *call) {
	said := c.said(0)
	level, bad, ok := names.ParseLevel(c.maskedText(1))
	if !ok {
		c.report(c.params[1].Name, bad)
		level = names.LevelInfo
	}
	params := c.captureParams(2)
	if c.object.client == nil {
		return
	}
	p := newEvent(c, level, params)
	p.SaySaid(said.As(orNoText(c, said.Text, event.Params{})))
	capture(c, p)
}

// captureEvent is the method CaptureEvent: what the payload says comes before the
// scope, and what we do not know of it goes as it is.
func captureEvent(c *call) {
	given, _ := c.json(0, '{')
	params, rest := event.ReadGiven(c.maskedParams(given), c.maskedJSON, c.reportKey(0))
	if c.object.client == nil {
		return
	}
	p := newEvent(c, names.LevelError, params)
	p.Rest = rest
	p.Describe()
	if !event.SaysAnything(rest) {
		p.Message = orNoText(c, "", event.Params{})
	}
	capture(c, p)
}

// orNoText returns text, the first argument, or a stand-in if there is none: servers
// drop an event that says nothing. Facts that describe the error are no nothing.
func orNoText(c *call, text string, params event.Params) string {
	if !bslerr.Blank(text) {
		return text
	}
	if description, ok := rawjson.Text(params.Facts.Get("description")); ok && !bslerr.Blank(description) {
		return description
	}
	name := c.params[0].Name
	if !slices.ContainsFunc(c.problems, func(p problem.Named) bool { return p.Argument == name.En }) {
		c.report(name, problem.New("the text is empty", "текст пустой"))
	}
	return "(no text)"
}

// newEvent begins the event of this call: a level of the scope comes before usual,
// one of the params before both.
func newEvent(c *call, usual names.Level, params event.Params) *event.Event {
	p := beginEvent(c, params)
	p.ID = c.id()
	if params.Exported {
		leaveExporter(c, p, p.ID)
	}
	s := p.Scope
	p.Timestamp = c.time()
	if !params.Timestamp.IsZero() {
		p.Timestamp = params.Timestamp
	}
	p.Level = cmp.Or(params.Level, s.Level, usual)
	p.Transaction = cmp.Or(params.Transaction, s.Transaction)
	if tx := c.object.activeTransaction(); tx != nil && p.Transaction == "" && !params.Exported {
		p.Transaction = tx.Name
	}
	p.Logger = params.Logger
	p.Fingerprint = s.Fingerprint
	if params.Fingerprint != nil {
		p.Fingerprint = params.Fingerprint
	}
	return p
}

// capture hands an event to the client, with all that is wrong with the call.
func capture(c *call, p *event.Event) {
	client := c.object.client
	checkGivenID(c)
	p.Problems = c.allProblems()
	p.TagSource(maxTags)
	p.TagApplication(maxTags)
	client.Note("event %s of level %s is record %s", p.ID, p.Level, delivery.Item{Run: c.worker.id, Record: c.record.Sequence}.Label())
	from := c.source()
	// Whoever waits for the answer wants it on the disk.
	from.Fatal = p.Level == names.LevelFatal || c.record.Reply != 0
	if from.Has(client, 0) {
		countError(c, p)
		client.Attach(p.ID, p.Attached(from.Files), &from)
		return
	}
	failing, ignored := client.Capture(p, from)
	c.told(failing)
	if failing != "" || client.Spool() == nil {
		c.answer(Answer{}) // who waits for it to be on the disk is told that it is not
	}
	if !ignored {
		countError(c, p)
	}
}

// tellScope notes, once in a call, what the scope of its object lacks.
func tellScope(c *call) {
	if c.scopeTold {
		return
	}
	c.scopeTold = true
	for _, lack := range []struct {
		is   bool
		said problem.Problem
	}{
		{c.object.dropped, problem.New(
			"incomplete: changes of the scope were dropped because the journal was full",
			"неполная: изменения области отброшены, так как журнал был заполнен")},
		{c.worker.gaps, problem.New(
			"incomplete: a part of what the process recorded before could not be read",
			"неполная: часть записанного процессом раньше прочитать не удалось")},
		{c.object.incomplete, problem.New(
			"incomplete: there was no memory for a change of it",
			"неполная: для её изменения не хватило памяти")},
		{c.object.stateless, problem.New(
			"lost: the state of the process that recorded this event could not be read",
			"потеряна: состояние процесса, записавшего это событие, прочитать не удалось")},
	} {
		if lack.is {
			c.problems = append(c.problems, problem.Named{Argument: "scope", Problem: lack.said})
		}
	}
}

// beginEvent returns an event with what every event of this call has.
func beginEvent(c *call, params event.Params) *event.Event {
	tellScope(c)
	p := &event.Event{
		Params:   params,
		Scope:    c.object.scope(),
		Options:  &c.object.client.Options,
		Problems: c.problems,
		Language: c.object.language,
		Trace:    c.object.trace,
		System:   c.worker.system(),
		Symbols:  c.object.client.Symbols(),
	}
	if tx := c.object.activeTransaction(); tx != nil {
		p.Traced, p.Context = event.TraceFields(tx, tx.Active()), event.EncodeContext(tx.Trace.Context)
	} else {
		p.Context = event.EncodeContext(c.object.traceContext())
	}
	return p
}

// checkGivenID reports an id that the caller brought and the boundary did not take.
func checkGivenID(c *call) {
	if given := c.givenID(); given != "" && c.record.Flags&record.FlagIDGiven == 0 {
		c.report(c.params[c.method.IDParam].Name, notAnID(c.masked(given)))
	}
}

func notAnID(text string) problem.Problem {
	return problem.New("%q is no id: 32 hexadecimal digits or a UUID are expected",
		"%q не является идентификатором: ожидаются 32 шестнадцатеричные цифры или UUID", names.Cut(text, 64))
}

// source is where what this call sends comes from.
func (c *call) source() client.Source {
	w := c.worker
	return client.Source{
		Owner:   c.object.owner,
		Outlet:  w.outlet,
		Created: c.time(),
		Run:     w.id,
		Record:  c.record.Sequence,
		Files:   &w.files,
	}
}

// told keeps why an envelope could not be stored, if it could not.
func (c *call) told(failing string) {
	if failing != "" {
		c.object.last = problem.New("kept in memory only until it is sent: %s", "до отправки хранится только в памяти: %s", failing)
	}
}

// send stages an envelope of this call, the part'th, that is no event.
func (c *call) send(category delivery.Category, part int, envelope []byte) {
	c.sendWithSpans(category, part, envelope, 0)
}

// sendWithSpans is send for what spans go with.
func (c *call) sendWithSpans(category delivery.Category, part int, envelope []byte, spans int) {
	from := c.source()
	if from.Has(c.object.client, part) {
		return
	}
	c.object.client.Recorded++
	item := from.Item(category, part, envelope)
	item.Spans = spans
	c.told(from.Outlet.Take(c.object.client, item))
}

// givenID is the id that the caller brought, good or not.
func (c *call) givenID() string {
	i := c.method.IDParam
	if i < 0 || c.value(i).Kind == record.Empty {
		return ""
	}
	return c.value(i).Text()
}

// age is how old a moment is, in the words of the statistics.
func age(moment time.Time) float64 {
	if moment.IsZero() {
		return 0
	}
	return time.Since(moment).Round(time.Millisecond).Seconds()
}

// maxFeedback is what Sentry takes of the text of a feedback.
const maxFeedback = 4096

// captureFeedback is the method CaptureFeedback. It is neither sampled nor ignored: a
// person wrote it.
func captureFeedback(c *call) {
	text, name, email, about := c.maskedText(0), c.maskedText(1), c.maskedText(2), strings.TrimSpace(c.text(3))
	if c.object.client == nil {
		return
	}
	b := rawjson.AppendText([]byte{'{'}, "message", names.Cut(orNoText(c, text, event.Params{}), maxFeedback))
	b = rawjson.AppendText(b, "name", name)
	b = rawjson.AppendText(b, "contact_email", email)
	if id, ok := parseID(about); ok {
		b = rawjson.AppendText(b, "associated_event_id", id)
	} else if about != "" {
		c.report(c.params[3].Name, notAnID(c.masked(about)))
	}
	var params event.Params
	params.Contexts.Set("feedback", append(b, '}'))
	p := newEvent(c, names.LevelInfo, params)
	p.Level, p.Fingerprint, p.Problems = names.LevelInfo, nil, c.problems
	body := p.Encode(nil, nil)
	out := envelope.Header{EventID: c.id(), SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(nil)
	c.send(delivery.Feedback, 0, envelope.Item{Type: "feedback"}.Append(out, body))
}

// parseID reads 32 hexadecimal digits or a UUID, which may stand in braces, as the boundary
// does (native/ids.c): no good id is zero.
func parseID(text string) (id string, ok bool) {
	if inside, braced := strings.CutPrefix(text, "{"); braced && len(text) == 38 {
		if text, braced = strings.CutSuffix(inside, "}"); !braced {
			return "", false
		}
	}
	if len(text) == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' {
		text = strings.ReplaceAll(text, "-", "")
	}
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != 16 || [16]byte(raw) == [16]byte{} {
		return "", false
	}
	return strings.ToLower(text), true
}

// parseError is the method ParseError.
func parseError(c *call) {
	o := options.Defaults()
	if c.object.client != nil {
		o = c.object.client.Options
	}
	c.answer(Answer{IsText: true, Text: string(event.ReadingJSON(c.text(0), &o, nil))})
}

// ReadError returns what the component reads from the text of an error, as JSON with
// the usual options: title, transaction, fingerprint, the exceptions as Sentry gets
// them, the chain as it was read, and what of the text was dropped. With a file of
// symbols frames have their procedures and the lines around, and symbols says how many of
// them it knew; "" is none.
func ReadError(text, symbolsFile string) []byte {
	o := options.Defaults()
	var file *event.Symbols
	if symbolsFile != "" {
		file = &event.Symbols{Name: filepath.Base(symbolsFile), Resolver: symbols.NewResolver(symbolsFile)}
	}
	return event.ReadingJSON(text, &o, file)
}
