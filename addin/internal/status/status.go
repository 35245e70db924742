// Package status is what a run tells of itself to whoever looks from outside: a small file
// in the folder of rings, written anew at most once a second and only when something happened. It
// holds figures, addresses without keys and what servers answered, with secrets masked; no
// text of an event, no user.
//
// The file is information and nothing depends on it: a write that fails is forgotten, and
// a file that is missing, damaged or of a newer version is one that says nothing.
//
// Package addin tells and life removes what a run left; addin/admin/watch reads.
package status

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/private"
)

const (
	version = 1
	suffix  = ".status"
	// maxFile is how long a file may be, and maxClients how many clients it tells of.
	maxFile    = 1 << 20
	maxClients = 200
)

// Errors that a caller tells apart.
var (
	// ErrDamaged is about a file that no version of the component has written.
	ErrDamaged = errors.New("damaged")
	// ErrNewer is about a file that a newer version wrote.
	ErrNewer = errors.New("written by a newer version")
)

// Status is what a run tells.
type Status struct {
	Version int `json:"version"`
	// Root is that of the spool of the run.
	Root string `json:"root"`
	// AddIn is the version of the component.
	AddIn string `json:"addin"`
	// PID, Process and Began are the process: its number, the name of its program, and
	// when it began, in a unit of the system's.
	PID     int    `json:"pid"`
	Process string `json:"process"`
	Began   uint64 `json:"began"`
	// Since is when the run began, and Written when this was written.
	Since   time.Time `json:"since"`
	Written time.Time `json:"written"`
	// Objects is how many objects of 1C there are.
	Objects int `json:"objects"`
	// Dropped is how many calls found no room, of all clients.
	Dropped uint64   `json:"dropped"`
	Clients []Client `json:"clients"`
}

// Client is a project with one set of options.
type Client struct {
	Number uint32 `json:"number"`
	// Server is the address without the key.
	Server      string `json:"server"`
	Environment string `json:"environment,omitempty"`
	Release     string `json:"release,omitempty"`

	Recorded     uint64 `json:"recorded"`
	Adopted      uint64 `json:"adopted"`
	Sent         uint64 `json:"sent"`
	Requests     uint64 `json:"requests"`
	Queued       int    `json:"queued"`
	InFlight     int    `json:"inFlight"`
	Spooled      int    `json:"spooled"`
	SpooledBytes int64  `json:"spooledBytes"`
	// Dropped counts what was not sent, by reason.
	Dropped map[string]uint64 `json:"dropped"`
	// Failures is how many attempts failed in a row, and Retry when the next is made;
	// zero if nothing waits for one.
	Failures int       `json:"failures"`
	Retry    time.Time `json:"retry,omitzero"`
	// Answers are the last different answers, the newest at the end.
	Answers []Answer `json:"answers"`
	// Degraded tells what the promise to lose nothing lacks now.
	Degraded []string `json:"degraded,omitempty"`
}

// Answer is an answer of a server, or several alike in a row.
type Answer struct {
	// Status is that of HTTP; 0 if there was no answer. Text is the server's reason, or
	// why there was no answer.
	Status int       `json:"status"`
	Text   string    `json:"text,omitempty"`
	First  time.Time `json:"first"`
	Last   time.Time `json:"last"`
	Count  uint64    `json:"count"`
}

// Name is the file name of a run's status.
func Name(run string) string { return run + suffix }

// Write replaces the status of a run in dir, which must be private.
func Write(dir, run string, s Status) error {
	content, err := encode(s)
	if err == nil {
		err = private.WriteFile(filepath.Join(dir, Name(run)), content)
	}
	if err != nil {
		return fmt.Errorf("status: write: %w", err)
	}
	return nil
}

func encode(s Status) ([]byte, error) {
	s.Version = version
	s.Clients = s.Clients[:min(len(s.Clients), maxClients)]
	return json.Marshal(s)
}

// Read reads the status of a run in dir. Beside ErrDamaged and ErrNewer the error is about
// the file itself, such as fs.ErrNotExist.
func Read(dir, run string) (Status, error) {
	content, err := private.ReadFile(filepath.Join(dir, Name(run)), maxFile)
	if err != nil {
		return Status{}, fmt.Errorf("status: read: %w", err)
	}
	s, err := decode(content)
	if err != nil {
		return Status{}, fmt.Errorf("status: read %s: %w", Name(run), err)
	}
	return s, nil
}

// decode reads what encode wrote. What a later version of this format adds is passed over.
func decode(content []byte) (Status, error) {
	var format struct {
		Version int `json:"version"`
	}
	switch err := json.Unmarshal(content, &format); {
	case err != nil:
		return Status{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	case format.Version > version:
		return Status{}, fmt.Errorf("version %d: %w", format.Version, ErrNewer)
	case format.Version < version:
		return Status{}, fmt.Errorf("version %d: %w", format.Version, ErrDamaged)
	}
	var s Status
	if err := json.Unmarshal(content, &s); err != nil {
		return Status{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	s.Clients = s.Clients[:min(len(s.Clients), maxClients)]
	return s, nil
}
