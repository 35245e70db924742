package watch

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/machine"
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/status"
)

// What is shown of a machine, at most.
const (
	maxRuns     = 1000
	maxRoots    = 100
	maxProblems = 20
)

// Source says where to look.
type Source struct {
	// Root is the only root to look at; "" is the user's own and all that runs name.
	Root string
	// Own is the user's own root, and Rings are the folders of rings.
	Own   string
	Rings []string
	// Getenv is the environment.
	Getenv func(string) (string, bool)
}

// reader is one look.
type reader struct {
	Source
	Overview
	runs  map[string]*Run
	seen  *runlock.Seen
	knows bool // seen says who lives
}

// Read looks. An error is about a root that was asked for and is not there or cannot be
// read; there being nothing in it is none.
func Read(s Source) (Overview, error) {
	r := &reader{Source: s, Overview: Overview{At: time.Now()}, runs: make(map[string]*Run)}
	for _, dir := range s.Rings {
		r.readRings(dir)
	}
	own := root.Canonical(cmp.Or(s.Root, s.Own))
	r.SwitchedOff = root.SwitchedOff(own, s.Getenv)
	r.Roots = []string{own}
	for _, run := range r.runs {
		if run.Root != "" && s.Root == "" && !slices.Contains(r.Roots, run.Root) && len(r.Roots) < maxRoots {
			r.Roots = append(r.Roots, run.Root)
		}
	}
	slices.Sort(r.Roots[1:])
	for _, dir := range r.Roots {
		r.readLocks(dir)
	}
	// Who has ended by now is seen to have ended, whatever its files say.
	r.seen, r.knows = runlock.See()
	for id, run := range r.runs {
		if s.Root != "" && run.Root != own {
			delete(r.runs, id)
			continue
		}
		run.State = r.state(run)
	}
	var failed error
	for _, dir := range r.Roots {
		if err := r.readSpool(dir); err != nil {
			r.problem(err)
			if dir == own && s.Root != "" {
				failed = err
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.runs)) {
		r.Runs = append(r.Runs, *r.runs[id])
	}
	slices.SortStableFunc(r.Runs, func(a, b Run) int {
		return cmp.Or(cmp.Compare(slices.Index(states, a.State), slices.Index(states, b.State)), a.Since.Compare(b.Since))
	})
	return r.Overview, failed
}

// problem notes what could not be read and why, without the names of our packages.
func (r *reader) problem(err error) {
	text := err.Error()
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		text = path.Path + ": " + path.Err.Error()
	}
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, cli.Plain(text))
	}
}

// run is the run with a name; nil if there are too many.
func (r *reader) run(id string) *Run {
	if r.runs[id] == nil && len(r.runs) < maxRuns {
		r.runs[id] = &Run{ID: id}
	}
	return r.runs[id]
}

// readRings finds the runs that have something in a folder of rings.
func (r *reader) readRings(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.problem(err)
	}
	done := make(map[string]bool)
	for _, entry := range entries {
		id, _, ok := ringfile.Of(entry.Name())
		if !ok {
			id, ok = strings.CutSuffix(entry.Name(), status.Name(""))
		}
		if !ok || done[id] || !runlock.ValidID(id) {
			continue
		}
		done[id] = true
		if run := r.run(id); run != nil {
			r.readRing(dir, run)
		}
	}
}

func (r *reader) readRing(dir string, run *Run) {
	g, err := ringfile.Look(dir, run.ID)
	switch {
	case err == nil:
		run.Root, run.Since = root.Canonical(root.OfLock(g.LockPath)), g.Started
		run.Rings, run.RingBytes, run.RingUsed = g.Rings, g.Capacity, g.Used
		if g.Damaged > 0 {
			r.problem(fmt.Errorf("%s: %d: %w", run.ID, g.Damaged, ringfile.ErrDamaged))
		}
	case !errors.Is(err, fs.ErrNotExist):
		r.problem(err)
	}
	s, err := status.Read(dir, run.ID)
	switch {
	case err == nil:
		run.Told = clean(&s)
		if run.Rings == 0 {
			run.Since = s.Since
			if filepath.IsAbs(s.Root) {
				run.Root = root.Canonical(filepath.Clean(s.Root))
			}
		}
	case !errors.Is(err, fs.ErrNotExist):
		r.problem(err)
	}
}

