package admin

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
	"sentry1c/build/kit/receiver"
)

// run is one that has put an event into a root; it lives until its lock is released.
func run(t *testing.T, root, dsn string) *runlock.Lock {
	t.Helper()
	return runWith(t, root, dsn, "{}")
}

func runWith(t *testing.T, root, dsn, options string) *runlock.Lock {
	t.Helper()
	locks, err := spool.LocksDir(root)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := runlock.New(locks)
	if err != nil {
		t.Fatal(err)
	}
	own, err := spool.Open(root, dsn, lock, 1, fmt.Appendf(nil, `{"dsn":%q,"options":%s}`, dsn, options))
	if err != nil {
		t.Fatal(err)
	}
	put(t, own, lock, time.Now())
	return lock
}

func put(t *testing.T, own *spool.Spool, lock *runlock.Lock, created time.Time) {
	t.Helper()
	const text = `{"event_id":"00000000000040008000000000000001","timestamp":"2026-01-01T00:00:00Z","platform":"other","message":"ТекстСобытия","user":{"username":"ИвановаМария"}}`
	envelope := fmt.Appendf(nil, "{\"event_id\":\"00000000000040008000000000000001\",\"sdk\":{}}\n{\"type\":\"event\",\"length\":%d}\n%s\n", len(text), text)
	if _, err := own.Put(spool.Key{Created: created, Run: lock.ID, Record: 1}, envelope); err != nil {
		t.Fatal(err)
	}
}

// left is a root in which a run that has ended left an event.
func left(t *testing.T) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "spool")
	run(t, root, secretDSN).Release()
	return root
}

// server is one that takes what it gets.
func server(t *testing.T) *receiver.Server {
	t.Helper()
	s, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// says checks the answer of a command.
func says(t *testing.T, args string, code int, words ...string) {
	t.Helper()
	out, err := ask(t, strings.Fields(args)...)
	if got := cli.ExitCode(err); got != code {
		t.Errorf("%s: exit code %d, want %d: %v", args, got, code, err)
	}
	for _, want := range words {
		if !strings.Contains(out, want) && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s does not say %q: %v\n%s", args, want, err, out)
		}
	}
	if strings.Contains(out, secretKey) {
		t.Errorf("%s shows the key:\n%s", args, out)
	}
}

