package delivery

import (
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

func TestLimits_apply(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		status int
		limits string
		retry  string
		want   map[Category]time.Duration
	}{
		{"nothing", 200, "", "", nil},
		{"Retry-After on 200", 200, "", "60", nil},
		{"all", 200, "60::key", "", map[Category]time.Duration{all: time.Minute}},
		{"bare number", 200, "60", "", map[Category]time.Duration{all: time.Minute}},
		{"two categories", 200, "60:error;transaction:organization", "", map[Category]time.Duration{Error: time.Minute, Transaction: time.Minute}},
		{"several limits", 200, "60:error:key, 2700:session;monitor:org:reason:ns", "",
			map[Category]time.Duration{Error: time.Minute, Session: 45 * time.Minute, Monitor: 45 * time.Minute}},
		{"longest wins", 200, "60:error:key, 30:error:org", "", map[Category]time.Duration{Error: time.Minute}},
		{"float", 200, "1.5:error:key", "", map[Category]time.Duration{Error: 1500 * time.Millisecond}},
		{"unknown category only", 200, "60:replay;magic:key", "", nil},
		{"default means errors", 200, "60:default:key", "", map[Category]time.Duration{Error: time.Minute}},
		{"garbage", 200, "x:error:key, -5:error:key, :error, NaN:error,,", "", nil},
		{"too long", 200, "99999999:error:key", "", map[Category]time.Duration{Error: maxLimit}},
		{"429 bare", 429, "", "", map[Category]time.Duration{all: defaultLimit}},
		{"429 with seconds", 429, "", "7", map[Category]time.Duration{all: 7 * time.Second}},
		{"429 with a date", 429, "", "Mon, 23 Nov 2026 12:00:30 GMT", map[Category]time.Duration{all: 30 * time.Second}},
		{"429 with a date that is over", 429, "", "Mon, 23 Nov 2026 11:00:30 GMT", map[Category]time.Duration{all: time.Second}},
		{"429 with no seconds", 429, "", "0", map[Category]time.Duration{all: time.Second}},
		{"429 with hardly a limit", 429, "0.001:error:key", "900", map[Category]time.Duration{Error: time.Second}},
		{"429 with hardly a limit of all", 429, "0.001::key", "", map[Category]time.Duration{all: time.Millisecond, Error: time.Second}},
		{"429 with a limit beats Retry-After", 429, "60:error:key", "900", map[Category]time.Duration{Error: time.Minute}},
		{"429 with a limit of others", 429, "60:session:key", "", map[Category]time.Duration{Session: time.Minute, all: defaultLimit}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			header := make(http.Header)
			if test.limits != "" {
				header.Set("X-Sentry-Rate-Limits", test.limits)
			}
			if test.retry != "" {
				header.Set("Retry-After", test.retry)
			}
			l := make(limits)
			l.apply(test.status, header, Error, now, time.Second)
			l.expire(now)
			got := make(map[Category]time.Duration)
			for category, moment := range l {
				got[category] = moment.Sub(now)
			}
			want := test.want
			if want == nil {
				want = map[Category]time.Duration{}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("limits = %v, want %v", got, want)
			}
		})
	}
}

func TestLimits_shorterDoesNotReplaceLonger(t *testing.T) {
	now := time.Now()
	l := make(limits)
	l.applyHeader("600:error:key", now)
	l.applyHeader("5:error:key", now)
	if got := l.until(Error).Sub(now); got != 10*time.Minute {
		t.Errorf("limit ends in %v, want 10m", got)
	}
	l.applyHeader("1200::key", now)
	if got := l.until(Error).Sub(now); got != 20*time.Minute {
		t.Errorf("limit ends in %v, want the one of all categories, 20m", got)
	}
}

func FuzzLimits(f *testing.F) {
	f.Add("60:error;transaction:organization:reason:namespace, 2700::key", "5")
	f.Add("1e400:error", "Mon, 23 Nov 2026 12:00:30 GMT")
	f.Fuzz(func(t *testing.T, limit, retry string) {
		now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
		l := make(limits)
		l.apply(429, http.Header{"X-Sentry-Rate-Limits": {limit}, "Retry-After": {retry}}, Error, now, time.Second)
		if !l.until(Error).Before(now) && l.until(Error).Sub(now) < time.Second {
			t.Fatalf("held back for %v", l.until(Error).Sub(now))
		}
		for category, moment := range l {
			if wait := moment.Sub(now); wait < 0 || wait > maxLimit {
				t.Fatalf("limit of %q is %v", category, wait)
			}
		}
	})
}

// TestReadLimits_golden: what an earlier process wrote down is read by this one.
func TestReadLimits_golden(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "spool", "testdata", "limits.0"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]time.Time{"all": time.UnixMilli(1795000060000), "error": time.UnixMilli(1795000000000)}
	if got := ReadLimits(content); !reflect.DeepEqual(got, want) {
		t.Errorf("ReadLimits = %v, want %v", got, want)
	}
	l := limits{all: want["all"], Error: want["error"]}
	if got := l.encode(); string(got) != string(content) {
		t.Errorf("written is %s, want %s", got, content)
	}
}

// FuzzLimits_stored: whatever is stored holds nothing back for longer than a server may ask.
func FuzzLimits_stored(f *testing.F) {
	f.Add([]byte(`{"":1795000060000,"error":1795000000000}`))
	f.Add([]byte(`{"error":-9223372036854775808,"session":9223372036854775807,"magic":1}`))
	f.Add([]byte(`{"error":1e3}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		ReadLimits(content)
		now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
		l := make(limits)
		l.read(content, now)
		for category, moment := range l {
			if wait := moment.Sub(now); wait <= 0 || wait > maxLimit {
				t.Fatalf("limit of %q is %v", category, wait)
			}
		}
	})
}
