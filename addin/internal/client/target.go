package client

import (
	"encoding/json"
	"fmt"

	"sentry1c/addin/internal/options"
)

// target is what is noted of where a project's envelopes go: the rest of the file owner
// (package spool), whose version it has.
type target struct {
	DSN     string          `json:"dsn"`
	Options json.RawMessage `json:"options"`
	// Said is what the environment of the process said, as options.Said; nil of an earlier version.
	Said json.RawMessage `json:"said,omitempty"`
}

// ReadTarget reads what Target or a version before it wrote.
func ReadTarget(content []byte) (dsn, options string, err error) {
	var t target
	if err := json.Unmarshal(content, &t); err != nil {
		return "", "", fmt.Errorf("addin: read the target: %w", err)
	}
	return t.DSN, string(t.Options), nil
}

// ReadSaid reads what the environment of the process said that wrote a note.
func ReadSaid(content []byte) (said map[string]string) {
	var t target
	if json.Unmarshal(content, &t) == nil {
		_ = json.Unmarshal(t.Said, &said)
	}
	return said
}

// HidingTarget is a note that also hides what the options of others hide; as it is if it is none.
func HidingTarget(content []byte, others ...[]byte) []byte {
	var t target
	if json.Unmarshal(content, &t) != nil {
		return content
	}
	hiding := options.Hiding(string(t.Options), others...)
	if hiding == string(t.Options) {
		return content
	}
	t.Options = json.RawMessage(hiding)
	content, err := json.Marshal(t)
	if err != nil {
		panic("BUG: target: " + err.Error())
	}
	return content
}

// Target is the note for the folder of the client's envelopes, without what may not lie on
// a disk.
func (cl *Client) Target() []byte { return cl.TargetSaid(cl.Said) }

// TargetSaid is Target of a process whose environment said another thing; nil if that is not known.
func (cl *Client) TargetSaid(environment map[string]string) []byte {
	var said json.RawMessage
	if environment != nil {
		said, _ = json.Marshal(environment)
	}
	content, err := json.Marshal(target{cl.DSN, options.Public(cl.Given), said})
	if err != nil {
		panic("BUG: target: " + err.Error())
	}
	return content
}
