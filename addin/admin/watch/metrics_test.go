package watch

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	metricName  = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:]*$`)
	labelName   = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)
	metricKinds = map[string]bool{"counter": true, "gauge": true}
)

// parseMetrics reads Prometheus's text format as its documentation says, and is stricter
// than that: every family has its help and kind before its samples, which stand together;
// a counter, and nothing else, is called total; no series stands twice.
func parseMetrics(text string) (values map[string]float64, err error) {
	values = make(map[string]float64)
	name, kind, done := "", "", map[string]bool{}
	if !strings.HasSuffix(text, "\n") {
		return nil, fmt.Errorf("the last line has no end")
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if help, ok := strings.CutPrefix(line, "# HELP "); ok {
			name, _, _ = strings.Cut(help, " ")
			kind = ""
			if done[name] || !metricName.MatchString(name) {
				return nil, fmt.Errorf("%q", line)
			}
			done[name] = true
			continue
		}
		if rest, ok := strings.CutPrefix(line, "# TYPE "); ok {
			of, given, _ := strings.Cut(rest, " ")
			kind = given
			if of != name || !metricKinds[kind] || strings.HasSuffix(name, "_total") != (kind == "counter") {
				return nil, fmt.Errorf("%q", line)
			}
			continue
		}
		series, rest, err := parseSeries(line)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", line, err)
		}
		value, err := strconv.ParseFloat(strings.TrimPrefix(rest, " "), 64)
		if err != nil || !strings.HasPrefix(rest, " ") {
			return nil, fmt.Errorf("%q: no value", line)
		}
		if of, _, _ := strings.Cut(series, "{"); of != name || kind == "" {
			return nil, fmt.Errorf("%q does not belong to %s", line, name)
		}
		if _, twice := values[series]; twice {
			return nil, fmt.Errorf("%q stands twice", series)
		}
		values[series] = value
	}
	return values, nil
}

// parseSeries reads a name and its labels, and returns what follows.
func parseSeries(line string) (series, rest string, err error) {
	end := strings.IndexAny(line, "{ ")
	if end < 0 {
		return "", "", fmt.Errorf("no value")
	}
	series, rest = line[:end], line[end:]
	if rest[0] == ' ' {
		return series, rest, nil
	}
	for at := 1; ; {
		equals := strings.Index(rest[at:], `="`)
		if equals < 0 || !labelName.MatchString(rest[at:at+equals]) {
			return "", "", fmt.Errorf("no label at %q", rest[at:])
		}
		for at += equals + 2; at < len(rest) && rest[at] != '"'; at++ {
			if rest[at] == '\\' {
				at++
				if at == len(rest) || !strings.ContainsRune(`\"n`, rune(rest[at])) {
					return "", "", fmt.Errorf("an escape that is none")
				}
			}
		}
		if at+1 >= len(rest) {
			return "", "", fmt.Errorf("no end")
		}
		switch at += 2; rest[at-1] {
		case '}':
			return series + rest[:at], rest[at:], nil
		case ',':
		default:
			return "", "", fmt.Errorf("%q behind a label", rest[at-1:])
		}
	}
}

func TestPrometheus(t *testing.T) {
	s, lives, ended := busy(t)
	o := read(t, s)
	var b bytes.Buffer
	forms()["prometheus"](&b, &o)
	values, err := parseMetrics(b.String())
	if err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	client := `{run="` + lives.lock.ID + `",client="1",server="https://sentry.example.com/42",environment="production"`
	project := fmt.Sprintf(`{root=%q,project=%q,server=%q`, o.Roots[0], o.Projects[0].Folder, o.Projects[0].Server)
	for series, want := range map[string]float64{
		`sentry1c_runs{state="running"}`: 1, `sentry1c_runs{state="ended"}`: 1, `sentry1c_disabled`: 0, `sentry1c_unreadable`: 0,
		`sentry1c_objects{run="` + ended.lock.ID + `"}`:                  3,
		`sentry1c_calls_without_room_total{run="` + lives.lock.ID + `"}`: 1,
		`sentry1c_ring_capacity_bytes{run="` + lives.lock.ID + `"}`:      4096,
		`sentry1c_recorded_total` + client + `}`:                         10,
		`sentry1c_sent_total` + client + `}`:                             7,
		`sentry1c_dropped_total` + client + `,reason="sample_rate"}`:     1,
		`sentry1c_last_response_status` + client + `}`:                   429,
		`sentry1c_last_response_timestamp_seconds` + client + `}`:        float64(recorded.Unix() + 60),
		`sentry1c_spool_files` + project + `,category="error"}`:          2,
		`sentry1c_spool_orphans` + project + `}`:                         1,
		`sentry1c_spool_oldest_timestamp_seconds` + project + `}`:        float64(recorded.Unix() + 1),
		`sentry1c_spool_quarantined` + project + `,reason="send_error"}`: 1,
	} {
		if got, ok := values[series]; !ok || got != want {
			t.Errorf("%s is %v, %v, want %v", series, got, ok, want)
		}
	}
	if len(values) < 30 {
		t.Errorf("only %d series", len(values))
	}
	// A machine on which there is nothing.
	b.Reset()
	forms()["prometheus"](&b, &Overview{Roots: []string{"/"}})
	if values, err := parseMetrics(b.String()); err != nil || len(values) != 6 {
		t.Errorf("%d series, %v", len(values), err)
	}
}

func TestMetrics_labels(t *testing.T) {
	var b bytes.Buffer
	m := &metrics{b: &b}
	m.family("x", "gauge", "What.")
	m.sample(1.5, "a", "quote \" slash \\ line end")
	m.sample(2, "a", "quote \" slash \\ line end")
	values, err := parseMetrics(b.String())
	if err != nil || len(values) != 1 || values[`sentry1c_x{a="quote \" slash \\ line end"}`] != 1.5 {
		t.Errorf("%v, %v in\n%s", values, err, b.String())
	}
}

// TestParseMetrics: the reader refuses what it must.
func TestParseMetrics(t *testing.T) {
	const begun = "# HELP a b\n# TYPE a gauge\n"
	for text, good := range map[string]bool{
		begun + "a 1\n": true, begun + "a{x=\"\\\"\",y=\"\"} 1e3\n": true, begun: true,
		begun + "a 1": false, begun + "a 1\na 1\n": false, begun + "b 1\n": false, "a 1\n": false, begun + begun: false,
		begun + "a{x=\"1} 1\n": false, begun + "a{x=1} 1\n": false, begun + "a{1x=\"1\"} 1\n": false, begun + "a{x=\"\\t\"} 1\n": false, begun + "a x\n": false,
		"# HELP a b\n# TYPE a counter\na 1\n": false, "# HELP a_total b\n# TYPE a_total gauge\n": false, "# HELP a-b b\n": false,
	} {
		if _, err := parseMetrics(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}
