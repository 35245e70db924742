package addin

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
)

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
	// Ring is the file of its ring, "" if it has none; Waiting tells whether it holds
	// records that nobody has read. Problem is why the ring cannot be read.
	Ring, Problem string
	Waiting       bool
}

// ReadSpool reports what lies in a root; "" is the user's own. It changes nothing.
func ReadSpool(root string) (string, SpoolReport, error) {
	if root == "" {
		root = defaultRoot(os.LookupEnv)
	}
	var report SpoolReport
	projects, err := spool.Survey(root)
	if err != nil {
		return root, report, err
	}
	for _, p := range projects {
		report.Projects = append(report.Projects, readProject(p))
	}
	report.Runs = readRuns(root)
	return root, report, nil
}

func readProject(p spool.ProjectSurvey) SpoolProject {
	project := SpoolProject{Folder: p.Name, Count: map[string]int{}, Odd: p.Odd}
	if dsn, _, err := readTarget(p.Target); err == nil {
		project.Server = withoutKey(dsn)
	}
	project.Limits = delivery.ReadLimits(p.Limits)
	for _, folder := range p.Folders {
		orphan := !alive(folder.Owner)
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

func readRuns(root string) (runs []SpoolRun) {
	locks, _ := runlock.List(filepath.Join(root, "v1", "locks"))
	for _, lock := range locks {
		run := SpoolRun{Alive: alive(lock)}
		run.ID = filepath.Base(lock[:len(lock)-len(filepath.Ext(lock))])
		for _, dir := range ringFolders(os.LookupEnv) {
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

// target is what is noted of where a project's envelopes go.
type target struct {
	DSN     string          `json:"dsn"`
	Options json.RawMessage `json:"options"`
}

func readTarget(content []byte) (dsn, options string, err error) {
	var t target
	if err := json.Unmarshal(content, &t); err != nil {
		return "", "", fmt.Errorf("addin: read the target: %w", err)
	}
	return t.DSN, string(t.Options), nil
}

func (cl *client) target() []byte {
	content, err := json.Marshal(target{cl.dsn, withoutSecrets(cl.given)})
	if err != nil {
		panic("BUG: target: " + err.Error())
	}
	return content
}

// withoutSecrets is options as they may lie on a disk: without headers, which may hold a
// token, and without the password of a proxy.
func withoutSecrets(given []byte) []byte {
	var kept fields
	for key, value := range rawjson.Fields(given) {
		var proxy string
		switch {
		case key == "headers":
			continue
		case key == "httpProxy" && json.Unmarshal(value, &proxy) == nil:
			address, err := url.Parse(proxy)
			if err != nil {
				continue
			}
			address.User = nil
			value = rawjson.String(address.String())
		}
		kept.set(key, value)
	}
	return appendObject(nil, kept)
}

// withoutKey is a DSN that may be shown.
func withoutKey(text string) string {
	dsn, _, ok := parseDSN(text)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s://%s:%d%s/%s", dsn.GetScheme(), dsn.GetHost(), dsn.GetPort(), dsn.GetPath(), dsn.GetProjectID())
}
