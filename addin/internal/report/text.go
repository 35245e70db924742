package report

import (
	"regexp"
	"strconv"
	"strings"
)

// position is the place that the platform prints before the text of an error.
var position = regexp.MustCompile(`^\{([^{}()\n]*)\((\d+)(,\s?\d+)?\)\}:[ \t]*`)

// Text is the error as ПодробноеПредставлениеОшибки prints it, so that it is read and
// grouped as by every other road: each error of the chain, the lines of its stack, its
// categories. A report has one stack for the whole chain: an error has the part of it
// that begins at its own place. "" if the report has no text.
func (r *Report) Text() string {
	owner := r.ownerOfStack()
	var b strings.Builder
	for i, e := range r.Errors {
		text := strings.TrimSpace(e.Text)
		if text == "" && len(e.Categories) == 0 {
			continue
		}
		if b.Len() > maxAllText {
			break
		}
		if b.Len() > 0 {
			b.WriteString("\nпо причине:\n")
		}
		b.WriteString(r.link(text, i == owner))
		if len(e.Categories) > 0 {
			b.WriteString("\n[" + strings.Join(e.Categories, ", ") + "]")
		}
	}
	return cutBytes(b.String(), maxAllText)
}

// link is one error of the chain with its lines.
func (r *Report) link(text string, ownsStack bool) string {
	place := position.FindStringSubmatch(text)
	switch {
	case place == nil && ownsStack:
		return text + lines(r.Stack)
	case place == nil:
		return text
	case place[3] != "":
		// A compile error is printed like this wherever it is printed.
		return text
	}
	message := text[len(place[0]):]
	if message == "" || position.MatchString(message) {
		return text // a text that was raised again: its places are its own
	}
	line, _ := strconv.Atoi(place[2])
	for i, l := range r.Stack {
		if l.Module == place[1] && l.Line == line {
			return message + lines(r.Stack[i:])
		}
	}
	own := []Line{{Module: place[1], Line: line}}
	if ownsStack {
		own = append(own, r.Stack...)
	}
	return message + lines(own)
}

// ownerOfStack is the error whose place the stack begins at, else the outermost.
func (r *Report) ownerOfStack() int {
	if len(r.Stack) == 0 {
		return -1
	}
	for i := len(r.Errors) - 1; i > 0; i-- {
		place := position.FindStringSubmatch(strings.TrimSpace(r.Errors[i].Text))
		if place != nil && place[1] == r.Stack[0].Module && place[2] == strconv.Itoa(r.Stack[0].Line) {
			return i
		}
	}
	return 0
}

// lines are places in code as they stand below an error.
func lines(stack []Line) string {
	var b strings.Builder
	for _, l := range stack {
		if strings.ContainsAny(l.Module, "{}()\r\n") {
			continue // it would be read as something else
		}
		code, _, _ := strings.Cut(strings.TrimSpace(l.Code), "\n")
		b.WriteString("\n{" + l.Module + "(" + strconv.Itoa(l.Line) + ")}:" + strings.TrimRight(code, " \t\r"))
	}
	return b.String()
}