// TestSpool_send: what cannot be sent in its time stays, and that is bad news.
func TestSpool_send(t *testing.T) {
	user(t)
	root := left(t)
	began := time.Now()
	says(t, "spool -lang ru -send -timeout 500ms "+root, cli.ExitBad, "осталось 1", "Ещё не отправлено: 1", "Время -timeout, 500ms, истекло")
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	says(t, "spool "+root, cli.ExitGood, "1 wait (error 1)")
	if err := os.WriteFile(filepath.Join(root, "disabled"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	says(t, "spool -lang ru -send "+root, cli.ExitBad, "компонента отключена: "+root)
}

// TestSpool_missing: what could not be taken over is told with its reason, in the language of the user.
func TestSpool_missing(t *testing.T) {
	done := addin.Drained{
		Missing: problem.New("nothing is kept on disk: full", "на диске ничего не сохраняется: full"),
		Left:    addin.SpoolReport{Projects: []addin.SpoolProject{{Server: "example.com/1", Count: map[string]int{"error": 1}, Orphans: 1}}},
	}
	for language, want := range map[string]string{
		"en": "Not all could be taken over: nothing is kept on disk: full.",
		"ru": "Не всё удалось принять: на диске ничего не сохраняется: full.",
	} {
		var out strings.Builder
		s := &spoolShow{Flags: &cli.Flags{Language: language}, out: &out}
		if err := new(sending).left(t.Context(), s, done); err == nil || !strings.Contains(out.String(), want) {
			t.Errorf("%s: %v\n%s", language, err, out.String())
		}
	}
}

// TestSpool_living: what a process has that is running is not called sent.
func TestSpool_living(t *testing.T) {
	user(t)
	s := server(t)
	root := filepath.Join(t.TempDir(), "spool")
	lock := run(t, root, s.DSN())
	run(t, root, s.DSN()).Release()
	says(t, "spool -lang ru -send "+root, cli.ExitBad, "Отправлено 1, отброшено 0, осталось 1.", "Ещё 1 у работающих процессов: остановите 1С")
	lock.Release()
	says(t, "spool -send "+root, cli.ExitGood, "Sent 1, dropped 0, 0 left.")
	if got := len(s.Envelopes()); got != 2 {
		t.Errorf("%d envelopes arrived", got)
	}
	// What is emptied has no server any more, and needs none.
	says(t, "spool -lang ru "+root, cli.ExitGood, "Проект в каталоге ", "ничто не ждёт")
}

// TestSpool_dying: a process that was just killed is seen to live for a moment.
func TestSpool_dying(t *testing.T) {
	user(t)
	s := server(t)
	root := filepath.Join(t.TempDir(), "spool")
	lock := run(t, root, s.DSN())
	time.AfterFunc(700*time.Millisecond, lock.Release)
	says(t, "spool -send "+root, cli.ExitGood, "Sent 1, dropped 0, 0 left.")
}

// TestSpool_nameless: without a note of it the server has to be named.
func TestSpool_nameless(t *testing.T) {
	user(t)
	s := server(t)
	root := filepath.Join(t.TempDir(), "spool")
	run(t, root, s.DSN()).Release()
	notes, err := filepath.Glob(filepath.Join(root, "v1", "*", "*", spool.OwnerFile))
	if err != nil || len(notes) != 1 {
		t.Fatal(notes, err)
	}
	if err := os.Remove(notes[0]); err != nil {
		t.Fatal(err)
	}
	says(t, "spool "+root, cli.ExitGood, "(nobody has noted the server)", "1 wait")
	says(t, "spool -send -timeout 300ms "+root, cli.ExitBad, "dropped 0, 1 left", "give the DSN of that project with -dsn")
	says(t, "spool -send -dsn "+s.DSN()+" "+root, cli.ExitGood, "Sent 1, dropped 0, 0 left.")
}

// TestSpool_foreign: nobody but their owner sends files, and nobody is told that there are
// none.
func TestSpool_foreign(t *testing.T) {
	user(t)
	if os.Geteuid() != 0 {
		t.Skip("only root may give files away")
	}
	s := server(t)
	root := filepath.Join(t.TempDir(), "spool")
	run(t, root, s.DSN()).Release()
	const other = 54321
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if err == nil {
			err = os.Lchown(path, other, other)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, more := range []string{"", "-dsn " + s.DSN()} {
		says(t, "spool -lang ru -send "+more+" "+root, cli.ExitBad, "файлы другого пользователя, ждут 1: запустите от имени "+strconv.Itoa(other))
	}
	says(t, "spool "+root, cli.ExitGood, "These are files of the user "+strconv.Itoa(other), "(its user knows the server)", "1 wait (error 1)")
	if got := len(s.Envelopes()); got != 0 {
		t.Errorf("%d envelopes arrived", got)
	}
}

// TestSpool_long: what waits for over an hour is bad news.
func TestSpool_long(t *testing.T) {
	user(t)
	root := filepath.Join(t.TempDir(), "spool")
	lock := run(t, root, secretDSN)
	defer lock.Release()
	own, err := spool.Open(root, secretDSN, lock, 2, fmt.Appendf(nil, `{"dsn":%q,"options":{}}`, secretDSN))
	if err != nil {
		t.Fatal(err)
	}
	says(t, "spool "+root, cli.ExitGood, "1 wait")
	put(t, own, lock, time.Now().Add(-2*time.Hour))
	says(t, "spool "+root, cli.ExitBad, "2 wait")
}

// TestSpool_silent: a server that takes connections and says nothing holds nobody up for
// longer than was allowed.
func TestSpool_silent(t *testing.T) {
	user(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	root := filepath.Join(t.TempDir(), "spool")
	run(t, root, "http://"+secretKey+"@"+listener.Addr().String()+"/1").Release()
	began := time.Now()
	says(t, "spool -send -timeout 1s "+root, cli.ExitBad, "1 left", "The time of -timeout, 1s, is over")
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestSpool_ways: the proxy and the roots that are given replace those that are noted, which
// may be gone.
func TestSpool_ways(t *testing.T) {
	user(t)
	s := server(t)
	address, err := url.Parse(s.DSN())
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(t.TempDir(), "spool")
	runWith(t, root, "http://"+receiver.Key+"@no-such-host.invalid"+address.Path, `{"httpProxy":"http://127.0.0.1:1"}`).Release()
	says(t, "spool -send -timeout 500ms "+root, cli.ExitBad, "1 left")
	says(t, "spool -send -timeout 20s -proxy http://"+address.Host+" "+root, cli.ExitGood, "Sent 1, dropped 0, 0 left.")

	secure := httptest.NewUnstartedServer(s)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that fail are the point
	secure.StartTLS()
	defer secure.Close()
	roots := file(t, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})))
	root = filepath.Join(t.TempDir(), "spool")
	runWith(t, root, "https://"+receiver.Key+"@"+secure.Listener.Addr().String()+address.Path, `{"caCertFile":"/no/such/file"}`).Release()
	says(t, "spool -send -timeout 500ms "+root, cli.ExitBad, "1 left")
	says(t, "spool -send -timeout 20s -ca "+roots+" "+root, cli.ExitGood, "Sent 1, dropped 0, 0 left.")
	if got := len(s.Envelopes()); got != 2 {
		t.Errorf("%d envelopes arrived: %q", got, s.Refused())
	}
}
