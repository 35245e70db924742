package cli

import (
	"io"
	"os"
	"strings"
)

// Terminal is where a command prints for a person, or for a program.
type Terminal struct {
	// Interactive tells that a person looks on while it is printed.
	Interactive bool
	colours     bool
}

// Of says what an output is.
func Of(out io.Writer) Terminal {
	file, ok := out.(*os.File)
	if !ok || !isTerminal(file) {
		return Terminal{}
	}
	return terminal()
}

// terminal is one as its user wants it.
func terminal() Terminal {
	// https://no-color.org: present and not empty.
	return Terminal{Interactive: true, colours: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

// Colour is one of a terminal.
type Colour string

// Colours.
const (
	Green  Colour = "32"
	Yellow Colour = "33"
	Red    Colour = "31"
	Bold   Colour = "1"
	Faint  Colour = "2"
)

// Paint colours a text on a terminal, and leaves it as it is elsewhere.
func (t Terminal) Paint(c Colour, text string) string {
	if !t.colours || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// Clear is what makes a terminal empty; "" elsewhere.
func (t Terminal) Clear() string {
	if !t.Interactive {
		return ""
	}
	return "\x1b[H\x1b[2J\x1b[3J"
}

// maxShown is how much of a text of others is shown.
const maxShown = 300

// Plain is a text that others wrote as a terminal may show it: on one line, of a bounded
// length, and with nothing in it that a terminal would obey.
func Plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r < ' ', r >= 0x7f && r < 0xa0, r == 0x2028, r == 0x2029:
			return ' '
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0xfeff:
			return -1 // they change the direction of what follows
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	if runes := []rune(text); len(runes) > maxShown {
		text = string(runes[:maxShown]) + "…"
	}
	return text
}
