package objects

import (
	"time"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
)

// scheduledJob writes a job and its schedule. Both are proven in the header of
// later platforms; the version of the list is the same in all files met, those
// of platforms before 8.3.10 included. Platforms before 8.3.23 are said not to
// run jobs of extensions.
func (e *encoder) scheduledJob(j *designer.ScheduledJob) {
	const version = 2
	e.list(j.UUID, object(brackets.N(version), own(j.Object), brackets.S(j.Key), brackets.S(j.Description),
		brackets.B(j.Use), brackets.B(j.Predefined), id(e.ext.UUID(j.Module.Name)), brackets.S(j.Method),
		brackets.N(int64(j.RestartCount)), brackets.N(int64(j.RestartInterval))))
	if j.Schedule != nil {
		e.list(part(j.UUID, mdclass.SuffixSchedule), schedule(j.Schedule))
	}
}

func schedule(s *designer.Schedule) brackets.Value {
	number := func(n int) brackets.Value { return brackets.N(int64(n)) }
	items := []brackets.Value{
		date(s.BeginDate), date(s.EndDate), clock(s.BeginTime), clock(s.EndTime), clock(s.CompletionTime),
		number(s.CompletionInterval), number(s.RepeatPeriodInDay), number(s.RepeatPause), number(len(s.WeekDays)),
	}
	for _, d := range s.WeekDays {
		items = append(items, number(d))
	}
	items = append(items, number(s.WeekDayInMonth), number(s.DayInMonth), number(len(s.Months)))
	for _, m := range s.Months {
		items = append(items, number(m))
	}
	return brackets.L(append(items, number(s.WeeksPeriod), number(s.DaysRepeatPeriod), zero)...)
}

// A day is a moment at midnight, a time of day is one on the first of January of
// the year 1.
func date(t time.Time) brackets.Value  { return brackets.T(t.Format("20060102") + "000000") }
func clock(t time.Time) brackets.Value { return brackets.T("00010101" + t.Format("150405")) }
