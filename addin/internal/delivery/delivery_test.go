package delivery

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// server is a server without a network: it answers by a script and keeps what
// came. Time in its tests is that of a synctest bubble.
type server struct {
	mu       sync.Mutex
	bodies   []string
	at       []time.Time
	inFlight int
	peak     int
	answer   func(request int, body string) (*http.Response, error)
	delay    time.Duration
}

func (s *server) RoundTrip(request *http.Request) (*http.Response, error) {
	unzipped, err := gzip.NewReader(request.Body)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(unzipped)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	n := len(s.bodies)
	s.bodies = append(s.bodies, string(body))
	s.at = append(s.at, time.Now())
	s.inFlight++
	s.peak = max(s.peak, s.inFlight)
	s.mu.Unlock()
	if s.delay > 0 {
		select {
		case <-time.After(s.delay):
		case <-request.Context().Done():
		}
	}
	s.mu.Lock()
	s.inFlight--
	answer := s.answer
	s.mu.Unlock()
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	return answer(n, string(body))
}

func reply(status int, header map[string]string, body string) *http.Response {
	response := &http.Response{StatusCode: status, Header: make(http.Header), Body: io.NopCloser(strings.NewReader(body))}
	for key, value := range header {
		response.Header.Set(key, value)
	}
	return response
}

func always(status int) func(int, string) (*http.Response, error) {
	return func(int, string) (*http.Response, error) { return reply(status, nil, "{}"), nil }
}

// refusing answers as Relay does to what it does not take.
func refusing(status int) func(int, string) (*http.Response, error) {
	return func(int, string) (*http.Response, error) {
		return reply(status, map[string]string{"Content-Type": "application/json"}, `{"detail":"invalid event envelope","causes":["no id"]}`), nil
	}
}

// first answers the first request with response and the others with 200.
func first(status int, header map[string]string) func(int, string) (*http.Response, error) {
	return func(n int, _ string) (*http.Response, error) {
		if n == 0 {
			return reply(status, header, ""), nil
		}
		return reply(200, nil, "{}"), nil
	}
}

func newTest(s *server) *Delivery {
	return New(Config{
		URL:    "http://server/api/1/envelope/",
		Header: http.Header{"X-Sentry-Auth": {"Sentry sentry_key=k"}},
		Client: &http.Client{Transport: s, Timeout: 30 * time.Second, CheckRedirect: stayHere},
	})
}

func envelopeNamed(name string) []byte {
	return fmt.Appendf(nil, "{\"sdk\":{}}\n{\"type\":\"event\"}\n%s\n", name)
}

// check fails unless the figures add up and the ones given hold.
func check(t *testing.T, d *Delivery, sent uint64, queued int, dropped map[Reason]uint64) {
	t.Helper()
	s := d.Statistics()
	total := uint64(0)
	for reason, n := range s.Dropped {
		total += n
		if n != dropped[reason] {
			t.Errorf("dropped[%s] = %d, want %d", reason, n, dropped[reason])
		}
	}
	for reason := range dropped {
		if s.Dropped[reason] == 0 {
			t.Errorf("nothing dropped for %s", reason)
		}
	}
	if s.Sent != sent || s.Queued != queued {
		t.Errorf("sent %d, queued %d, want %d, %d (last answer %d %q)", s.Sent, s.Queued, sent, queued, s.Last.Status, s.Last.Detail)
	}
	if s.Enqueued+s.Adopted != s.Sent+uint64(s.Queued+s.InFlight)+total {
		t.Errorf("enqueued %d is not sent %d + queued %d + in flight %d + dropped %d", s.Enqueued, s.Sent, s.Queued, s.InFlight, total)
	}
	if s.Queued+s.InFlight == 0 && s.Bytes != 0 {
		t.Errorf("%d bytes counted with nothing waiting", s.Bytes)
	}
}

