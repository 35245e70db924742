package delivery

import "fmt"

// Label tells records of all processes apart, in few letters: where an envelope comes
// from.
func (i Item) Label() string { return label(i.Run, i.Record, i.Part) }

func label(run string, record uint64, part int) string {
	if run == "" {
		run = "memory"
	}
	return fmt.Sprintf("%.8s/%d.%d", run, record, part)
}

// note tells whoever asked what happens to an entry. It says nothing of what is in it.
func (c *Config) note(e *entry, format string, args ...any) {
	if c.Note != nil {
		c.Note(string(e.category) + " " + e.label + ": " + fmt.Sprintf(format, args...))
	}
}

// noteAnswer tells what came of an attempt.
func (c *Config) noteAnswer(e *entry, answer Response) {
	if c.Note == nil {
		return
	}
	words := [...]string{
		delivered: "sent", refused: "refused for good", limited: "held back by the server", unreachable: "no server",
		misdirected: "not the project's server", failed: "the server stumbled", strange: "refused by somebody who is not the server",
		expired: "too old, dropped", gone: "its file is gone", damaged: "its file is damaged",
		unread: "its file cannot be read now", unowned: "its file is not as it was made",
	}
	switch {
	case answer.Status != 0:
		// What else the server says may hold what it was sent.
		c.note(e, "%s, answer %d", words[answer.verdict], answer.Status)
	case answer.verdict == unreachable:
		c.note(e, "%s: %s", words[answer.verdict], answer.Detail)
	default:
		c.note(e, "%s", words[answer.verdict])
	}
}
