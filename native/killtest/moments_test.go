package killtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/build/kit/built"
)

// moments reads the names of all moments out of the package that knows them.
func moments(t *testing.T) (names []string) {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(built.Root(t), "addin", "internal", "fault", "fault.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile(`(?m)^\t"([a-z.]+)",$`).FindAllStringSubmatch(string(source), -1) {
		names = append(names, match[1])
	}
	if len(names) < 20 {
		t.Fatalf("%d moments: %q", len(names), names)
	}
	return names
}

// TestKill_eachMoment: a process is killed once at each step of the road of an event,
// and a second time at each step of taking over what it left.
func TestKill_eachMoment(t *testing.T) {
	needsLinux(t)
	if built.Given() {
		t.Skip("a library of a release knows no moments")
	}
	for _, moment := range moments(t) {
		t.Run(moment, func(t *testing.T) {
			t.Parallel()
			g := newGroup(t, nil)
			work := order{Name: "first", Threads: 2, Captures: 20, Pause: 300, Linger: 5000}
			if strings.HasPrefix(moment, "recovery.") {
				// Leaves records in its ring.
				g.die(work, "capture.staged:5")
				work.Name = "second"
			}
			if strings.HasPrefix(moment, "records.") || moment == "state.appended" {
				// Those come once for all records that lie there: the worker shall find them one by one.
				work.Pause = 20_000
			}
			// A log that is long enough is written anew.
			work.Heavy = moment == "state.compacted"
			g.die(work, moment+":"+passes[moment])
			work.Name = "third"
			g.die(work, moment+":"+passes[moment])
			g.drain()
			if d := g.check(); d > 3*maxInFlight {
				t.Errorf("%d events arrived twice", d)
			}
			if len(g.reported) == 0 && !strings.HasPrefix(moment, "run.") {
				t.Error("nothing was reported: the moment came too early to tell anything")
			}
		})
	}
}

// passes is how often a moment is passed before the kill: those of one event come often,
// the others once in a process.
var passes = map[string]string{"state.appended": "2", "capture.staged": "3", "records.kept": "3", "records.released": "3", "send.before": "3", "send.answered": "3", "send.forgotten": "3"}

// die runs a child that ends itself at a moment.
func (g *group) die(o order, fault string) {
	g.t.Helper()
	if p := g.start(o, fault); g.wait(p) {
		g.t.Errorf("%s did not come to %s", o.Name, fault)
	}
	g.kills++
}
