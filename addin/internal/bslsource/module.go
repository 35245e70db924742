package bslsource

import (
	"sort"
	"strings"
)

// Procedure is a procedure or a function.
type Procedure struct {
	Name string
	// First is the line of the word «Процедура», or «Асинх» before it; Last is the
	// line of «КонецПроцедуры». Lines count from 1. Directives above are outside.
	First, Last int
}

// Module is what is read from a text.
type Module struct {
	// Procedures do not overlap and are in the order of the text.
	Procedures []Procedure
	// Lines are the lines without their breaks.
	Lines []string
	// Code has an entry for each line: it holds code, as opposed to comments,
	// blanks and instructions of the preprocessor.
	Code []bool
}

// Read reads a module. Lines end with "\r\n", "\n" or "\r": texts that the Designer
// wrote have a lone "\r" here and there, with code behind it that was written as a
// line of its own.
func Read(text string) Module {
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	var m Module
	n := strings.Count(text, "\n") + 1
	m.Lines = make([]string, 0, n)
	for line := range strings.Lines(text) {
		m.Lines = append(m.Lines, strings.TrimSuffix(line, "\n"))
	}
	m.Code = make([]bool, len(m.Lines))
	s := scanner{text: text, module: &m}
	s.run()
	return m
}

// At returns the procedure that the line is in; ok is false in the body of the module.
func (m *Module) At(line int) (p Procedure, ok bool) {
	i := sort.Search(len(m.Procedures), func(i int) bool { return m.Procedures[i].Last >= line })
	if i == len(m.Procedures) || m.Procedures[i].First > line {
		return p, false
	}
	return m.Procedures[i], true
}
