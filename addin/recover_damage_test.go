package addin

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/addin/internal/statelog"
)

const (
	inSpool = 6 // events that a dead run has stored
	inRing  = 6 // and those that are only in its ring
)

// backlog is a process that was killed with events in its spool and in its ring.
func backlog(t *testing.T, options string) *fixture {
	t.Helper()
	f := newFixture(t)
	// It does nothing more while it is dead.
	f.server.hang = make(chan struct{})
	t.Cleanup(f.server.letGo)
	if !f.bool(1, "Init", testDSN, options) {
		t.Fatal(f.lastError(1))
	}
	f.call(1, "SetTag", "from", "scope")
	for i := range inSpool {
		f.call(1, "CaptureMessage", fmt.Sprint("stored ", i))
	}
	for range 1000 { // as many as are sent at once; the rest stays as it is
		if f.server.hanging.Load() == 4 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	for i := range inRing {
		f.leave("CaptureMessage", fmt.Sprint("left ", i))
	}
	return f
}

// arrivals counts what came by its text, and fails for what came twice.
func arrivals(t *testing.T, f *fixture) (stored, left int) {
	t.Helper()
	seen := map[string]int{}
	for _, e := range f.events() {
		text := e.Text("logentry", "formatted")
		if seen[text]++; seen[text] > 1 {
			t.Errorf("%q came twice", text)
		}
		switch {
		case strings.HasPrefix(text, "stored "):
			stored++
		case strings.HasPrefix(text, "left "):
			left++
		}
	}
	return stored, left
}

// TestRecover_damage: what is wrong with one thing that a dead run left costs that thing,
// is counted, and nothing else.
func TestRecover_damage(t *testing.T) {
	state := func(f *fixture) string { return f.worker.life.Run.Log.Path() }
	certificate := filepath.Join(t.TempDir(), "ca.pem")
	testCertificate := newCertificate(t)
	for _, c := range []struct {
		name    string
		options string
		damage  func(t *testing.T, f *fixture)
		left    int
		counted func(s statisticsJSON) bool
	}{
		{"nothing", "", func(*testing.T, *fixture) {}, inRing, func(s statisticsJSON) bool { return s.Recovered.Stateless == 0 && s.Recovered.Damaged == 0 }},
		{"header of the state flipped", "", func(t *testing.T, f *fixture) { overwrite(t, state(f), 3, []byte{0xFF}) }, inRing, stateless},
		{"state cut", "", func(t *testing.T, f *fixture) { must(os.Truncate(state(f), 10)) }, inRing, stateless},
		{"state cut behind a record", "", func(t *testing.T, f *fixture) {
			info, err := os.Stat(state(f))
			must(err)
			must(os.Truncate(state(f), info.Size()-8))
		}, inRing, stateless},
		{"a bit of the state flipped", "", func(t *testing.T, f *fixture) { overwrite(t, state(f), 200, []byte{0xFF}) }, inRing, stateless},
		{"state empty", "", func(t *testing.T, f *fixture) { must(os.Truncate(state(f), 0)) }, inRing, stateless},
		{"state of another mode", "", func(t *testing.T, f *fixture) { must(os.Chmod(state(f), 0o644)) }, inRing, stateless},
		{"state gone", "", func(t *testing.T, f *fixture) { must(os.Remove(state(f))) }, inRing, stateless},
		{"a snapshot without arguments", "", func(t *testing.T, f *fixture) {
			log, _, err := statelog.Reopen(filepath.Dir(state(f)), f.worker.id)
			must(err)
			must(log.Append(recordtest.Call{Object: 7, Method: record.MethodSnapshot, Sequence: 1}.Encode()))
			log.Close()
		}, inRing, stateless},
		{"certificate of the dead run gone", `{"caCertFile":` + strconv.Quote(certificate) + `}`, func(*testing.T, *fixture) { must(os.Remove(certificate)) }, inRing, nil},
		{"header of the ring flipped", "", func(t *testing.T, f *fixture) { overwrite(t, f.host.ring, 3, []byte{0xFF}) }, 0, damaged},
		{"ring cut", "", func(t *testing.T, f *fixture) { must(os.Truncate(f.host.ring, 100)) }, 0, damaged},
		{"ring gone", "", func(t *testing.T, f *fixture) { must(os.Remove(f.host.ring)) }, 0, damaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			must(os.WriteFile(certificate, testCertificate, 0o600))
			f := backlog(t, c.options)
			c.damage(t, f)
			f.die()
			next := f.heir()
			s := next.recovers()
			stored, left := arrivals(t, next)
			if stored != inSpool || left != c.left {
				t.Errorf("%d of %d stored and %d of %d left arrived, %+v", stored, inSpool, left, c.left, s.Recovered)
			}
			if c.counted != nil && !c.counted(s) {
				t.Errorf("what is wrong is counted as %+v", s.Recovered)
			}
			if _, err := os.Stat(f.worker.life.Run.Lock.Path()); err == nil {
				t.Error("the dead run is still there")
			}
		})
	}
}

