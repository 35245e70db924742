package bslerr

import (
	"strconv"

	"sentry1c/addin/internal/rawjson"
)

// Parents returns for each exception the index of the one it is the cause of, -1 if
// there is none. A sibling has the parent of the exception it stands beside.
func Parents(chain []Exception) []int {
	parents := make([]int, len(chain))
	for i := range chain {
		switch {
		case i == 0:
			parents[i] = -1
		case chain[i].Relation == Sibling:
			parents[i] = parents[i-1]
		default:
			parents[i] = i - 1
		}
	}
	return parents
}

// AppendChain appends a chain as JSON, outermost exception first, as it was read:
//
//	[{"type","value","parent","relation","frames":[{"module","extension","line","column","source"}]}]
//
// "parent" is an index and is absent where there is none, "relation" is "cause" or
// "sibling". Frames are innermost first. A frame has its module and line always,
// the rest where the text has it.
func AppendChain(b []byte, chain []Exception) []byte {
	parents := Parents(chain)
	b = append(b, '[')
	for i := range chain {
		e := &chain[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = rawjson.AppendString(append(b, `{"type":`...), e.Type())
		b = rawjson.AppendString(append(b, `,"value":`...), e.Value)
		if parents[i] >= 0 {
			b = strconv.AppendInt(append(b, `,"parent":`...), int64(parents[i]), 10)
		}
		relation := "cause"
		if e.Relation == Sibling {
			relation = "sibling"
		}
		b = append(append(append(b, `,"relation":"`...), relation...), `","frames":[`...)
		for j, f := range e.innermostFirst() {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendFrame(b, &f)
		}
		b = append(b, `]}`...)
	}
	return append(b, ']')
}

// innermostFirst returns every frame of the text, the throw site first: a printed
// context, whose frames come outermost first, stands behind the positions.
func (e *Exception) innermostFirst() []Frame {
	frames := make([]Frame, 0, len(e.Frames))
	if e.Order == OutermostFirst {
		for i := len(e.Frames) - 1; i >= 0; i-- {
			if f := e.Frames[i]; f.Kind != Context {
				frames = append(frames, f)
			}
		}
	} else {
		for _, f := range e.Frames {
			if f.Kind != Context {
				frames = append(frames, f)
			}
		}
	}
	for i := len(e.Frames) - 1; i >= 0; i-- {
		if f := e.Frames[i]; f.Kind == Context {
			frames = append(frames, f)
		}
	}
	return frames
}

func appendFrame(b []byte, f *Frame) []byte {
	b = rawjson.AppendString(append(b, `{"module":`...), f.Module)
	if f.Extension != "" {
		b = rawjson.AppendString(append(b, `,"extension":`...), f.Extension)
	}
	b = strconv.AppendInt(append(b, `,"line":`...), int64(f.Line), 10)
	if f.Column > 0 {
		b = strconv.AppendInt(append(b, `,"column":`...), int64(f.Column), 10)
	}
	if f.Source != "" {
		b = rawjson.AppendString(append(b, `,"source":`...), f.Source)
	}
	return append(b, '}')
}
