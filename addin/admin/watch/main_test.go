package watch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/status"
)

// TestText: a person reads what there is, in both languages, without a colour where no
// terminal is.
func TestText(t *testing.T) {
	s, _, _ := busy(t)
	o := read(t, s)
	o.SwitchedOff = "the file disabled"
	for language, wanted := range map[string][]string{
		"ru": {"rphost ", "работает", "завершился", "объектов 3", "записано 10, отправлено 7, в очереди 1", "отброшено: ratelimit_backoff 1, sample_rate 1", "429 ×2  не так часто",
			"ждут на диске 2 (error 2)", "из них от завершившихся процессов 1", "сервер не принимает error ещё 1h0m0s", "в карантине: send_error 1", "места: 1", "Компонента отключена: the file disabled\nПроцессы, начатые раньше, работают до своего завершения: 1."},
		"en": {"rphost ", "running", "ended", "objects 3", "recorded 10, sent 7, to be sent 1", "dropped: ratelimit_backoff 1, sample_rate 1", "429 ×2  не так часто",
			"2 wait on the disk (error 2)", "1 of ended processes", "the server wants no error for 1h0m0s", "in quarantine: send_error 1", "no room: 1", "The component is switched off: the file disabled\nProcesses that began before go on until they end, 1 of them."},
	} {
		var b bytes.Buffer
		(&view{Flags: &cli.Flags{Language: language}, clear: true}).text(&b, &o)
		for _, want := range wanted {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s does not say %q:\n%s", language, want, b.String())
			}
		}
		if strings.Contains(b.String(), "\x1b") {
			t.Errorf("a file gets colours: %q", b.String())
		}
	}
}

// user makes this user one of the test's own.
func user(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"XDG_STATE_HOME", "LOCALAPPDATA", "HOME", "XDG_RUNTIME_DIR"} {
		t.Setenv(name, dir)
	}
	t.Setenv("LC_ALL", "C")
	return dir
}

// kept is the root of a user for whom the component has kept something once.
func kept(t *testing.T) string {
	t.Helper()
	root := user(t)
	if _, err := spool.LocksDir(root); err != nil {
		t.Fatal(err)
	}
	return root
}

// TestMain_bad: what somebody should look after is bad news for a person, and figures for a
// program.
func TestMain_bad(t *testing.T) {
	none := func(root string) string { return root + "/none" }
	itself := func(root string) string { return root }
	for _, c := range []struct {
		name     string
		make     func(t *testing.T) string
		where    func(root string) string
		says     string
		failures bool // for a program too
	}{
		{"no folder", kept, none, "cannot be looked at: there is none", true},
		{"nothing kept", user, itself, "The component has kept nothing here.", false},
		{"switched off", func(t *testing.T) string {
			root := kept(t)
			t.Setenv("SENTRY1C_DISABLE", "1")
			return root
		}, itself, "SENTRY1C_DISABLE=1", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := c.where(c.make(t))
			for form, want := range map[string]bool{"-once": true, "-json": c.failures, "-prometheus": c.failures} {
				var out bytes.Buffer
				err := Main(t.Context(), "watch", []string{at, form}, &out)
				if got := cli.ExitCode(err) == cli.ExitBad; got != want {
					t.Errorf("%s: bad news: %v, want %v: %v", form, got, want, err)
				}
				if form == "-once" && !strings.Contains(out.String()+err.Error(), c.says) {
					t.Errorf("it does not say %q: %v\n%s", c.says, err, out.String())
				}
			}
		})
	}
}

// TestOverview_bad: what is bad news in what is there.
func TestOverview_bad(t *testing.T) {
	at := time.Now()
	waits := func(age time.Duration) Overview {
		return Overview{At: at, Kept: true, Projects: []Project{{Waiting: map[string]int{"error": 1}, Oldest: at.Add(-age)}}}
	}
	fails := func(state State, failures int) Overview {
		return Overview{At: at, Kept: true, Runs: []Run{{State: state, Told: &status.Status{Clients: []status.Client{{Failures: failures}}}}}}
	}
	for name, c := range map[string]struct {
		o   Overview
		bad bool
	}{
		"fine": {Overview{At: at, Kept: true, Runs: []Run{{State: Running}}, Projects: []Project{{}}}, false}, "waits": {waits(time.Minute), false}, "waits long": {waits(2 * time.Hour), true},
		"sends": {fails(Running, 0), false}, "fails": {fails(Running, 1), true}, "failed and ended": {fails(Ended, 5), false},
		"unread": {Overview{At: at, Kept: true, Problems: []string{"x"}}, true},
	} {
		if got := c.o.bad(); got != c.bad {
			t.Errorf("%s: bad news: %v", name, got)
		}
	}
}

