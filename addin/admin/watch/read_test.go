package watch

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/status"
)

func read(t testing.TB, s Source) Overview {
	t.Helper()
	o, err := Read(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestRead(t *testing.T) {
	s, lives, ended := busy(t)
	o := read(t, s)
	if len(o.Problems) > 0 || o.SwitchedOff != "" || len(o.Roots) != 1 || len(o.Runs) != 2 || len(o.Projects) != 1 {
		t.Fatalf("read %+v", o)
	}
	for i, want := range []struct {
		run   *run
		state State
	}{{lives, Running}, {ended, Ended}} {
		got := o.Runs[i]
		if got.ID != want.run.lock.ID || got.State != want.state || got.Told == nil || got.Root != o.Roots[0] || got.Rings != 1 || got.RingBytes != 4096 {
			t.Errorf("run %d is %+v, want %s %s", i, got, want.run.lock.ID, want.state)
		}
	}
	p := o.Projects[0]
	if p.Server != "https://sentry.example.com:443/42" && p.Server != "https://sentry.example.com/42" {
		t.Errorf("the server is %q", p.Server)
	}
	if p.waits() != 2 || p.Waiting["error"] != 2 || p.Orphans != 1 || p.Bytes == 0 || !p.Oldest.Equal(recorded.Add(time.Second)) ||
		len(p.Limits) != 1 || p.Quarantine["send_error"] != 1 || p.Odd != 1 {
		t.Errorf("the project is %+v", p)
	}
	if err := os.WriteFile(filepath.Join(s.Own, "disabled"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if o := read(t, s); o.SwitchedOff == "" {
		t.Error("that it is switched off is not seen")
	}
}

// TestRead_states: a process that runs is told from one that has its number, and from who
// takes its files over.
func TestRead_states(t *testing.T) {
	s := machineOf(t)
	silent := s.begin(t, s.Own)
	state := func() State { return read(t, s).Runs[0].State }
	want := func(when string, linux, elsewhere State) {
		t.Helper()
		wanted := elsewhere
		if runtime.GOOS == "linux" {
			wanted = linux
		}
		if got := state(); got != wanted {
			t.Errorf("%s: %s, want %s", when, got, wanted)
		}
	}
	want("a run that tells nothing", Running, Unknown)
	silent.tell(t, s, 0)
	want("a run that tells", Running, Running)
	silent.tell(t, s, 1)
	want("its process has ended, somebody holds it", TakenOver, Ended)
	silent.lock.Release()
	want("its process has ended", Ended, Ended)
	if err := os.Remove(filepath.Join(s.Rings[0], status.Name(silent.lock.ID))); err != nil {
		t.Fatal(err)
	}
	want("a run that told nothing has ended", Ended, Unknown)
}

// TestRead_roots: all roots that runs name are looked at, or the one that is asked for.
func TestRead_roots(t *testing.T) {
	s := machineOf(t)
	other := filepath.Join(t.TempDir(), "другой")
	s.begin(t, s.Own).put(t, 1)
	s.begin(t, other).put(t, 2)
	// One without rings: what it tells names its root.
	third := filepath.Join(t.TempDir(), "третий")
	feed := s.begin(t, third)
	ringfile.Remove(s.Rings[0], feed.lock.ID)
	feed.tell(t, s, 0)
	if o := read(t, s); len(o.Roots) != 3 || len(o.Runs) != 3 || len(o.Projects) != 3 {
		t.Errorf("all: %+v", o)
	}
	s.Root = other
	if o := read(t, s); len(o.Roots) != 1 || len(o.Runs) != 1 || len(o.Projects) != 1 || o.Projects[0].waits() != 1 {
		t.Errorf("the other: %+v", o)
	}
	s.Root = filepath.Join(other, "none")
	if o, err := Read(s); !errors.Is(err, fs.ErrNotExist) || len(o.Runs)+len(o.Projects) != 0 {
		t.Errorf("what is not there: %v, %+v", err, o)
	}
	s.Root = filepath.Join(other, "file")
	if err := os.WriteFile(s.Root, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(s); err == nil {
		t.Error("a root that cannot be read is no error")
	}
}

// TestRead_takesNothing: whoever claims a run while somebody looks has it at once, and
// nothing is changed.
func TestRead_takesNothing(t *testing.T) {
	s, _, ended := busy(t)
	before := tree(t, filepath.Dir(s.Own))
	read(t, s)
	if after := tree(t, filepath.Dir(s.Own)); !maps.Equal(before, after) {
		t.Errorf("before:\n%v\nafter:\n%v", before, after)
	}
	done := make(chan struct{})
	looked := make(chan struct{})
	go func() {
		defer close(looked)
		for {
			select {
			case <-done:
				return
			default:
				_, _ = Read(s)
			}
		}
	}()
	for range 500 {
		claim, err := runlock.Claim(ended.lock.Path())
		if claim == nil || err != nil {
			t.Fatalf("Claim = %v, %v", claim, err)
		}
		claim.Release()
	}
	close(done)
	<-looked
}

// tree is what lies in a folder, and when each file was changed.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			all[path] = info.Mode().String() + " " + info.ModTime().String()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// forms are the three ways to show an overview.
func forms() map[string]func(*bytes.Buffer, *Overview) {
	ru := &view{Flags: &cli.Flags{Language: "ru"}}
	return map[string]func(*bytes.Buffer, *Overview){"text": ru.text, "json": ru.json, "prometheus": ru.prometheus}
}

// TestShow_noSecrets: no form shows a key or a text, whatever lies on the disk.
func TestShow_noSecrets(t *testing.T) {
	s, lives, _ := busy(t)
	told, err := status.Read(s.Rings[0], lives.lock.ID)
	if err != nil {
		t.Fatal(err)
	}
	// As nobody of ours writes it.
	told.Clients[0].Server = dsn
	told.Clients[0].Answers[0].Text = "password=hunter2\x1b]0;title\a\u202e"
	told.Clients[0].Degraded = []string{"Pwd=hunter2"}
	if err := status.Write(s.Rings[0], lives.lock.ID, told); err != nil {
		t.Fatal(err)
	}
	o := read(t, s)
	for name, show := range forms() {
		var b bytes.Buffer
		show(&b, &o)
		for _, secret := range []string{key, "hunter2", "ТекстСобытия", "Иванов", "\x1b", "\a", "\u202e"} {
			if strings.Contains(b.String(), secret) {
				t.Errorf("%s shows %q:\n%s", name, secret, b.String())
			}
		}
		if !strings.Contains(b.String(), "sentry.example.com") {
			t.Errorf("%s does not name the server:\n%s", name, b.String())
		}
	}
}

// FuzzRead: whatever lies where runs leave their files is shown in every form.
func FuzzRead(f *testing.F) {
	s, lives, _ := busy(f)
	content := func(path string) []byte {
		all, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		return all[:min(len(all), 300)]
	}
	f.Add(content(filepath.Join(s.Rings[0], status.Name(lives.lock.ID))), content(filepath.Join(s.Rings[0], ringfile.Name(lives.lock.ID))),
		content(filepath.Join(lives.spool.Dir(), "owner")), content(filepath.Join(lives.spool.Project(), "limits")), "0-9999999999999-"+lives.lock.ID+"-0-0.envelope")
	f.Add([]byte(`{"version":1,"since":"9999-12-31T23:59:59-23:00","clients":[{"dropped":{"\n\"":1},"answers":[{"last":"0001-01-01T00:00:00Z"}]},{"number":0}]}`), []byte{},
		[]byte("\x00\nnull"), []byte(`{"":9223372036854775807,"a\nb":9223372036854775806}`), ".tmp")
	f.Fuzz(func(t *testing.T, told, ring, owner, limits []byte, name string) {
		s := machineOf(t)
		const id = "0123456789abcdef"
		project := filepath.Join(s.Own, "v1", "0000000000000000")
		folder := filepath.Join(project, id+".1")
		for _, dir := range []string{filepath.Join(s.Own, "v1", "locks"), folder, filepath.Join(project, "quarantine")} {
			if err := private.MkdirAll(dir); err != nil {
				t.Fatal(err)
			}
		}
		page := make([]byte, 8192)
		copy(page, ring)
		for path, content := range map[string][]byte{
			filepath.Join(s.Rings[0], status.Name(id)):                      told,
			filepath.Join(s.Rings[0], ringfile.Name(id)):                    page,
			filepath.Join(s.Own, "v1", "locks", id+".lock"):                 ring,
			filepath.Join(folder, "owner"):                                  owner,
			filepath.Join(project, "limits"):                                limits,
			filepath.Join(folder, filepath.Base("x"+name)):                  told,
			filepath.Join(folder, filepath.Base("/"+name)+"x"):              told,
			filepath.Join(project, "quarantine", filepath.Base("x"+name)):   owner,
			filepath.Join(project, "quarantine", "0-1-"+id+"-0-0.envelope"): owner,
		} {
			_ = os.WriteFile(path, content, 0o600) // not every name is one of a file
		}
		o := read(t, s)
		for name, show := range forms() {
			var b bytes.Buffer
			show(&b, &o)
			if slices.ContainsFunc(b.Bytes(), func(c byte) bool { return c < ' ' && c != '\n' || c == 0x7f }) {
				t.Fatalf("%s shows %q", name, b.String())
			}
			if name == "prometheus" {
				if _, err := parseMetrics(b.String()); err != nil {
					t.Fatalf("%v in\n%s", err, b.String())
				}
			}
		}
	})
}
