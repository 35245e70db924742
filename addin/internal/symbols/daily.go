package symbols

import "time"

// hoursKept is how many hours a [Daily] counts, with the one that runs.
const hoursKept = 24

// Daily counts frames of the last day, by the hour.
type Daily struct {
	hours [hoursKept]Tally
	last  int64 // the hour that was counted last, since 1970
}

// Add counts a frame that was looked up now.
func (d *Daily) Add(s State, now time.Time) {
	d.turn(now)
	d.hours[d.last%hoursKept].Add(s)
}

// Join counts the frames of a tally, which were looked up now or are known to be the same.
func (d *Daily) Join(t Tally, now time.Time) {
	d.turn(now)
	d.hours[d.last%hoursKept].Join(t)
}

// Sum is the count of the last 24 hours, of the oldest one as much as has not passed yet.
func (d *Daily) Sum(now time.Time) (sum Tally) {
	d.turn(now)
	for _, hour := range d.hours {
		sum.Join(hour)
	}
	return sum
}

// turn forgets the hours that are over. A clock that was set back counts on in the hour
// that was last.
func (d *Daily) turn(now time.Time) {
	hour := max(now.Unix()/3600, 0)
	for n := min(hour-d.last, hoursKept); n > 0; n-- {
		d.hours[(hour-n+1)%hoursKept] = Tally{}
	}
	d.last = max(d.last, hour)
}
