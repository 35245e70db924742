package killtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sentry1c/build/kit/built"
	"sentry1c/build/kit/isolate"
	"sentry1c/build/kit/receiver"
)

// group is some processes that share a spool and a server.
type group struct {
	t        *testing.T
	spool    string
	server   *receiver.Server
	reported map[string]report
	kills    int
	// others counts what was reported beside events, once check has looked.
	others int
	// undead tells that a process would not end.
	undead bool
	// patience is how long a process may need for what it has to do, or others left.
	patience time.Duration
}

// report is what a call that returned an id was about.
type report struct {
	who    string
	number int
}

func newGroup(t *testing.T, handler receiver.Handler) *group {
	t.Helper()
	return newGroupIn(t, t.TempDir(), handler)
}

// newGroupIn is a group whose spool lies in a folder of the test.
func newGroupIn(t *testing.T, dir string, handler receiver.Handler) *group {
	t.Helper()
	server, err := receiver.NewWith(handler)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	t.Cleanup(func() { isolate.Remove(dir) })
	// Blanks and letters of others are what paths have.
	return &group{t: t, server: server, spool: filepath.Join(dir, "Иван Петров", "spool"), reported: map[string]report{}, patience: 2 * time.Minute}
}

// process is a child and the end of what it printed.
type process struct {
	command *exec.Cmd
	stdin   io.WriteCloser
	lines   chan []report // once, when the output ends
	ids     []string
	first   chan struct{} // closed with the first line, or at the end of all
	over    atomic.Bool   // nothing more will be read
	stderr  bytes.Buffer
	report  told
	told    error
}

// start starts a child; fault, if not "", is where it ends itself.
func (g *group) start(o order, fault string) *process {
	g.t.Helper()
	// It knows the moments of package fault, unless it is one of a release.
	o.Library, o.DSN, o.Spool = built.Library(g.t, "faults"), g.server.DSN(), g.spool
	text, err := json.Marshal(o)
	if err != nil {
		g.t.Fatal(err)
	}
	p := &process{command: exec.Command(os.Args[0]), lines: make(chan []report, 1), first: make(chan struct{})}
	p.command.Env = append(os.Environ(), orderVariable+"="+string(text), "SENTRY1C_FAULT="+fault)
	p.command.Stderr = &p.stderr
	if len(o.Mounts) > 0 {
		p.command.SysProcAttr = ownFileSystems()
	}
	stdout, err := p.command.StdoutPipe()
	if err == nil {
		p.stdin, err = p.command.StdinPipe()
	}
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		g.t.Fatal(err)
	}
	go p.read(stdout)
	return p
}

func (p *process) read(stdout io.Reader) {
	var reports []report
	lines := bufio.NewReader(stdout)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // half a line is an id that nobody was told
		}
		if line == ready {
			close(p.first)
			continue
		}
		if strings.HasPrefix(line, "{") {
			p.told = json.Unmarshal([]byte(line), &p.report)
			continue
		}
		fields := strings.Fields(line)
		number, _ := strconv.Atoi(fields[2])
		p.ids = append(p.ids, fields[0])
		if reports = append(reports, report{fields[1], number}); len(reports) == 1 {
			close(p.first)
		}
	}
	p.over.Store(true)
	select {
	case <-p.first:
	default:
		close(p.first)
	}
	p.lines <- reports
}

// kill kills a child.
func (g *group) kill(p *process) {
	_ = p.command.Process.Kill()
	g.kills++
}

// wait waits until a child has ended and notes what it reported; it reports whether it
// ended well.
func (g *group) wait(p *process) bool {
	g.t.Helper()
	timer := time.AfterFunc(g.patience+30*time.Second, func() { _ = p.command.Process.Kill() })
	defer timer.Stop()
	var reports []report
	select {
	case reports = <-p.lines:
	case <-time.After(g.patience + 40*time.Second):
		g.undead = true
		return false
	}
	err := p.command.Wait()
	for i, r := range reports {
		g.reported[p.ids[i]] = r
	}
	if text := p.stderr.String(); text != "" {
		g.t.Errorf("a child said %s", text)
	}
	return err == nil
}

