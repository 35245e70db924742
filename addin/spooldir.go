package addin

import (
	"os"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
)

// SwitchedOff names what switches the component off for this user; "" is nothing.
func SwitchedOff(spoolRoot string) (by string) { return root.SwitchedOff(spoolRoot, os.LookupEnv) }

// SpoolReport is what an administrator may want to know of a spool's root.
type SpoolReport struct {
	Projects []SpoolProject
	Runs     []SpoolRun
}

// SpoolProject is what waits for one project.
type SpoolProject struct {
	// Server is the address without the key; "" if nobody has noted it.
	Server string
	// Folder is the name of its folder.
	Folder string
	// Count and Bytes are what waits, by category; Oldest is when the oldest of it
	// was recorded.
	Count  map[string]int
	Bytes  int64
	Oldest time.Time
	// Orphans is how much of it belongs to runs that have ended.
	Orphans int
	// Limits are the moments until which the server wants to be left alone, by
	// category.
	Limits map[string]time.Time
	// Quarantine is what no server takes.
	Quarantine []SpoolQuarantined
	// Odd are files that the component has not made.
	Odd []string
}

// SpoolQuarantined is an envelope that no server takes.
type SpoolQuarantined struct {
	Name, Reason string
	Created      time.Time
	Bytes        int64
}

// SpoolRun is a process that uses the root, or used it.
type SpoolRun struct {
	ID    string
	Alive bool
	// Ring is the file of its ring, "" if it has none; Waiting reports whether it holds
	// records that nobody has read. Problem is why the ring cannot be read.
	Ring, Problem string
	Waiting       bool
}

// ReadSpool reports what lies in a root; "" is the user's own. It changes nothing.
func ReadSpool(spoolRoot string) (string, SpoolReport, error) {
	if spoolRoot == "" {
		spoolRoot = root.Default(os.LookupEnv)
	}
	var report SpoolReport
	projects, err := spool.Survey(spoolRoot)
	if err != nil {
		return spoolRoot, report, err
	}
	for _, p := range projects {
		report.Projects = append(report.Projects, readProject(p))
	}
	report.Runs = readRuns(spoolRoot)
	return spoolRoot, report, nil
}

func readProject(p spool.ProjectSurvey) SpoolProject {
	project := SpoolProject{Folder: p.Name, Count: map[string]int{}, Odd: p.Odd}
	if dsn, _, err := client.ReadTarget(p.Target); err == nil {
		project.Server = withoutKey(dsn)
	}
	project.Limits = delivery.ReadLimits(p.Limits)
	for _, folder := range p.Folders {
		orphan := !life.Alive(folder.Owner)
		for _, e := range folder.Entries {
			project.Count[string(delivery.CategoryOf(e.Class))]++
			project.Bytes += e.Size
			if project.Oldest.IsZero() || e.Created.Before(project.Oldest) {
				project.Oldest = e.Created
			}
			if orphan {
				project.Orphans++
			}
		}
	}
	for _, q := range p.Quarantine {
		project.Quarantine = append(project.Quarantine, SpoolQuarantined{q.Name, q.Reason, q.Created, q.Size})
	}
	return project
}

func readRuns(spoolRoot string) (runs []SpoolRun) {
	locks, _ := runlock.List(filepath.Join(spoolRoot, "v1", "locks"))
	for _, lock := range locks {
		run := SpoolRun{Alive: life.Alive(lock)}
		run.ID = filepath.Base(lock[:len(lock)-len(filepath.Ext(lock))])
		for _, dir := range root.RingFolders(os.LookupEnv) {
			path := ringfile.Find(dir, run.ID)
			if path == "" {
				continue
			}
			run.Ring = path
			if run.Alive {
				continue
			}
			dead, err := ringfile.Open(path)
			if err != nil {
				run.Problem = err.Error()
				continue
			}
			run.Waiting = !dead.Empty()
			dead.Close()
		}
		runs = append(runs, run)
	}
	return runs
}

// withoutKey is a DSN that may be shown.
func withoutKey(text string) string {
	dsn, _, ok := options.ParseDSN(text)
	if !ok {
		return ""
	}
	return dsn.Shown()
}
