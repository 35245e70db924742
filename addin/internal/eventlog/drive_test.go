package eventlog

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"
)

const ownEvent = "Сентри.Отправлено"

// base is a moment of the server's clock.
var base = time.Date(2026, time.March, 1, 10, 0, 0, 0, time.UTC)

// server stands in for 1C: a log, a clock, the job that reads, and what arrived.
type server struct {
	t       *testing.T
	now     time.Time
	log     []row
	cursor  string
	options map[string]any
	chunk   int // rows handed over at once
	// crash, if set, reports whether the job dies before it keeps an answer.
	crash func() bool

	arrived []Event // in the order of sending, repeats included
	skipped map[Reason]int
	resets  []string
	longest int // cursor
}

func newServer(t *testing.T) *server {
	return &server{t: t, now: base, chunk: 50, skipped: map[Reason]int{},
		options: map[string]any{"infobase": "srv base", "levels": []string{"error"}, "own": ownEvent, "utcOffsetMinutes": 180}}
}

// write adds a record at a time of the clock.
func (s *server) write(at time.Time, r row) {
	r.Date = printDate(at)
	if r.Level == "" {
		r.Level = "error"
	}
	s.log = append(s.log, r)
}

func (s *server) read(from, to time.Time, wanted func(row) bool) []row {
	var rows []row
	for _, r := range s.log {
		if date, _ := parseDate(r.Date); !date.Before(from) && !date.After(to) && wanted(r) {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		if a.Date < b.Date {
			return -1
		} else if a.Date > b.Date {
			return 1
		}
		return 0
	})
	return rows
}

// call hands something over; false means that the job died.
func (s *server) call(content map[string]any) (from time.Time, ok bool) {
	s.t.Helper()
	options := map[string]any{"now": printDate(s.now)}
	for key, value := range s.options {
		options[key] = value
	}
	content["options"] = options
	text, err := json.Marshal(content)
	if err != nil {
		s.t.Fatal(err)
	}
	result, err := Export(string(text), s.cursor, Release{})
	if err != nil {
		s.t.Fatal(err)
	}
	s.arrived = append(s.arrived, result.Events...)
	for reason, n := range result.Skipped {
		s.skipped[reason] += n
	}
	if result.Reset != "" {
		s.resets = append(s.resets, result.Reset)
	}
	if s.crash != nil && s.crash() {
		return time.Time{}, false
	}
	var answer struct {
		Cursor, From string
		Taken        int
	}
	if err := json.Unmarshal([]byte(result.Answer("")), &answer); err != nil {
		s.t.Fatal(err)
	}
	if answer.Taken != len(result.Events) {
		s.t.Errorf("the answer speaks of %d taken, there are %d", answer.Taken, len(result.Events))
	}
	s.cursor = answer.Cursor
	s.longest = max(s.longest, len(s.cursor))
	from, _ = parseDate(answer.From)
	return from, true
}

// run is one run of the job, as СентриЖурналРегистрации does it.
func (s *server) run() {
	s.t.Helper()
	for range 1000 {
		from, ok := s.call(map[string]any{"begin": true})
		if !ok || from.After(s.now) {
			return
		}
		end := from.Add(time.Hour)
		if end.After(s.now) {
			end = s.now
		}
		if marks := s.read(from.Add(-time.Minute), s.now, func(r row) bool { return r.Event == ownEvent }); len(marks) > 0 {
			if _, ok := s.call(map[string]any{"sent": marks, "first": true}); !ok {
				return
			}
		}
		rows := s.read(from, end, func(r row) bool { return r.Level == "error" })
		first := true
		for len(rows) > s.chunk {
			if _, ok := s.call(map[string]any{"rows": rows[:s.chunk], "first": first}); !ok {
				return
			}
			rows, first = rows[s.chunk:], false
		}
		if rows == nil {
			rows = []row{}
		}
		if _, ok := s.call(map[string]any{"rows": rows, "first": first, "end": printDate(end)}); !ok {
			return
		}
		if !end.Before(s.now) {
			return
		}
	}
	s.t.Fatal("the job does not come to an end")
}

// ids are the events that arrived, each once.
func (s *server) ids() map[string]Event {
	ids := map[string]Event{}
	for _, e := range s.arrived {
		ids[e.ID] = e
	}
	return ids
}

// want checks that so many events arrived, none of them twice.
func (s *server) want(n int) {
	s.t.Helper()
	if len(s.ids()) != n || len(s.arrived) != n {
		s.t.Errorf("%d events under %d ids arrived, want %d; skipped %v", len(s.arrived), len(s.ids()), n, s.skipped)
	}
}

func numbered(i int) row {
	return row{Event: "Обмен.Ошибка", Comment: fmt.Sprintf("Ошибка %d", i), Session: int64(i % 7), User: "u", Application: "BackgroundJob"}
}