// newCertificate is a root that signs nothing, in PEM.
func newCertificate(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	must(err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(crand.Reader, template, template, &key.PublicKey, key)
	must(err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func stateless(s statisticsJSON) bool { return s.Recovered.Stateless > 0 }
func damaged(s statisticsJSON) bool   { return s.Recovered.Damaged == 1 }

// overwrite puts bytes into a file.
func overwrite(t *testing.T, path string, at int64, content []byte) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	must(err)
	defer file.Close()
	_, err = file.WriteAt(content, at)
	must(err)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// TestRecover_stateless: an event whose scope is lost says so.
func TestRecover_stateless(t *testing.T) {
	f := backlog(t, "")
	must(os.Remove(f.worker.life.Run.Log.Path()))
	f.die()
	next := f.heir()
	next.recovers()
	for _, e := range next.events() {
		if strings.HasPrefix(e.Text("logentry", "formatted"), "left ") {
			if got := e.Text("contexts", "sdk_problems", "scope"); !strings.Contains(got, "lost") {
				t.Errorf("the event says %q of its scope", got)
			}
		}
	}
}

// TestRecover_statelessOptions: the options of a run whose state is lost are those that it
// noted beside its files, not those of who takes it over.
func TestRecover_statelessOptions(t *testing.T) {
	for _, c := range []struct{ dead, next string }{
		{`{"tracesSampleRate":1}`, `{"tracesSampleRate":0}`},
		{`{"tracesSampleRate":0}`, `{"tracesSampleRate":1}`},
	} {
		f := backlog(t, c.dead)
		f.leave("StartTransaction", "Обмен", "task", "", `{"durationMs":1}`)
		must(os.Remove(f.worker.life.Run.Log.Path()))
		f.die()
		next := f.heir()
		next.recoversWith(c.next)
		_, left := arrivals(t, next)
		transactions := len(next.items("transaction"))
		if left != inRing || transactions != strings.Count(c.dead, `"tracesSampleRate":1`) {
			t.Errorf("%s: %d events and %d transactions", c.dead, left, transactions)
		}
	}
}

// TestRecover_unwrittenState: events whose scope could not be kept say so, also if what was
// kept before it can be read; afterwards, when it can be kept again, they do not.
func TestRecover_unwrittenState(t *testing.T) {
	for name, healed := range map[string]bool{"no room to the end": false, "there is room again": true} {
		t.Run(name, func(t *testing.T) {
			f := backlog(t, "")
			log := f.worker.life.Run.Log
			whole := log.Limit
			log.Limit = 0
			f.call(1, "SetTag", "late", "gone")
			if s := f.statistics(1); len(s.Degraded) == 0 {
				t.Error("the process does not tell")
			}
			if healed {
				log.Limit = whole
				f.worker.compactState()
			}
			f.leave("CaptureMessage", "left late")
			f.die()
			next := f.heir()
			next.recovers()
			for _, e := range next.events() {
				if e.Text("logentry", "formatted") != "left late" {
					continue
				}
				told := e.Text("contexts", "sdk_problems", "scope")
				if strings.Contains(told, "incomplete") == healed || (e.Text("tags", "late") == "gone") != healed {
					t.Errorf("the event says %q of its scope, and has the tags %v", told, e.At("tags"))
				}
				return
			}
			t.Error("the event did not arrive")
		})
	}
}

// TestRecover_places: paths are compared as the system means them, and each spool of a
// dead run is found, also by a process that uses another one of them.
func TestRecover_places(t *testing.T) {
	spools, links := t.TempDir(), t.TempDir()
	at := func(path string) string { return `{"spoolPath":` + strconv.Quote(path) + `}` }
	link := filepath.Join(links, "spool")
	if err := os.Symlink(spools, link); err != nil {
		t.Skip("no links here:", err)
	}
	for _, c := range []struct{ name, dead, next string }{
		{"a slash at the end", spools + string(filepath.Separator), spools},
		{"none at the end", spools, spools + string(filepath.Separator)},
		{"through a link", link, spools},
		{"found through a link", spools, link},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := backlog(t, at(c.dead))
			f.die()
			next := f.heir()
			next.recoversWith(at(c.next))
			if stored, left := arrivals(t, next); stored != inSpool || left != inRing {
				t.Errorf("%d of %d stored and %d of %d left arrived", stored, inSpool, left, inRing)
			}
		})
	}
	t.Run("two spools, one of them used again", func(t *testing.T) {
		second := filepath.Join(t.TempDir(), "second")
		f := backlog(t, at(filepath.Join(t.TempDir(), "first")))
		f.bool(2, "Init", strings.Replace(testDSN, "/42", "/43", 1), at(second))
		f.call(2, "CaptureMessage", "stored in the second")
		f.die()
		next := f.heir()
		next.server.status = 200
		next.bool(1, "Init", strings.Replace(testDSN, "/42", "/43", 1), at(second))
		for next.worker.Recover() {
		}
		next.settle()
		if stored, left := arrivals(t, next); stored != inSpool+1 || left != inRing {
			t.Errorf("%d of %d stored and %d of %d left arrived", stored, inSpool+1, left, inRing)
		}
	})
}

// TestRecover_rootUnreachable: what lies in one spool of a dead run, and its records, are taken over
// although its lock lay in another one, which cannot be reached any more.
func TestRecover_rootUnreachable(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"gone":              func(string) error { return nil },
		"a file":            func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"a link to itself":  func(path string) error { return os.Symlink(path, path) },
		"a link to nothing": func(path string) error { return os.Symlink(path+"x", path) },
		"a file further up": func(path string) error {
			return errors.Join(os.Remove(filepath.Dir(path)), os.WriteFile(filepath.Dir(path), nil, 0o600))
		},
		"a folder, empty":    func(path string) error { return os.Mkdir(path, 0o700) },
		"a folder of others": func(path string) error { return errors.Join(os.Mkdir(path, 0o700), os.Chmod(path, 0o755)) },
	} {
		t.Run(name, func(t *testing.T) {
			first, second := filepath.Join(t.TempDir(), "further up", "first"), filepath.Join(t.TempDir(), "second")
			at := func(path string) string { return `{"spoolPath":` + strconv.Quote(path) + `}` }
			f := backlog(t, at(first))
			f.bool(2, "Init", strings.Replace(testDSN, "/42", "/43", 1), at(second))
			f.call(2, "CaptureMessage", "stored in the second")
			f.die()
			if err := errors.Join(os.RemoveAll(first), put(first)); err != nil {
				t.Skip("cannot be made here:", err)
			}
			next := f.heir()
			next.server.status = 200
			next.bool(1, "Init", strings.Replace(testDSN, "/42", "/43", 1), at(second))
			for next.worker.Recover() {
			}
			next.settle()
			if stored, left := arrivals(t, next); stored != 1 || left != inRing {
				t.Errorf("%d of %d stored and %d of %d left arrived: %+v", stored, 1, left, inRing, next.statistics(1).Recovered)
			}
		})
	}
}

