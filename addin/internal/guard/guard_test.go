package guard

import (
	"strings"
	"testing"
)

func TestGo_catchesPanic(t *testing.T) {
	before, _ := Caught()
	done := make(chan *Panic)
	Go("a test", func() { panic("on purpose") }, func(p *Panic) { done <- p })
	p := <-done
	if p == nil || p.Value != "on purpose" || p.Where != "a test" || !strings.Contains(p.Stack, "guard_test.go") {
		t.Fatalf("after got %+v", p)
	}
	if count, last := Caught(); count != before+1 || last.Value != "on purpose" {
		t.Errorf("Caught() = %d, %q, want %d, %q", count, last.Value, before+1, "on purpose")
	}
}

func TestGo_runsAfterWithoutPanic(t *testing.T) {
	ran := false
	done := make(chan *Panic)
	Go("a test", func() { ran = true }, func(p *Panic) { done <- p })
	if p := <-done; p != nil || !ran {
		t.Errorf("after got %+v, ran = %v", p, ran)
	}
}

func TestRun_nilError(t *testing.T) {
	var m map[string]int
	if p := Run("a map", func() { m["x"] = 1 }); p == nil || !strings.Contains(p.Value, "nil map") {
		t.Errorf("Run = %+v, want the panic of a nil map", p)
	}
}
