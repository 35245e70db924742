package guesttest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/build/kit/receiver"
)

const usual = 3 * time.Minute

func TestSignals(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	play(t, "signals", serve(t).DSN(), usual)
}

// TestStorm: a host that is profiled, or has other handlers of its own, lives. It is done
// more than once: where a signal falls is chance.
func TestStorm(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	for range map[string]int{"": 2, "long": 20}[choose("", "long")] {
		play(t, "storm", serve(t).DSN(), usual, choose("60", "500"))
	}
}

// TestRuntimes needs Go to compile the other library for the system of this test.
func TestRuntimes(t *testing.T) {
	onlyLinux(t)
	if os.Getenv("GUESTTEST_CC") != "" {
		t.Skip("the other Go library is compiled by the machine's own compiler")
	}
	other := filepath.Join(t.TempDir(), "other.so")
	command := exec.Command("go", "build", "-buildmode=c-shared", "-o", other, "./testdata/other")
	command.Env = append(os.Environ(), "CGO_ENABLED=1")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	play(t, "runtimes", serve(t).DSN(), usual, other)
}

func TestUnload(t *testing.T) {
	server := serve(t)
	play(t, "unload", server.DSN(), usual)
	if got := len(server.Events()); got < 50 {
		t.Errorf("%d events arrived, of 50 that were waited for", got)
	}
}

func TestForks(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	server := serve(t)
	play(t, "forks", server.DSN(), usual)
	if got := len(server.Events()); got != 60*20 {
		t.Errorf("%d events arrived, want %d", got, 60*20)
	}
}

// TestOutlived: a child that was forked off does not keep its dead parent's events.
func TestOutlived(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	server := serve(t)
	play(t, "outlived", server.DSN(), usual)
	arrived := map[string]bool{}
	for _, event := range server.Events() {
		arrived[event.Text("event_id")] = true
	}
	if len(arrived) != 20 {
		t.Errorf("%d events arrived, want 20", len(arrived))
	}
}

func TestHundreds(t *testing.T) {
	server := serve(t)
	play(t, "hundreds", server.DSN(), usual)
	if got := len(server.Events()); got != 900 {
		t.Errorf("%d events arrived, want 900", got)
	}
}

func TestSoak(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	play(t, "soak", serve(t).DSN(), 30*time.Minute, choose("300000", "10000000"))
}

func TestIdle(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	if testing.Short() {
		t.Skip("waits for a quiet while")
	}
	t.Parallel()
	play(t, "idle", serve(t).DSN(), 7*time.Minute, choose("5", "60"))
}

func TestFlood(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	play(t, "flood", "http://key@127.0.0.1:1/1", usual)
}

// TestBurst: every error of a burst gets an id, and each arrives once when there is time
// for that. What the worker makes of them is not looked at here.
func TestBurst(t *testing.T) {
	notEmulated(t)
	if testing.Short() {
		t.Skip("waits until all of it is read")
	}
	for name, options := range map[string]string{"durable": "", "memory": `{"memoryOnly":true}`} {
		t.Run(name, func(t *testing.T) {
			server := serve(t)
			until := choose("read", "sent")
			if system() == "windows" {
				until = "read" // Wine takes its time for files
			}
			output := play(t, "burst", server.DSN(), 10*time.Minute, options, until)
			if until == "read" {
				return
			}
			arrived := map[string]int{}
			for _, event := range server.Events() {
				arrived[event.Text("event_id")]++
			}
			for _, id := range strings.Fields(output) {
				if len(id) == 32 && arrived[id] != 1 {
					t.Errorf("%s arrived %d times", id, arrived[id])
				}
			}
		})
	}
}

// TestNarrow: a burst leaves addresses to a host that has few.
func TestNarrow(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	play(t, "narrow", "http://key@127.0.0.1:1/1", usual)
}

