package delivery

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/addin/internal/envelope"
)

func newReporting(s *server) *Delivery {
	return New(Config{
		URL:      "http://server/api/1/envelope/",
		Client:   &http.Client{Transport: s, Timeout: 30 * time.Second, CheckRedirect: stayHere},
		ReportAs: envelope.Header{SDKName: "sdk", SDKVersion: "1"},
	})
}

// told are the lines of the reports that came, and when they came.
func (s *server) told(t *testing.T) (lines []map[string]any, at []time.Time) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, body := range s.bodies {
		parts := strings.Split(body, "\n")
		if !strings.Contains(parts[1], `"client_report"`) {
			continue
		}
		if len(parts) != 4 {
			t.Errorf("envelope of a report: %q", body)
		}
		var report struct {
			Timestamp string
			Discarded []map[string]any `json:"discarded_events"`
		}
		if err := json.Unmarshal([]byte(parts[2]), &report); err != nil {
			t.Fatal(err)
		}
		if _, err := time.Parse(time.RFC3339, report.Timestamp); err != nil {
			t.Error(err)
		}
		lines, at = append(lines, report.Discarded...), append(at, s.at[i])
	}
	return lines, at
}

func (s *server) wantTold(t *testing.T, quantities ...float64) {
	t.Helper()
	lines, _ := s.told(t)
	if len(lines) != len(quantities) {
		t.Errorf("told %v, want %v", lines, quantities)
		return
	}
	for i, line := range lines {
		if line["quantity"] != quantities[i] {
			t.Errorf("told %v, want %v", line, quantities[i])
		}
	}
}

// TestReport: what was dropped is told by reason and category, at most every 30
// seconds, each loss once, and nothing is said when nothing was dropped.
func TestReport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: always(200)}
		d := newReporting(s)
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("a")})
		time.Sleep(5 * time.Minute)
		s.wantTold(t)
		d.Drop(SampleRate, Error, 3)
		d.Drop(SampleRate, Error, 2)
		d.Drop(Backpressure, Monitor, 1)
		d.Drop(SampleRate, Report, 9)
		time.Sleep(29 * time.Second)
		s.wantTold(t)
		time.Sleep(2 * time.Second)
		s.wantTold(t, 5, 1)
		lines, _ := s.told(t)
		if lines[0]["reason"] != "sample_rate" || lines[0]["category"] != "error" || lines[1]["category"] != "monitor" {
			t.Errorf("told %v", lines)
		}
		for range 100 {
			d.Drop(SampleRate, Error, 1)
			time.Sleep(time.Second)
		}
		time.Sleep(time.Minute)
		lines, at := s.told(t)
		total := 0.0
		for _, line := range lines {
			total += line["quantity"].(float64)
		}
		if total != 106 {
			t.Errorf("told of %v, want 106", total)
		}
		for i := range at {
			if i > 0 && at[i].Sub(at[i-1]) < reportEvery {
				t.Errorf("two reports within %v", at[i].Sub(at[i-1]))
			}
		}
		if got := d.Statistics(); got.Sent != 1 || got.Queued+got.InFlight != 0 {
			t.Errorf("sent %d, queued %d", got.Sent, got.Queued)
		}
	})
}

// TestReport_flush: who waits for all to be sent is told at once, but not too often.
func TestReport_flush(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: always(200)}
		d := newReporting(s)
		for range 3 {
			d.Drop(EventProcessor, Error, 1)
			<-d.Wait(&Owner{}, time.Time{})
			synctest.Wait()
		}
		s.wantTold(t, 1)
		time.Sleep(time.Minute)
		s.wantTold(t, 1, 2)
	})
}

// TestReport_failing: while the server fails nothing is told; what never came to it is
// told later, and what may have come is not told twice.
func TestReport_failing(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		told []float64
	}{
		{"no connection", &net.OpError{Op: "dial", Err: errors.New("refused")}, []float64{1, 1}},
		{"cut off", &net.OpError{Op: "read", Err: errors.New("reset")}, []float64{1}},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &server{answer: func(int, string) (*http.Response, error) { return nil, test.err }}
			d := newReporting(s)
			d.Drop(SampleRate, Error, 1)
			time.Sleep(time.Hour)
			s.wantTold(t, 1)
			s.mu.Lock()
			s.answer = always(200)
			s.mu.Unlock()
			d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("a")})
			time.Sleep(time.Hour)
			s.wantTold(t, test.told...)
		})
	}
}

