package reports

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sentry1c/build/kit/receiver"
)

// child is a receiver in a process of its own.
type child struct {
	command *exec.Cmd
	url     string
}

func startChild(t *testing.T, dsn, spool string) *child {
	t.Helper()
	c := exec.Command(os.Args[0], "-listen", "127.0.0.1:0", "-dsn", dsn, "-spool", spool)
	c.Env = append(os.Environ(), childVariable+"=1")
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "http://127.0.0.1:") {
		_ = c.Process.Kill()
		t.Fatalf("its first line is %q", lines.Text())
	}
	return &child{c, lines.Text()}
}

// kill ends it as nothing can be prepared for.
func (c *child) kill() {
	_ = c.command.Process.Kill()
	_ = c.command.Wait() // it was killed
}

// TestKill: whatever was answered with 200 arrives, however often the receiver is killed
// under traffic, and whether the server is well or away.
func TestKill(t *testing.T) {
	const kills, clients = 30, 4
	var up atomic.Bool
	sentry, err := receiver.NewWith(func(w http.ResponseWriter, _ *receiver.Envelope) bool {
		if !up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return up.Load()
	})
	if err != nil {
		t.Fatal(err)
	}
	defer sentry.Close()
	spool := t.TempDir()
	var lock sync.Mutex
	safe := map[string]bool{}
	var number atomic.Int64
	random := rand.New(rand.NewPCG(1, 2))
	client := &http.Client{Timeout: 10 * time.Second}
	for round := range kills {
		up.Store(round%3 == 0)
		c := startChild(t, sentry.DSN(), spool)
		stop := make(chan struct{})
		first := make(chan struct{}, clients)
		var posting sync.WaitGroup
		for range clients {
			posting.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					response, err := client.Post(c.url+"/pushReport", "application/json", strings.NewReader(numbered(int(number.Add(1)))))
					if err != nil {
						return // killed
					}
					var answer pushed
					err = json.NewDecoder(response.Body).Decode(&answer)
					response.Body.Close()
					if err != nil || response.StatusCode != http.StatusOK {
						continue
					}
					lock.Lock()
					safe[answer.ID] = true
					lock.Unlock()
					select {
					case first <- struct{}{}:
					default:
					}
				}
			})
		}
		select {
		case <-first:
		case <-time.After(20 * time.Second):
		}
		time.Sleep(time.Duration(random.IntN(60)) * time.Millisecond)
		c.kill()
		close(stop)
		posting.Wait()
	}
	up.Store(true)
	c := startChild(t, sentry.DSN(), spool)
	defer c.kill()
	deadline := time.Now().Add(60 * time.Second)
	came := map[string]int{}
	missing := len(safe)
	for missing > 0 && time.Now().Before(deadline) {
		time.Sleep(50 * time.Millisecond)
		clear(came)
		for _, e := range sentry.Events() {
			came[e.Text("event_id")]++
		}
		missing = 0
		for id := range safe {
			if came[id] == 0 {
				missing++
			}
		}
	}
	twice := 0
	for _, count := range came {
		twice += count - 1
	}
	if missing > 0 {
		t.Errorf("%d of %d reports that were answered with 200 did not arrive", missing, len(safe))
	}
	// What was on its way when a process ended is sent again, under the same id.
	if len(safe) < kills || twice > kills*16 {
		t.Errorf("%d reports, %d of them came twice", len(safe), twice)
	}
	t.Logf("%d kills, %d reports answered, %d lost, %d came twice", kills, len(safe), missing, twice)
}
