package event

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
)

// configKeys are the fields of Sentry's monitor_config.
var configKeys = []string{"schedule", "checkin_margin", "max_runtime", "timezone", "failure_issue_threshold", "recovery_threshold", "owner"}

var (
	scheduleTypes = []string{"crontab", "interval"}
	scheduleUnits = []string{"minute", "hour", "day", "week", "month", "year"}
)

// MonitorConfig reads a monitor_config: what makes the monitor when it is not there. A
// field that is wrong is reported under its name and left out; without a schedule there
// is no config: nil.
func MonitorConfig(raw []byte, report func(key string, bad problem.Problem)) []byte {
	var config rawjson.Object
	reported := false
	for key, value := range rawjson.Fields(raw) {
		if rawjson.Kind(value) == 'n' {
			continue
		}
		legal, bad, ok := configField(key, value)
		if !ok {
			report(key, bad)
			reported = true
			continue
		}
		config.Set(key, legal)
	}
	if config.Get("schedule") == nil {
		if !reported {
			report("", problem.New("there is no schedule", "не указано расписание schedule"))
		}
		return nil
	}
	return rawjson.AppendObject(nil, config)
}

func configField(key string, value []byte) (legal []byte, bad problem.Problem, ok bool) {
	switch key {
	case "schedule":
		return scheduleOf(value)
	case "checkin_margin", "max_runtime", "failure_issue_threshold", "recovery_threshold":
		return value, problem.New("a whole number from 1 is expected", "ожидается целое число от 1"), isCount(value)
	case "timezone":
		text, _ := rawjson.Text(value)
		return value, problem.New("a time zone such as Europe/Moscow is expected", "ожидается часовой пояс, например Europe/Moscow"),
			isTimeZone(text)
	case "owner":
		text, isText := rawjson.Text(value)
		return value, problem.WrongKind('"'), isText && text != ""
	}
	return nil, problem.New("unknown key: known are %s", "неизвестный ключ: известны %s", problem.List(configKeys)), false
}

func isCount(raw []byte) bool {
	n, err := strconv.Atoi(string(raw))
	return err == nil && n >= 1 && n <= 1<<31-1
}

// isTimeZone holds of a name what can be held without the system's list, which a
// machine of 1C may not have.
func isTimeZone(text string) bool {
	return text != "" && len(text) <= 64 && !strings.ContainsFunc(text, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/_+-", r)
	})
}

// scheduleOf reads a schedule: Sentry's object, or the text of a crontab.
func scheduleOf(raw []byte) (legal []byte, bad problem.Problem, ok bool) {
	crontab := problem.New("a crontab has five fields, such as 0 3 * * *", "строка crontab состоит из пяти полей, например 0 3 * * *")
	if text, isText := rawjson.Text(raw); isText {
		return rawjson.AppendObject(nil, rawjson.Object{{Name: "type", Raw: []byte(`"crontab"`)}, {Name: "value", Raw: raw}}), crontab, isCrontab(text)
	}
	if rawjson.Kind(raw) != '{' {
		return nil, problem.WrongKind('{'), false
	}
	kind, _ := rawjson.Text(rawjson.Find(raw, "type"))
	if bad, ok = names.OneOf(kind, scheduleTypes); !ok {
		return nil, bad, false
	}
	value := rawjson.Find(raw, "value")
	schedule := rawjson.Object{{Name: "type", Raw: rawjson.String(kind)}, {Name: "value", Raw: value}}
	if kind == "crontab" {
		text, _ := rawjson.Text(value)
		return rawjson.AppendObject(nil, schedule), crontab, value != nil && isCrontab(text)
	}
	unit, _ := rawjson.Text(rawjson.Find(raw, "unit"))
	unit = strings.TrimSuffix(strings.ToLower(unit), "s")
	if bad, ok = names.OneOf(unit, scheduleUnits); !ok {
		return nil, bad, false
	}
	schedule.Set("unit", rawjson.String(unit))
	return rawjson.AppendObject(nil, schedule), problem.New("a whole number from 1 is expected", "ожидается целое число от 1"), isCount(value)
}

// isCrontab tells what could be one from what could not; the server knows better.
func isCrontab(text string) bool {
	text = strings.TrimSpace(text)
	if word, ok := strings.CutPrefix(text, "@"); ok {
		return slices.Contains([]string{"yearly", "annually", "monthly", "weekly", "daily", "hourly"}, word)
	}
	parts := strings.Fields(text)
	return len(parts) == 5 && !strings.ContainsFunc(text, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" \t*/,-#?", r)
	})
}
