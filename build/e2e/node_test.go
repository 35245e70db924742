//go:build e2e

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sentry1c/build/library"
)

// nodeEnv installs the readers of testdata/node and returns their folder.
var nodeEnv = func() func(t *testing.T) string {
	installed := sync.OnceValues(func() (string, error) {
		root, err := library.Root()
		if err != nil {
			return "", err
		}
		output, err := exec.Command(filepath.Join(root, "scripts", "node-env.sh"), "sentry", "testdata/node").Output()
		return strings.TrimSpace(string(output)), err
	})
	return func(t *testing.T) string {
		t.Helper()
		env, err := installed()
		if err != nil {
			if exit, ok := err.(*exec.ExitError); ok {
				t.Fatalf("install the packages of Node.js: %v\n%s", err, exit.Stderr)
			}
			t.Fatal(err)
		}
		return env
	}
}()

// spotlight is Spotlight's receiver, which keeps what it is sent.
type spotlight struct {
	t    *testing.T
	base string
}

func startSpotlight(t *testing.T) *spotlight {
	t.Helper()
	server := exec.Command("node", filepath.Join(nodeEnv(t), "spotlight.mjs"))
	stdin, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	server.Stderr = &stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = stdin.Close()
		_ = server.Wait()
	})
	port, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("Spotlight does not start: %v\n%s", err, stderr.Bytes())
	}
	return &spotlight{t, "http://127.0.0.1:" + strings.TrimSpace(port)}
}

// DSN is a project of its own road for SDKs that know nothing of Spotlight.
func (s *spotlight) DSN() string {
	return strings.Replace(s.base, "http://", "http://0123456789abcdef0123456789abcdef@", 1) + "/1"
}

// kinds counts the items that came, by their type, as Spotlight's own parser read
// them. It waits until wanted are there, for a while.
func (s *spotlight) kinds(wanted ...string) map[string]int {
	s.t.Helper()
	client := &http.Client{Timeout: 20 * time.Second}
	response, err := client.Get(s.base + "/stream")
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	counts := map[string]int{}
	stream := bufio.NewReader(response.Body)
	for {
		missing := false
		for _, kind := range wanted {
			missing = missing || counts[kind] == 0
		}
		if !missing {
			return counts
		}
		line, err := stream.ReadString('\n')
		if err != nil {
			if err != io.EOF {
				s.t.Logf("Spotlight's stream: %v", err)
			}
			return counts
		}
		data, ok := strings.CutPrefix(line, "data:")
		if !ok {
			continue
		}
		var envelope []json.RawMessage
		var items [][]json.RawMessage
		if json.Unmarshal([]byte(data), &envelope) != nil || len(envelope) != 2 || json.Unmarshal(envelope[1], &items) != nil {
			continue // not of an envelope
		}
		for _, item := range items {
			var header struct{ Type string }
			if err := json.Unmarshal(item[0], &header); err != nil {
				s.t.Fatal(err)
			}
			counts[header.Type]++
		}
	}
}
