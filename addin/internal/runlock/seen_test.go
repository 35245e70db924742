package runlock

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSee: whoever holds a run is seen, by its name or its lock, and looking takes nothing.
func TestSee(t *testing.T) {
	dir := privateDir(t)
	own, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Release)
	held := func() bool {
		seen, known := See()
		if !known {
			t.Skip("this system does not tell")
		}
		return seen.Held(own.Path())
	}
	if !held() {
		t.Error("a run that lives is not seen")
	}
	own.alive.end() // as in another network namespace
	if !held() {
		t.Error("a run that lives is not seen by its lock")
	}
	own.Release()
	if held() {
		t.Error("a run that is dead is seen")
	}
	claim, err := Claim(own.Path())
	if claim == nil || err != nil {
		t.Fatalf("Claim = %v, %v", claim, err)
	}
	if err := os.Remove(own.Path()); err != nil {
		t.Fatal(err)
	}
	if !held() {
		t.Error("a run that lives is not seen by its name")
	}
	claim.Release()
	seen, _ := See()
	for _, path := range []string{own.Path(), filepath.Join(dir, "nonsense"), ""} {
		if seen.Held(path) {
			t.Errorf("%s is seen", path)
		}
	}
}
