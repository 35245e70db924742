package value

import (
	"fmt"
	"time"
)

// Date is Дата: seconds since the first of January of the year 1. The zero value
// is the empty date.
type Date int64

// EmptyDate is '00010101'.
const EmptyDate Date = 0

var zeroTime = time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)

// zeroUnix is the empty date in Unix seconds: a Duration cannot hold so long a
// time, so differences are taken in seconds.
var zeroUnix = zeroTime.Unix()

// lastDate is the last second of the year 3999, where dates end.
var lastDate = Date(time.Date(3999, time.December, 31, 23, 59, 59, 0, time.UTC).Unix() - zeroUnix)

// Type tells the type.
func (Date) Type() *Type { return DateType }

// DateOf is the date that a clock showing t shows; false out of the range.
func DateOf(t time.Time) (Date, bool) {
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	d := Date(wall.Unix() - zeroUnix)
	return d, d >= EmptyDate && d <= lastDate
}

// Time is the date as a moment in UTC.
func (d Date) Time() time.Time { return time.Unix(int64(d)+zeroUnix, 0).UTC() }

// ParseDate reads the fourteen digits of a literal.
func ParseDate(digits string) (Date, bool) {
	t, err := time.Parse("20060102150405", digits)
	if err != nil {
		return 0, false
	}
	return DateOf(t)
}

// AddSeconds is d + n; false out of the range.
func (d Date) AddSeconds(n Number) (Date, bool) {
	seconds, ok := n.Truncate().Int64()
	sum := Date(int64(d) + seconds)
	return sum, ok && sum >= EmptyDate && sum <= lastDate
}

// AddMonths is ДобавитьМесяц: the day is cut to the length of the month.
func (d Date) AddMonths(n int) (Date, bool) {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	last := time.Date(first.Year(), first.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return DateOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}

// XML is the date as XMLСтрока writes it.
func (d Date) XML() string { return d.Time().Format("2006-01-02T15:04:05") }

// ParseXML reads what XML writes; a zone behind it is dropped.
func ParseXML(text string) (Date, bool) {
	if len(text) == 10 {
		text += "T00:00:00"
	}
	if len(text) < 19 {
		return 0, false
	}
	t, err := time.Parse("2006-01-02T15:04:05", text[:19])
	if err != nil {
		return 0, false
	}
	return DateOf(t)
}

func (d Date) present(l Language) string {
	t := d.Time()
	if d == EmptyDate {
		return ""
	}
	if l == English {
		return t.Format("1/2/2006 3:04:05 PM")
	}
	return fmt.Sprintf("%s %d:%s", t.Format("02.01.2006"), t.Hour(), t.Format("04:05"))
}
