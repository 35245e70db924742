package platform

import (
	"errors"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// Job is a background job.
type Job struct {
	ID          value.UUID
	Key         string
	Method      string
	Description string
	Begin, End  value.Date
	State       string // a value of СостояниеФоновогоЗадания
	Error       *eval.ErrorInfo
	Scheduled   *ScheduledJob
	// Hangs keeps it running until a test ends it.
	Hangs bool
	// Unreadable is the exception of whoever reads its error.
	Unreadable error

	args []value.Value
	user *User
}

var (
	jobType        = &value.Type{Ru: "ФоновоеЗадание", En: "BackgroundJob"}
	jobManagerType = &value.Type{Ru: "МенеджерФоновыхЗаданий", En: "BackgroundJobsManager"}
)

// Type tells the type.
func (*Job) Type() *value.Type { return jobType }

type jobManager struct{ s *Session }

func (jobManager) Type() *value.Type { return jobManagerType }

func defineJobs(c *eval.Catalog) {
	c.DefineProperty(&eval.Property{Ru: "ФоновыеЗадания", En: "BackgroundJobs", Where: eval.ServerCode,
		Get: func(t *eval.Thread) (value.Value, error) { return jobManager{t.Runtime.(*Session)}, nil }})
	c.DefineClass(&eval.Class{Type: jobManagerType}, []*eval.Function{
		fn("ПолучитьФоновыеЗадания", "GetBackgroundJobs", 0, 1, listJobs),
		fn("НайтиПоУникальномуИдентификатору", "FindByUUID", 1, 1, func(c *eval.Call) (value.Value, error) {
			id := eval.As[value.UUID](c, 0)
			for _, j := range self[jobManager](c).s.Base.Jobs {
				if j.ID == id {
					return j, nil
				}
			}
			return value.Undefined, nil
		}),
		fn("Выполнить", "Execute", 1, 4, startJob),
	}, nil)
	c.DefineClass(&eval.Class{Type: jobType}, nil, []*eval.Member{
		prop("УникальныйИдентификатор", "UUID", func(c *eval.Call) value.Value { return self[*Job](c).ID }),
		prop("Ключ", "Key", func(c *eval.Call) value.Value { return str(self[*Job](c).Key) }),
		prop("ИмяМетода", "MethodName", func(c *eval.Call) value.Value { return str(self[*Job](c).Method) }),
		prop("Наименование", "Description", func(c *eval.Call) value.Value { return str(self[*Job](c).Description) }),
		prop("Начало", "Begin", func(c *eval.Call) value.Value { return self[*Job](c).Begin }),
		prop("Конец", "End", func(c *eval.Call) value.Value {
			if j := self[*Job](c); j.State != "Активно" {
				return j.End
			}
			return value.Undefined
		}),
		prop("Состояние", "State", func(c *eval.Call) value.Value { return jobState.member(self[*Job](c).State) }),
		{Ru: "ИнформацияОбОшибке", En: "ErrorInfo", Get: func(c *eval.Call) (value.Value, error) {
			switch j := self[*Job](c); {
			case j.Unreadable != nil:
				return nil, eval.Raised(eval.CategoryOther, "%v", j.Unreadable)
			case j.Error != nil:
				return j.Error, nil
			}
			return value.Undefined, nil
		}},
		prop("РегламентноеЗадание", "ScheduledJob", func(c *eval.Call) value.Value {
			if j := self[*Job](c).Scheduled; j != nil {
				return j
			}
			return value.Undefined
		}),
		prop("Расположение", "Location", func(c *eval.Call) value.Value { return str("srv1c") }),
	})
}

// listJobs filters by values of properties, newest first.
func listJobs(c *eval.Call) (value.Value, error) {
	s := self[jobManager](c).s
	s.count("ФоновыеЗадания")
	if err := s.demand(c.Thread, "Конфигурация", "Администрирование"); err != nil {
		return nil, err
	}
	filter, _ := eval.Optional[*value.Structure](c, 0)
	if c.Bad() {
		return nil, nil
	}
	if s.Base.JobsError != nil {
		return nil, eval.Raised(eval.CategoryOther, "%v", s.Base.JobsError)
	}
	list := &value.Array{}
	for i := len(s.Base.Jobs) - 1; i >= 0; i-- {
		j := s.Base.Jobs[i]
		ok, err := j.matches(filter)
		if err != nil {
			return nil, err
		}
		if ok {
			list.Items = append(list.Items, j)
		}
	}
	return list, nil
}

func (j *Job) matches(filter *value.Structure) (bool, error) {
	if filter == nil {
		return true, nil
	}
	for _, name := range filter.Names() {
		v, _ := filter.Get(name)
		ok := false
		switch jobKeys.russian(name) {
		case "Состояние":
			ok = value.Equal(v, jobState.member(j.State))
		case "Ключ":
			ok = value.Equal(v, str(j.Key))
		case "ИмяМетода":
			ok = value.Equal(v, str(j.Method))
		case "УникальныйИдентификатор":
			ok = value.Equal(v, j.ID)
		case "Начало": // jobs that began then or later, by the help
			d, isDate := v.(value.Date)
			ok = isDate && j.Begin >= d
		case "РегламентноеЗадание":
			ok = j.Scheduled != nil && value.Equal(v, j.Scheduled)
		default:
			return false, eval.Faultf("the key %s of a filter of jobs is not modelled", name)
		}
		if !ok {
			return false, nil
		}
	}
	return true, nil
}

// startJob puts a job in the queue: it runs when the call from outside is over,
// in a session of its own. Arguments go there as copies.
func startJob(c *eval.Call) (value.Value, error) {
	s := self[jobManager](c).s
	j := &Job{ID: value.NewUUID(), Method: c.OnlyText(0), Key: c.Text(2), Description: c.Text(3), Begin: s.now(), State: "Активно", user: s.User}
	module, method, ok := strings.Cut(j.Method, ".")
	code := s.server.Program.Code(module)
	if !ok || code == nil || code.Routine(method) == nil || !code.Routine(method).Export {
		return nil, eval.Raised(eval.CategoryUse, "Метод не найден (%s)", j.Method)
	}
	if args, given := eval.Optional[*value.Array](c, 1); given && args != nil {
		for _, v := range args.Items {
			copied, err := copyAcross(v)
			if err != nil {
				return nil, err
			}
			j.args = append(j.args, copied)
		}
	}
	if c.Bad() {
		return nil, nil
	}
	if j.Key != "" {
		for _, other := range s.Base.Jobs {
			if other.Key == j.Key && other.Method == j.Method && other.State == "Активно" {
				return nil, eval.Raised(eval.CategoryUse, "Задание с таким значением ключа уже выполняется")
			}
		}
	}
	s.Base.Jobs = append(s.Base.Jobs, j)
	return j, nil
}

// RunJobs runs the jobs that wait, and those they start.
func (b *Infobase) RunJobs() error {
	for i := 0; i < len(b.Jobs); i++ {
		if j := b.Jobs[i]; j.State == "Активно" && !j.Hangs {
			if err := b.runJob(j); err != nil {
				return err
			}
		}
	}
	return nil
}

// runJob runs one job in a session of its own. An exception is the job's, not the
// caller's.
func (b *Infobase) runJob(j *Job) error {
	s, err := b.Open(BackgroundJob, j.user, value.Russian)
	if err != nil {
		return err
	}
	s.job = j
	module, method, _ := strings.Cut(j.Method, ".")
	_, err = s.Call(module, method, j.args...)
	j.End = s.now()
	if j.State = "Завершено"; err == nil {
		return s.Close()
	}
	var e *eval.Exception
	if !errors.As(err, &e) {
		return err
	}
	j.State, j.Error = "ЗавершеноАварийно", e.Info
	b.Log = append(b.Log, s.row("Ошибка", "_$Job$_.Fail", "Фоновое задание. Ошибка выполнения", Detail(e.Info, b)))
	return s.Close()
}
