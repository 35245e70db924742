package event

import (
	"strconv"

	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
)

// mechanism is how the code of 1C came to know of an error.
type mechanism struct {
	kind    string
	handled bool
}

// defaultMechanism is that of an error that code of 1C has caught itself.
const defaultMechanism = "1c"

// appendExceptions appends the chain as a member.
func (r *reading) appendExceptions(b []byte, how mechanism) []byte {
	if r.kept != nil && r.kept.how == how {
		return rawjson.AppendRaw(b, "exception", r.kept.exceptions)
	}
	return r.encodeExceptions(rawjson.AppendKey(b, "exception"), how)
}

// encodeExceptions appends the chain, innermost cause first.
func (r *reading) encodeExceptions(b []byte, how mechanism) []byte {
	b = append(b, `{"values":[`...)
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
	if data := mechanismData(link); len(data) > len("{}") {
		b = rawjson.AppendRaw(b, "data", data)
	}
	return append(b, '}')
}

// mechanismData is what is known of an exception that Sentry has no place for: how it
// belongs to the one before it, and what the platform said around it.
func mechanismData(link bslerr.Link) []byte {
	b := rawjson.AppendText([]byte{'{'}, "code", link.Code)
	b = rawjson.AppendText(b, "category", problem.List(link.Categories))
	if link.ID > 0 && link.Relation == bslerr.Sibling {
		b = rawjson.AppendText(b, "relation", "sibling")
	}
	var around []string
	for _, w := range link.Wrappers {
		around = append(around, w.Text)
	}
	return append(rawjson.AppendTexts(b, "platform", around), '}')
}
