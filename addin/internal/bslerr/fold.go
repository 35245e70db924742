package bslerr

import (
	"slices"
	"strings"
)

// PlatformModule is the module of the frame that stands for the platform between
// the code that called it and the error that came of it.
const PlatformModule = "<платформа>"

// Fold returns the chain as a reader wants it, outermost first: wrappers of the
// platform that have a cause go into it, so that the first exception is an error
// and not a place where one passed. The frames of a wrapper stand below those of
// its cause, a frame of the kind Platform between both; its words stand in
// Wrappers. What a developer wrote stays a link of the chain, whatever is in it.
//
// So does an outer error that has no place and says only that there is one: «Ошибка».
//
// A brief text, in which a wrapper and its cause are one message, folds to the
// same. Every value begins with a line that says something (see Headline; words that
// end with a colon go on with those of their cause), and of
// errors one below another that have no places, as lines of a log, the first one
// that speaks of an error comes first.
//
// The chain given is not changed.
func Fold(chain []Exception) []Exception {
	out := make([]Exception, 0, len(chain))
	var around []Exception // wrappers that wait for their cause, outermost first
	for i := range chain {
		parts := unchain(chain[i])
		for j := range parts {
			e := &parts[j]
			caused := j+1 < len(parts) || i+1 < len(chain) && chain[i+1].Relation == Cause
			if caused && (e.wraps() || e.saysNothing()) {
				around = append(around, *e)
				continue
			}
			out = append(out, e.inside(around))
			around = nil
		}
	}
	out = errorFirst(out)
	for i := len(out) - 1; i >= 0; i-- {
		out[i].Value = out[i].headline()
		if i+1 < len(out) && out[i+1].Relation == Cause && silent(out[i].Value) {
			first, _, _ := strings.Cut(out[i+1].Value, "\n")
			out[i].Value += " " + first
		}
	}
	return out
}

// Title is what servers show in a list of issues: the type and the first line of
// the first exception of a folded chain.
func Title(chain []Exception) string {
	if len(chain) == 0 {
		return ""
	}
	first, _, _ := strings.Cut(chain[0].Value, "\n")
	if first == "" {
		return chain[0].Type()
	}
	return chain[0].Type() + ": " + first
}

// inside returns the exception with the wrappers around it, outermost first,
// folded in.
func (e *Exception) inside(around []Exception) Exception {
	in := *e
	if len(around) == 0 {
		return in
	}
	in.Relation, in.Separator = around[0].Relation, around[0].Separator
	if in.Value == "" {
		in.Value = around[len(around)-1].Value
	}
	var wrappers []Wrapper
	frames := innermostFirst(nil, e)
	placed := contextPlaces(e)
	for i := len(around) - 1; i >= 0; i-- {
		w := around[i].wrapper()
		wrappers = append([]Wrapper{w}, wrappers...)
		if w.Key == "" {
			continue // it has no place
		}
		below := innermostFirst(nil, &around[i])
		// A text that was raised again in one line passed no platform here.
		if again := len(frames) == 0 && len(below) > 0 && raises(below[0].Source); !again {
			frames = append(frames, Frame{Module: PlatformModule, Function: w.Method, Kind: Platform})
		}
		for _, f := range below {
			if !placed(f) {
				frames = append(frames, f)
			}
		}
	}
	if !slices.ContainsFunc(frames, func(f Frame) bool { return f.Kind != Platform }) {
		frames = nil // it stands between nothing
	}
	in.Frames, in.Order = frames, InnermostFirst
	in.Wrappers = append(wrappers, in.Wrappers...)
	return in
}

// innermostFirst appends the stack of an exception, the throw site first. Frames
// of a printed context become frames like others: they are in their order now.
func innermostFirst(frames []Frame, e *Exception) []Frame {
	for at := range e.FromThrowSite() {
		f := *at
		if f.Kind == Context {
			f.Kind = Code
		}
		frames = append(frames, f)
	}
	return frames
}

// contextPlaces tells the places of a printed context: it is the whole stack, so
// what a wrapper says of it again is not repeated.
func contextPlaces(e *Exception) func(Frame) bool {
	type place struct {
		module string
		line   int
	}
	var places map[place]bool
	for _, f := range e.Frames {
		if f.Kind == Context {
			if places == nil {
				places = map[place]bool{}
			}
			places[place{f.Module, f.Line}] = true
		}
	}
	return func(f Frame) bool { return places[place{f.Module, f.Line}] }
}

// errorFirst puts the first exception that speaks of an error before those that
// stand above it on the same level and do not.
func errorFirst(chain []Exception) []Exception {
	at := -1
	for i := range chain {
		e := &chain[i]
		if i > 0 && e.Relation != Sibling {
			return chain
		}
		if len(e.Frames) > 0 || len(e.Categories) > 0 || len(e.Wrappers) > 0 || speaks(e.Value) != neutral {
			at = i
			break
		}
	}
	if at < 1 {
		return chain
	}
	end := at + 1
	for end < len(chain) && chain[end].Relation != Sibling {
		end++
	}
	out := append(make([]Exception, 0, len(chain)), chain[at:end]...)
	out = append(out, chain[:at]...)
	out = append(out, chain[end:]...)
	out[0].Relation, out[end-at].Relation = Cause, Sibling
	return out
}
