package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// ScheduledJob is a scheduled job.
type ScheduledJob struct {
	ID     value.UUID
	Object *MetaObject
	Method string
	Use    bool
	// User is whom it runs as; nobody has every right, as where the infobase knows
	// no user of the job.
	User *User
	Schedule
	Last *Job

	unsaved *unsavedJob
}

var (
	scheduledType        = &value.Type{Ru: "РегламентноеЗадание", En: "ScheduledJob"}
	scheduledManagerType = &value.Type{Ru: "МенеджерРегламентныхЗаданий", En: "ScheduledJobsManager"}
	scheduleType         = &value.Type{Ru: "РасписаниеРегламентногоЗадания", En: "JobSchedule"}
)

// Type tells the type.
func (*ScheduledJob) Type() *value.Type { return scheduledType }

type scheduledManager struct{ s *Session }

func (scheduledManager) Type() *value.Type { return scheduledManagerType }

func defineScheduled(c *eval.Catalog) {
	c.DefineProperty(&eval.Property{Ru: "РегламентныеЗадания", En: "ScheduledJobs", Where: eval.ServerCode,
		Get: func(t *eval.Thread) (value.Value, error) { return scheduledManager{t.Runtime.(*Session)}, nil }})
	c.DefineClass(&eval.Class{Type: scheduledManagerType}, []*eval.Function{
		fn("ПолучитьРегламентныеЗадания", "GetScheduledJobs", 0, 1, func(c *eval.Call) (value.Value, error) {
			s := self[scheduledManager](c).s
			if err := s.spend("РегламентныеЗадания"); err != nil {
				return nil, err
			}
			if err := s.demand(c.Thread, "Конфигурация", "Администрирование"); err != nil {
				return nil, err
			}
			filter, _ := eval.Optional[*value.Structure](c, 0)
			if c.Bad() {
				return nil, nil
			}
			list := &value.Array{}
			for _, j := range s.Base.Scheduled {
				ok, err := j.matches(filter)
				if err != nil {
					return nil, err
				}
				if ok {
					j.unsaved = nil
					list.Items = append(list.Items, j)
				}
			}
			return list, nil
		}),
		fn("НайтиПредопределенное", "FindPredefined", 1, 1, findPredefined),
	}, nil)
	c.DefineClass(&eval.Class{Type: scheduledType}, []*eval.Function{proc("Записать", "Write", 0, 0, writeScheduled)}, []*eval.Member{
		prop("УникальныйИдентификатор", "UUID", func(c *eval.Call) value.Value { return self[*ScheduledJob](c).ID }),
		prop("Метаданные", "Metadata", func(c *eval.Call) value.Value {
			if object := self[*ScheduledJob](c).Object; object != nil {
				return object
			}
			return value.Undefined // the job outlived its object
		}),
		useMember, scheduleMember,
		prop("Наименование", "Description", func(c *eval.Call) value.Value { return str(self[*ScheduledJob](c).Object.Synonym) }),
		prop("ПоследнееЗадание", "LastJob", func(c *eval.Call) value.Value {
			if last := self[*ScheduledJob](c).Last; last != nil {
				return last
			}
			return value.Undefined
		}),
	})
	defineSchedule(c)
}

// AddScheduled adds a scheduled job; its object of the metadata comes with it.
func (b *Infobase) AddScheduled(name, synonym, method string, s Schedule) *ScheduledJob {
	j := &ScheduledJob{ID: value.NewUUID(), Object: b.AddObject("РегламентноеЗадание."+name, synonym), Method: method, Use: true, Schedule: s}
	b.Scheduled = append(b.Scheduled, j)
	return j
}

// RunScheduled runs a scheduled job now, as its schedule would, and what it
// starts.
func (b *Infobase) RunScheduled(name string) (*Job, error) {
	for _, sj := range b.Scheduled {
		if !equalFold(sj.Object.name(), name) {
			continue
		}
		d, _ := value.DateOf(b.Clock())
		j := &Job{ID: value.NewUUID(), Method: sj.Method, Description: sj.Object.Synonym, Begin: d, State: "Активно", Scheduled: sj, user: sj.User}
		b.Jobs = append(b.Jobs, j)
		sj.Last = j
		return j, b.RunJobs()
	}
	return nil, b.fault(eval.Faultf("there is no scheduled job %s", name))
}
