package scenarios

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// spent is what the infobase was asked for while something was done.
func (s *stage) spent(do func()) map[string]int {
	before, called := map[string]int{}, map[string]int{}
	for name, n := range s.base.Spent {
		before[name] = n
	}
	for name, n := range s.addIns.Called {
		called[name] = n
	}
	do()
	spent := map[string]int{}
	for name, n := range s.base.Spent {
		if n > before[name] {
			spent[name] = n - before[name]
		}
	}
	for name, n := range s.addIns.Called {
		if n > called[name] {
			spent["компонента"] += n - called[name]
		}
	}
	return spent
}

// TestJob_idle: what a run costs in a base where nothing happens: it is counted, so
// that it cannot grow unseen.
func TestJob_idle(t *testing.T) {
	s := newStage(t, newest)
	s.exporting()
	s.export(2)
	rows := len(s.base.Log)
	spent := s.spent(func() {
		s.later += 5 * time.Minute
		s.runScheduled("СентриОбслуживание")
	})
	// The settings, the place, the state of the job, of the jobs, of the log and of
	// the host are read; the place in the log is written. The log is read for errors and
	// for sessions, and the sessions are listed that go on; the component is told of
	// the extensions.
	want := map[string]int{"ХранилищеОбщихНастроек": 7, "ВыгрузитьЖурналРегистрации": 2, "ПолучитьСеансыИнформационнойБазы": 1, "РасширенияКонфигурации": 1, "ФоновыеЗадания": 1, "компонента": 6}
	for name, n := range want {
		if spent[name] > n {
			t.Errorf("%s: %d, want at most %d", name, spent[name], n)
		}
	}
	for name := range spent {
		if want[name] == 0 {
			t.Errorf("%s: %d, want none", name, spent[name])
		}
	}
	if n := len(s.base.Log); n != rows {
		t.Errorf("the run wrote %d records into the log", n-rows)
	}
	s.quiet()
}

// TestJob_off: a base whose job runs although nothing is sent switches it off.
func TestJob_off(t *testing.T) {
	s := newStage(t, newest)
	s.job().Use = true
	s.runScheduled("СентриОбслуживание")
	if s.job().Use {
		t.Error("the job is on without a DSN")
	}
}

// TestJob_switchedBack: an update or a new installation gives the job back its state
// of the metadata; the administrator's session and the job's own daily look mend
// that, a user's session does not.
func TestJob_switchedBack(t *testing.T) {
	s := newStage(t, newest)
	s.configure("ПериодЗаданияМинут", value.Int(10))
	s.want("a user", s.works(), "Да")
	if s.job().Use {
		t.Error("a user's session switched the job on")
	}
	s.call(s.open(platform.ThinClient), "Сентри", "ОтправкаРаботает")
	if !s.job().Use || s.job().RepeatPeriod != 600 {
		t.Errorf("after the administrator: %+v", s.job().Schedule)
	}
	s.runScheduled("СентриОбслуживание")
	s.job().RepeatPeriod = 300
	s.runScheduled("СентриОбслуживание")
	if s.job().RepeatPeriod != 300 {
		t.Error("the job looks at its schedule more than once a day")
	}
	s.later += 25 * time.Hour
	s.runScheduled("СентриОбслуживание")
	if s.job().RepeatPeriod != 600 {
		t.Error("the job does not look at its schedule daily")
	}
	for set, want := range map[int]int{0: 60, -5: 60, 90: 3600, 1: 60} {
		s.configure("ПериодЗаданияМинут", value.Int(int64(set)))
		s.later += 25 * time.Hour
		s.runScheduled("СентриОбслуживание")
		if s.job().RepeatPeriod != want {
			t.Errorf("a period of %d minutes became %d s, want %d", set, s.job().RepeatPeriod, want)
		}
	}
}

