//go:build dist

package disttest

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sentry1c/addin"
	"sentry1c/build/kit/receiver"
)

// TestService: the program of a release takes reports as a service of Windows, by the
// commands of the documentation: the system starts it, it answers, what it has answered
// arrives, and it ends when it is told to.
func TestService(t *testing.T) {
	wine := place{name: "Wine 10", target: "windows/amd64", path: ofWine, needs: [][]string{{"wine.sh"}}, command: []string{"{0}/wine"}}.prepare(t)
	program := dist(t, "sentry1c_"+addin.Version+"_"+targetOf(t, wine.target).Suffix+".exe")
	run := func(args ...string) error {
		command := exec.Command(wine.command[0], args...)
		command.Env = append(os.Environ(), "WINEDEBUG=-all")
		output, err := command.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%v: %w\n%s", args, err, output)
		}
		return nil
	}
	sentry, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	defer sentry.Close()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()

	// A name of its own: a service of an ended test may still be known.
	name := fmt.Sprintf("sentry1c-reports-%d", os.Getpid())
	binPath := fmt.Sprintf(`"%s" reports -dsn %s -listen %s -spool "%s"`, ofWine(program), sentry.DSN(), address, ofWine(t.TempDir()))
	if err := run("sc", "create", name, "start=", "demand", "binPath=", binPath); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := run("sc", "delete", name); err != nil {
			t.Error(err)
		}
	}()
	if err := run("net", "start", name); err != nil {
		t.Fatal(err)
	}
	if err := run("sc", "query", name); err != nil {
		t.Error(err)
	}
	stopped := false
	defer func() {
		if !stopped {
			_ = run("net", "stop", name) // the test has failed
		}
	}()
	report, err := os.ReadFile(filepath.Join(root(t), "addin", "internal", "report", "testdata", "compile-8.3.18.zip"))
	if err != nil {
		t.Fatal(err)
	}
	var response *http.Response
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		response, err = http.Post("http://"+address+"/pushReport", "application/zip", bytes.NewReader(report))
		if err == nil || time.Now().After(deadline) {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("a report is answered with %s", response.Status)
	}
	for deadline := time.Now().Add(30 * time.Second); len(sentry.Events()) == 0 && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	if events := sentry.Events(); len(events) != 1 {
		t.Errorf("%d events for one report", len(events))
	}
	if err := run("net", "stop", name); err != nil {
		t.Error(err)
	}
	stopped = true
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		conn.Close()
		if time.Now().After(deadline) {
			t.Fatal("it listens after it was stopped")
		}
	}
}
