package addin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
)

// SwitchedOff names what switches the component off for this user; "" is nothing.
func SwitchedOff(spoolRoot string) (by string) { return root.SwitchedOff(spoolRoot, os.LookupEnv) }

// SpoolReport is what an administrator may want to know of a spool's root.
type SpoolReport struct {
	// Owner is the number of another user to whom the files belong, so that only that one
	// can send them; "" if this one can.
	Owner    string
	Projects []SpoolProject
	Runs     []SpoolRun
}

// SpoolWaits is how many envelopes wait, by who has to send them.
type SpoolWaits struct {
	// Living are those of runs that live, Nameless those of others that nobody has noted
	// the server of, Ended the rest.
	Living, Nameless, Ended int
}

// Total is their sum.
func (s SpoolWaits) Total() int { return s.Living + s.Nameless + s.Ended }

// Waits counts what waits.
func (r *SpoolReport) Waits() (all SpoolWaits) {
	for _, p := range r.Projects {
		total := 0
		for _, count := range p.Count {
			total += count
		}
		all.Living += total - p.Orphans
		if p.Server == "" {
			all.Nameless += p.Orphans
		} else {
			all.Ended += p.Orphans
		}
	}
	return all
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
	report, err := readSpool(spoolRoot, "")
	return spoolRoot, report, err
}

// readSpool is ReadSpool for a run that is about to end: it counts itself as ended.
func readSpool(spoolRoot, self string) (report SpoolReport, err error) {
	projects, err := spool.Survey(spoolRoot)
	if err != nil {
		return report, err
	}
	report.Owner = private.OwnerOf(spool.Base(spoolRoot))
	lives := liveness(self)
	for _, p := range projects {
		report.Projects = append(report.Projects, readProject(spoolRoot, p, lives))
	}
	report.Runs = readRuns(spoolRoot, lives)
	return report, nil
}

// liveness returns what reports whether the run of a lock lives, and is another than self.
// Locks of other users are not touched, but the system may tell who holds them.
func liveness(self string) func(lock string) bool {
	seen, known := runlock.See()
	return func(lock string) bool {
		if id, _ := runlock.IDOf(lock); id == self {
			return false
		}
		return known && seen.Held(lock) || life.Alive(lock)
	}
}

// lockOf is the lock of the run that owns a folder, in the root as it is reached here: the
// run may go there by another way.
func lockOf(spoolRoot string, f spool.Folder) string {
	if _, err := os.Lstat(f.Owner); err == nil {
		return f.Owner
	}
	run, ok := runlock.IDOf(f.Owner)
	if !ok {
		run, _, _ = strings.Cut(f.Name, ".")
	}
	return filepath.Join(spool.Base(spoolRoot), "locks", runlock.Name(run))
}

func readProject(spoolRoot string, p spool.ProjectSurvey, lives func(string) bool) SpoolProject {
	project := SpoolProject{Folder: p.Name, Odd: p.Odd}
	if dsn, _, err := client.ReadTarget(p.Target); err == nil {
		project.Server = withoutKey(dsn)
	}
	project.Limits = delivery.ReadLimits(p.Limits)
	waiting := delivery.WaitingIn(p, func(f spool.Folder) bool { return !lives(lockOf(spoolRoot, f)) })
	project.Count, project.Bytes, project.Oldest, project.Orphans = waiting.Count, waiting.Bytes, waiting.Oldest, waiting.Orphans
	for _, q := range p.Quarantine {
		project.Quarantine = append(project.Quarantine, SpoolQuarantined{q.Name, q.Reason, q.Created, q.Size})
	}
	return project
}

