// Package bench measures what a call costs 1C: a host in C calls the library
// through its ABI, and sentry-go does the same work in the same run.
package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"sentry1c/build/kit/receiver"
)

// Measurement is one line of the host, in nanoseconds, or a single figure.
type Measurement struct {
	Name    string  `json:"name"`
	Server  string  `json:"server"`
	Threads int     `json:"threads"`
	Count   int     `json:"count"`
	P50     float64 `json:"p50"`
	P99     float64 `json:"p99"`
	Max     float64 `json:"max"`
	Value   float64 `json:"value"`
}

// Host is the compiled C program.
type Host struct {
	path string
}

// CompileHost compiles the host into dir.
func CompileHost(ctx context.Context, root, dir string) (*Host, error) {
	cc := os.Getenv("CC")
	if cc == "" {
		cc = "cc"
	}
	path := filepath.Join(dir, "bench-host")
	sources, err := filepath.Glob(filepath.Join(root, "build", "bench", "host", "*.c"))
	if err != nil {
		return nil, fmt.Errorf("bench: compile the host: %w", err)
	}
	arguments := append([]string{"-std=c11", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror",
		"-I", filepath.Join(root, "native"), "-o", path}, sources...)
	command := exec.CommandContext(ctx, cc, append(arguments, "-ldl", "-lpthread")...)
	if output, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("bench: compile the host: %w\n%s", err, output)
	}
	return &Host{path}, nil
}

// Run measures a library against a server of the name given, with the options of Init;
// idle is how long the host stays quiet to count what wakes it.
func (h *Host) Run(ctx context.Context, library, dsn, server, options string, idle time.Duration) ([]Measurement, error) {
	return h.run(ctx, library, dsn, server, strconv.Itoa(int(idle.Seconds())), options)
}

// Burst measures 20,000 different errors from eight threads, and adds to what the host
// tells how many of them came, and came again.
func (h *Host) Burst(ctx context.Context, library, options string) ([]Measurement, error) {
	var mu sync.Mutex
	came := map[string]int{}
	server, err := receiver.NewWith(func(w http.ResponseWriter, e *receiver.Envelope) bool {
		id, _ := e.Header["event_id"].(string)
		mu.Lock()
		came[id]++
		mu.Unlock()
		_, _ = w.Write([]byte("{}"))
		return false
	})
	if err != nil {
		return nil, err
	}
	defer server.Close()
	measurements, err := h.run(ctx, library, server.DSN(), "works", "0", options, "burst")
	if err != nil {
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	delete(came, "") // reports of the client
	again := 0
	for _, count := range came {
		again += count - 1
	}
	return append(measurements,
		Measurement{Name: "burst: events that did not come", Server: "works", Value: float64(BurstSize - len(came))},
		Measurement{Name: "burst: events that came again", Server: "works", Value: float64(again)}), nil
}

// BurstSize is how many errors a burst has.
const BurstSize = 20_000

func (h *Host) run(ctx context.Context, arguments ...string) ([]Measurement, error) {
	var stderr bytes.Buffer
	command := exec.CommandContext(ctx, h.path, arguments...)
	command.Stderr = &stderr
	state, err := os.MkdirTemp("", "sentry1c-bench-*")
	if err != nil {
		return nil, fmt.Errorf("bench: run the host: %w", err)
	}
	defer os.RemoveAll(state)
	command.Env = append(os.Environ(), "XDG_STATE_HOME="+state)
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("bench: run the host: %w\n%s", err, stderr.Bytes())
	}
	var measurements []Measurement
	lines := bufio.NewScanner(bytes.NewReader(output))
	for lines.Scan() {
		var m Measurement
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			return nil, fmt.Errorf("bench: read the host's figures: %w", err)
		}
		measurements = append(measurements, m)
	}
	return measurements, lines.Err()
}

// answerTime is how long the working server takes for an answer.
const answerTime = 5 * time.Millisecond

// Servers are the ones that a library is measured against.
type Servers struct {
	Works, Silent *receiver.Server
	release       chan struct{}
}

// StartServers starts a server that answers in answerTime and one that never does.
func StartServers() (*Servers, error) {
	s := &Servers{release: make(chan struct{})}
	var err error
	if s.Works, err = receiver.NewWith(func(w http.ResponseWriter, _ *receiver.Envelope) bool {
		time.Sleep(answerTime)
		_, _ = w.Write([]byte("{}"))
		return false
	}); err != nil {
		return nil, err
	}
	if s.Silent, err = receiver.NewWith(func(http.ResponseWriter, *receiver.Envelope) bool {
		<-s.release
		return false
	}); err != nil {
		s.Works.Close()
		return nil, err
	}
	return s, nil
}

// Close ends both.
func (s *Servers) Close() {
	close(s.release)
	s.Works.Close()
	s.Silent.Close()
}
