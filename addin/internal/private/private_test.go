package private

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestMkdirAll(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Пользователь с пробелом", "sentry1c", "v1")
	for range 2 {
		if err := MkdirAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(dir)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := MkdirAll(dir); err != nil {
		t.Fatal(err)
	}
	if info, err = os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("an open folder of ours has mode %v, %v after MkdirAll", info.Mode(), err)
	}
}

func needUnix(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("owners and links of Unix")
	}
}

func TestMkdirAll_foreign(t *testing.T) {
	needUnix(t)
	base := t.TempDir()
	target := filepath.Join(base, "target")
	if err := os.Mkdir(target, 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(base, "link")
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(base, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, file} {
		if err := MkdirAll(path); !errors.Is(err, ErrForeign) {
			t.Errorf("MkdirAll(%s) = %v, want ErrForeign", filepath.Base(path), err)
		}
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(target, 12345, 12345); err != nil {
			t.Fatal(err)
		}
		if err := MkdirAll(target); !errors.Is(err, ErrForeign) {
			t.Errorf("MkdirAll of another user's folder = %v, want ErrForeign", err)
		}
	}
	if err := MkdirAll(filepath.Join(file, "below")); err == nil {
		t.Error("a folder was made below a file")
	}
}

func TestFiles_foreign(t *testing.T) {
	needUnix(t)
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(path("secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path("secret"), path("symlink")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path("nowhere"), path("dangling")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path("open"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"symlink", "dangling", "open", "folder"} {
		for kind, f := range map[string]func(string) (*os.File, error){"Open": Open, "OpenOrCreate": OpenOrCreate, "Create": Create} {
			if file, err := f(path(name)); err == nil {
				file.Close()
				t.Errorf("%s took %s", kind, name)
			}
		}
		if _, err := ReadFile(path(name), 100); err == nil {
			t.Errorf("ReadFile took %s", name)
		}
	}
	if err := os.Link(path("secret"), path("hard")); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path("hard")); !errors.Is(err, ErrForeign) {
		t.Errorf("Open of a file with two names = %v, want ErrForeign", err)
	}
	// Writing replaces a link and leaves what it points to alone.
	if err := WriteFile(path("symlink"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path("secret")); err != nil || string(content) != "x" {
		t.Errorf("the file behind the link holds %q, %v", content, err)
	}
	if _, err := os.Stat(path("nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a dangling link was followed")
	}
}

func TestWriteFile_isWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "файл с пробелом")
	// What a process that died left in the middle of its writing.
	if err := os.WriteFile(path+".tmp", []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"first", "", strings.Repeat("x", 1<<20)} {
		if err := WriteFile(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path, 1<<20)
		if err != nil || string(got) != content {
			t.Errorf("%d bytes, %v, want %d", len(got), err, len(content))
		}
	}
	if _, err := ReadFile(path, 100); err == nil {
		t.Error("a file beyond the limit was read")
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, err := os.Stat(path + ".tmp"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the temporary file is still there")
	}
}

// TestFiles_sayWhatIsOdd: who has to put it right is told what is wrong.
func TestFiles_sayWhatIsOdd(t *testing.T) {
	needUnix(t)
	path := filepath.Join(t.TempDir(), "file")
	for name, test := range map[string]struct {
		change func() error
		want   string
		root   bool
	}{
		"mode":  {func() error { return os.Chmod(path, 0o644) }, "mode 0644, want 0600", false},
		"link":  {func() error { return os.Link(path, path+"2") }, "has 2 names", false},
		"owner": {func() error { return os.Chown(path, 12345, -1) }, "of user 12345", true},
	} {
		if test.root && os.Geteuid() != 0 {
			continue
		}
		_ = os.Remove(path)
		_ = os.Remove(path + "2")
		if err := WriteFile(path, nil); err != nil {
			t.Fatal(err)
		}
		if err := test.change(); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadFile(path, 1); !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
		err := CloseToOthers(path)
		if mended := err == nil; mended != (name == "mode") {
			t.Errorf("%s: CloseToOthers = %v", name, err)
		}
		if name == "mode" {
			if _, err := ReadFile(path, 1); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestMkdirAll_closedToUs: a folder of ours that we may not read is opened again.
func TestMkdirAll_closedToUs(t *testing.T) {
	needUnix(t)
	dir := t.TempDir()
	for _, mode := range []os.FileMode{0, 0o500, 0o777} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		if err := MkdirAll(dir); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
	}
}

// TestHeldOpen: somebody else has a file open for a moment, which Windows keeps from being
// replaced or removed.
func TestHeldOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	for name, do := range map[string]func() error{
		"replaced": func() error { return WriteFile(path, []byte("new")) },
		"renamed":  func() error { return Rename(path, path+".other") },
		"removed":  func() error { return Remove(path) },
	} {
		if err := WriteFile(path, []byte("old")); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		closed := make(chan struct{})
		go func() {
			time.Sleep(20 * time.Millisecond)
			file.Close()
			close(closed)
		}()
		if err := do(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		<-closed
	}
}
