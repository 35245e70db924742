package watch

import (
	"bytes"
	"encoding/json"
	"time"

	"sentry1c/addin/internal/status"
)

// jsonVersion is that of the document: what is added does not change it.
const jsonVersion = 1

type overviewJSON struct {
	Version     int           `json:"version"`
	At          moment        `json:"at"`
	SwitchedOff string        `json:"switchedOff,omitempty"`
	Roots       []string      `json:"roots"`
	Runs        []runJSON     `json:"runs"`
	Projects    []projectJSON `json:"projects"`
	Problems    []string      `json:"problems"`
}

type runJSON struct {
	ID        string       `json:"id"`
	State     State        `json:"state"`
	Root      string       `json:"root"`
	Since     moment       `json:"since"`
	Process   string       `json:"process,omitempty"`
	PID       int          `json:"pid,omitempty"`
	AddIn     string       `json:"addin,omitempty"`
	Told      moment       `json:"told"`
	Objects   int          `json:"objects"`
	NoRoom    uint64       `json:"noRoom"`
	Rings     int          `json:"rings"`
	RingBytes int64        `json:"ringBytes"`
	RingUsed  int64        `json:"ringUsed"`
	Clients   []clientJSON `json:"clients"`
}

type clientJSON struct {
	Number       uint32            `json:"number"`
	Server       string            `json:"server"`
	Environment  string            `json:"environment"`
	Release      string            `json:"release"`
	Recorded     uint64            `json:"recorded"`
	Adopted      uint64            `json:"adopted"`
	Sent         uint64            `json:"sent"`
	Requests     uint64            `json:"requests"`
	Queued       int               `json:"queued"`
	InFlight     int               `json:"inFlight"`
	Spooled      int               `json:"spooled"`
	SpooledBytes int64             `json:"spooledBytes"`
	Dropped      map[string]uint64 `json:"dropped"`
	Failures     int               `json:"failures"`
	Retry        moment            `json:"retry"`
	Answers      []answerJSON      `json:"answers"`
	Degraded     []string          `json:"degraded"`
}

type answerJSON struct {
	Status int    `json:"status"`
	Text   string `json:"text"`
	First  moment `json:"first"`
	Last   moment `json:"last"`
	Count  uint64 `json:"count"`
}

type projectJSON struct {
	Server     string            `json:"server"`
	Folder     string            `json:"folder"`
	Root       string            `json:"root"`
	Waiting    map[string]int    `json:"waiting"`
	Orphans    int               `json:"orphans"`
	Bytes      int64             `json:"bytes"`
	Oldest     moment            `json:"oldest"`
	Limits     map[string]moment `json:"limits"`
	Quarantine map[string]int    `json:"quarantine"`
	Odd        int               `json:"odd"`
}

// moment is a time as JSON has it: null for none, and for those of years that no clock
// shows.
type moment time.Time

// MarshalJSON implements json.Marshaler.
func (m moment) MarshalJSON() ([]byte, error) {
	if !shows(time.Time(m)) {
		return []byte("null"), nil
	}
	return []byte(time.Time(m).UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

// shows reports whether a moment is one that can have been meant.
func shows(t time.Time) bool { return t.Unix() > 0 && t.UTC().Year() <= 9999 }

func (v *view) json(b *bytes.Buffer, o *Overview) {
	j := overviewJSON{
		Version: jsonVersion, At: moment(o.At), SwitchedOff: o.SwitchedOff, Roots: o.Roots,
		Runs: []runJSON{}, Projects: []projectJSON{}, Problems: append([]string{}, o.Problems...),
	}
	for _, run := range o.Runs {
		j.Runs = append(j.Runs, run.json())
	}
	for _, p := range o.Projects {
		limits := make(map[string]moment, len(p.Limits))
		for category, until := range p.Limits {
			limits[category] = moment(until)
		}
		j.Projects = append(j.Projects, projectJSON{p.Server, p.Folder, p.Root, p.Waiting, p.Orphans, p.Bytes, moment(p.Oldest), limits, p.Quarantine, p.Odd})
	}
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(j); err != nil {
		panic("BUG: watch: " + err.Error())
	}
}

func (run *Run) json() runJSON {
	j := runJSON{
		ID: run.ID, State: run.State, Root: run.Root, Since: moment(run.Since), Rings: run.Rings, RingBytes: run.RingBytes, RingUsed: run.RingUsed,
		Clients: []clientJSON{},
	}
	t := run.Told
	if t == nil {
		return j
	}
	j.Process, j.PID, j.AddIn, j.Told, j.Objects, j.NoRoom = t.Process, t.PID, t.AddIn, moment(t.Written), t.Objects, t.Dropped
	for _, c := range t.Clients {
		j.Clients = append(j.Clients, clientOf(c))
	}
	return j
}

func clientOf(c status.Client) clientJSON {
	j := clientJSON{
		Number: c.Number, Server: c.Server, Environment: c.Environment, Release: c.Release,
		Recorded: c.Recorded, Adopted: c.Adopted, Sent: c.Sent, Requests: c.Requests,
		Queued: c.Queued, InFlight: c.InFlight, Spooled: c.Spooled, SpooledBytes: c.SpooledBytes,
		Dropped: c.Dropped, Failures: c.Failures, Retry: moment(c.Retry), Answers: []answerJSON{}, Degraded: append([]string{}, c.Degraded...),
	}
	for _, a := range c.Answers {
		j.Answers = append(j.Answers, answerJSON{a.Status, a.Text, moment(a.First), moment(a.Last), a.Count})
	}
	return j
}
