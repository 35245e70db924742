package bslerr

import "iter"

// Link is an exception at its place in the chain, in the terms of Sentry.
type Link struct {
	*Exception
	// ID is the exception's number: 0 is the outermost.
	ID int
	// ParentID is the number of the exception this one is the cause of, -1
	// for the outermost. Siblings have the parent of the first of them; a
	// sibling of the outermost exception has that one as its parent, since
	// Sentry knows a single root.
	ParentID int
}

// InnermostFirst returns the chain as Sentry wants it: the innermost cause
// first, the outermost exception last.
func (r *Report) InnermostFirst() []Link {
	n := len(r.Exceptions)
	links := make([]Link, n)
	parent := -1
	for i := range n {
		e := &r.Exceptions[i]
		switch {
		case i == 0:
		case e.Relation == Sibling:
			if parent < 0 {
				parent = 0
			}
		default:
			parent = i - 1
		}
		links[n-1-i] = Link{e, i, parent}
	}
	return links
}

// Stack returns the frames with the oldest call first and the throw site last,
// as Sentry wants them.
//
// Frames of kind Context are the whole stack. A position printed beside them
// is its last call: it is not repeated.
func (e *Exception) Stack() []Frame {
	if len(e.Frames) == 0 {
		return nil
	}
	stack := make([]Frame, 0, len(e.Frames))
	for f := range e.FromThrowSite() {
		stack = append(stack, *f)
	}
	reverse(stack)
	return stack
}

// FromThrowSite gives the frames of Stack from its end. They must not be changed.
func (e *Exception) FromThrowSite() iter.Seq[*Frame] {
	return func(yield func(*Frame) bool) {
		n := len(e.Frames)
		var last *Frame // of the printed stack
		for i := range e.Frames {
			if e.Frames[i].Kind == Context {
				last = &e.Frames[i]
			}
		}
		for i := range n {
			if e.Order == OutermostFirst {
				i = n - 1 - i
			}
			f := &e.Frames[i]
			if f.Kind == Context || last != nil && samePlace(*f, *last) {
				continue
			}
			if !yield(f) {
				return
			}
		}
		for i := n - 1; i >= 0 && last != nil; i-- {
			if e.Frames[i].Kind == Context && !yield(&e.Frames[i]) {
				return
			}
		}
	}
}

// ThrowSite is the last frame of Stack, nil if there is none.
func (e *Exception) ThrowSite() *Frame {
	for f := range e.FromThrowSite() {
		return f
	}
	return nil
}

// samePlace reports whether two frames are one line of one module.
func samePlace(a, b Frame) bool {
	return a.Module == b.Module && a.Line == b.Line && (a.Extension == b.Extension || a.Extension == "" || b.Extension == "")
}