// TestRecover_mutations: whatever happens to one file of a dead run, the next process
// neither ends nor stands still over it, and the rest of the backlog arrives.
func TestRecover_mutations(t *testing.T) {
	rounds := 60
	if text := os.Getenv("SENTRY1C_MUTATIONS"); text != "" {
		rounds, _ = strconv.Atoi(text)
	}
	if testing.Short() {
		rounds = 10
	}
	for round := range rounds {
		random := rand.New(rand.NewPCG(1, uint64(round)))
		f := backlog(t, "")
		var files []string
		for _, dir := range append(f.worker.life.RingFolders(), f.worker.root()) {
			_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
				if err == nil && entry.Type().IsRegular() {
					files = append(files, path)
				}
				return nil
			})
		}
		f.die()
		victim := files[random.IntN(len(files))]
		what := mutate(t, random, victim)
		next := f.heir()
		next.recoversWithin("", 500*time.Millisecond)
		stored, left := arrivals(t, next)
		wantStored, wantLeft := inSpool, inRing
		switch filepath.Ext(victim) {
		case ".ring":
			wantLeft = 0
		case ".envelope":
			wantStored--
		}
		s := next.statistics(1)
		newer := strings.Contains(s.Recovered.Failed, "newer version") // so it looks
		if stored < wantStored || left < wantLeft && !newer {
			t.Errorf("round %d: %s of %s: %d of %d stored and %d of %d left arrived, %+v, dropped %v", round, what, filepath.Base(victim), stored, inSpool, left, inRing, s.Recovered, s.Dropped)
		}
		counted := s.Recovered.Damaged + s.Recovered.Unknown + s.Recovered.Torn + int(s.Dropped[delivery.Damaged]) + s.Queued
		if lost := inSpool - stored + inRing - left; lost > 0 && counted == 0 && s.Recovered.Failed == "" && what != "the end" {
			t.Errorf("round %d: %s of %s: %d events are missing and counted nowhere: %+v, dropped %v, %d waiting, %d in flight, %d adopted", round, what, filepath.Base(victim), lost, s.Recovered, s.Dropped, s.Queued, s.InFlight, s.Adopted)
		}
		f.server.letGo() // all processes that send share how many requests run
	}
}

