package grouping

import (
	"strings"

	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/modulepath"
)

// Prefix is the first part of every fingerprint.
const Prefix = "1c"

// maxLinks bounds the chain: of a longer one the innermost links count.
const maxLinks = 12

// evalModule stands for the text of Выполнить() and Вычислить().
const evalModule = "<eval>"

// link is an exception with what grouping needs of it.
type link struct {
	e       *bslerr.Exception
	message string // normalised
	place   bslerr.Frame
	placed  bool // place is in the application
	key     string
	raised  bool // the line of the place only raises what was made elsewhere
	called  bool // the error is one of the platform that the line called
}

// Fingerprint returns the parts that tell one fault from another. isInApp says
// whether a frame belongs to the application; nil means that every frame does.
// Platform frames never do. If no frame is in the application, the innermost
// frame of any module counts.
//
// Every part has at most MaxPart characters, and there are at most 49 parts.
func Fingerprint(r *bslerr.Report, isInApp func(extension, module string) bool) []string {
	parts := []string{Prefix}
	for _, l := range reduce(chain(r, isInApp)) {
		parts = append(parts, Limit(kind(l.e)))
		if l.place != (bslerr.Frame{}) {
			parts = append(parts, Limit(module(l.place)), Limit(l.line()))
			if l.called && l.place.Source != "" && !l.raised {
				parts = append(parts, Limit(l.message))
			}
		} else {
			parts = append(parts, Limit(l.message))
		}
		if q := query(l.e); q != "" {
			parts = append(parts, Limit(q))
		}
	}
	if len(parts) == 1 {
		parts = append(parts, bslerr.RuntimeError)
	}
	return parts
}

// kind is the type of an error, the same with a general category and without one.
func kind(e *bslerr.Exception) string {
	if t := e.Type(); bslerr.SaysType(t) {
		return t
	}
	return bslerr.RuntimeError
}

// ForMessage returns the fingerprint of what is no error but says something about
// an event, such as that of a record of the event log: its masked text.
func ForMessage(about, text string) []string {
	parts := []string{Prefix, "message"}
	if about != "" {
		parts = append(parts, Limit(about))
	}
	if said := Limit(Message(text)); said != "" || about == "" {
		parts = append(parts, said)
	}
	return parts
}

// chain lists the exceptions; of several compile errors one below another the
// first.
func chain(r *bslerr.Report, isInApp func(extension, module string) bool) []link {
	var links []link
	for i := range r.Exceptions {
		e := &r.Exceptions[i]
		if i > 0 && e.Relation == bslerr.Sibling && (len(e.Frames) == 0 || compiled(e) && compiled(&r.Exceptions[i-1])) {
			break
		}
		l := link{e: e}
		l.place, l.placed = Place(e, isInApp)
		l.raised = throws(e) || raises(l.place.Source)
		l.called = calledPlatform(e)
		if len(r.Exceptions) > 1 || l.place.Source == "" || l.raised || l.called {
			l.message = Message(e.Value) // else nothing looks at it
		}
		if p, ok := bslerr.FindPhrase(e.Value); ok {
			l.key = p.Key
		}
		links = append(links, l)
	}
	return links
}

// reduce leaves out the links that tell nothing of the fault.
func reduce(links []link) []link {
	deepest := -1
	for i, l := range links {
		if l.placed {
			deepest = i
		}
	}
	var kept []link
	for i, l := range links {
		last := i == len(links)-1
		switch {
		case !last && transport[l.key] && l.place == (bslerr.Frame{}):
			continue
		case i < deepest && (wrapper[l.key] || transport[l.key] || repeated(l, links[i+1:])):
			continue
		case len(kept) > 0 && l.message == kept[len(kept)-1].message && l.place == (bslerr.Frame{}):
			continue
		}
		kept = append(kept, l)
	}
	kept = placeCauses(kept)
	if len(kept) > maxLinks {
		kept = kept[len(kept)-maxLinks:]
	}
	return kept
}

// transport are wrappers that only tell of the way between client and server.
var transport = map[string]bool{"ResourceError": true, "ResourceQueryFailed": true}

