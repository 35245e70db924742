//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sentry1c/build/library"
)

// bugsink is a Bugsink server of its own, with a fresh database.
type bugsink struct {
	t       *testing.T
	base    string
	token   string
	DSN     string
	project int
	log     *lockedBuffer
}

// lockedBuffer is written by a process while the test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// pythonEnv installs packages into an environment of the name given.
func pythonEnv(t *testing.T, name string, requirements ...string) string {
	t.Helper()
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(filepath.Join(root, "scripts", "python-env.sh"), append([]string{name}, requirements...)...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("install %s: %v\n%s", name, err, stderr.Bytes())
	}
	return strings.TrimSpace(string(output))
}

const bugsinkVersion = "bugsink==2.6.1"

// bugsinkEnv is the environment that has the server and the schema's validator.
func bugsinkEnv(t *testing.T) string { return pythonEnv(t, "bugsink", bugsinkVersion, "jsonschema") }

// startBugsink starts a server that ends with the test.
func startBugsink(t *testing.T) *bugsink {
	t.Helper()
	env := bugsinkEnv(t)
	dir := t.TempDir()
	for _, name := range []string{"bugsink_conf.py", "bootstrap.py"} {
		content, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	port := freePort(t)
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(env, "bin", name), args...)
		c.Dir = dir
		c.Env = append(os.Environ(), "PYTHONPATH=.", "BUGSINK_PORT="+port)
		return c
	}
	manage := func(stdin string, args ...string) []byte {
		t.Helper()
		c := command("bugsink-manage", args...)
		c.Stdin = strings.NewReader(stdin)
		var stderr bytes.Buffer
		c.Stderr = &stderr
		output, err := c.Output()
		if err != nil {
			t.Fatalf("bugsink-manage %s: %v\n%s%s", args[0], err, output, stderr.Bytes())
		}
		return output
	}
	manage("", "migrate")
	manage("", "migrate", "snappea", "--database=snappea")
	bootstrap, err := os.ReadFile(filepath.Join("testdata", "bootstrap.py"))
	if err != nil {
		t.Fatal(err)
	}
	var made struct {
		DSN, Token string
		Project    int
	}
	if err := json.Unmarshal(lastLine(manage(string(bootstrap), "shell", "--no-imports")), &made); err != nil {
		t.Fatal(err)
	}
	b := &bugsink{t: t, base: "http://127.0.0.1:" + port, token: made.Token, DSN: made.DSN, project: made.Project, log: &lockedBuffer{}}
	server := command("gunicorn", "--no-control-socket", "--bind=127.0.0.1:"+port, "--workers=1", "--threads=4", "bugsink.wsgi")
	server.Stdout, server.Stderr = b.log, b.log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
		for _, bad := range []string{"ValidationError", "Internal Server Error"} {
			if log := b.log.String(); strings.Contains(log, bad) {
				t.Errorf("the server's log has %s:\n%s", bad, log)
			}
		}
	})
	b.waitReady()
	return b
}

func lastLine(output []byte) []byte {
	lines := bytes.Split(bytes.TrimSpace(output), []byte("\n"))
	return lines[len(lines)-1]
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func (b *bugsink) waitReady() {
	b.t.Helper()
	for range 300 {
		response, err := http.Get(b.base + "/health/ready")
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.t.Fatalf("Bugsink did not start:\n%s", b.log)
}

// api calls Bugsink's API and reads its answer into into.
func (b *bugsink) api(method, path string, body, into any) {
	b.t.Helper()
	var payload io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			b.t.Fatal(err)
		}
		payload = bytes.NewReader(encoded)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, b.base+"/api/canonical/0"+path, payload)
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+b.token)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if response.StatusCode >= 300 {
		b.t.Fatalf("%s %s: %s\n%s", method, path, response.Status, answer)
	}
	if err := json.Unmarshal(answer, into); err != nil {
		b.t.Fatalf("%s %s: %v\n%s", method, path, err, answer)
	}
}

// issue and event are what the API tells of them.
type issue struct {
	ID    string `json:"id"`
	Count int    `json:"digested_event_count"`
	Type  string `json:"calculated_type"`
	Value string `json:"calculated_value"`

	Transaction string `json:"transaction"`
}

type event struct {
	ID   string         `json:"id"`
	Data map[string]any `json:"data"`
}

// issues returns the issues of the project in the order of their first events.
func (b *bugsink) issues() []issue {
	b.t.Helper()
	var page struct {
		Results []issue `json:"results"`
	}
	b.api(http.MethodGet, fmt.Sprintf("/issues/?project=%d&sort=digest_order&order=asc", b.project), nil, &page)
	return page.Results
}

// events returns the events of an issue as they were stored.
func (b *bugsink) events(issue string) []event {
	b.t.Helper()
	var page struct {
		Results []event `json:"results"`
	}
	b.api(http.MethodGet, "/events/?order=asc&issue="+issue, nil, &page)
	events := make([]event, len(page.Results))
	for i, e := range page.Results {
		b.api(http.MethodGet, "/events/"+e.ID+"/", nil, &events[i])
	}
	return events
}

// TestBugsink_version: the pages name the version that was tried.
func TestBugsink_version(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "bsl", "servers.md"))
	if err != nil {
		t.Fatal(err)
	}
	if version := strings.TrimPrefix(bugsinkVersion, "bugsink=="); strings.Count(string(page), version) != 2 {
		t.Errorf("bsl/servers.md does not name Bugsink %s in both languages", version)
	}
}