// TestJob_absent: the extension is built without its job, or the platform is too old
// to run it; everything else works, and the state says what to do.
func TestJob_absent(t *testing.T) {
	s := newStage(t, oldest)
	s.configure()
	client := s.open(platform.ThinClient)
	s.wantPart("an old platform", s.state(client), "8.3.23", "СентриРегламент.ВыполнитьПоРасписанию")
	for i, j := range s.base.Scheduled {
		if j == s.job() {
			s.base.Scheduled = append(s.base.Scheduled[:i], s.base.Scheduled[i+1:]...)
			break
		}
	}
	for i, o := range s.base.Objects {
		if o.FullName == "РегламентноеЗадание.СентриОбслуживание" {
			s.base.Objects = append(s.base.Objects[:i], s.base.Objects[i+1:]...)
			break
		}
	}
	s.wantPart("no job", s.state(client), "собрано без регламентного задания")
	s.want("saving", s.press(s.form(client, "СентриНастройки"), "Записать"), "Настройки записаны. Отправка работает.")

	// The base's own job calls the same procedure.
	s.base.AddScheduled("СвоёЗадание", "Своё", "СентриРегламент.ВыполнитьПоРасписанию", platform.Schedule{})
	s.runScheduled("СвоёЗадание")
	s.later += time.Minute
	session := s.open(platform.HTTPService)
	s.write(session, "Обмен.Ошибка", "в журнале")
	for range 2 {
		s.later += 5 * time.Minute
		s.runScheduled("СвоёЗадание")
	}
	s.wantTexts(session, "в журнале")
}

// TestJob_badJobs: jobs that cannot be read are named, once, and passed over; the others
// and the log go on.
func TestJob_badJobs(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		session := s.exporting("Мониторы", text("*"))
		s.base.AddScheduled("Прочее", "Прочее", "Проба.РегламентноеЗадание", platform.Schedule{DayPeriod: 1})
		gone := s.start("Прочее")
		gone.Scheduled = &platform.ScheduledJob{ID: value.NewUUID()} // its metadata is gone
		s.call(session, "Проба", "ЗапуститьЗадание", text("хорошее"))
		s.call(session, "Проба", "ЗапуститьЗадание", text("нечитаемое"))
		s.call(session, "Проба", "ЗапуститьЗадание", text("тоже хорошее"))
		s.runJobs()
		s.base.Jobs[len(s.base.Jobs)-2].Unreadable = errors.New("сведения об ошибке повреждены")
		s.write(session, "Обмен.Ошибка", "в журнале")
		s.export(1)
		s.wantPart("the state", s.state(s.open(platform.ThinClient)), "Фоновые задания проверены не все", "сведения об ошибке повреждены")
		s.export(2)
		texts := strings.Join(s.errors(session), " | ")
		s.wantPart("events", texts, "error хорошее", "error тоже хорошее", "Регламентное задание упало", "в журнале",
			"Фоновое задание завершено аварийно, сведения о нём не читаются: сведения об ошибке повреждены")
		// They, and that not all was looked through; nothing comes by the log as well.
		if n := strings.Count(texts, "|"); n != 5 {
			t.Errorf("events: %s", texts)
		}
		named := 0
		for _, e := range s.events(session) {
			if strings.Contains(message(e), "сведения об ошибке повреждены") {
				named++
			}
		}
		if named != 1 {
			t.Errorf("%d events name the job that cannot be read, want 1", named)
		}
	})
}

// TestJob_columns: the log is asked for the columns that are used, and for those with
// personal data only where they may go.
func TestJob_columns(t *testing.T) {
	never := []string{"ПредставлениеПриложения", "ПредставлениеСобытия", "ПредставлениеМетаданных", "Данные"}
	for personal, left := range map[bool][]string{true: never, false: append([]string{"ИмяПользователя", "Компьютер", "ПредставлениеДанных"}, never...)} {
		s := newStage(t, newest)
		session := s.exporting("ОтправлятьЛичныеДанные", value.Bool(personal))
		s.base.ColumnsRead = nil
		s.write(session, "_$PerformError$_", "ой") // is looked for among what was sent, with what preceded it
		s.call(session, "Проба", "ЗапуститьЗадание", text("упало"))
		s.runJobs()
		s.export(1)
		if !s.base.ColumnsRead["Комментарий"] || !s.base.ColumnsRead["Сеанс"] {
			t.Fatalf("the log was not read: %v", s.base.ColumnsRead)
		}
		for _, column := range left {
			if s.base.ColumnsRead[column] {
				t.Errorf("personal data %v: the log is asked for %s", personal, column)
			}
		}
	}
}

