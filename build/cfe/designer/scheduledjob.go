package designer

import (
	"errors"
	"io/fs"
	"strings"
)

// ScheduledJob is a job the platform starts by a schedule.
type ScheduledJob struct {
	Object
	Module          Reference // the common module, in full
	Method          string    // the procedure in it
	Description     string
	Key             string
	Use             bool
	Predefined      bool
	RestartCount    int
	RestartInterval int // seconds
	Schedule        *Schedule
}

func (s *source) scheduledJob(name string) (*ScheduledJob, error) {
	r, err := s.record("ScheduledJobs/"+name+".xml", "ScheduledJob", shape{})
	if err != nil {
		return nil, err
	}
	j := &ScheduledJob{}
	err = r.read(r.properties, func(c *cursor) {
		j.Object = c.head(r.uuid, name)
		j.method(c)
		j.Description = c.text("Description")
		j.Key = c.text("Key")
		j.Use = c.bool("Use")
		j.Predefined = c.bool("Predefined")
		j.RestartCount = c.number("RestartCountOnFailure")
		j.RestartInterval = c.number("RestartIntervalOnFailure")
	})
	if err != nil {
		return nil, err
	}
	file := "ScheduledJobs/" + name + "/Ext/Schedule.xml"
	doc, err := s.document(file, spaceSchedule, "JobSchedule")
	if errors.Is(err, fs.ErrNotExist) {
		return j, nil
	}
	if err != nil {
		return nil, err
	}
	j.Schedule, err = schedule(doc)
	return j, wrap(file, err)
}

// method takes the name of the job's procedure apart: the class of a module,
// the module, the procedure.
func (j *ScheduledJob) method(c *cursor) {
	e := c.take("MethodName")
	full := c.plain(e)
	parts := strings.Split(full, ".")
	if c.err == nil && (len(parts) != 3 || parts[0] != "CommonModule" || checkName(parts[1]) != nil || checkName(parts[2]) != nil) {
		c.fail(e.line, "<MethodName>: %q is not CommonModule.<module>.<procedure>", full)
	}
	if c.err == nil {
		j.Module, j.Method = Reference{Name: parts[0] + "." + parts[1], Line: e.line}, parts[2]
	}
}
