package delivery

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/build/kit/race"
)

// answer is what a server, or somebody on the way to it, says.
type answer struct {
	status int
	header map[string]string
	body   string
}

func (a answer) String() string { return fmt.Sprintf("%d %v %.30q", a.status, a.header, a.body) }

func (a answer) reply() (*http.Response, error) {
	if a.status == 0 {
		return nil, errors.New("connection reset")
	}
	return reply(a.status, a.header, a.body), nil
}

// everyAnswer is each status with each header and each body.
func everyAnswer() (all []answer) {
	date := func(shift time.Duration) string { return time.Now().Add(shift).UTC().Format(http.TimeFormat) }
	headers := []map[string]string{
		nil,
		{"Retry-After": "0"}, {"Retry-After": "-1"}, {"Retry-After": "0.0001"}, {"Retry-After": "NaN"}, {"Retry-After": "soon"}, {"Retry-After": "3"},
		{"X-Sentry-Rate-Limits": "0.001"}, {"X-Sentry-Rate-Limits": "0:error:key"}, {"X-Sentry-Rate-Limits": "0.001::key, 0.5:error:organization"},
		{"X-Sentry-Rate-Limits": "60:transaction:key", "Retry-After": "0"}, {"X-Sentry-Rate-Limits": "x"}, {"X-Sentry-Error": "no"},
		{"Content-Type": "text/html"}, {"Content-Type": "application/json"}, {"Location": "/", "Content-Type": "text/plain"},
	}
	for _, shift := range []time.Duration{-20 * 365 * 24 * time.Hour, -time.Hour, 0, time.Second, 20 * 365 * 24 * time.Hour} {
		headers = append(headers,
			map[string]string{"Retry-After": date(shift)},
			map[string]string{"Retry-After": date(shift), "Date": date(shift)},
			map[string]string{"Retry-After": date(0), "Date": date(shift)})
	}
	for _, status := range []int{0, 200, 202, 204, 206, 301, 302, 304, 307, 308, 400, 401, 402, 403, 404, 405, 407, 408, 409, 410, 411, 413, 414, 415,
		418, 421, 422, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 511, 520, 521, 530, 599} {
		for i, header := range headers {
			bodies := []string{"", "{}", `{"detail":"no"}`, "<html>"}
			if status == 0 {
				bodies = bodies[:1]
			}
			// Not every body with every header: what they mean has nothing to do with each
			// other, but for those of a refusal.
			if status != 400 && status != 413 && status != 429 {
				bodies = bodies[i%len(bodies):][:1]
			}
			for _, body := range bodies {
				all = append(all, answer{status, header, body})
			}
		}
	}
	return all
}

// TestEveryAnswer: whatever somebody answers to everything, nobody is asked for one
// envelope more than once a second, nor for all of them without end, and nothing is lost
// but what a server says it will never take.
func TestEveryAnswer(t *testing.T) {
	const minutes = 3
	synctest.Test(t, func(t *testing.T) {
		for i, a := range everyAnswer() {
			if race.Detected && i%8 != 0 {
				continue // they differ in what is answered, which is no matter of goroutines
			}
			begun := time.Now()
			s := &server{delay: time.Millisecond, answer: func(n int, _ string) (*http.Response, error) {
				if n > 2000 { // the test has failed
					return reply(200, nil, ""), nil
				}
				return a.reply()
			}}
			d := newTest(s)
			for i := range 6 {
				d.Stage(Item{Category: Error, Envelope: envelopeNamed(fmt.Sprint("error ", i))})
			}
			d.Stage(Item{Category: Transaction, Envelope: envelopeNamed("transaction")})
			d.Admit()
			time.Sleep(minutes * time.Minute)
			synctest.Wait()
			last := make(map[string]time.Time)
			for i, body := range s.bodies {
				name := strings.Fields(body)
				key := strings.Join(name[len(name)-2:], " ")
				if pause := s.at[i].Sub(last[key]); pause < time.Second {
					t.Errorf("%v: %s again after %v", a, key, pause)
				}
				last[key] = s.at[i]
			}
			st := d.Statistics()
			if most := 7 * 12 * minutes; len(s.bodies) > most {
				t.Errorf("%v: %d requests", a, len(s.bodies))
			}
			if own := a.header["X-Sentry-Error"] != "" || a.body != "" && strings.Contains(a.body, "detail") && a.header["Content-Type"] != "text/html" &&
				a.header["Content-Type"] != "text/plain"; len(st.Dropped) > 0 != (own && (a.status == 400 || a.status == 413)) {
				t.Errorf("%v: dropped %v", a, st.Dropped)
			}
			if got := st.Sent > 0; got != (a.status >= 200 && a.status < 300 && a.body != "<html>") {
				t.Errorf("%v: sent %d", a, st.Sent)
			}
			// The moment may be one in which the server takes its time for one of them.
			if st.Sent == 0 && len(st.Dropped) == 0 && st.Queued+st.InFlight != 7 {
				t.Errorf("%v: %d wait, %d are being sent", a, st.Queued, st.InFlight)
			}
			// It is still alive: what comes back is found.
			s.mu.Lock()
			s.answer = always(200)
			s.mu.Unlock()
			time.Sleep(25*time.Hour - time.Since(begun))
			synctest.Wait()
			if st := d.Statistics(); st.Queued+st.InFlight != 0 {
				t.Errorf("%v: %d still wait a day after the server has come back", a, st.Queued+st.InFlight)
			}
			stop(d)
		}
	})
}