// wrapper are messages of the platform that say that something else failed.
var wrapper = map[string]bool{
	"ContextMethodCallFailed": true, "ContextAttributeSetFailed": true, "ContextAttributeGetFailed": true,
	"ConstructorFailed": true, "HandlerFailed": true, "ModuleInitializationFailed": true,
}

// placeCauses gives an error of the platform without a place of its own the place
// of the call that it came out of: «Ошибка при вызове метода контекста (Записать)»
// with its line, caused by «Нарушение прав доступа!», is the latter at that line.
func placeCauses(links []link) []link {
	var out []link
	for i := 0; i < len(links); i++ {
		l := links[i]
		if l.placed && wrapper[l.key] && i+1 < len(links) && links[i+1].place == (bslerr.Frame{}) {
			cause := links[i+1]
			cause.place, cause.placed, cause.raised, cause.called = l.place, true, false, true
			out = append(out, cause)
			i++
			continue
		}
		out = append(out, l)
	}
	return out
}

// compiled reports whether an error was found by the compiler.
func compiled(e *bslerr.Exception) bool {
	for _, f := range e.Frames {
		if f.Column > 0 || f.CheckMode != "" {
			return true
		}
	}
	return false
}

// throws reports whether the innermost line of an error raises what was made
// elsewhere, in the application or not.
func throws(e *bslerr.Exception) bool {
	at := e.ThrowSite()
	return at != nil && raises(at.Source)
}

// calledPlatform reports whether the innermost frame is a method of the platform,
// «<платформа>», and not a line: the line that called it may fail in many ways.
func calledPlatform(e *bslerr.Exception) bool {
	at := e.ThrowSite()
	return at != nil && platformMark(at.Module)
}

func platformMark(module string) bool {
	return module == "<платформа>" || module == "<platform>"
}

// repeated reports whether a deeper link with a place says the same: the error
// was raised again.
func repeated(l link, deeper []link) bool {
	for _, d := range deeper {
		if d.placed && d.message == l.message {
			return true
		}
	}
	return false
}

// Place returns the innermost frame of the exception that is in the
// application. If there is none, ok is false and the frame is the innermost
// one of another module, else the innermost of Выполнить() and Вычислить(),
// else zero.
func Place(e *bslerr.Exception, isInApp func(extension, module string) bool) (f bslerr.Frame, ok bool) {
	var eval bslerr.Frame
	for s := range e.FromThrowSite() {
		switch {
		case s.Kind == bslerr.Eval:
			if eval == (bslerr.Frame{}) {
				eval = *s
			}
		case s.Kind == bslerr.Query, s.Kind == bslerr.Platform, platform(s.Module):
		case isInApp == nil || isInApp(s.Extension, s.Module):
			return *s, true
		case f == (bslerr.Frame{}):
			f = *s
		}
	}
	if f == (bslerr.Frame{}) {
		f = eval
	}
	return f, false
}

// line returns the part of a link that stands for the place in its module.
func (l link) line() string {
	if l.place.Source == "" || l.raised {
		return l.message // a brief text, or a line that says nothing
	}
	if l.place.Kind == bslerr.Eval {
		return Message(l.place.Source) // made at run time, with values
	}
	return Source(l.place.Source)
}

// module returns the module of a frame in English. Names made at run time are
// masked.
func module(f bslerr.Frame) string {
	switch f.Kind {
	case bslerr.Eval:
		return evalModule
	case bslerr.Script: // where it is installed differs
		return maskName(f.Module[strings.LastIndexAny(f.Module, `/\`)+1:])
	}
	return maskName(modulepath.English(f.Module))
}

// platform reports whether a path is a module of the platform itself.
func platform(path string) bool {
	if platformMark(path) {
		return true
	}
	for i := range len(path) {
		if path[i] == '/' || path[i] == '\\' {
			return len(path) > 4 && path[len(path)-4:] == ".clf"
		}
	}
	return false
}

// query returns the fragment of a query that an error points at: the line of
// the module is the same Запрос.Выполнить() for every query.
func query(e *bslerr.Exception) string {
	for _, f := range e.Frames {
		if f.Kind == bslerr.Query && f.Source != "" {
			return Source(f.Source)
		}
	}
	return ""
}
