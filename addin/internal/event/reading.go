package event

import (
	"strconv"
	"strings"

	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/engine"
	"sentry1c/addin/internal/grouping"
	"sentry1c/addin/internal/modulepath"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/rawjson"
)

// reading is what the text of an error says, in the terms of Sentry.
type reading struct {
	// report is what is shown and grouped by: its chain is folded (bslerr.Fold).
	report bslerr.Report
	// chain is what the text says, before folding.
	chain   []bslerr.Exception
	options *options.Options
	symbols *symbolized

	// file is that of module in layout (fileOf): frames that follow each other often share it.
	module, file string
	layout       modulepath.Layout

	// kept holds what was worked out of a reading that serves more than one event (Said);
	// nil works it out for each.
	kept *worked
}

// readError reads a text, and completes it with the facts of ИнформацияОбОшибке
// that were given beside it.
func readError(text string, facts *bslerr.Facts, o *options.Options) *reading {
	r := &reading{report: bslerr.Parse(text), options: o}
	if facts != nil {
		r.report.Overlay(*facts)
	}
	r.chain = r.report.Exceptions
	r.report.Exceptions = bslerr.Fold(r.chain)
	return r
}

// isInApp reports whether a module is the user's own code: what is included is, what
// is excluded is not, and everything else is. Beginnings are compared in any letter
// case with the path as it was printed, with its extension before it, and with the
// path in English.
func (r *reading) isInApp(extension, module string) bool {
	if len(r.options.InAppInclude)+len(r.options.InAppExclude) == 0 {
		return true
	}
	names := []string{strings.ToLower(module), strings.ToLower(modulepath.English(module))}
	if extension != "" {
		names = append(names, strings.ToLower(extension)+" "+names[0])
	}
	begins := func(prefixes []string) bool {
		for _, prefix := range prefixes {
			for _, name := range names {
				if strings.HasPrefix(name, strings.ToLower(prefix)) {
					return true
				}
			}
		}
		return false
	}
	return begins(r.options.InAppInclude) || !begins(r.options.InAppExclude)
}

// judged is what the rules of a client look at.
func (r *reading) judged() (all []engine.Exception) {
	if r.kept != nil {
		return r.kept.judged
	}
	for _, link := range r.report.InnermostFirst() {
		all = append(all, engine.Exception{Type: link.Type(), Value: link.Value})
	}
	return all
}

// transaction is the module of the error in the title: of our own code if any exception
// has such a frame, looked for from the title on.
func (r *reading) transaction() string {
	if r.kept != nil {
		return r.kept.transaction
	}
	otherwise := ""
	for i := range r.report.Exceptions {
		frame, own := grouping.Place(&r.report.Exceptions[i], r.isInApp)
		switch {
		case own:
			return frame.Module
		case otherwise == "":
			otherwise = frame.Module
		}
	}
	return otherwise
}

// fingerprint is what the error is grouped by, nil if the server shall decide.
func (r *reading) fingerprint() []string {
	if r.options.Grouping == "server" {
		return nil
	}
	if r.kept != nil {
		return r.kept.fingerprint
	}
	return grouping.Fingerprint(&r.report, r.isInApp)
}

// title is what Sentry shows in a list: the outermost exception, on one line.
func (r *reading) title() string {
	if len(r.report.Exceptions) == 0 {
		return ""
	}
	e := &r.report.Exceptions[0]
	first, _, _ := strings.Cut(e.Value, "\n")
	return e.Type() + ": " + first
}

// dropped tells what of the text stands in no exception, nil if all of it does.
func (r *reading) dropped() []byte {
	if len(r.report.Dropped) == 0 {
		return nil
	}
	// Long pieces, such as what is beyond the longest text, are named only.
	const longest = 1000
	b := []byte{'['}
	for i, d := range r.report.Dropped {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		b = rawjson.AppendText(b, "what", d.What)
		b = rawjson.AppendText(b, "text", names.Cut(d.Text, longest))
		b = rawjson.AppendNumber(b, "count", d.Count)
		b = append(b, '}')
	}
	return append(b, ']')
}

// FactsOf reads the facts of Params: what has the wrong type in a cause is left out.
func FactsOf(given rawjson.Object) *bslerr.Facts {
	if len(given) == 0 {
		return nil
	}
	facts := factsFrom(rawjson.AppendObject(nil, given))
	return &facts
}

func factsFrom(object []byte) bslerr.Facts {
	var f bslerr.Facts
	for key, raw := range rawjson.Fields(object) {
		text, _ := rawjson.Simple(raw)
		switch key {
		case "module":
			f.Module = text
		case "line":
			// 1C's numbers come as 42 or 42.0.
			if line, err := strconv.ParseFloat(text, 64); err == nil && line >= 0 && line < 1<<31 {
				f.Line = int(line)
			}
		case "sourceLine":
			f.SourceLine = text
		case "description":
			f.Description = text
		case "category":
			f.Category = text
		case "code":
			f.Code = text
		case "causes":
			for cause := range rawjson.Elements(raw) {
				f.Causes = append(f.Causes, factsFrom(cause))
			}
		}
	}
	return f
}
