package machine

import (
	"os"
	"os/exec"
	"testing"
)

// TestMain plays a process that waits until its input ends.
func TestMain(m *testing.M) {
	if os.Getenv("MACHINE_TEST_WAIT") != "" {
		_, _ = os.Stdin.Read(make([]byte, 1))
		return
	}
	os.Exit(m.Run())
}

// TestProcess: a process runs until it has ended, and another one with its number is not
// taken for it.
func TestProcess(t *testing.T) {
	own := ThisProcess()
	if runs, known := own.Runs(); !runs || !known || own.Name == "" || own.PID != os.Getpid() {
		t.Fatalf("%+v: runs %v, known %v", own, runs, known)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "MACHINE_TEST_WAIT=1")
	input, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	other := Process{PID: child.Process.Pid}
	other.Began, _ = Began(other.PID)
	if runs, known := other.Runs(); !runs || !known {
		t.Errorf("a process that runs: %v, %v", runs, known)
	}
	if runs, _ := (Process{PID: other.PID, Began: other.Began + 1}).Runs(); runs {
		t.Error("the number alone was believed")
	}
	input.Close()
	if err := child.Wait(); err != nil {
		t.Fatal(err)
	}
	if runs, known := other.Runs(); runs || !known {
		t.Errorf("a process that has ended: %v, %v", runs, known)
	}
	for _, p := range []Process{{}, {PID: own.PID}, {PID: -1, Began: 1}} {
		if _, known := p.Runs(); known {
			t.Errorf("%+v is known", p)
		}
	}
}