// TestJob_partFails: a part that fails is named once, in an event and in the state;
// the other goes on, and the log stands in for jobs that nobody told of.
func TestJob_partFails(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	s.base.JobsError = errors.New("список заданий недоступен")
	s.call(session, "Проба", "ЗапуститьЗадание", text("упало"))
	s.runJobs()
	s.write(session, "Обмен.Ошибка", "в журнале")
	s.export(4)
	var failures []string
	for _, e := range s.events(session) {
		if m := message(e); m != "" && e.Text("tags", "source") != "eventlog" {
			failures = append(failures, m)
		}
	}
	s.want("events of the failure", strings.Join(failures, " | "), "Фоновые задания проверены не все: Ошибка при вызове метода контекста (ПолучитьФоновыеЗадания): список заданий недоступен.")
	s.wantPart("from the log", strings.Join(s.errors(session), " | "), "в журнале", "упало")
	client := s.open(platform.ThinClient)
	s.wantPart("the state", s.state(client), "Фоновые задания проверены не все", "список заданий недоступен.")
	s.base.JobsError = nil
	s.export(1)
	if state := s.state(client); strings.Contains(state, "проверены не все") {
		t.Errorf("the state still says so: %s", state)
	}
}

// TestJob_ownRows: what our own sessions and warnings leave in the log is not
// exported, whatever levels are.
func TestJob_ownRows(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting("УровниЖурнала", text("Ошибка, Предупреждение, Информация, Примечание"))
	s.call(session, "СентриЖурнал", "Предупредить", text("предупреждение"))
	row := s.write(session, "_$Job$_.Fail", "Ошибка")
	row.Metadata = "РегламентноеЗадание.СентриОбслуживание"
	s.base.JobsError = errors.New("недоступно")
	s.export(3)
	var came []string
	for _, e := range s.events(session) {
		came = append(came, e.Text("contexts", "event_log", "event"))
	}
	s.want("records", strings.Join(came, ""), "")
}

// TestJob_lateRows: records that come into the log up to five minutes late are
// exported, once.
func TestJob_lateRows(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	s.export(6)
	for n, late := range []time.Duration{30 * time.Second, 2 * time.Minute, 4 * time.Minute} {
		row := s.write(session, "Обмен.Ошибка", fmt.Sprint("опоздала ", n))
		row.Date -= value.Date(late / time.Second)
		s.export(3)
	}
	s.wantTexts(session, "опоздала 0", "опоздала 1", "опоздала 2")
	if n := len(s.sentry.Events()); n != 3 {
		t.Errorf("%d events came", n)
	}
}

// TestJob_futureRows: records dated in the future wait for their time and hold up
// nothing.
func TestJob_futureRows(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	s.write(session, "Обмен.Ошибка", "из будущего").Date += 3600
	s.write(session, "Обмен.Ошибка", "из далёкого будущего").Date += 400 * 24 * 3600
	s.write(session, "Обмен.Ошибка", "сейчас")
	s.export(3)
	s.wantTexts(session, "сейчас")
	s.later += time.Hour
	s.export(2)
	s.wantTexts(session, "сейчас", "из будущего")
}