func TestMain_forms(t *testing.T) {
	root := kept(t)
	for form, check := range map[string]func(string) bool{
		"-once":       func(out string) bool { return strings.Contains(out, "Nothing waits on the disk.") },
		"--json":      func(out string) bool { return json.Valid([]byte(out)) && strings.Count(out, "\n") == 1 },
		"-prometheus": func(out string) bool { _, err := parseMetrics(out); return err == nil },
	} {
		var out bytes.Buffer
		if err := Main(t.Context(), "watch", []string{root, form}, &out); err != nil || !check(out.String()) {
			t.Errorf("%s: %v\n%s", form, err, out.String())
		}
	}
}

func TestMain_mistakes(t *testing.T) {
	user(t)
	for _, args := range []string{"a b", "-json -prometheus", "-every 1s -once", "-every 1s -prometheus", "-every 1ms", "-every x", "-lang fr", "-nonsense"} {
		var out bytes.Buffer
		err := Main(t.Context(), "watch", strings.Fields(args), &out)
		if cli.ExitCode(err) != cli.ExitUsage || out.Len() > 0 {
			t.Errorf("%s: %v\n%s", args, err, out.String())
		}
	}
	file := user(t) + "/file"
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Main(t.Context(), "watch", []string{file}, &bytes.Buffer{}); cli.ExitCode(err) != cli.ExitBad {
		t.Errorf("a file for a root: %v", err)
	}
}

// TestMain_every: it is shown anew until somebody ends it, and a pipe that is closed ends it.
func TestMain_every(t *testing.T) {
	root := user(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	out := &lines{enough: 3, reached: cancel}
	if err := Main(ctx, "watch", []string{root, "-json", "-every", "100ms"}, out); err != nil {
		t.Error(err)
	}
	if out.count < out.enough || !errors.Is(ctx.Err(), context.Canceled) {
		t.Errorf("%d lines", out.count)
	}
	if err := Main(t.Context(), "watch", []string{root, "-every", "100ms"}, closed{}); err == nil {
		t.Error("nobody reads, and it goes on")
	}
}

// lines counts lines and tells when there are enough.
type lines struct {
	mu            sync.Mutex
	count, enough int
	reached       func()
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count += bytes.Count(b, []byte("\n"))
	if l.count == l.enough {
		l.reached()
	}
	return len(b), nil
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, os.ErrClosed }

// TestJSON: what the document says, and that a moment which no clock shows is none.
func TestJSON(t *testing.T) {
	s, lives, _ := busy(t)
	o := read(t, s)
	o.Runs[0].Since = time.Date(99999, 1, 1, 0, 0, 0, 0, time.UTC)
	var b bytes.Buffer
	forms()["json"](&b, &o)
	var got struct {
		Version int
		At      time.Time
		Runs    []struct {
			ID, State, Process string
			Since              *time.Time
			Clients            []struct {
				Sent    int
				Dropped map[string]int
				Answers []struct{ Status, Count int }
			}
		}
		Projects []struct {
			Waiting map[string]int
			Oldest  *time.Time
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, b.String())
	}
	if got.Version != 1 || got.At.IsZero() || len(got.Runs) != 2 || got.Runs[0].ID != lives.lock.ID || got.Runs[0].State != "running" || got.Runs[0].Since != nil ||
		got.Runs[0].Process != "rphost" || got.Runs[0].Clients[0].Sent != 7 || got.Runs[0].Clients[0].Dropped["sample_rate"] != 1 ||
		got.Runs[0].Clients[0].Answers[1].Status != 429 || got.Projects[0].Waiting["error"] != 2 || got.Projects[0].Oldest == nil {
		t.Errorf("%+v", got)
	}
}
