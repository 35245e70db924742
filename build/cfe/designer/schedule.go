package designer

import (
	"strconv"
	"strings"
	"time"
)

// Schedule is when a job runs. It has no schedules of single days.
type Schedule struct {
	BeginDate, EndDate                 time.Time // days; the first of January of the year 1 if open
	BeginTime, EndTime, CompletionTime time.Time // times of day, on that day
	CompletionInterval                 int       // seconds
	RepeatPeriodInDay                  int       // seconds; 0 if it runs once a day
	RepeatPause                        int       // seconds
	WeekDays                           []int     // 1 is Monday
	WeekDayInMonth                     int
	DayInMonth                         int
	Months                             []int
	WeeksPeriod                        int
	DaysRepeatPeriod                   int
}

// schedule reads the file of a schedule.
func schedule(doc *element) (*Schedule, error) {
	c := walk(doc)
	c.bare(doc, "version")
	e := c.take("Schedule")
	s := &Schedule{}
	a := attributes{cursor: c, element: e}
	s.BeginDate, s.EndDate = a.date("BeginDate"), a.date("EndDate")
	s.BeginTime, s.EndTime, s.CompletionTime = a.clock("BeginTime"), a.clock("EndTime"), a.clock("CompletionTime")
	s.CompletionInterval = a.number("CompletionInterval")
	s.RepeatPeriodInDay, s.RepeatPause = a.number("RepeatPeriodInDay"), a.number("RepeatPause")
	s.WeekDayInMonth, s.DayInMonth = a.number("WeekDayInMonth"), a.number("DayInMonth")
	s.WeeksPeriod, s.DaysRepeatPeriod = a.number("WeeksPeriod"), a.number("DaysRepeatPeriod")
	c.bare(e, a.seen...)
	c.inside(e, func(in *cursor) {
		s.WeekDays = in.numbers("ent:WeekDays", 7)
		s.Months = in.numbers("ent:Months", 12)
	})
	return s, c.end()
}

// attributes reads the attributes of an element and notes which it knows.
type attributes struct {
	*cursor
	*element
	seen []string
}

func (a *attributes) attr(name string) string {
	a.seen = append(a.seen, name)
	s, ok := a.attrs[name]
	if !ok {
		a.fail(a.line, "<%s>: the attribute %s is missing", a.element.name, name)
	}
	return s
}

func (a *attributes) number(name string) int {
	s := a.attr(name)
	n, err := strconv.Atoi(s)
	if err != nil {
		a.fail(a.line, "<%s>: %s=%q is not a number", a.element.name, name, s)
	}
	return n
}

func (a *attributes) moment(name, layout string) time.Time {
	s := a.attr(name)
	t, err := time.Parse(layout, s)
	if err != nil {
		a.fail(a.line, "<%s>: %s=%q is not of the form %s", a.element.name, name, s, layout)
	}
	return t
}

func (a *attributes) date(name string) time.Time  { return a.moment(name, time.DateOnly) }
func (a *attributes) clock(name string) time.Time { return a.moment(name, time.TimeOnly) }

// numbers takes a list of numbers from 1 to the greatest.
func (c *cursor) numbers(name string, greatest int) []int {
	e := c.take(name)
	var found []int
	for s := range strings.FieldsSeq(c.plain(e)) {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > greatest {
			c.fail(e.line, "<%s>: %q is not a number from 1 to %d", name, s, greatest)
		}
		found = append(found, n)
	}
	return found
}
