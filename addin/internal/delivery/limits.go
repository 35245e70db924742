package delivery

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/spool"
)

const (
	// defaultLimit is how long a 429 without a header holds back.
	defaultLimit = 60 * time.Second
	// maxLimit is the longest pause that a server can ask for: one that was set
	// for a year by mistake must not silence an installation.
	maxLimit = 24 * time.Hour
)

// limits are the moments until which categories must not be sent.
type limits map[Category]time.Time

// until returns when category may be sent; the zero time is now.
func (l limits) until(category Category) time.Time {
	moment := l[all]
	if own := l[category]; own.After(moment) {
		moment = own
	}
	return moment
}

// extend holds category back until moment, unless it is held back longer.
func (l limits) extend(category Category, moment time.Time) {
	if moment.After(l[category]) {
		l[category] = moment
	}
}

// expire forgets what is over.
func (l limits) expire(now time.Time) {
	for category, moment := range l {
		if !moment.After(now) {
			delete(l, category)
		}
	}
}

// apply reads the limits out of an answer, whatever its status, and reports whether
// there were any. An answer of 429 that does not limit category, the one that was
// sent, limits all by Retry-After or by defaultLimit; whatever it says, category is held
// back for the time given at least.
func (l limits) apply(status int, header http.Header, category Category, now time.Time, least time.Duration) (any bool) {
	for _, value := range header.Values("X-Sentry-Rate-Limits") {
		l.applyHeader(value, now)
		any = true
	}
	if status != http.StatusTooManyRequests {
		return any
	}
	if l.until(category).After(now) {
		l.extend(category, now.Add(least))
		return true
	}
	wait, ok := retryAfter(header, now)
	if !ok {
		wait = defaultLimit
	}
	l.extend(all, now.Add(max(wait, least)))
	return true
}

// encode writes the limits down for the next process.
func (l limits) encode() []byte {
	windows := make(map[Category]int64, len(l))
	for category, moment := range l {
		windows[category] = moment.UnixMilli()
	}
	content, err := json.Marshal(windows)
	if err != nil {
		panic("BUG: limits: " + err.Error())
	}
	return content
}

// ReadLimits reads what encode wrote: the moments until which categories must not be
// sent, where "all" stands for all of them. What cannot be read limits nothing.
func ReadLimits(content []byte) map[string]time.Time {
	var windows map[Category]int64
	if json.Unmarshal(content, &windows) != nil {
		return nil
	}
	limits := make(map[string]time.Time, len(windows))
	for category, until := range windows {
		name := string(category)
		if category == all {
			name = "all"
		}
		limits[name] = time.UnixMilli(until)
	}
	return limits
}

// load reads what an earlier process wrote down.
func (l limits) load(s *spool.Spool, now time.Time) { l.read(s.Limits(), now) }

// read reads what encode wrote. A window longer than maxLimit was made by a clock that was wrong
// then, or is now: it would be a new day for each process.
func (l limits) read(content []byte, now time.Time) {
	var windows map[Category]int64
	if json.Unmarshal(content, &windows) != nil {
		return
	}
	for category, until := range windows {
		if category != all && !slices.Contains(byImportance[:], category) {
			continue
		}
		if wait := time.UnixMilli(until).Sub(now); wait > 0 && wait <= maxLimit {
			l.extend(category, now.Add(wait))
		}
	}
}

// applyHeader reads a list of seconds:categories:scope:reason:namespaces. Unknown
// categories limit nothing; none at all limit everything.
func (l limits) applyHeader(value string, now time.Time) {
	for limit := range strings.SplitSeq(value, ",") {
		fields := strings.Split(strings.TrimSpace(limit), ":")
		wait, ok := seconds(fields[0])
		if !ok {
			continue
		}
		if len(fields) < 2 || strings.TrimSpace(fields[1]) == "" {
			l.extend(all, now.Add(wait))
			continue
		}
		for name := range strings.SplitSeq(fields[1], ";") {
			category := Category(strings.ToLower(strings.TrimSpace(name)))
			if category == "default" {
				category = Error
			}
			if slices.Contains(byImportance[:], category) {
				l.extend(category, now.Add(wait))
			}
		}
	}
}

// retryAfter reads seconds or a date, which is of the server's clock.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	value := header.Get("Retry-After")
	if wait, ok := seconds(value); ok {
		return wait, true
	}
	moment, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if theirs, err := http.ParseTime(header.Get("Date")); err == nil {
		now = theirs
	}
	return min(max(moment.Sub(now), 0), maxLimit), true
}

// seconds reads a whole or broken number of seconds.
func seconds(value string) (time.Duration, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(n) || n < 0 {
		return 0, false
	}
	if n > maxLimit.Seconds() {
		return maxLimit, true
	}
	return time.Duration(math.Ceil(n * float64(time.Second))), true
}