// mutate changes a file at random, and says how.
func mutate(t *testing.T, random *rand.Rand, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	must(err)
	switch kind := random.IntN(4); {
	case kind == 0 && len(content) > 0:
		content[random.IntN(len(content))] ^= 1 << random.IntN(8)
		must(os.WriteFile(path, content, 0o600))
		return "a bit"
	case kind == 1 && len(content) > 0:
		must(os.Truncate(path, int64(random.IntN(len(content)))))
		return "a cut"
	case kind == 2:
		must(os.Chmod(path, []os.FileMode{0, 0o644, 0o400, 0o666}[random.IntN(4)]))
		return "the mode"
	}
	must(os.Remove(path))
	return "the end"
}

// TestRecover_interpretedUnknown: that it is not known which records were interpreted is told.
func TestRecover_interpretedUnknown(t *testing.T) {
	f := ready(t, "")
	must(f.worker.life.Run.Log.Append(record.Append(nil, record.MethodInterpreted, 0, 0, []byte{1, 0})))
	f.leave("CaptureMessage", "left")
	next, s := f.takenOver()
	if s.Recovered.Stateless == 0 {
		t.Errorf("%+v", s.Recovered)
	}
	if came, told := next.lacks("event", `"left"`); !came || !told {
		t.Errorf("came %v, told %v", came, told)
	}
}
