package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// Schedule is РасписаниеРегламентногоЗадания; times are seconds of the day.
type Schedule struct {
	RepeatPeriod   int // ПериодПовтораВТечениеДня, seconds
	RepeatPause    int // ПаузаПовтора, seconds
	Begin, End     int // ВремяНачала, ВремяКонца
	Completion     int // ВремяЗавершения
	CompleteIn     int // ИнтервалЗавершения, seconds
	From, To       value.Date
	DayPeriod      int // ПериодПовтораДней
	WeekPeriod     int // ПериодНедель
	WeekDays       []int
	WeekDayOfMonth int // ДеньНеделиВМесяце
	Months         []int
	DayOfMonth     int        // ДеньВМесяце
	Detailed       []Schedule // ДетальныеРасписанияДня
}

// schedule is a schedule as a value of its own: a job takes it by an assignment
// and Записать only (ssl_3_1 РегламентныеЗаданияСервер:681-782).
type schedule struct{ *Schedule }

func (schedule) Type() *value.Type { return scheduleType }

// unsavedJob is what code set and did not write yet.
type unsavedJob struct {
	use      bool
	schedule Schedule
}

// edit gives what may be changed before Записать.
func (j *ScheduledJob) edit() *unsavedJob {
	if j.unsaved == nil {
		j.unsaved = &unsavedJob{j.Use, j.Schedule}
	}
	return j.unsaved
}

var (
	useMember = &eval.Member{Ru: "Использование", En: "Use",
		Get: func(c *eval.Call) (value.Value, error) { return value.Bool(self[*ScheduledJob](c).edit().use), nil },
		Set: func(c *eval.Call) (value.Value, error) {
			use := c.Truth(0)
			if !c.Bad() {
				self[*ScheduledJob](c).edit().use = use
			}
			return nil, nil
		}}
	scheduleMember = &eval.Member{Ru: "Расписание", En: "Schedule",
		Get: func(c *eval.Call) (value.Value, error) {
			copied := self[*ScheduledJob](c).edit().schedule
			return schedule{&copied}, nil
		},
		Set: func(c *eval.Call) (value.Value, error) {
			s := eval.As[schedule](c, 0)
			if !c.Bad() {
				self[*ScheduledJob](c).edit().schedule = *s.Schedule
			}
			return nil, nil
		}}
)

// findPredefined finds the job of an object of the metadata.
func findPredefined(c *eval.Call) (value.Value, error) {
	s := self[scheduledManager](c).s
	if err := s.spend("РегламентныеЗадания"); err != nil {
		return nil, err
	}
	if err := s.demand(c.Thread, "Конфигурация", "Администрирование"); err != nil {
		return nil, err
	}
	object := eval.As[*MetaObject](c, 0)
	for _, j := range s.Base.Scheduled {
		if !c.Bad() && j.Object == object {
			j.unsaved = nil
			return j, nil
		}
	}
	return nil, eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '1')")
}

// writeScheduled saves a job. It needs the right of administration or the
// privileged mode (ssl_3_1 РегламентныеЗаданияСервер:681).
func writeScheduled(c *eval.Call) error {
	s, j := session(c), self[*ScheduledJob](c)
	if err := s.spend("РегламентныеЗадания"); err != nil {
		return err
	}
	if err := s.demand(c.Thread, "Конфигурация", "Администрирование"); err != nil {
		return err
	}
	e := j.edit()
	j.Use, j.Schedule, j.unsaved = e.use, e.schedule, nil
	return nil
}

func (j *ScheduledJob) matches(filter *value.Structure) (bool, error) {
	if filter == nil {
		return true, nil
	}
	for _, name := range filter.Names() {
		v, _ := filter.Get(name)
		ok := false
		switch foldName(name) {
		case "метаданные":
			object, is := v.(*MetaObject)
			ok = is && j.Object == object || equalFold(value.Text(v, value.Russian), j.Object.name())
		case "использование":
			ok = value.Equal(v, value.Bool(j.Use))
		case "уникальныйидентификатор":
			ok = value.Equal(v, j.ID)
		default:
			return false, eval.Faultf("the key %s of a filter of scheduled jobs is not modelled", name)
		}
		if !ok {
			return false, nil
		}
	}
	return true, nil
}

// intMember is a number of a schedule.
func intMember(ru, en string, field func(*Schedule) *int) *eval.Member {
	return &eval.Member{Ru: ru, En: en,
		Get: func(c *eval.Call) (value.Value, error) { return num(*field(self[schedule](c).Schedule)), nil },
		Set: func(c *eval.Call) (value.Value, error) {
			n := c.Int(0)
			if !c.Bad() {
				*field(self[schedule](c).Schedule) = n
			}
			return nil, nil
		}}
}