// TestReport_limited: a limit of reports holds them back, one of another category does
// not, and no report is told of.
func TestReport_limited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: first(200, map[string]string{"X-Sentry-Rate-Limits": "120:internal:key, 600:error:key"})}
		d := newReporting(s)
		d.Enqueue(Item{Category: Session, Envelope: envelopeNamed("a")})
		synctest.Wait()
		d.Drop(SampleRate, Error, 1)
		time.Sleep(119 * time.Second)
		s.wantTold(t)
		time.Sleep(2 * time.Second)
		s.wantTold(t, 1)
		if s := d.Statistics(); s.Queued+s.InFlight != 0 || s.Sent != 1 {
			t.Errorf("queued %d, in flight %d, sent %d", s.Queued, s.InFlight, s.Sent)
		}
	})
}

// TestDelivery_anyLimitLeavesOthers: a limit of one category, whichever it is, holds
// back that one and nothing else.
func TestDelivery_anyLimitLeavesOthers(t *testing.T) {
	for _, limited := range byImportance {
		synctest.Test(t, func(t *testing.T) {
			s := &server{}
			s.answer = func(_ int, body string) (*http.Response, error) {
				if strings.Contains(body, "\n"+string(limited)+"\n") {
					return reply(429, map[string]string{"X-Sentry-Rate-Limits": "60:" + string(limited) + ":key"}, ""), nil
				}
				return reply(200, nil, "{}"), nil
			}
			d := newTest(s)
			for range 2 {
				for _, category := range byImportance {
					d.Enqueue(Item{Category: category, Envelope: envelopeNamed(string(category))})
				}
				synctest.Wait()
			}
			if got := d.Statistics(); got.Sent != 2*uint64(len(byImportance)-1) || got.Queued != 2 {
				t.Errorf("%s: sent %d, queued %d", limited, got.Sent, got.Queued)
			}
			s.mu.Lock()
			s.answer = always(200)
			s.mu.Unlock()
			time.Sleep(61 * time.Second)
			if got := d.Statistics(); got.Queued+got.InFlight != 0 {
				t.Errorf("%s: queued %d after its window", limited, got.Queued)
			}
		})
	}
}

// TestReport_quantities: a batch that is dropped is so many items, a transaction so many
// spans as well. Statistics counts envelopes.
func TestReport_quantities(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: func(_ int, body string) (*http.Response, error) {
			if strings.Contains(body, "client_report") {
				return reply(200, nil, "{}"), nil
			}
			return refusing(400)(0, body)
		}}
		d := newReporting(s)
		var copies []string
		d.config.Copy = func(envelope []byte) { copies = append(copies, string(envelope)) }
		d.Enqueue(Item{Category: Transaction, Envelope: envelopeNamed("t"), Spans: 4})
		held, _ := d.Hold(Item{Category: Log, Envelope: envelopeNamed("one"), Quantity: 1})
		last := envelopeNamed("seven lines")
		held.Replace(last, 7)
		if len(copies) != 1 {
			t.Errorf("%d copies before the batch is sent, want that of the transaction", len(copies))
		}
		held.Release()
		d.Admit()
		d.DropSpan(SampleRate, 3)
		d.DropSpan(SampleRate, 0)
		time.Sleep(time.Minute)
		told := map[string]any{}
		lines, _ := s.told(t)
		for _, line := range lines {
			told[fmt.Sprint(line["reason"], " ", line["category"])] = line["quantity"]
		}
		want := map[string]any{"send_error transaction": 1.0, "send_error span": 4.0, "send_error log_item": 7.0, "sample_rate span": 3.0}
		if !maps.Equal(told, want) {
			t.Errorf("told %v, want %v", told, want)
		}
		if got := d.Statistics().Dropped; len(got) != 1 || got[SendError] != 2 {
			t.Errorf("dropped %v", got)
		}
		if len(copies) != 2 || copies[1] != string(last) {
			t.Errorf("copies: %q", copies)
		}
	})
}