// clean takes out of what a run tells what must not be shown: the component masks what it
// writes, and somebody else may have written this.
func clean(s *status.Status) *status.Status {
	var masker *mask.Masker
	plain := func(text *string) { *text = cli.Plain(masker.Text(*text)) }
	plain(&s.AddIn)
	plain(&s.Process)
	for i := range s.Clients {
		c := &s.Clients[i]
		c.Server = cli.Plain(withoutUser(c.Server))
		plain(&c.Environment)
		plain(&c.Release)
		dropped := make(map[string]uint64, len(c.Dropped))
		for reason, count := range c.Dropped {
			plain(&reason)
			dropped[reason] += count
		}
		c.Dropped = dropped
		for j := range c.Answers {
			plain(&c.Answers[j].Text)
		}
		for j := range c.Degraded {
			plain(&c.Degraded[j])
		}
	}
	return s
}

// withoutUser takes a key out of an address that should have none.
func withoutUser(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if at := strings.LastIndexByte(rest, '@'); ok && at >= 0 {
		return scheme + "://" + rest[at+1:]
	}
	return address
}

// readLocks finds the runs that have a lock in a root.
func (r *reader) readLocks(dir string) {
	locks, err := runlock.List(filepath.Join(dir, "v1", "locks"))
	if err != nil {
		r.problem(err)
	}
	for _, lock := range locks {
		id, _ := runlock.IDOf(lock)
		run := r.run(id)
		if run == nil {
			return
		}
		if run.Root == "" {
			run.Root = dir
		}
		if info, err := os.Lstat(lock); err == nil && run.Since.IsZero() {
			run.Since = info.ModTime()
		}
	}
}

// state is what is known of the life of a run.
func (r *reader) state(run *Run) State {
	runs, known := false, false
	if t := run.Told; t != nil {
		runs, known = machine.Process{PID: t.PID, Began: t.Began}.Runs()
	}
	held := r.knows && run.Root != "" && r.seen.Held(filepath.Join(run.Root, "v1", "locks", runlock.Name(run.ID)))
	switch {
	case runs:
		return Running
	case held && known && run.Told.PID > 0:
		return TakenOver
	case held:
		return Running
	case known || r.knows:
		return Ended
	}
	return Unknown
}

// readSpool reads what waits in a root.
func (r *reader) readSpool(dir string) error {
	switch info, err := os.Stat(dir); {
	case err != nil && dir == root.Canonical(r.Root) && r.Root != "":
		return fmt.Errorf("watch: read %s: %w", dir, err)
	case err == nil && !info.IsDir():
		return fmt.Errorf("watch: read %s: %w", dir, syscall.ENOTDIR)
	}
	projects, err := spool.Survey(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	r.Kept = true
	for _, p := range projects {
		r.Projects = append(r.Projects, r.project(dir, p))
	}
	return nil
}

func (r *reader) project(dir string, p spool.ProjectSurvey) Project {
	project := Project{
		Root: dir, Folder: cli.Plain(p.Name), Limits: map[string]time.Time{}, Quarantine: map[string]int{}, Odd: len(p.Odd),
	}
	if text, _, err := client.ReadTarget(p.Target); err == nil {
		if dsn, _, ok := options.ParseDSN(text); ok {
			project.Server = cli.Plain(dsn.Shown())
		}
	}
	for category, until := range delivery.ReadLimits(p.Limits) {
		if until.After(r.At) {
			project.Limits[cli.Plain(category)] = until
		}
	}
	waiting := delivery.WaitingIn(p, r.orphan)
	project.Waiting, project.Bytes, project.Oldest, project.Orphans = waiting.Count, waiting.Bytes, waiting.Oldest, waiting.Orphans
	for _, q := range p.Quarantine {
		project.Quarantine[cli.Plain(q.Reason)]++
	}
	return project
}

// orphan reports whether a folder's owner is known to be gone.
func (r *reader) orphan(folder spool.Folder) bool {
	id, ok := runlock.IDOf(folder.Owner)
	if !ok {
		id, _, _ = strings.Cut(folder.Name, ".")
	}
	if run := r.runs[id]; run != nil {
		return run.State == Ended
	}
	return !r.knows || !r.seen.Held(folder.Owner)
}
