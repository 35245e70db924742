package platform

import (
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func defineDates(c *eval.Catalog) {
	part := func(ru, en string, f func(time.Time) int) *eval.Function {
		return fn(ru, en, 1, 1, func(c *eval.Call) (value.Value, error) {
			d := eval.As[value.Date](c, 0)
			return num(f(d.Time())), nil
		})
	}
	edge := func(ru, en string, f func(time.Time) time.Time) *eval.Function {
		return fn(ru, en, 1, 1, func(c *eval.Call) (value.Value, error) {
			d, _ := value.DateOf(f(eval.As[value.Date](c, 0).Time()))
			return d, nil
		})
	}
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	c.Define(
		part("Год", "Year", time.Time.Year), part("Месяц", "Month", func(t time.Time) int { return int(t.Month()) }),
		part("День", "Day", time.Time.Day), part("Час", "Hour", time.Time.Hour),
		part("Минута", "Minute", time.Time.Minute), part("Секунда", "Second", time.Time.Second),
		part("ДеньНедели", "WeekDay", func(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }),
		edge("НачалоДня", "BegOfDay", day),
		edge("КонецДня", "EndOfDay", func(t time.Time) time.Time { return day(t).AddDate(0, 0, 1).Add(-time.Second) }),
		edge("НачалоМинуты", "BegOfMinute", func(t time.Time) time.Time { return t.Truncate(time.Minute) }),
		fn("ДобавитьМесяц", "AddMonth", 2, 2, func(c *eval.Call) (value.Value, error) {
			d, ok := eval.As[value.Date](c, 0).AddMonths(c.Int(1))
			if !ok {
				return nil, eval.Raised(eval.CategoryScript, "Неправильное значение даты")
			}
			return d, nil
		}),
		fn("ТекущаяДата", "CurrentDate", 0, 0, func(c *eval.Call) (value.Value, error) { return session(c).now(), nil }),
		fn("ТекущаяУниверсальнаяДата", "CurrentUniversalDate", 0, 0, func(c *eval.Call) (value.Value, error) {
			d, _ := value.DateOf(session(c).Base.Clock().UTC())
			return d, nil
		}),
		fn("ТекущаяУниверсальнаяДатаВМиллисекундах", "CurrentUniversalDateInMilliseconds", 0, 0, func(c *eval.Call) (value.Value, error) {
			t := session(c).Base.Clock().UTC()
			d, _ := value.DateOf(t)
			return num(int64(d)*1000 + int64(t.Nanosecond())/1e6), nil
		}),
	)
	c.Define(on(eval.Server|eval.ThickClient|eval.ExternalConnection,
		fn("ТекущаяДатаСеанса", "CurrentSessionDate", 0, 0, func(c *eval.Call) (value.Value, error) { return session(c).now(), nil }))...)
}

func dateOfParts(p [6]int) (value.Date, bool) {
	t := time.Date(p[0], time.Month(p[1]), p[2], p[3], p[4], p[5], 0, time.UTC)
	if t.Year() != p[0] || int(t.Month()) != p[1] || t.Day() != p[2] || t.Hour() != p[3] || t.Minute() != p[4] || t.Second() != p[5] {
		return 0, false
	}
	return value.DateOf(t)
}
