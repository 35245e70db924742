package event

import (
	"cmp"
	"strconv"
	"strings"

	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/modulepath"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/rawjson"
)

// names of frames that lie in no module.
const (
	evalFile  = "<Выполнить>"
	queryFile = "<запрос>"
)

// appendFrame appends a frame in the names that 1C people use: the module as it was
// printed, with its extension before it. Where the code lies as a file stands in
// abs_path, or, with the option sourceLayout, is the name, for the code mappings of a
// server.
func (r *reading) appendFrame(b []byte, f bslerr.Frame) []byte {
	inApp := r.isInApp(f.Extension, f.Module)
	name, absolute := shownName(f), r.absolute(f)
	if r.options.SourceLayout != "" {
		name = cmp.Or(r.mappedName(f, modulepath.Layout(r.options.SourceLayout)), name)
	}
	switch f.Kind {
	case bslerr.Eval:
		name, absolute = evalFile, ""
	case bslerr.Query:
		name, absolute = queryFile, ""
	case bslerr.Script:
		name, absolute = f.Module, f.Module
	case bslerr.Platform:
		name, absolute, inApp = bslerr.PlatformModule, "", false
	default:
		// Code of the platform itself, or of a module that has no file.
		inApp = inApp && modulepath.Known(f.Module)
	}
	known := r.symbols.frame(f)
	b = append(b, '{')
	b = rawjson.AppendText(b, "function", cmp.Or(f.Function, known.Function))
	b = rawjson.AppendText(b, "module", f.Module)
	b = rawjson.AppendText(b, "filename", name)
	b = rawjson.AppendText(b, "abs_path", absolute)
	b = rawjson.AppendNumber(b, "lineno", f.Line)
	b = rawjson.AppendNumber(b, "colno", f.Column)
	if r.options.SourceContext != options.SourceOfServer {
		b = rawjson.AppendTexts(b, "pre_context", known.Pre)
		b = rawjson.AppendText(b, "context_line", cmp.Or(known.Text, f.Source))
		b = rawjson.AppendTexts(b, "post_context", known.Post)
	}
	b = rawjson.AppendText(b, "package", f.Extension)
	return append(append(rawjson.AppendKey(b, "in_app"), strconv.FormatBool(inApp)...), '}')
}

// shownName is a module with its extension before it, as the platform prints both.
func shownName(f bslerr.Frame) string {
	if f.Extension == "" {
		return f.Module
	}
	return f.Extension + " " + f.Module
}

// fileOf is the file of a module in a layout; "" if it has none.
func (r *reading) fileOf(module string, layout modulepath.Layout) string {
	if module != r.module || layout != r.layout {
		r.module, r.layout, r.file = module, layout, modulepath.File(module, layout)
	}
	return r.file
}

// mappedName is the file of a frame as code mappings know it: a module that an extension
// adopts has the same file in it as in the configuration, so files of an extension have
// its name for a folder. "" if the module has no file.
func (r *reading) mappedName(f bslerr.Frame, layout modulepath.Layout) string {
	file := r.fileOf(f.Module, layout)
	if file == "" || f.Extension == "" {
		return file
	}
	return f.Extension + "/" + file
}

// absolute is the file of a frame in a dump of its configuration or extension: below the
// root of its sources if that is known; "" if it has none. Code mappings look at it where
// the name of the file does not match, so it must not be that of another module either.
func (r *reading) absolute(f bslerr.Frame) string {
	layout := modulepath.Layout(cmp.Or(r.options.SourceLayout, string(modulepath.Designer)))
	root := r.options.SourceRoot
	if f.Extension != "" {
		root = ""
		for _, pair := range r.options.ExtensionRoots {
			if strings.EqualFold(pair[0], f.Extension) {
				root = pair[1]
			}
		}
	}
	if root == "" && r.options.SourceLayout != "" {
		return r.mappedName(f, layout)
	}
	file := r.fileOf(f.Module, layout)
	if file == "" || root == "" {
		return file
	}
	return strings.TrimRight(root, `/\`) + "/" + file
}
