package ringfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestLook(t *testing.T) {
	path := newRing(t)
	dir := filepath.Dir(path)
	if _, err := Look(dir, "fedcba9876543210"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a run without rings: %v", err)
	}
	length := fill(t, path, 5, "первая", "вторая")
	further := filepath.Join(dir, run+".1.ring")
	if err := os.WriteFile(further, newContent(run, lockPath, size), 0o600); err != nil {
		t.Fatal(err)
	}
	g, err := Look(dir, run)
	if err != nil || g.LockPath != lockPath || g.Started.IsZero() || g.Rings != 2 || g.Capacity != 2*size || g.Used != int64(length) || g.Damaged != 0 {
		t.Errorf("Look = %+v, %v", g, err)
	}
	write(t, further, 0, []byte("nonsense"))
	if g, err := Look(dir, run); err != nil || g.Rings != 1 || g.Damaged != 1 {
		t.Errorf("with a damaged one: %+v, %v", g, err)
	}
	write(t, path, ringHeadAt, word(1<<31))
	if g, err := Look(dir, run); err != nil || g.Used > size {
		t.Errorf("with a head that cannot be: %+v, %v", g, err)
	}
	if err := os.WriteFile(path, newContent("fedcba9876543210", lockPath, size), 0o600); err != nil {
		t.Fatal(err)
	}
	if g, err := Look(dir, run); !errors.Is(err, ErrDamaged) || g.Rings != 0 {
		t.Errorf("with none of its own: %+v, %v", g, err)
	}
	write(t, path, runAt, []byte(run))
	write(t, path, versionAt, word(version+1))
	if err := os.Remove(further); err != nil {
		t.Fatal(err)
	}
	if _, err := Look(dir, run); !errors.Is(err, ErrNewer) {
		t.Errorf("of a newer version: %v", err)
	}
}