func TestDelivery_sendsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: always(200), delay: 10 * time.Millisecond}
		d := newTest(s)
		owner := &Owner{}
		for i := range 50 {
			d.Enqueue(Item{Category: Error, Envelope: envelopeNamed(fmt.Sprint("event ", i)), Owner: owner})
		}
		if !<-d.Wait(owner, time.Time{}) {
			t.Error("Wait said that not all was sent")
		}
		synctest.Wait()
		check(t, d, 50, 0, nil)
		if s.peak != MaxInFlight {
			t.Errorf("%d requests at once, want %d of a backlog", s.peak, MaxInFlight)
		}
		for i := range 50 {
			found := 0
			for _, body := range s.bodies {
				if strings.HasSuffix(body, fmt.Sprintf("\nevent %d\n", i)) {
					found++
				}
			}
			if found != 1 {
				t.Errorf("event %d arrived %d times", i, found)
			}
		}
	})
}

func TestDelivery_setsSendingTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: first(503, nil)}
		d := newTest(s)
		owner := &Owner{}
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("x"), Owner: owner})
		<-d.Wait(owner, time.Time{})
		for i, body := range s.bodies {
			want := `{"sent_at":"` + s.at[i].UTC().Format("2006-01-02T15:04:05.000Z") + `","sdk":{}}`
			if !strings.HasPrefix(body, want) {
				t.Errorf("request %d begins %.70s, want %s", i, body, want)
			}
		}
		if len(s.bodies) != 2 {
			t.Errorf("%d requests, want 2", len(s.bodies))
		}
	})
}

func TestDelivery_importantFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: first(503, nil)}
		d := newTest(s)
		owner := &Owner{}
		d.Enqueue(Item{Category: Log, Envelope: envelopeNamed("log"), Owner: owner})
		synctest.Wait()
		d.Stage(Item{Category: Transaction, Envelope: envelopeNamed("transaction"), Owner: owner})
		d.Stage(Item{Category: Error, Envelope: envelopeNamed("error 1"), Owner: owner})
		d.Stage(Item{Category: Error, Envelope: envelopeNamed("error 2"), Owner: owner})
		d.Admit()
		// One sender tries while the server is failing, and it takes them in order.
		s.mu.Lock()
		s.delay = time.Second
		s.mu.Unlock()
		<-d.Wait(owner, time.Time{})
		if !strings.HasSuffix(s.bodies[1], "\nerror 1\n") {
			t.Errorf("first after the failure: %q, want error 1", s.bodies[1])
		}
	})
}

// Each answer: what is sent, kept, dropped, and how many requests are made in the
// first hour.
func TestDelivery_answers(t *testing.T) {
	tests := []struct {
		name     string
		answer   func(int, string) (*http.Response, error)
		sent     uint64
		queued   int
		dropped  map[Reason]uint64
		min, max int
	}{
		{"200", always(200), 1, 0, nil, 1, 1},
		{"400", refusing(400), 0, 0, map[Reason]uint64{SendError: 1}, 1, 1},
		{"413", refusing(413), 0, 0, map[Reason]uint64{SendError: 1}, 1, 1},
		{"400 of a stranger", always(400), 0, 1, nil, 8, 16},
		{"413 of a stranger", always(413), 0, 1, nil, 8, 16},
		{"403 for ever", always(403), 0, 1, nil, 8, 16},
		{"404 for ever", always(404), 0, 1, nil, 8, 16},
		{"redirect", func(int, string) (*http.Response, error) {
			return reply(302, map[string]string{"Location": "http://login/"}, ""), nil
		}, 0, 1, nil, 8, 16},
		{"login page", func(int, string) (*http.Response, error) {
			return reply(200, map[string]string{"Content-Type": "text/html; charset=utf-8"}, "\n<!DOCTYPE html>"), nil
		}, 0, 1, nil, 8, 16},
		{"200 of a server that calls everything HTML", func(int, string) (*http.Response, error) {
			return reply(200, map[string]string{"Content-Type": "text/html; charset=utf-8"}, "ok"), nil
		}, 1, 0, nil, 1, 1},
		{"500 for ever", always(500), 0, 1, nil, 15, 35},
		{"500 once", first(500, nil), 1, 0, nil, 2, 2},
		{"502 for ever", always(502), 0, 1, nil, 15, 35},
		{"reset", func(int, string) (*http.Response, error) { return nil, fmt.Errorf("connection reset") }, 0, 1, nil, 15, 35},
		{"429 for ever", always(429), 0, 1, nil, 60, 61},
		{"429, an hour and a half", first(429, map[string]string{"Retry-After": "5400"}), 0, 1, nil, 1, 1},
		{"429, half a second", first(429, map[string]string{"Retry-After": "0.5"}), 1, 0, nil, 2, 2},
		{"429 for errors", first(429, map[string]string{"X-Sentry-Rate-Limits": "7200:error:organization"}), 0, 1, nil, 1, 1},
		{"429 for others", first(429, map[string]string{"X-Sentry-Rate-Limits": "7200:transaction:organization"}), 1, 0, nil, 2, 2},
		{"429, absurd", first(429, map[string]string{"Retry-After": "9e99"}), 0, 1, nil, 1, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &server{answer: test.answer}
				d := newTest(s)
				d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("x")})
				time.Sleep(time.Hour)
				synctest.Wait()
				check(t, d, test.sent, test.queued, test.dropped)
				if n := len(s.bodies); n < test.min || n > test.max {
					t.Errorf("%d requests in an hour, want %d to %d", n, test.min, test.max)
				}
				stop(d)
			})
		})
	}
}

