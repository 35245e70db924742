package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"sentry1c/build/kit/built"
	"sentry1c/build/kit/receiver"
)

// TestSpool: an administrator sees what a process left that was killed, and sends it
// without 1C.
func TestSpool(t *testing.T) {
	library := built.Library(t)
	var up atomic.Bool
	server, err := receiver.NewWith(func(w http.ResponseWriter, _ *receiver.Envelope) bool {
		if !up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return up.Load()
	})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	root := filepath.Join(t.TempDir(), "Ой, spool")
	var none strings.Builder
	if err := run(context.Background(), []string{"spool", root}, &none); err == nil || !strings.Contains(none.String(), "there is no such folder") {
		t.Errorf("no spool: %q, %v", &none, err)
	}
	leaveBehind(t, library, server.DSN(), root)

	out := runCommand(t, "spool", root)
	for _, want := range []string{root, "http://127.0.0.1:", "3 wait (error 3)", "3 of them belong to processes that have ended", "has ended;"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	doctor := runCommand(t, "doctor", "--lang", "en", "--spool", root)
	if !strings.Contains(doctor, "3 envelopes wait for http://127.0.0.1:") || !strings.Contains(doctor, "are kept in "+root) {
		t.Errorf("the doctor says\n%s", doctor)
	}
	if strings.Contains(out+doctor, receiver.Key) {
		t.Error("the key is shown")
	}
	up.Store(true)
	if out = runCommand(t, "spool", root, "--send"); !strings.Contains(out, "Sent 3, dropped 0, 0 left.") {
		t.Errorf("sent: %s", out)
	}
	if got := len(server.Events()); got != 3 {
		t.Errorf("%d events arrived", got)
	}
	if out = runCommand(t, "spool", root); !strings.Contains(out, "nothing waits") || !strings.Contains(out, "No process uses it.") {
		t.Errorf("after it all:\n%s", out)
	}
}

// leftVariable makes this test a process that reports errors and is killed.
const leftVariable = "SENTRY1C_LEAVE"

func leaveBehind(t *testing.T, library, dsn, root string) {
	t.Helper()
	script := fmt.Sprintf(`Init(%q, "{""spoolPath"":""%s""}")
CaptureMessage("первое")
CaptureMessage("второе")
CaptureMessage("третье")
Flush(500)
`, dsn, root)
	file := filepath.Join(t.TempDir(), "script.txt")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0], "-test.run", "^TestLeaveBehind$")
	command.Env = append(os.Environ(), leftVariable+"="+library+"|"+file)
	output, err := command.CombinedOutput()
	if command.ProcessState == nil || command.ProcessState.Exited() {
		t.Fatalf("the process was not killed: %v\n%s", err, output)
	}
}

// TestLeaveBehind is that process.
func TestLeaveBehind(t *testing.T) {
	library, script, ok := strings.Cut(os.Getenv(leftVariable), "|")
	if !ok {
		t.Skip("a part of TestSpool, which starts it")
	}
	var out strings.Builder
	if err := run(context.Background(), []string{"try", "--lib", library, "--script", script}, &out); err != nil {
		t.Fatal(err)
	}
	fmt.Println(out.String())
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		t.Fatal(err)
	}
	select {}
}

// TestZooCommand: it lists its servers, and runs one until it is interrupted.
func TestZooCommand(t *testing.T) {
	if out := runCommand(t, "zoo"); !strings.Contains(out, "black-hole") {
		t.Errorf("the list is %q", out)
	}
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"zoo", "429"}, writer)
		writer.Close()
		done <- err
	}()
	buffer := make([]byte, 4096)
	n, err := reader.Read(buffer)
	if err != nil || !strings.Contains(string(buffer[:n]), "http://"+receiver.Key+"@127.0.0.1:") {
		t.Errorf("it says %q, %v", buffer[:n], err)
	}
	cancel()
	if _, err := io.Copy(io.Discard, reader); err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}