// drain starts a last process that sends what the others left, and waits until
// nothing is left.
func (g *group) drain() {
	g.t.Helper()
	p := g.start(order{Name: "drain"}, "")
	select {
	case <-p.first:
	case <-time.After(30 * time.Second):
		g.t.Error("the last process did not begin")
	}
	deadline := time.Now().Add(g.patience)
	for len(g.leftovers(g.t, false)) > 0 && time.Now().Before(deadline) && !p.over.Load() {
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(folderGoes)
	p.stdin.Close()
	if !g.wait(p) {
		g.t.Errorf("the last process did not end well: %v", p.command.ProcessState)
	}
	g.t.Logf("the last process: %s", p.report.Statistics)
	// A process that is killed leaves nothing damaged, whatever else its end has left.
	var figures struct{ Recovered struct{ Damaged int } }
	if err := json.Unmarshal([]byte(p.report.Statistics), &figures); err != nil {
		g.t.Errorf("the last process: %v", err)
	}
	if figures.Recovered.Damaged > 0 {
		g.t.Errorf("the last process found %d records or rings damaged", figures.Recovered.Damaged)
	}
	left := g.leftovers(g.t, leavesNothing)
	if len(left) > 0 && maxUndead > 0 {
		// Whoever is still there holds what is his.
		g.undead = true
		g.t.Logf("left behind: %q", left)
		return
	}
	if len(left) > 0 {
		g.t.Errorf("left behind: %q", left)
	}
}

// folderGoes is how much later than its last file a folder may go: a process that ends in
// between leaves it, empty, to the next one.
const folderGoes = 200 * time.Millisecond

// staleAfter is when a file that is being made counts as left behind: how long the
// component waits before it removes one, and a while to come by.
const staleAfter = 2 * time.Minute

// leftovers lists the envelopes that lie in the spool, and the rings and locks of runs
// that used it, but one; with everything, all files there are.
func (g *group) leftovers(t *testing.T, everything bool) (left []string) {
	t.Helper()
	rings := 0
	memory := ringFolder()
	entries, _ := os.ReadDir(memory)
	name, err := json.Marshal(g.spool)
	if err != nil {
		g.t.Fatal(err)
	}
	for _, entry := range entries {
		if !everything && strings.HasSuffix(entry.Name(), ".status") {
			continue // of a run that is counted by its ring
		}
		// A ring names the lock of its run; the log names the folder in its options.
		file, err := os.Open(filepath.Join(memory, entry.Name()))
		if err != nil {
			continue
		}
		start, _ := io.ReadAll(io.LimitReader(file, 64<<10))
		info, err := file.Stat()
		file.Close()
		if strings.HasSuffix(entry.Name(), ".new") && err == nil && time.Since(info.ModTime()) < staleAfter {
			continue // its process was killed as it made it; those who look for such files let them grow old
		}
		if bytes.Contains(start, []byte(g.spool)) || bytes.Contains(start, name[1:len(name)-1]) {
			rings++
			left = append(left, entry.Name())
		}
	}
	// The process that looks after it all has a ring, its log and a lock of its own.
	if !everything && rings == 2 {
		left = nil
	}
	counts := map[string]int{} // of the files that one run has one of
	owners := map[string]bool{}
	_ = filepath.WalkDir(g.spool, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "spare" {
			return nil
		}
		kind := filepath.Ext(path)
		if entry.Name() == "owner" {
			// A run has a folder for each of its clients: RUN.1, RUN.2. That of the last
			// process has one for each set of options that the dead had.
			run, _, _ := strings.Cut(filepath.Base(filepath.Dir(path)), ".")
			if kind = "owner"; owners[run] && !everything {
				return nil
			}
			owners[run] = true
		}
		counts[kind]++
		if everything || kind == ".envelope" || counts[kind] > 1 {
			left = append(left, path)
		}
		return nil
	})
	return left
}

// check compares what arrived with what was reported.
func (g *group) check() (duplicates int) {
	g.t.Helper()
	arrived := others(g.server.Envelopes())
	for _, event := range g.server.Events() {
		id := event.Text("event_id")
		arrived[id]++
		want, ok := g.reported[id]
		if !ok {
			continue // the process was killed before it could print it
		}
		if text := event.Text("tags", "who") + " " + event.Text("tags", "number"); text != fmt.Sprint(want.who, " ", want.number) {
			g.t.Errorf("event %s has the tags %q, want %v", id, text, want)
		}
		actions, _ := event.At("breadcrumbs", "values").([]any)
		if len(actions) != min(want.number+1, 100) {
			g.t.Errorf("event %v has %d actions", want, len(actions))
			continue
		}
		for i, action := range actions {
			message := action.(map[string]any)["message"]
			if message != fmt.Sprint("action ", want.number+1-len(actions)+i) {
				g.t.Errorf("event %v: action %d is %v", want, i, message)
			}
		}
	}
	for id, what := range g.reported {
		arrives, once := promised(id)
		if strings.Contains(id, ":") {
			g.others++
		}
		if arrived[id] == 0 && arrives {
			g.t.Errorf("lost: %s %v", id, what)
		}
		if strings.HasPrefix(id, metricMark) && arrived[id] > 1 {
			g.t.Errorf("a number was told %d times: %s", arrived[id], id)
		}
		if once {
			duplicates += max(arrived[id]-1, 0)
		}
	}
	if refused := g.server.Refused(); len(refused) > 0 {
		g.t.Errorf("the server refused %q", refused)
	}
	return duplicates
}