// pause makes a delivery wait as it does when attempts over different entries fail.
func pause(d *Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pace.backoff.fail(time.Now(), maxPause)
}

// stop ends the timers, so that the bubble of a test can end.
func stop(d *Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.alarm != nil {
		d.alarm.Stop()
	}
}

func TestDelivery_comesBackAfterOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		s := &server{}
		s.answer = func(int, string) (*http.Response, error) {
			if time.Since(start) < 3*time.Hour {
				return nil, fmt.Errorf("no route to host")
			}
			return reply(200, nil, "{}"), nil
		}
		d := newTest(s)
		owner := &Owner{}
		for i := range 100 {
			d.Enqueue(Item{Category: Error, Envelope: envelopeNamed(fmt.Sprint(i)), Owner: owner})
		}
		if !<-d.Wait(owner, time.Time{}) {
			t.Error("not all was sent")
		}
		if late := time.Since(start) - 3*time.Hour; late > maxPause+time.Second {
			t.Errorf("all was sent %v after the outage, want at most %v", late, maxPause)
		}
		check(t, d, 100, 0, nil)
	})
}

func TestDelivery_limitOfOneCategoryLeavesOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: func(int, string) (*http.Response, error) {
			return reply(200, map[string]string{"X-Sentry-Rate-Limits": "86400:transaction;span:organization"}, "{}"), nil
		}}
		d := newTest(s)
		errors, transactions := &Owner{}, &Owner{}
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("first"), Owner: errors})
		<-d.Wait(errors, time.Time{})
		d.Enqueue(Item{Category: Transaction, Envelope: envelopeNamed("held"), Owner: transactions})
		for i := range 8 {
			d.Enqueue(Item{Category: Error, Envelope: envelopeNamed(fmt.Sprint("error ", i)), Owner: errors})
		}
		if !<-d.Wait(errors, time.Time{}) {
			t.Error("errors were not sent")
		}
		time.Sleep(time.Hour)
		check(t, d, 9, 1, nil)
		if got := d.Statistics().Limits[Transaction]; got < 22*time.Hour || got > 23*time.Hour {
			t.Errorf("limit of transactions ends in %v, want about 23 h", got)
		}
		if d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("with a transaction"), Owner: transactions}); <-d.Wait(transactions, time.Now().Add(time.Minute)) {
			t.Error("a transaction was sent that is not allowed")
		}
		check(t, d, 10, 1, nil) // the error beside it was waited for
		if start := time.Now(); <-d.Wait(transactions, start.Add(time.Minute)) || time.Since(start) > 0 {
			t.Errorf("waited %v for what cannot be sent", time.Since(start))
		}
		check(t, d, 10, 1, nil)
		stop(d)
	})
}

