package report

import (
	"regexp"
	"strings"

	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
)

// Native is a stack of the platform's own libraries.
type Native struct {
	// Frames are innermost first.
	Frames []Frame
	// Hash is the platform's own, which groups crashes.
	Hash string
	// Text is the stack as it came.
	Text string
}

// Frame is an address in a library.
type Frame struct{ Library, Address string }

// address is «library:0x…», one of a list that blanks keep apart. Names of libraries have
// no blanks.
var address = regexp.MustCompile(`^(.+):0[xX]([0-9A-Fa-f]{1,16})$`)

func readNative(raw []byte, hash string) Native {
	text, _ := rawjson.Text(raw)
	n := Native{Hash: hash, Text: strings.TrimSpace(names.Cut(text, maxShown))}
	for field := range strings.FieldsSeq(text) {
		parts := address.FindStringSubmatch(field)
		if parts == nil {
			continue
		}
		if len(n.Frames) == maxFrames {
			break
		}
		digits := strings.ToLower(strings.TrimLeft(parts[2], "0"))
		if digits == "" {
			digits = "0"
		}
		n.Frames = append(n.Frames, Frame{names.Cut(parts[1], maxWord), "0x" + digits})
	}
	return n
}

// known reports whether a frame names a place.
func (f Frame) known() bool { return f.Address != "0x0" && f.Library != "unknown" }

// top is the innermost frame that names a place.
func (n *Native) top() (Frame, bool) {
	for _, f := range n.Frames {
		if f.known() {
			return f, true
		}
	}
	return Frame{}, false
}

// crashed is the stack of a crash: the client's, for it is the client that reports.
func (r *Report) crashed() *Native {
	if len(r.ClientStack.Frames) == 0 && r.ClientStack.Hash == "" {
		return &r.ServerStack
	}
	return &r.ClientStack
}

// IsNative reports whether the report tells of the platform and not of code in 1C's
// language: of a crash, or of an error without a text.
func (r *Report) IsNative() bool {
	_, known := r.crashed().top()
	return r.Crash || known && strings.TrimSpace(r.Text()) == ""
}

// exception is the crash as Sentry's exception.
func (r *Report) exception() []byte {
	n := r.crashed()
	kind, value := "PlatformError", strings.TrimSpace(r.Client.App+" "+r.Client.Version)
	if r.Crash {
		kind = "PlatformCrash"
	}
	if f, ok := n.top(); ok {
		value += ": " + f.Library + "+" + f.Address
	}
	b := rawjson.AppendText([]byte{'{'}, "type", kind)
	b = rawjson.AppendText(b, "value", strings.TrimPrefix(value, ": "))
	if len(n.Frames) > 0 {
		b = append(rawjson.AppendKey(b, "stacktrace"), `{"frames":[`...)
		for i := len(n.Frames) - 1; i >= 0; i-- {
			f := n.Frames[i]
			b = append(b, '{')
			b = rawjson.AppendText(b, "function", f.Library+"+"+f.Address)
			b = rawjson.AppendText(b, "filename", f.Library)
			b = rawjson.AppendText(b, "package", f.Library)
			b = rawjson.AppendText(b, "instruction_addr", f.Address)
			b = rawjson.AppendText(b, "platform", "native")
			b = append(b, `,"in_app":false}`...)
			if i > 0 {
				b = append(b, ',')
			}
		}
		b = append(b, `]}`...)
	}
	return append(b, `,"mechanism":{"type":"report","handled":false}}`...)
}

// fingerprint groups crashes by the platform's hash, else by where they happened.
func (r *Report) fingerprint() []string {
	n := r.crashed()
	if n.Hash != "" {
		return []string{"1c", "platform crash", n.Hash}
	}
	parts := []string{"1c", "platform crash", r.Client.Version}
	for _, f := range n.Frames {
		if f.known() && len(parts) < 8 {
			parts = append(parts, f.Library+"+"+f.Address)
		}
	}
	return parts
}
