package killtest

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sentry1c/build/kit/receiver"
)

// maxInFlight is how many requests a process makes at once: as many events may have
// arrived and not be forgotten yet when it ends.
const maxInFlight = 16

// atOnce is how many groups run at the same time, if go test allows so many.
const atOnce = 4

// endPatience is how long a child may take for all that it has to do.
const endPatience = 40 * time.Second

// TestKill_randomMoments: groups of processes share a spool, half of them are killed
// while they capture from several threads. SENTRY1C_SOAK=10m goes on for
// as long as it says. A kill is SIGKILL, or TerminateProcess on Windows.
func TestKill_randomMoments(t *testing.T) {
	deadline, soak := time.Now(), false
	if text := os.Getenv("SENTRY1C_SOAK"); text != "" {
		length, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		deadline, soak = deadline.Add(length), true
	}
	var lock sync.Mutex
	kills, reported, other, duplicates, undead := 0, 0, 0, 0, 0
	group := func(round int) func(*testing.T) {
		return func(t *testing.T) {
			t.Parallel()
			// The server is well, or slow, or down every now and then.
			handlers := []receiver.Handler{nil, slow, stumbling()}
			dir := t.TempDir()
			if !soak {
				dir = quickFolder(t, dir)
			}
			g := newGroupIn(t, dir, handlers[round%len(handlers)])
			processes := 10
			g.killHalf(processes, round)
			g.drain()
			lock.Lock()
			defer lock.Unlock()
			if g.undead && undead < maxUndead {
				undead++
				t.Skip("the system did not end a process that was killed or had ended")
			}
			if g.undead {
				t.Fatal("a process would not end")
			}
			d := g.check()
			// A process that ends while it sends has not heard the answers yet.
			if d > processes*maxInFlight {
				t.Errorf("%d events arrived twice from %d processes", d, processes)
			}
			kills, reported, other, duplicates = kills+g.kills, reported+len(g.reported), other+g.others, duplicates+d
		}
	}
	// Groups know nothing of each other and wait a lot, so some of them run at once.
	for round := 0; !t.Failed() && (kills < wantKills || soak && time.Now().Before(deadline)); {
		t.Run("groups", func(t *testing.T) {
			for range atOnce {
				t.Run(fmt.Sprint("group ", round), group(round))
				round++
			}
		})
	}
	if other == 0 {
		t.Error("nothing but errors and messages was reported")
	}
	t.Logf("%d kills, %d ids returned, %d of them of no event, 0 lost, %d arrived twice (their process ended between their arrival and their removal)",
		kills, reported, other, duplicates)
}

// killHalf starts processes, at most four at once, and kills every second of them.
func (g *group) killHalf(processes, seed int) {
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	running := make(chan struct{}, 4)
	done := make(chan *process, processes)
	var early atomic.Int32
	for n := range processes {
		running <- struct{}{}
		o := order{Name: fmt.Sprintf("p%d", n), Threads: 8, Captures: 20, Pause: random.IntN(2000), Linger: random.IntN(50), Mixed: n%5 == 0}
		kill, after := n%2 == 0, time.Duration(random.IntN(60_000))*time.Microsecond
		p := g.start(o, "")
		if kill {
			g.kills++
		}
		go func() {
			if kill {
				select {
				case <-p.first:
					time.Sleep(after)
				case <-time.After(after * 4):
					// On a busy machine most would end as they start, and three of those
					// keep the component off.
					if early.Add(1) > 2 {
						<-p.first
					}
				}
				_ = p.command.Process.Kill()
			}
			select {
			case reports := <-p.lines:
				p.lines <- reports
			case <-time.After(endPatience):
			}
			<-running
			done <- p
		}()
	}
	for range processes {
		g.wait(<-done)
	}
}

func slow(http.ResponseWriter, *receiver.Envelope) bool {
	time.Sleep(5 * time.Millisecond)
	return true
}

// stumbling is down every third time while processes are killed, and now and then later:
// each time costs a pause of the sender.
func stumbling() receiver.Handler {
	var count atomic.Int64
	return func(w http.ResponseWriter, _ *receiver.Envelope) bool {
		if n := count.Add(1); n < 90 && n%3 == 0 || n%50 == 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return false
		}
		return true
	}
}

// needsLinux skips where no kill test can look for what is left.
func needsLinux(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("wants file systems, signals or moments that only Linux offers here")
	}
}
