package eventlog

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"sentry1c/addin/internal/rawjson"
)

// dateLayout is a moment of the server's clock.
const dateLayout = "2006-01-02T15:04:05"

// maxInput bounds what one call hands over.
const maxInput = 64 << 20

// input is RowsJSON.
type input struct {
	Options options `json:"options"`
	Begin   bool    `json:"begin"`
	Sent    []row   `json:"sent"`
	Rows    []row   `json:"rows"`
	First   bool    `json:"first"`
	End     string  `json:"end"`

	// Trail are rows before the errors of this call, of all of their sessions.
	Trail    []row   `json:"trail"`
	Sessions []row   `json:"sessions"`
	Alive    []alive `json:"alive"`
}

// alive is a session that the infobase has at the moment.
type alive struct {
	Number  int64  `json:"number"`
	Started string `json:"started"`
}

type options struct {
	Infobase         string   `json:"infobase"`
	Now              string   `json:"now"`
	UTCOffsetMinutes int      `json:"utcOffsetMinutes"`
	Levels           []string `json:"levels"`
	Exclude          []string `json:"exclude"`
	Own              string   `json:"own"`
	LagSeconds       *int     `json:"lagSeconds"`
	Language         string   `json:"language"`
	// SessionApplications are those whose sessions count.
	SessionApplications []string `json:"sessionApplications"`

	now     time.Time
	levels  map[string]bool
	release Release
}

// row is one record of the log.
type row struct {
	Date        string `json:"date"`
	Level       string `json:"level"`
	Event       string `json:"event"`
	Comment     string `json:"comment"`
	Metadata    string `json:"metadata"`
	Data        string `json:"data"`
	User        string `json:"user"`
	UserName    string `json:"userName"`
	Computer    string `json:"computer"`
	Application string `json:"application"`
	Session     int64  `json:"session"`
	Connection  int64  `json:"connection"`
	Transaction string `json:"transaction"`
	Status      string `json:"status"`
	Server      string `json:"server"`
	Port        int64  `json:"port"`
	DataArea    string `json:"dataArea"`
	Trail       []row  `json:"trail"`
	// Open are transactions of other sessions that were open at an error about a lock.
	Open []rival `json:"open"`
}

func parseInput(text string) (*input, error) {
	if len(text) > maxInput {
		return nil, fmt.Errorf("eventlog: rows: %d bytes, at most %d are taken", len(text), maxInput)
	}
	in := &input{}
	if err := json.Unmarshal([]byte(rawjson.Unmarked(text)), in); err != nil {
		return nil, fmt.Errorf("eventlog: rows: %w", inWords(err))
	}
	return in, in.Options.prepare()
}

// inWords names the field that is wrong as the caller knows it, without types of Go.
func inWords(err error) error {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return err
	}
	kind := "an object"
	switch wrong.Type.Kind() {
	case reflect.String:
		kind = "a text"
	case reflect.Bool:
		kind = "true or false"
	case reflect.Slice:
		kind = "an array"
	case reflect.Int, reflect.Int64:
		kind = "a whole number"
	}
	if wrong.Field == "" {
		return fmt.Errorf("%s is expected, not %s", kind, wrong.Value)
	}
	return fmt.Errorf("%s: %s is expected, not %s", wrong.Field, kind, wrong.Value)
}

func (o *options) prepare() error {
	now, ok := parseDate(o.Now)
	if !ok || now.Year() == 1970 { // the way back from now needs room as well
		return fmt.Errorf("eventlog: options.now: %q is no date such as %s", o.Now, dateLayout)
	}
	o.now = now
	if o.LagSeconds != nil && (*o.LagSeconds < 0 || *o.LagSeconds > 3600) {
		return errors.New("eventlog: options.lagSeconds: 0 to 3600 is expected")
	}
	if o.Language != "" && o.Language != Russian && o.Language != English {
		return fmt.Errorf("eventlog: options.language: %q is neither %q nor %q", o.Language, Russian, English)
	}
	o.levels = map[string]bool{}
	for _, word := range o.Levels {
		level, ok := levelOf(word)
		if !ok {
			return fmt.Errorf("eventlog: options.levels: %q is no level", word)
		}
		o.levels[level] = true
	}
	if len(o.levels) == 0 {
		o.levels[levelError] = true
	}
	return nil
}

// safe is the last second whose records are all there.
func (o *options) safe() time.Time {
	lag := 10
	if o.LagSeconds != nil {
		lag = *o.LagSeconds
	}
	return o.now.Add(-time.Duration(lag) * time.Second)
}

func (o *options) excludes(event string) bool {
	for _, pattern := range o.Exclude {
		if begin, open := strings.CutSuffix(pattern, "*"); open && strings.HasPrefix(event, begin) || event == pattern {
			return true
		}
	}
	return false
}

// parseDate reads a date. One with a zone or a part of a second is none: the log
// has neither; and so is one that leaves no room to reckon with.
func parseDate(text string) (time.Time, bool) {
	date, err := time.Parse(dateLayout, text)
	return date, err == nil && len(text) == len(dateLayout) && date.Year() >= 1970 && date.Year() < 9999
}

func printDate(date time.Time) string { return date.Format(dateLayout) }