// TestJob_time: a run reads no further when its half minute is over; the next ones
// go on where it stood.
func TestJob_time(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	for n := range 10 {
		s.write(session, "Обмен.Ошибка", fmt.Sprint("час ", n)).Date += value.Date(n * 3600)
	}
	s.later += 10 * time.Hour
	s.base.Clock = func() time.Time {
		return time.Now().Add(s.later + time.Duration(s.base.Spent["ВыгрузитьЖурналРегистрации"])*20*time.Second)
	}
	var read []int
	for range 20 {
		before := s.base.Spent["ВыгрузитьЖурналРегистрации"]
		s.runScheduled("СентриОбслуживание")
		read = append(read, s.base.Spent["ВыгрузитьЖурналРегистрации"]-before)
	}
	if read[0] > 4 || read[0] < 2 {
		t.Errorf("readings of the log by runs: %v", read)
	}
	if n := len(s.texts(session)); n != 10 {
		t.Errorf("%d of 10 errors came", n)
	}
}

// TestJob_largeLog: a million records of an hour, ten thousand of them errors, are
// read in windows that shrink: no reading gives more rows than are meant.
func TestJob_largeLog(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	s := newStage(t, newest)
	session := s.exporting()
	begin := s.base.Clock()
	note := session.Row("Информация", "Данные.Изменение", "")
	s.base.Log = make([]*platform.LogRow, 0, 1_000_000)
	for n := range 10_000 {
		row := session.Row("Ошибка", "Обмен.Ошибка", fmt.Sprint("узел ", n))
		row.Date += value.Date(n * 3600 / 10_000)
		s.base.Log = append(s.base.Log, row)
		for range 99 {
			s.base.Log = append(s.base.Log, note)
		}
	}
	s.later += time.Hour + 10*time.Minute
	s.base.LargestReading = 0
	for runs := 0; ; runs++ {
		s.runScheduled("СентриОбслуживание")
		if from, _ := decode(t, []byte(s.kept("Журнал")))["from"].(string); from >= begin.Add(61*time.Minute).Format("2006-01-02T15:04:05") {
			break
		}
		if runs == 50 {
			t.Fatalf("after 50 runs the export came to %s", s.kept("Журнал")[:60])
		}
	}
	if s.base.LargestReading > 10_000 {
		t.Errorf("a reading gave %d rows", s.base.LargestReading)
	}
	ids := map[string]bool{}
	for _, e := range s.events(session) {
		ids[e.Text("event_id")] = true
	}
	if len(ids) != 10_000 {
		t.Errorf("%d of 10000 errors came", len(ids))
	}
}

