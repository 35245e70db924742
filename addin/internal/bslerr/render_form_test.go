package bslerr

import (
	"slices"
	"strconv"
	"strings"
)

// Render writes the exceptions as the text of an error. exact reports whether
// Parse reads the text back to the same exceptions.
//
// The format has no escaping, so not every chain has a text: a message may hold
// what reads as a frame, a separator or the source line of its error. That is a
// property of the format, and a caller must know of it rather than hope; so
// Render reads its own text. What holds no words of the grammar is exact.
//
// Separators are those of the exceptions, «по причине:» where they have none.
// Exceptions of one level, between which the platform prints nothing, are
// separated by «, also:» unless both are compile errors. Separators and codes
// of exceptions do not count for exact: texts have one or none of them.
func Render(r *Report) (text string, exact bool) {
	var b strings.Builder
	for i := range r.Exceptions {
		e := &r.Exceptions[i]
		if i > 0 {
			b.WriteByte('\n')
		}
		if sep := separatorOf(r, i); sep != "" {
			b.WriteString(sep)
			b.WriteByte('\n')
		}
		e.render(&b)
	}
	text = b.String()
	return text, slices.EqualFunc(Parse(text).Exceptions, r.Exceptions, func(a, b Exception) bool {
		return a.says(&b) && a.Relation == b.Relation
	})
}

func separatorOf(r *Report, i int) string {
	e := &r.Exceptions[i]
	switch {
	case i == 0 || e.Separator != "" && e.Relation == Cause:
		return e.Separator
	case e.Relation == Cause:
		return inlineSeparator
	case e.compileError() && r.Exceptions[i-1].compileError():
		return ""
	}
	return siblingSeparator
}

// compileError reports whether the exception is a position with a column and a
// message, which needs no separator.
func (e *Exception) compileError() bool {
	return len(e.Frames) == 1 && e.Frames[0].Column > 0 && e.Frames[0].Kind == Code && e.Value != "" && len(e.Categories) == 0
}

// render writes one exception.
//
// Without escaping a message may look like grammar in one layout and not in
// the other: «reason:» alone in a line separates, behind a position it does
// not. So a stack that is not read back as it was is written classic.
func (e *Exception) render(b *strings.Builder) {
	switch {
	case len(e.Frames) == 0:
		b.WriteString(e.Value)
		e.renderRest(b, nil, false)
	case e.Frames[0].Kind == Script:
		var script strings.Builder
		e.renderRest(&script, e.renderScript(&script, false), false)
		if !e.readsBack(script.String()) {
			script.Reset()
			e.renderRest(&script, e.renderScript(&script, true), false)
		}
		b.WriteString(script.String())
	case e.Frames[0].Kind != Context && (e.Frames[0].Column > 0 || e.Order == OutermostFirst):
		e.renderRest(b, e.renderClassic(b), false)
	default:
		var stack strings.Builder
		e.renderStack(&stack)
		if e.Frames[0].Kind != Context && !e.readsBack(stack.String()) {
			e.renderRest(b, e.renderClassic(b), false)
			return
		}
		b.WriteString(stack.String())
	}
}

// readsBack reports whether the text is read as this exception alone.
func (e *Exception) readsBack(text string) bool {
	r := Parse(text)
	return len(r.Exceptions) == 1 && e.says(&r.Exceptions[0])
}

// says reports whether two exceptions have the same message and places.
func (e *Exception) says(x *Exception) bool {
	return x.Value == e.Value && x.Order == e.Order && slices.Equal(x.Frames, e.Frames) && slices.Equal(x.Categories, e.Categories)
}

func (e *Exception) renderStack(b *strings.Builder) {
	frames := e.Frames
	b.WriteString(e.Value)
	if e.Value == "" {
		renderFrame(b, &frames[0])
		frames = frames[1:]
	}
	e.renderRest(b, frames, true)
}

// renderRest writes the frames that are left and the categories, with an empty
// line between them if blank is set.
func (e *Exception) renderRest(b *strings.Builder, frames []Frame, blank bool) {
	for i := range frames {
		b.WriteByte('\n')
		renderFrame(b, &frames[i])
	}
	if len(e.Categories) == 0 {
		return
	}
	if blank {
		b.WriteByte('\n')
	}
	b.WriteString("\n[")
	b.WriteString(strings.Join(e.Categories, ", "))
	b.WriteByte(']')
}

// renderClassic writes positions, message and source line and returns the
// frames that are left.
func (e *Exception) renderClassic(b *strings.Builder) []Frame {
	n := 1
	if e.Order == OutermostFirst {
		for n < len(e.Frames) && e.Frames[n].Kind != Context {
			n++
		}
	}
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		renderPosition(b, &e.Frames[i])
	}
	b.WriteByte(' ')
	b.WriteString(e.Value)
	if source := &e.Frames[0]; source.Source != "" {
		b.WriteString("\n\t")
		renderSource(b, source)
	}
	return e.Frames[n:]
}

// renderScript writes the form of OneScript and returns the frames that are
// left. The braces that close the message stand behind its first line, or its
// last one: only the latter keeps lines that look like something else behind a
// closed message.
func (e *Exception) renderScript(b *strings.Builder, closeLast bool) []Frame {
	n := 0
	for n < len(e.Frames) && e.Frames[n].Kind == Script {
		f := &e.Frames[n]
		b.WriteString("{Модуль ")
		b.WriteString(f.Module)
		b.WriteString(" / Ошибка в строке: ")
		b.WriteString(strconv.Itoa(f.Line))
		if f.Column > 0 {
			b.WriteByte(',')
			b.WriteString(strconv.Itoa(f.Column))
		}
		b.WriteString(" / ")
		n++
	}
	end := len(e.Value)
	if i := strings.IndexByte(e.Value, '\n'); i >= 0 && !closeLast {
		end = i
	}
	b.WriteString(e.Value[:end])
	b.WriteString(strings.Repeat("}", n))
	b.WriteString(e.Value[end:])
	if source := &e.Frames[0]; source.Source != "" {
		b.WriteString("\n\t")
		renderSource(b, source)
	}
	return e.Frames[n:]
}

func renderPosition(b *strings.Builder, f *Frame) {
	b.WriteByte('{')
	if f.Extension != "" {
		b.WriteString(f.Extension)
		b.WriteByte(' ')
	}
	b.WriteString(f.Module)
	b.WriteByte('(')
	b.WriteString(strconv.Itoa(f.Line))
	if f.Column > 0 {
		b.WriteByte(',')
		if f.Kind == Query {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(f.Column))
	}
	b.WriteString(")}:")
}

func renderFrame(b *strings.Builder, f *Frame) {
	if f.Kind == Context {
		renderContext(b, f)
		return
	}
	renderPosition(b, f)
	renderSource(b, f)
}

func renderSource(b *strings.Builder, f *Frame) {
	b.WriteString(f.Source)
	if f.CheckMode != "" {
		b.WriteString(" (Проверка: ")
		b.WriteString(f.CheckMode)
		b.WriteByte(')')
	}
}

func renderContext(b *strings.Builder, f *Frame) {
	if f.Extension != "" {
		b.WriteString(f.Extension)
		b.WriteByte(' ')
	}
	b.WriteString(f.Module)
	b.WriteString(" : ")
	b.WriteString(strconv.Itoa(f.Line))
	b.WriteString(" : ")
	b.WriteString(f.Source)
}
