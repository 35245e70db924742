package eventlog

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"

	"sentry1c/addin/internal/mask"
)

// Event is a record of the log that is to be sent.
type Event struct {
	ID    string // 32 hexadecimal digits
	Level string // error, warning, info or debug
	// Text is the comment of an error; of a message what Message says.
	Text string
	Time time.Time
	// Language is that of the record's words, Russian or English.
	Language string

	Event       string // the event's name: _$PerformError$_
	Comment     string
	Metadata    string
	Data        string
	User        string // an identifier
	UserName    string
	Computer    string
	Application string
	Server      string
	Session     int64
	Connection  int64
	Transaction string
	Status      string // of the transaction
	Port        int64
	DataArea    string

	local  time.Time // by the server's clock
	trail  []row
	lock   bool // it is an error about a lock; rivals and losers may be its other side
	rivals []rival
	losers []*row
}

// event is the record as an event, under the id given.
func (r *row) event(id, level string, date time.Time, o *options) Event {
	e := Event{
		ID: id, Level: level, Time: date.Add(-time.Duration(o.UTCOffsetMinutes) * time.Minute),
		Language: languageOf(r.Level, r.Metadata, r.Comment, r.Event), Comment: r.Comment,
		Event: r.Event, Metadata: r.Metadata, Data: r.Data, User: r.User, UserName: r.UserName, Computer: r.Computer,
		Application: r.Application, Server: r.Server, Session: r.Session, Connection: r.Connection,
		Transaction: r.Transaction, Status: r.Status, Port: r.Port, DataArea: r.DataArea,
		local: date, trail: r.Trail, lock: r.isLock(), rivals: r.Open,
	}
	if o.Language != "" {
		e.Language = o.Language
	}
	e.setText()
	return e
}

// Hide takes secrets out of all texts of the event, each by itself: side by side they
// could be taken for something else. What Crumbs make is hidden by itself, before.
func (e *Event) Hide(m *mask.Masker) {
	for _, text := range []*string{&e.Event, &e.Comment, &e.Metadata, &e.Data, &e.User, &e.UserName, &e.Computer, &e.Application, &e.Server, &e.Transaction, &e.Status, &e.DataArea} {
		*text = m.Text(*text)
	}
	e.setText()
}

// setText makes the text of what the record says.
func (e *Event) setText() {
	e.Text = e.Comment
	if !e.IsError() {
		e.Text = e.Message()
	}
}

// digest is what a record is known by. The status of its transaction is left out,
// since it changes when the transaction ends, and so is what is only there if
// personal data may be sent, since that is a setting.
type digest [sha256.Size]byte

func (r *row) digest(infobase, level string) digest {
	h := sha256.New()
	var size [8]byte
	write := func(text string) {
		// The length keeps neighbouring fields apart.
		binary.LittleEndian.PutUint64(size[:], uint64(len(text)))
		h.Write(size[:])
		h.Write([]byte(text))
	}
	for _, text := range []string{infobase, r.Date, level, r.Event, r.Comment, r.Metadata, r.User, r.Application, r.Transaction, r.Server} {
		write(text)
	}
	for _, number := range []int64{r.Session, r.Connection} {
		binary.LittleEndian.PutUint64(size[:], uint64(number))
		h.Write(size[:])
	}
	return digest(h.Sum(nil))
}

// short is enough of a digest to tell the records of one second apart.
func (d digest) short() string { return hex.EncodeToString(d[:8]) }

// id is the event id of the record that stands behind n equal ones in its second.
func (d digest) id(n int) string {
	var number [8]byte
	binary.LittleEndian.PutUint64(number[:], uint64(n))
	sum := sha256.Sum256(append(d[:], number[:]...))
	return hex.EncodeToString(sum[:16])
}