// TestMonitor_schedules: a monitor has a schedule only if its runs are expected at
// all times: round the clock, or once a day.
func TestMonitor_schedules(t *testing.T) {
	everyDay := platform.Schedule{DayPeriod: 1, WeekDays: []int{1, 2, 3, 4, 5, 6, 7}}
	with := func(change func(*platform.Schedule)) platform.Schedule {
		schedule := everyDay
		change(&schedule)
		return schedule
	}
	for name, c := range map[string]struct {
		schedule platform.Schedule
		off      bool
		want     string
	}{
		"every ten minutes":            {schedule: with(func(p *platform.Schedule) { p.RepeatPeriod = 600 }), want: "map[type:interval unit:minute value:10]"},
		"with a pause between runs":    {schedule: with(func(p *platform.Schedule) { p.RepeatPeriod, p.RepeatPause = 600, 7200 })},
		"of the working day":           {schedule: with(func(p *platform.Schedule) { p.RepeatPeriod, p.Begin, p.End = 600, 9*3600, 18*3600 })},
		"of weekdays":                  {schedule: with(func(p *platform.Schedule) { p.RepeatPeriod, p.WeekDays = 600, []int{1, 2, 3, 4, 5} })},
		"until a date":                 {schedule: with(func(p *platform.Schedule) { p.RepeatPeriod, p.To = 600, 63_900_000_000 })},
		"of detailed days":             {schedule: with(func(p *platform.Schedule) { p.RepeatPeriod, p.Detailed = 600, []platform.Schedule{{Begin: 3600}} })},
		"switched off":                 {schedule: with(func(p *platform.Schedule) { p.RepeatPeriod = 600 }), off: true},
		"daily at night":               {schedule: with(func(p *platform.Schedule) { p.Begin = 2*3600 + 30*60 }), want: "map[type:crontab value:30 2 * * *]"},
		"on weekdays at night":         {schedule: with(func(p *platform.Schedule) { p.Begin, p.WeekDays = 2*3600, []int{1, 2, 3, 4, 5} }), want: "map[type:crontab value:0 2 * * 1,2,3,4,5]"},
		"every third day":              {schedule: with(func(p *platform.Schedule) { p.DayPeriod = 3 }), want: "map[type:interval unit:day value:3]"},
		"monthly":                      {schedule: with(func(p *platform.Schedule) { p.DayOfMonth = 1 })},
		"on the second Monday":         {schedule: with(func(p *platform.Schedule) { p.WeekDayOfMonth = 2 })},
		"every second week":            {schedule: with(func(p *platform.Schedule) { p.WeekPeriod = 2 })},
		"in summer":                    {schedule: with(func(p *platform.Schedule) { p.Months = []int{6, 7, 8} })},
		"once a day by an odd setting": {schedule: platform.Schedule{}},
	} {
		s := newStage(t, newest)
		s.configure("Мониторы", text("ОбменССайтом"))
		job := s.base.AddScheduled("ОбменССайтом", "Обмен с сайтом", "Проба.УдачноеЗадание", c.schedule)
		s.ready(s.open(platform.HTTPService))
		s.runScheduled("СентриОбслуживание")
		s.start("ОбменССайтом")
		job.Use = !c.off
		s.runScheduled("СентриОбслуживание")
		s.waitFor("the check-in", func() bool { return len(s.checkIns()) > 0 })
		got := ""
		if config, ok := s.checkIns()[0]["monitor_config"].(map[string]any); ok {
			got = fmt.Sprint(config["schedule"])
			if strings.Contains(got, "crontab") && config["timezone"] != "UTC" {
				t.Errorf("%s: the time zone is %v", name, config["timezone"])
			}
		}
		s.want(name, got, c.want)
	}
}

// TestRefused_seen: a host where the add-in does not attach leaves one warning an
// hour in the log, however many sessions try, and stands in the form.
func TestRefused_seen(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		s.addIns.Refused = true
		for _, computer := range []string{"APP1", "APP2"} {
			s.base.Computer = computer
			for range 3 {
				for range 5 {
					s.works()
				}
			}
		}
		warnings := map[string]int{}
		for _, row := range s.base.Log {
			if row.Event == "Сентри.Предупреждение" {
				s.want("level", row.Level.Ru, "Предупреждение")
				warnings[strings.SplitN(row.Comment, ":", 2)[0]]++
			}
		}
		// Fifteen sessions of one host come within 165 minutes.
		for _, computer := range []string{"APP1", "APP2"} {
			if n := warnings[computer]; n < 2 || n > 3 {
				t.Errorf("%s left %d warnings in 165 minutes", computer, n)
			}
		}
		s.wantPart("the form", s.state(s.open(platform.ThinClient)), "APP1: отказ", "APP2: отказ", "профиль безопасности", "контрольной суммой")
		if n := s.base.TemplatesRead; n != 0 {
			t.Errorf("the bundle was read %d times", n)
		}
	})
}

// TestSecurityProfile: code that runs under a profile tries, and is told what the
// profile must allow.
func TestSecurityProfile(t *testing.T) {
	for _, allowed := range []bool{true, false} {
		s := newStage(t, newest)
		s.base.SafeExtension, s.base.SafeProfile = true, "Сентри"
		if !allowed {
			s.addIns.Failed = errors.New("Внешняя компонента не разрешена в профиле безопасности")
		}
		s.configure()
		session := s.open(platform.HTTPService)
		s.want("works", s.call(session, "Сентри", "ОтправкаРаботает"), map[bool]string{true: "Да", false: "Нет"}[allowed])
		if len(s.addIns.Attached) != 1 {
			t.Errorf("tried %d times", len(s.addIns.Attached))
		}
	}
}
