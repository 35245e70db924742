package event

import (
	"strconv"
	"strings"

	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/grouping"
	"sentry1c/addin/internal/modulepath"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
)

// reading is what the text of an error says, in the terms of Sentry.
type reading struct {
	report  bslerr.Report
	options *options.Options
}

// readError reads a text, and completes it with the facts of ИнформацияОбОшибке
// that were given beside it.
func readError(text string, facts *bslerr.Facts, o *options.Options) *reading {
	r := &reading{report: bslerr.Parse(text), options: o}
	if facts != nil {
		r.report.Overlay(*facts)
	}
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

// transaction is the module where the innermost cause happened: of our own code if
// any exception has such a frame.
func (r *reading) transaction() string {
	otherwise := ""
	for _, link := range r.report.InnermostFirst() {
		frame, own := grouping.Place(link.Exception, r.isInApp)
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

// mechanism is how the code of 1C came to know of an error.
type mechanism struct {
	kind    string
	handled bool
}

// defaultMechanism is that of an error that code of 1C has caught itself.
const defaultMechanism = "1c"

// appendExceptions appends the chain, innermost cause first.
func (r *reading) appendExceptions(b []byte, how mechanism) []byte {
	b = append(rawjson.AppendKey(b, "exception"), `{"values":[`...)
	for i, link := range r.report.InnermostFirst() {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		b = rawjson.AppendText(b, "type", link.Type())
		b = rawjson.AppendText(b, "value", link.Value)
		if stack := link.Stack(); len(stack) > 0 {
			b = append(rawjson.AppendKey(b, "stacktrace"), `{"frames":[`...)
			for j, frame := range stack {
				if j > 0 {
					b = append(b, ',')
				}
				b = r.appendFrame(b, frame)
			}
			b = append(b, `]}`...)
		}
		b = append(appendMechanism(b, link, how), '}')
	}
	return append(b, `]}`...)
}

// appendMechanism says how an exception belongs to the chain: only the outermost one,
// number 0, was caught, or was not.
func appendMechanism(b []byte, link bslerr.Link, how mechanism) []byte {
	b = append(rawjson.AppendKey(b, "mechanism"), '{')
	if link.ID == 0 {
		b = rawjson.AppendText(b, "type", how.kind)
	} else {
		b = rawjson.AppendText(b, "type", "chained")
	}
	b = strconv.AppendBool(append(b, `,"handled":`...), how.handled)
	b = append(b, `,"exception_id":`...)
	b = strconv.AppendInt(b, int64(link.ID), 10)
	if link.ParentID >= 0 {
		b = append(b, `,"parent_id":`...)
		b = strconv.AppendInt(b, int64(link.ParentID), 10)
	}
	if link.Code != "" || len(link.Categories) > 0 {
		b = append(rawjson.AppendKey(b, "data"), '{')
		b = rawjson.AppendText(b, "code", link.Code)
		b = rawjson.AppendText(b, "category", problem.List(link.Categories))
		b = append(b, '}')
	}
	return append(b, '}')
}

// names of frames that lie in no module.
const (
	evalFile  = "<Выполнить>"
	queryFile = "<запрос>"
)

func (r *reading) appendFrame(b []byte, f bslerr.Frame) []byte {
	inApp := r.isInApp(f.Extension, f.Module)
	file, absolute := r.files(f)
	switch f.Kind {
	case bslerr.Eval:
		file = evalFile
	case bslerr.Query:
		file = queryFile
	case bslerr.Script:
		file, absolute = f.Module, f.Module
	default:
		if file == "" {
			// Code of the platform itself, or of a module that has no file.
			inApp = inApp && modulepath.Known(f.Module)
			file = f.Module
		}
	}
	b = append(b, '{')
	b = rawjson.AppendText(b, "module", f.Module)
	b = rawjson.AppendText(b, "filename", file)
	b = rawjson.AppendText(b, "abs_path", absolute)
	b = rawjson.AppendNumber(b, "lineno", f.Line)
	b = rawjson.AppendNumber(b, "colno", f.Column)
	b = rawjson.AppendText(b, "context_line", f.Source)
	b = rawjson.AppendText(b, "package", f.Extension)
	return append(append(rawjson.AppendKey(b, "in_app"), strconv.FormatBool(inApp)...), '}')
}

// files returns the name of a frame's file and, if its root is known, the whole
// path.
func (r *reading) files(f bslerr.Frame) (file, absolute string) {
	file = modulepath.File(f.Module, modulepath.Layout(r.options.SourceLayout))
	root := r.options.SourceRoot
	if f.Extension != "" {
		root = ""
		for _, pair := range r.options.ExtensionRoots {
			if strings.EqualFold(pair[0], f.Extension) {
				root = pair[1]
			}
		}
	}
	if file == "" || root == "" {
		return file, ""
	}
	return file, strings.TrimRight(root, `/\`) + "/" + file
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