func readRuns(spoolRoot string, lives func(string) bool) (runs []SpoolRun) {
	locks, _ := runlock.List(filepath.Join(spoolRoot, "v1", "locks"))
	for _, lock := range locks {
		run := SpoolRun{Alive: lives(lock)}
		run.ID = filepath.Base(lock[:len(lock)-len(filepath.Ext(lock))])
		for _, dir := range root.RingFolders(os.LookupEnv) {
			path, err := ringfile.Find(dir, run.ID)
			if err != nil {
				run.Problem = err.Error()
			}
			if path == "" {
				continue
			}
			run.Ring = path
			if run.Alive {
				g, err := ringfile.Look(dir, run.ID)
				run.Waiting = err == nil && g.Used > 0
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

// Drain says what DrainSpool shall send, and how.
type Drain struct {
	// Root is that of the spool.
	Root string
	// DSN is for projects where nobody has noted one; "" leaves them alone.
	DSN string
	// CACert and Proxy are used in the place of those that are noted, unless they are "".
	CACert, Proxy string
	// Told is called every now and then.
	Told func(Drained)
}

// Drained is how far DrainSpool has come.
type Drained struct {
	Sent, Waiting int
	Dropped       uint64
	// LastAnswer is the last status of a server, and Problem what it said or why there
	// was no answer.
	LastAnswer int
	Problem    string
	// Missing is why something of ended runs could not be had; nothing if it could.
	Missing problem.Problem
	// Left is what lies there at the end.
	Left SpoolReport
}

// ErrForeignSpool is about a root whose files are those of another user.
var ErrForeignSpool = errors.New("addin: drain: the files are those of another user")

// drainSettles is how long it is waited for runs that are seen to live: one that was killed
// is, until the system has taken its memory back.
const drainSettles = 3 * time.Second

// DrainSpool sends what runs that have ended left in a root, as the next process of 1C
// would: their rings and their files. It goes on until nothing of it waits or the
// context ends. What living runs have, they send themselves.
func DrainSpool(ctx context.Context, d Drain) (have Drained, err error) {
	host := &drainHost{}
	w, err := d.worker(host)
	if err != nil {
		return Drained{}, err
	}
	defer func() {
		// What is left belongs to a run that has ended, whatever this process does next.
		if run := w.life.Run; run != nil && run.Lock != nil {
			run.Lock.Release()
		}
		host.tidy()
		have.Left, err = readSpool(d.Root, w.life.Run.ID())
	}()
	if len(w.clients) == 0 && w.life.Run == nil {
		return have, nil
	}
	settled := time.Now().Add(drainSettles)
	for {
		for w.Recover() && ctx.Err() == nil {
			w.Deliver()
		}
		for _, cl := range w.clients {
			cl.KeepBatches(true) // nothing more comes that they could be sent with
		}
		w.Deliver()
		have = drained(w)
		d.Told(have)
		if have.Waiting > 0 || host.woken.Swap(false) {
			settled = time.Now().Add(drainSettles)
		} else if time.Now().After(settled) || !d.more(w) {
			return have, nil
		} else {
			w.life.Soon()
		}
		select {
		case <-ctx.Done():
			return have, nil
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// worker is one with a client for each project. It has begun no run if there is nothing to
// be sent.
func (d *Drain) worker(host *drainHost) (*Worker, error) {
	projects, err := spool.Survey(d.Root)
	if err != nil {
		return nil, err
	}
	if d.Root = root.Canonical(d.Root); private.OwnerOf(spool.Base(d.Root)) != "" {
		return nil, ErrForeignSpool
	}
	w := New(host)
	w.root = func() string { return d.Root }
	w.amend = d.amend
	for _, p := range projects {
		if address, given, err := client.ReadTarget(p.Target); err == nil {
			w.clientOfDead(address, given, d.Root)
		} else if d.DSN != "" {
			w.clientOfDead(d.DSN, "", d.Root)
		}
	}
	if len(w.clients) > 0 {
		return w, nil
	}
	if w.recovered.Failed != "" {
		return nil, fmt.Errorf("addin: drain: %s", w.recovered.Failed)
	}
	// A run that was killed early has its calls in its ring only, and where they go in the
	// log beside it.
	if slices.ContainsFunc(readRuns(d.Root, liveness("")), func(run SpoolRun) bool { return run.Alive || run.Waiting }) {
		if bad, ok := w.life.Begin(d.Root, false); !ok {
			return nil, fmt.Errorf("addin: drain: %s", bad.En)
		}
		w.life.Soon()
	}
	return w, nil
}

// amend puts the ways to the server that were given in the place of those in options.
func (d *Drain) amend(given string) string {
	for name, value := range map[string]string{"caCertFile": d.CACert, "httpProxy": d.Proxy} {
		if value != "" {
			given = options.With(given, name, value)
		}
	}
	return given
}

// more reports whether anything of other runs is there: what was left, or what is still
// theirs.
func (d *Drain) more(w *Worker) bool {
	report, err := readSpool(d.Root, w.life.Run.ID())
	if err != nil {
		return false
	}
	return report.Waits().Total() > 0 || slices.ContainsFunc(report.Runs, func(run SpoolRun) bool { return run.Waiting })
}

func drained(w *Worker) (d Drained) {
	d.Missing = problem.Problem{En: w.recovered.Failed, Ru: w.recovered.Failed}
	if w.life.Run != nil {
		for _, p := range w.life.Run.Degraded {
			d.Missing = p
		}
	}
	for _, cl := range w.clients {
		s := cl.Delivery.Statistics()
		d.Sent += int(s.Sent)
		d.Waiting += s.Queued + s.InFlight
		for _, count := range s.Dropped {
			d.Dropped += count
		}
		if !s.Last.At.IsZero() {
			d.LastAnswer, d.Problem = s.Last.Status, s.Last.Detail
		}
	}
	return d
}
