package bslerr

import "strings"

// Wrapper is what the platform said around an error: «Ошибка при вызове метода
// контекста (Записать)». It names a place, not an error.
type Wrapper struct {
	Text       string   // its words, as printed
	Key        string   // of its phrase
	Method     string   // what the platform was about: a method, a handler, a module
	Categories []string // as printed
}

// wrapperKeys are the phrases that only say that something else failed. The value
// is what stands for a method where the phrase names none.
var wrapperKeys = map[string]string{
	"ContextMethodCallFailed":    "",
	"ContextAttributeSetFailed":  "",
	"ContextAttributeGetFailed":  "",
	"ConstructorFailed":          "",
	"HandlerFailed":              "",
	"ModuleInitializationFailed": "",
	"XDTOConversionFailed":       "XDTO",
	"XDTOValidationFailed":       "XDTO",
	"ServerCallFailed":           "",
	"TransactionBroken":          "",
	"ResourceError":              "",
	"ResourceQueryFailed":        "",
}

// maxUnchained bounds the wrappers that are taken off one message.
const maxUnchained = 16

// unchain takes the wrappers off the front of a message that a brief presentation
// joined: «Ошибка при вызове метода контекста (Записать): Деление на 0». The
// places belong to the outermost one, which is where the platform was called.
func unchain(e Exception) []Exception {
	var parts []Exception
	for len(parts) < maxUnchained {
		end, rest, ok := wrapperBefore(e.Value)
		if !ok {
			break
		}
		outer := Exception{Value: e.Value[:end], Frames: e.Frames, Order: e.Order, Relation: e.Relation, Separator: e.Separator}
		e.Value, e.Frames, e.Order, e.Relation, e.Separator = e.Value[rest:], nil, InnermostFirst, Cause, ""
		parts = append(parts, outer)
	}
	return append(parts, e)
}

// wrapperBefore finds «wrapper: message» at the start of a value: end is where the
// wrapper ends, rest where the message starts.
func wrapperBefore(value string) (end, rest int, ok bool) {
	line, _, _ := strings.Cut(value, "\n")
	p, known := wrapperPhrase(line)
	if !known {
		return 0, 0, false
	}
	if method, wraps := wrapperKeys[p.Key]; !wraps || method != "" {
		return 0, 0, false // what XDTO says behind the colon are its own details
	}
	if len(line) < len(value) && wrapsLine(p) {
		rest = skipBlanks(value, len(line), len(value))
		_, known := FindPhrase(value[rest:])
		return len(line), rest, known // the separator between them is lost
	}
	tail := p.Rest
	switch p.Key {
	case "ModuleInitializationFailed", "ResourceQueryFailed":
		i := strings.Index(tail, ": ")
		if i < 0 || prose(tail[:i]) {
			return 0, 0, false
		}
		tail = tail[i:]
	default:
		tail = strings.TrimLeft(tail, "!.")
	}
	if !strings.HasPrefix(tail, ": ") {
		return 0, 0, false
	}
	end = len(line) - len(tail)
	rest = skipBlanks(value, end+len(": "), len(value))
	return end, rest, rest < len(value)
}

// wrapperPhrase recognises the phrase of a line, also behind the words of a tool.
func wrapperPhrase(line string) (Phrase, bool) { return FindPhrase(line[silentPrefix(line):]) }

// wraps reports whether the message is a wrapper of the platform and nothing else.
func (e *Exception) wraps() bool {
	line, more, _ := strings.Cut(e.Value, "\n")
	p, ok := wrapperPhrase(line)
	if !ok {
		return false
	}
	return wrapsLine(p) && (more == "" || wrapperKeys[p.Key] != "") // XDTO goes on with details
}

// saysNothing reports whether the error is no more than a word for one, without a place.
func (e *Exception) saysNothing() bool {
	return len(e.Frames) == 0 && len(e.Categories) == 0 && SaysNothing(e.Value)
}

// SaysNothing reports whether a message says no more than that there is an error.
func SaysNothing(value string) bool {
	value = strings.TrimFunc(value, isBlank)
	return value != "" && len(value) <= maxSilentBytes && strings.IndexByte(value, '\n') < 0 && silentWords(value)
}

// wrapsLine reports whether the line of a phrase is a wrapper and nothing else.
func wrapsLine(p Phrase) bool {
	method, ok := wrapperKeys[p.Key]
	switch rest := strings.Trim(p.Rest, " .!:"); {
	case !ok:
		return false
	case method != "":
		return rest == "" || !strings.HasPrefix(strings.TrimLeft(p.Rest, " "), ".")
	case p.Key == "ModuleInitializationFailed", p.Key == "ResourceQueryFailed":
		return !prose(rest)
	default:
		return rest == ""
	}
}

// wrapper returns what is kept of an exception that is one.
func (e *Exception) wrapper() Wrapper {
	w := Wrapper{Text: e.Value, Categories: e.Categories}
	line, _, _ := strings.Cut(e.Value, "\n")
	p, _ := wrapperPhrase(line)
	w.Key = p.Key
	switch rest := strings.Trim(p.Rest, " .!:"); {
	case p.Arg != "" && p.Key != "ResourceQueryFailed":
		w.Method = strings.TrimSpace(p.Arg)
	case wrapperKeys[p.Key] != "":
		w.Method = wrapperKeys[p.Key]
	default:
		w.Method = strings.TrimSpace(p.Arg + " " + rest)
	}
	return w
}