// timeMember is a time of the day: a date of the first day there is.
func timeMember(ru, en string, field func(*Schedule) *int) *eval.Member {
	return &eval.Member{Ru: ru, En: en,
		Get: func(c *eval.Call) (value.Value, error) { return value.Date(*field(self[schedule](c).Schedule)), nil },
		Set: func(c *eval.Call) (value.Value, error) {
			const day = 24 * 60 * 60
			d := eval.As[value.Date](c, 0)
			if !c.Bad() {
				*field(self[schedule](c).Schedule) = int(d) % day
			}
			return nil, nil
		}}
}

func dateMember(ru, en string, field func(*Schedule) *value.Date) *eval.Member {
	return &eval.Member{Ru: ru, En: en,
		Get: func(c *eval.Call) (value.Value, error) { return *field(self[schedule](c).Schedule), nil },
		Set: func(c *eval.Call) (value.Value, error) {
			d := eval.As[value.Date](c, 0)
			if !c.Bad() {
				*field(self[schedule](c).Schedule) = d
			}
			return nil, nil
		}}
}

// numbersMember is a list of numbers; it may be written as a whole.
func numbersMember(ru, en string, field func(*Schedule) *[]int) *eval.Member {
	return &eval.Member{Ru: ru, En: en,
		Get: func(c *eval.Call) (value.Value, error) {
			a := &value.Array{}
			for _, n := range *field(self[schedule](c).Schedule) {
				a.Items = append(a.Items, num(n))
			}
			return a, nil
		},
		Set: func(c *eval.Call) (value.Value, error) {
			list := eval.As[*value.Array](c, 0)
			if c.Bad() {
				return nil, nil
			}
			var numbers []int
			for _, item := range list.Items {
				n, ok := item.(value.Number)
				if !ok {
					return nil, eval.Mismatch(0)
				}
				i, _ := n.Int64()
				numbers = append(numbers, int(i))
			}
			*field(self[schedule](c).Schedule) = numbers
			return nil, nil
		}}
}

func defineSchedule(c *eval.Catalog) {
	c.DefineClass(&eval.Class{Type: scheduleType, Where: eval.Everywhere, New: func(*eval.Call) (value.Value, error) {
		return schedule{&Schedule{}}, nil
	}}, nil, []*eval.Member{
		intMember("ПериодПовтораВТечениеДня", "RepeatPeriodInDay", func(s *Schedule) *int { return &s.RepeatPeriod }),
		intMember("ПаузаПовтора", "RepeatPause", func(s *Schedule) *int { return &s.RepeatPause }),
		intMember("ИнтервалЗавершения", "CompletionInterval", func(s *Schedule) *int { return &s.CompleteIn }),
		intMember("ПериодПовтораДней", "DaysRepeatPeriod", func(s *Schedule) *int { return &s.DayPeriod }),
		intMember("ПериодНедель", "WeeksPeriod", func(s *Schedule) *int { return &s.WeekPeriod }),
		intMember("ДеньВМесяце", "DayInMonth", func(s *Schedule) *int { return &s.DayOfMonth }),
		intMember("ДеньНеделиВМесяце", "WeekDayInMonth", func(s *Schedule) *int { return &s.WeekDayOfMonth }),
		timeMember("ВремяНачала", "BeginTime", func(s *Schedule) *int { return &s.Begin }),
		timeMember("ВремяКонца", "EndTime", func(s *Schedule) *int { return &s.End }),
		timeMember("ВремяЗавершения", "CompletionTime", func(s *Schedule) *int { return &s.Completion }),
		dateMember("ДатаНачала", "BeginDate", func(s *Schedule) *value.Date { return &s.From }),
		dateMember("ДатаКонца", "EndDate", func(s *Schedule) *value.Date { return &s.To }),
		numbersMember("ДниНедели", "WeekDays", func(s *Schedule) *[]int { return &s.WeekDays }),
		numbersMember("Месяцы", "Months", func(s *Schedule) *[]int { return &s.Months }),
		prop("ДетальныеРасписанияДня", "DetailedDailySchedules", func(c *eval.Call) value.Value {
			a := &value.Array{}
			for i := range self[schedule](c).Detailed {
				a.Items = append(a.Items, schedule{&self[schedule](c).Detailed[i]})
			}
			return a
		}),
	})
}