// TestClosing: an id means recorded, also while the object is being closed.
func TestClosing(t *testing.T) {
	t.Parallel()
	server := serve(t)
	allArrive(t, server, play(t, "closing", server.DSN(), usual))
}

// TestEnding: and while the process ends.
func TestEnding(t *testing.T) {
	onlyLinux(t)
	t.Parallel()
	server, ids := serve(t), ""
	for range 5 {
		ids += play(t, "ending", server.DSN(), usual, "end")
	}
	play(t, "ending", server.DSN(), usual)
	allArrive(t, server, ids)
}

// allArrive fails unless an event of each id came.
func allArrive(t *testing.T, server *receiver.Server, ids string) {
	t.Helper()
	arrived := map[string]bool{}
	for _, event := range server.Events() {
		arrived[event.Text("event_id")] = true
	}
	lost, count := 0, 0
	for _, id := range strings.Fields(ids) {
		if len(id) == 32 {
			count++
			if !arrived[id] {
				lost++
			}
		}
	}
	if lost > 0 || count < 30 {
		t.Errorf("%d of %d are lost", lost, count)
	}
}

// TestLeaving: what a process that ends in good order left open is told by the next one, as after a
// kill, and one that left nothing open leaves nothing.
func TestLeaving(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	t.Parallel()
	for how, want := range map[string]string{"open": `"runs":1`, "ended": `"runs":0`} {
		t.Run(how, func(t *testing.T) {
			server := serve(t)
			play(t, "leaving", server.DSN(), usual, how)
			if said := play(t, "leaving", server.DSN(), usual, "next"); !strings.Contains(said, want) {
				t.Errorf("the next process took over something else than %s: %s", want, said)
			}
			transactions, ends := 0, ""
			for _, envelope := range server.Envelopes() {
				for _, item := range envelope.Items {
					switch {
					case item.Type() == "transaction":
						transactions++
					case item.Type() == "session" && !strings.Contains(string(item.Payload), `"init":true`):
						ends += string(item.Payload)
					}
				}
			}
			if status := map[string]string{"open": "abnormal", "ended": "exited"}[how]; transactions != 1 || strings.Count(ends, `"status"`) != 1 || !strings.Contains(ends, `"status":"`+status+`"`) {
				t.Errorf("%d transactions, the session ended as %s, want one %s", transactions, ends, status)
			}
		})
	}
}

// TestStarved: a host may have used up its descriptors, and has the limit that it had.
func TestStarved(t *testing.T) {
	onlyLinux(t)
	notEmulated(t)
	t.Parallel()
	server := serve(t)
	play(t, "starved", server.DSN(), usual)
	if got := len(server.Events()); got < 8*10 {
		t.Errorf("%d events arrived, want 80 or more", got)
	}
}

// TestExits: a server that does not answer keeps the sender busy when the process ends.
func TestExits(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"return", "exit", "now", "destroy", "unload"} {
		for name, dsn := range map[string]string{"sending": serve(t).DSN(), "waiting": silent(t).DSN()} {
			t.Run(how+"/"+name, func(t *testing.T) { play(t, "exits", dsn, time.Minute, how) })
		}
	}
}

func TestSmallStack(t *testing.T) {
	server := serve(t)
	play(t, "smallstack", server.DSN(), usual)
	if got := len(server.Events()); got != 3 {
		t.Errorf("%d events arrived, want 3", got)
	}
}

// TestConventions: see testdata/conventions.c.
func TestConventions(t *testing.T) {
	if system() != "windows" || !strings.Contains(os.Getenv("GUESTTEST_CC"), "x86-windows") {
		t.Skip("calling conventions differ on 32-bit Windows only")
	}
	play(t, "conventions", serve(t).DSN(), usual)
}

// TestCrash: see testdata/crash.c.
func TestCrash(t *testing.T) {
	if system() != "windows" {
		t.Skip("only Windows has a filter of exceptions")
	}
	play(t, "crash", serve(t).DSN(), usual)
}