// TestJudge_refusals: only an answer of the server itself refuses an envelope.
func TestJudge_refusals(t *testing.T) {
	json := map[string]string{"Content-Type": "application/json"}
	bugsink := map[string]string{"Content-Type": "application/json",
		"Access-Control-Allow-Headers": "Content-Type, X-Sentry-Auth, X-Requested-With, Origin, Accept"}
	for _, test := range []struct {
		name   string
		header map[string]string
		body   string
		want   verdict
	}{
		{"Relay", json, `{"detail":"invalid event envelope","causes":["invalid envelope header","EOF while parsing"]}`, refused},
		{"Relay, no causes", json, `{"detail":"empty request body"}`, refused},
		{"GlitchTip", map[string]string{"Content-Type": "application/json; charset=utf-8"}, `{"detail": "Invalid envelope header"}`, refused},
		{"Bugsink", bugsink, `{"message": "event_id in envelope headers is not a valid UUID"}`, refused},
		{"old Sentry", map[string]string{"X-Sentry-Error": "Bad data"}, "", refused},
		{"nothing", nil, "", strange},
		{"nginx", map[string]string{"Content-Type": "text/html"}, "<html>\r\n<head><title>400 Bad Request</title></head>", strange},
		{"nginx, too large", map[string]string{"Content-Type": "text/html"}, "<html><head><title>413 Request Entity Too Large</title></head>", strange},
		{"Django's own", map[string]string{"Content-Type": "text/html; charset=utf-8"}, "\n<!doctype html>\n<h1>Bad Request (400)</h1>", strange},
		{"Envoy", map[string]string{"Content-Type": "text/plain"}, "Payload Too Large", strange},
		{"AWS API Gateway", json, `{"message":"Request Too Long"}`, strange},
		{"another gateway", json, `{"error":{"code":400,"message":"Bad Request"}}`, strange},
		{"problem details", map[string]string{"Content-Type": "application/problem+json"}, `{"detail":"Bad Request"}`, strange},
		{"problem details as JSON", json, `{"type":"about:blank","title":"Bad Request","status":400,"detail":"Bad Request"}`, strange},
		{"HTML that says it", map[string]string{"Content-Type": "text/html"}, `{"detail":"x"}`, strange},
		{"cut", json, `{"detail":"inv`, strange},
		{"a list", json, `["detail"]`, strange},
		{"detail of nothing", json, `{"detail":null}`, strange},
	} {
		for _, status := range []int{400, 413} {
			header := make(http.Header)
			for key, value := range test.header {
				header.Set(key, value)
			}
			if got := judge(status, header, []byte(test.body)); got != test.want {
				t.Errorf("%s, %d: verdict %d, want %d", test.name, status, got, test.want)
			}
		}
	}
}

// TestBacklog_ofAStranger: who refuses everything on the way loses nothing of a backlog.
func TestBacklog_ofAStranger(t *testing.T) {
	html := map[string]string{"Content-Type": "text/html"}
	for _, a := range []answer{{400, html, "<html>"}, {413, html, "<html>"}, {400, nil, ""}, {500, html, "<h1>Server Error (500)</h1>"}, {403, html, "<html>"}} {
		root := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			s := &server{answer: func(int, string) (*http.Response, error) { return a.reply() }}
			d := newSpooled(t, root, s, nil)
			for i := range 60 {
				d.stage(Error, fmt.Sprint(i), nil)
			}
			d.Admit()
			time.Sleep(time.Hour)
			s.mu.Lock()
			n := len(s.bodies)
			s.mu.Unlock()
			if n > 60 {
				t.Errorf("%v: %d requests in an hour", a, n)
			}
			if n := envelopes(t, root); n != 60 {
				t.Errorf("%v: %d files after an hour", a, n)
			}
			s.mu.Lock()
			s.answer = always(200)
			s.mu.Unlock()
			time.Sleep(2 * time.Hour)
			check(t, d.Delivery, 60, 0, nil)
		})
	}
}

// TestPoison: an envelope that somebody on the way does not let through, or over which the
// server stumbles, holds no other up. The second leaves once the server has taken others.
func TestPoison(t *testing.T) {
	html := map[string]string{"Content-Type": "text/html"}
	for _, a := range []answer{{413, html, "<html>"}, {400, nil, ""}, {403, nil, ""}, {0, nil, ""}, {500, html, "<h1>Server Error (500)</h1>"}} {
		synctest.Test(t, func(t *testing.T) {
			s := &server{answer: func(_ int, body string) (*http.Response, error) {
				if strings.Contains(body, "poison") {
					return a.reply()
				}
				return reply(200, nil, "{}"), nil
			}}
			d := newTest(s)
			d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("poison")})
			for i := range 60 {
				owner := &Owner{}
				d.Enqueue(Item{Category: Error, Envelope: envelopeNamed(fmt.Sprint(i)), Owner: owner})
				begun := time.Now()
				if !<-d.Wait(owner, time.Time{}) || time.Since(begun) > 2*time.Second {
					t.Errorf("%v: another one waited for %v", a, time.Since(begun))
				}
				time.Sleep(time.Minute)
			}
			synctest.Wait()
			if a.status == 500 {
				check(t, d, 60, 0, map[Reason]uint64{SendError: 1})
			} else {
				check(t, d, 60, 1, nil)
			}
			stop(d)
		})
	}
}
