package guesttest

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sentry1c/build/kit/built"
	"sentry1c/build/kit/isolate"
	"sentry1c/build/kit/receiver"
)

// system is what the hosts are compiled for.
func system() string {
	if goos := os.Getenv("GUESTTEST_GOOS"); goos != "" {
		return goos
	}
	return "linux"
}

// onlyLinux skips what looks at the process by means that only Linux has.
func onlyLinux(t *testing.T) {
	t.Helper()
	if system() != "linux" {
		t.Skipf("looks at the process by means of Linux; this is %s", system())
	}
}

// notEmulated: the process is the emulator's as well, and so are its signals and memory.
func notEmulated(t *testing.T) {
	t.Helper()
	if strings.Contains(os.Getenv("GUESTTEST_RUN"), "qemu") {
		t.Skip("the memory, threads and signals of the process are the emulator's too")
	}
}

// choose is the long form of a number in a long run.
func choose(short, long string) string {
	if os.Getenv("GUESTTEST_LONG") != "" {
		return long
	}
	return short
}

// compile makes the host NAME.
func compile(t *testing.T, name string) string {
	t.Helper()
	cc := strings.Fields(os.Getenv("GUESTTEST_CC"))
	if len(cc) == 0 {
		cc = []string{"cc"}
	}
	if _, err := exec.LookPath(cc[0]); err != nil {
		t.Fatalf("this project is built with a C compiler: %v", err)
	}
	program := filepath.Join(t.TempDir(), name+".exe")
	args := append(cc[1:], "-std=c11", "-O1", "-g0", "-Wall", "-Wextra", "-Werror", "-I..", "-o", program,
		filepath.Join("testdata", name+".c"), filepath.Join("testdata", "host.c"), filepath.Join("testdata", "thread.c"))
	if system() == "linux" {
		args = append(args, "-D_GNU_SOURCE", "-lpthread", "-ldl")
	} else {
		args = append(args, "-U_WIN32_WINNT", "-D_WIN32_WINNT=0x0A00", "-lshell32")
	}
	if output, err := exec.Command(cc[0], args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", cc[0], strings.Join(args, " "), err, output)
	}
	return program
}

// seen is a path as the host sees it: Wine shows this machine's files as a drive.
func seen(path string) string {
	if system() == "windows" {
		return "Z:" + strings.ReplaceAll(path, "/", `\`)
	}
	return path
}

// play runs a host with the library and a DSN and returns what it printed. It must end with 0 within the time.
func play(t *testing.T, name, dsn string, patience time.Duration, args ...string) string {
	t.Helper()
	program := compile(t, name)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	words := append(strings.Fields(os.Getenv("GUESTTEST_RUN")), program, seen(built.Library(t)), dsn)
	words = append(words, args...)
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.WaitDelay = 5 * time.Second // a child may have inherited the output
	// What a host that ends in the middle of its work leaves is not for the next one, nor for this user.
	command.Env = append(os.Environ(), "XDG_STATE_HOME="+stateOf(t))
	start := time.Now()
	output, err := command.CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("the host did not end within %v\n%s", patience, output)
	}
	if err != nil {
		t.Fatalf("after %v: %v\n%s", time.Since(start).Round(time.Millisecond), err, output)
	}
	if text := strings.TrimSpace(string(output)); text != "" {
		t.Log(text)
	}
	return string(output)
}

var (
	statesLock sync.Mutex
	states     = map[string]string{}
)

// stateOf is a folder for what the hosts of a test keep.
func stateOf(t *testing.T) string {
	statesLock.Lock()
	defer statesLock.Unlock()
	if states[t.Name()] == "" {
		dir := t.TempDir()
		states[t.Name()] = dir
		t.Cleanup(func() { isolate.Remove(dir) })
	}
	return states[t.Name()]
}

// serve is a receiver of events.
func serve(t *testing.T) *receiver.Server {
	t.Helper()
	server, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// silent is a receiver that takes requests and never answers.
func silent(t *testing.T) *receiver.Server {
	t.Helper()
	end := make(chan struct{})
	server, err := receiver.NewWith(func(http.ResponseWriter, *receiver.Envelope) bool {
		<-end
		return false
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		close(end)
		server.Close()
	})
	return server
}