func TestDelivery_silentServerTimesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: always(200), delay: 100 * time.Hour}
		d := newTest(s)
		owner := &Owner{}
		for range 10 {
			d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("x"), Owner: owner})
		}
		select {
		case <-d.Wait(owner, time.Time{}):
			t.Error("Wait ended")
		case <-time.After(2 * time.Second):
		}
		time.Sleep(28500 * time.Millisecond)
		synctest.Wait()
		check(t, d, 0, 10, nil)
		if s := d.Statistics(); s.Last.Status != 0 || !strings.Contains(s.Last.Detail, "deadline") {
			t.Errorf("last answer %d %q, want a deadline", s.Last.Status, s.Last.Detail)
		}
		stop(d)
	})
}

func TestDelivery_overflowDropsLeastImportant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: func(int, string) (*http.Response, error) { return nil, fmt.Errorf("down") }}
		d := New(Config{URL: "http://server/", Client: &http.Client{Transport: s}, MaxCount: 5})
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("e0")})
		synctest.Wait()
		pause(d)
		for i := range 3 {
			d.Enqueue(Item{Category: Log, Envelope: envelopeNamed(fmt.Sprint("l", i))})
		}
		for i := range 4 {
			d.Enqueue(Item{Category: Error, Envelope: envelopeNamed(fmt.Sprint("e", i+1))})
		}
		check(t, d, 0, 5, map[Reason]uint64{QueueOverflow: 3})
		owner := &Owner{}
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("e5"), Owner: owner}) // pushes e0 out
		d.Enqueue(Item{Category: Metric, Envelope: envelopeNamed("m"), Owner: owner}) // is itself the least important
		check(t, d, 0, 5, map[Reason]uint64{QueueOverflow: 5})
		d.mu.Lock()
		if got := d.queues[Error].entries[d.queues[Error].taken]; !strings.Contains(string(got.envelope), "e1") {
			t.Errorf("oldest is %q, want e1", got.envelope)
		}
		d.mu.Unlock()
		stop(d)
	})
}

func TestDelivery_waitTellsLoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newTest(&server{answer: refusing(400)})
		owner := &Owner{}
		d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("x"), Owner: owner})
		if <-d.Wait(owner, time.Time{}) {
			t.Error("Wait said that all was sent, but the server refused it")
		}
		if !<-d.Wait(owner, time.Time{}) {
			t.Error("Wait on nothing said false")
		}
	})
}

func TestDelivery_panicLosesOneEntry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: func(n int, _ string) (*http.Response, error) {
			if n == 0 {
				panic("on purpose")
			}
			return reply(200, nil, "{}"), nil
		}}
		d := New(Config{URL: "http://server/", Client: &http.Client{Transport: s}})
		for i := range 3 {
			d.Enqueue(Item{Category: Error, Envelope: envelopeNamed(fmt.Sprint(i))})
		}
		synctest.Wait()
		check(t, d, 2, 0, map[Reason]uint64{InternalSDKError: 1})
	})
}

func TestDelivery_hammer(t *testing.T) {
	s := &server{answer: func(n int, _ string) (*http.Response, error) {
		if n%7 == 3 {
			return reply(500, nil, ""), nil
		}
		return reply(200, nil, "{}"), nil
	}}
	synctest.Test(t, func(t *testing.T) {
		d := newTest(s)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				owner := &Owner{}
				for i := range 100 {
					d.Enqueue(Item{Category: byImportance[i%len(byImportance)], Envelope: envelopeNamed("x"), Owner: owner})
					if i%10 == 0 {
						d.Statistics()
					}
				}
				<-d.Wait(owner, time.Time{})
			})
		}
		wg.Wait()
		synctest.Wait()
		check(t, d, 800-d.Statistics().Dropped[SendError], 0, d.Statistics().Dropped)
	})
}
