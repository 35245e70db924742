package addin

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
)

// heir is a fixture with the folders of another: the next process of the same user.
func (f *fixture) heir() *fixture {
	next := newFixture(f.t)
	next.worker.root, next.worker.life.RingFolders = f.worker.root, f.worker.life.RingFolders
	return next
}

// die ends the life of a fixture as a kill does: its lock is free. What the server has
// not answered yet stays in the spool.
func (f *fixture) die() {
	f.dead = true
	f.worker.life.Run.LetGo()
	if log := f.worker.life.Run.Log; log != nil {
		log.Close()
	}
}

// takenOver kills the process of a fixture, and returns the next one when all that was left is dealt
// with, and what it says of that.
func (f *fixture) takenOver() (next *fixture, s statisticsJSON) {
	f.t.Helper()
	f.die()
	next = f.heir()
	s = next.recovers()
	next.settle()
	return next, s
}

// TestRecover_asked: what a process that died had asked has no asker any more, and is no error.
func TestRecover_asked(t *testing.T) {
	f := ready(t, "")
	for i := range Properties {
		f.leave(Properties[i].Name.En, 0)
	}
	for i := range Methods {
		if !Methods[i].Begins && Methods[i].Result >= AnswerBool {
			f.leave(Methods[i].Name.En)
		}
	}
	f.leave("CaptureMessage", "последнее")
	f.die()
	if s := f.heir().recovers(); s.Sent != 1 || len(s.Dropped) != 0 {
		t.Errorf("sent %d, dropped %v", s.Sent, s.Dropped)
	}
}

// TestRecover_living: a run whose lock was removed lives all the same, and has it again.
func TestRecover_living(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file that is open keeps its name there")
	}
	f := ready(t, "")
	f.leave("CaptureMessage", "своё")
	lock := f.worker.life.Run.Lock.Path()
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	next := f.heir()
	if s := next.recovers(); s.Recovered.Runs != 0 || s.Sent != 0 {
		t.Errorf("a living run was taken over: %+v", s.Recovered)
	}
	f.worker.life.KeepLock()
	if !life.Alive(lock) {
		t.Error("the run has no lock")
	}
	f.die()
	last := f.heir()
	if s := last.recovers(); s.Recovered.Runs != 1 || s.Sent != 1 {
		t.Errorf("after its end: %+v, sent %d", s.Recovered, s.Sent)
	}
}

// claimed lets the process die and another begin, and gives that and the claim of the dead
// run, which has not been taken over.
func (f *fixture) claimed() (next *fixture, claim *runlock.Lock) {
	f.t.Helper()
	f.die()
	next = f.heir()
	if !next.bool(1, "Init", testDSN, "") {
		f.t.Fatal(next.lastError(1))
	}
	claim, err := runlock.Claim(filepath.Join(f.worker.root(), "v1", "locks", runlock.Name(f.worker.life.Run.ID())))
	if claim == nil || err != nil {
		f.t.Fatalf("Claim = %v, %v", claim, err)
	}
	return next, claim
}

// leave writes a record into the ring that nobody comes to interpret.
func (f *fixture) leave(name string, args ...any) [16]byte {
	f.t.Helper()
	method, _ := positionOf(f.t, name)
	f.count++
	f.now = f.now.Add(time.Millisecond)
	c := recordtest.Call{Object: 1, Method: method, Sequence: f.count, At: f.now, Args: args}
	binary.BigEndian.PutUint64(c.ID[8:], f.count)
	f.write(c.Encode())
	return c.ID
}

func (f *fixture) write(entry []byte) {
	f.t.Helper()
	file, err := os.OpenFile(f.host.ring, os.O_RDWR, 0)
	if err != nil {
		f.t.Fatal(err)
	}
	defer file.Close()
	const headAt = record.RingFileHeaderAt + 8
	var word [4]byte
	if _, err := file.ReadAt(word[:], headAt); err != nil {
		f.t.Fatal(err)
	}
	head := binary.LittleEndian.Uint32(word[:])
	if _, err := file.WriteAt(entry, record.RingFileRecordsAt+int64(head)*8); err != nil {
		f.t.Fatal(err)
	}
	binary.LittleEndian.PutUint32(word[:], head+uint32(len(entry)/8))
	if _, err := file.WriteAt(word[:], headAt); err != nil {
		f.t.Fatal(err)
	}
}

// recovers initialises an object of the heir and lets it do all that is to be done.
func (f *fixture) recovers() statisticsJSON {
	f.t.Helper()
	return f.recoversWith("")
}

func (f *fixture) recoversWith(options string) statisticsJSON {
	f.t.Helper()
	return f.recoversWithin(options, 10*time.Second)
}

// recoversWithin takes over what is left, and gives up what has not been sent after some
// time in which nothing was.
func (f *fixture) recoversWithin(options string, patience time.Duration) statisticsJSON {
	f.t.Helper()
	if !f.bool(1, "Init", testDSN, options) {
		f.t.Fatal(f.lastError(1))
	}
	for range 10000 {
		if !f.worker.Recover() {
			break
		}
	}
	deadline, sent, since := time.Now().Add(10*time.Second), uint64(0), time.Now()
	for {
		s := f.statistics(1)
		balance(f.t, s)
		if s.Sent != sent {
			sent, since = s.Sent, time.Now()
		}
		// What cannot be read waits for good, and a batch for its time.
		stuck := s.InFlight == 0 && time.Since(since) > patience
		if s.Queued+s.InFlight == 0 || stuck || time.Now().After(deadline) {
			return s
		}
		time.Sleep(time.Millisecond)
	}
}

func (f *fixture) files() (names []string) {
	for _, dir := range append(f.worker.life.RingFolders(), filepath.Join(f.worker.root(), "v1", "locks")) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			f.t.Fatal(err)
		}
		for _, entry := range entries {
			if !entry.IsDir() && entry.Name() != "spare" { // the folder of long values goes with its ring
				names = append(names, entry.Name())
			}
		}
	}
	return names
}

// TestRecover_longValues: values too long for the ring lie beside it, where nothing is on
// a disk, and go with their run.
func TestRecover_longValues(t *testing.T) {
	for _, earlier := range []bool{false, true} {
		f := ready(t, "")
		if dir := filepath.Dir(f.host.sideFolder); dir != filepath.Dir(f.host.ring) {
			t.Errorf("long values lie in %s, the ring in %s", dir, filepath.Dir(f.host.ring))
		}
		dir := f.host.sideFolder
		if earlier {
			if err := os.Remove(dir); err != nil {
				t.Fatal(err)
			}
			dir = f.worker.sides
		}
		content := []byte(`{"level":"warning"}`)
		if err := os.WriteFile(root.Side(dir, 5), content, 0o600); err != nil {
			t.Fatal(err)
		}
		file := recordtest.Side(5, record.ANSI, len(content))
		file.Body[9] = 1 // in a file
		f.leave("CaptureMessage", "длинный", "info", file)
		f.die()
		next := f.heir()
		next.recovers()
		want(t, next.event(), "warning", "level")
		for _, dir := range []string{f.host.sideFolder, f.worker.sides} {
			if _, err := os.Lstat(dir); err == nil {
				t.Errorf("%s is left", dir)
			}
		}
	}
}

// TestRecover_longValueUsed: a process that is killed after it used a long value, and before
// it gave up the record of it, has the value still, or has noted what it was for.
func TestRecover_longValueUsed(t *testing.T) {
	for _, length := range []int{100, maxUsed + 1} {
		f := ready(t, "")
		path := root.Side(f.host.sideFolder, 5)
		if err := os.WriteFile(path, make([]byte, length), 0o600); err != nil {
			t.Fatal(err)
		}
		file := recordtest.Side(5, record.Bytes, length)
		file.Body[9] = 1 // in a file
		entry := f.leave("AddAttachment", "long.bin", file)
		f.leave("CaptureMessage", "с вложением")
		method, _ := positionOf(t, "AddAttachment")
		call := recordtest.Call{Object: 1, Method: method, Sequence: f.count - 1, At: f.now, ID: entry, Args: []any{"long.bin", file}}
		if err := f.worker.Apply(call.Encode()); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(f.host.dropped, 5) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		f.die()
		next := f.heir()
		if s := next.recovers(); s.Sent != 2 || len(s.Dropped) > 0 {
			t.Errorf("%d bytes: sent %d, dropped %v", length, s.Sent, s.Dropped)
		}
	}
}

// TestRecover_attachmentNamedAgain: the file of an attachment that was given up left its name
// to a later one, which the record of a dead process goes with.
func TestRecover_attachmentNamedAgain(t *testing.T) {
	f := ready(t, "")
	for number, content := range []string{"первое", "второе"} {
		f.host.sides[uint32(number)] = []byte(content)
		f.call(1, "ClearAttachments")
		f.call(1, "AddAttachment", "long.txt", recordtest.Side(uint32(number), record.Bytes, len(content)))
	}
	f.leave("SetTag", "step", "1")
	f.leave("CaptureMessage", "с вложением")
	f.die()
	next := f.heir()
	if s := next.recovers(); s.Sent != 2 || len(s.Dropped) > 0 {
		t.Errorf("sent %d, dropped %v", s.Sent, s.Dropped)
	}
}

// TestRecover_scope: what a dead process recorded last goes with the scope that it had
// then, the same id, and the client that it was meant for.
func TestRecover_scope(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "organization", "Ромашка")
	f.call(1, "AddBreadcrumb", "before")
	f.call(1, "SetUser", "5f1c", "Иванова")
	f.call(1, "PushScope")
	f.call(1, "SetTag", "inner", "yes")
	f.leave("AddBreadcrumb", "after")
	first := f.leave("CaptureException", "{ОбщийМодуль.А.Модуль(7)}: первая")
	f.leave("PopScope")
	f.leave("SetContext", "order", `{"number": 12}`)
	f.leave("CaptureMessage", "вторая")
	f.die()

	next := f.heir()
	s := next.recovers()
	if s.Recovered.Runs != 1 || s.Recovered.Records != 5 || s.Adopted != 2 || s.Sent != 2 {
		t.Fatalf("recovered %+v, adopted %d, sent %d", s.Recovered, s.Adopted, s.Sent)
	}
	events := next.events()
	if len(events) != 2 {
		t.Fatalf("%d events", len(events))
	}
	if strings.Contains(events[0].Text("logentry", "formatted"), "вторая") {
		events[0], events[1] = events[1], events[0]
	}
	want(t, events[0], hexOf(first), "event_id")
	want(t, events[0], "Ромашка", "tags", "organization")
	want(t, events[0], "yes", "tags", "inner")
	want(t, events[0], "5f1c", "user", "id")
	want(t, events[0], "before", "breadcrumbs", "values", 0, "message")
	want(t, events[0], "after", "breadcrumbs", "values", 1, "message")
	want(t, events[1], nil, "tags", "inner")
	want(t, events[1], 12, "contexts", "order", "number")
	if files := next.files(); len(files) != 3 {
		t.Errorf("left are %q, want a ring, a log and a lock", files)
	}
}

func hexOf(id [16]byte) string {
	c := &call{record: record.Record{ID: id}}
	return c.id()
}

// TestRecover_odd: a ring that somebody else wrote, or that was cut or changed, costs
// what is in it and nothing else.
func TestRecover_odd(t *testing.T) {
	overwrite := func(path string, at int64, content []byte) {
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if _, err := file.WriteAt(content, at); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name   string
		break_ func(f *fixture)
		sent   uint64
		check  func(s statisticsJSON, files []string) bool
	}{
		{"damaged header", func(f *fixture) { overwrite(f.host.ring, 0, []byte("nonsense")) }, 0,
			func(s statisticsJSON, files []string) bool {
				return strings.Contains(strings.Join(files, " "), ".ring.damaged")
			}},
		{"newer version", func(f *fixture) { overwrite(f.host.ring, 16, []byte{9}) }, 0,
			func(s statisticsJSON, files []string) bool { return s.Recovered.Runs == 0 && len(files) == 6 }},
		{"damaged further ring", func(f *fixture) {
			if err := os.WriteFile(strings.TrimSuffix(f.host.ring, ".ring")+".1.ring", []byte("nonsense"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, 2, func(s statisticsJSON, files []string) bool {
			return s.Recovered.Damaged == 1 && strings.Contains(strings.Join(files, " "), ".1.ring.damaged")
		}},
		{"damaged record", func(f *fixture) { overwrite(f.host.ring, record.RingFileRecordsAt, []byte("XXXXXXXX")) }, 1,
			func(s statisticsJSON, files []string) bool { return s.Recovered.Damaged == 1 && len(files) == 3 }},
		// Its first word is the one of a record that is being written.
		{"torn record", func(f *fixture) {
			overwrite(f.host.ring, record.RingFileRecordsAt, []byte{0x31, 0x53, 0x52, 0x31})
		}, 1, func(s statisticsJSON, files []string) bool { return s.Recovered.Torn == 1 && len(files) == 3 }},
		{"no log", func(f *fixture) { os.Remove(f.worker.life.Run.Log.Path()) }, 2,
			func(s statisticsJSON, files []string) bool { return s.Recovered.Stateless > 0 && len(files) == 3 }},
		{"ended three times", func(f *fixture) {
			const attemptsAt = 52
			overwrite(f.host.ring, attemptsAt, []byte{3})
		}, 1, func(s statisticsJSON, files []string) bool {
			return s.Recovered.PassedOver == 1 && s.Recovered.Failed != "" && s.Dropped["internal_sdk_error"] == 1 && len(files) == 3
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := ready(t, "")
			f.leave("CaptureMessage", "первое")
			f.leave("CaptureMessage", "второе")
			test.break_(f)
			f.die()
			next := f.heir()
			s := next.recovers()
			if s.Sent != test.sent || !test.check(s, next.files()) {
				t.Errorf("sent %d, %+v, files %q", s.Sent, s.Recovered, next.files())
			}
			gaps := s.Recovered.Damaged+s.Recovered.PassedOver > 0
			for _, event := range next.events() {
				told, _ := event.At("contexts", "sdk_problems", "scope").(string)
				if gaps != strings.Contains(told, "could not be read") && s.Recovered.Stateless == 0 {
					t.Errorf("%d records are missing, of the scope is told %q", s.Recovered.Damaged+s.Recovered.PassedOver, told)
				}
			}
		})
	}
}

// TestRecover_compacted: a log that was written anew says the same.
func TestRecover_compacted(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "n", "1")
	f.worker.compactState()
	f.call(1, "SetTag", "m", "2")
	f.leave("CaptureMessage", "x")
	f.die()
	next := f.heir()
	next.recovers()
	event := next.event()
	want(t, event, "1", "tags", "n")
	want(t, event, "2", "tags", "m")
}

// TestLook_forgotten: the ring of a spool that was removed goes when its events would be
// too old for any server, and not before; one of a spool that is there stays.
func TestLook_forgotten(t *testing.T) {
	f := ready(t, "")
	rings := f.worker.life.RingFolders()[0]
	gone, there := filepath.Join(t.TempDir(), "gone"), t.TempDir()
	locks, err := spool.LocksDir(there)
	if err != nil {
		t.Fatal(err)
	}
	ring := func(run, locks string, age, shown time.Duration) (path string) {
		t.Helper()
		path, err := ringfile.Create(rings, run, filepath.Join(locks, runlock.Name(run)), 4096)
		if err != nil {
			t.Fatal(err)
		}
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		const startedAt = 40
		started := binary.LittleEndian.AppendUint64(nil, uint64(time.Now().Add(-age).UnixNano()))
		if _, err := file.WriteAt(started, startedAt); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-shown)
		must(os.Chtimes(path, at, at))
		return path
	}
	const old, young = life.ForgottenAfter + time.Hour, life.ForgottenAfter - time.Hour
	removed := filepath.Join(gone, "v1", "locks")
	ring("00000000000000aa", removed, old, old)
	ring("00000000000000bb", removed, young, young)
	ring("00000000000000cc", locks, old, old)
	ring("00000000000000dd", removed, old, young) // it began long ago, and ended later
	living, err := ringfile.Hold(ring("00000000000000ee", removed, old, old))
	must(err)
	defer living.Close()
	f.worker.life.Look(f.worker.roots(), nil)
	var left []string
	for _, name := range f.files() {
		if strings.HasPrefix(name, "00000000000000") {
			left = append(left, name)
		}
	}
	if want := []string{"00000000000000bb.ring", "00000000000000cc.ring", "00000000000000dd.ring", "00000000000000ee.ring"}; !slices.Equal(left, want) {
		t.Errorf("the rings left are %q, want %q", left, want)
	}
}

// TestKeepRing_shows: the ring of a run that goes on says so at its file, which others go by who do not know its spool.
func TestKeepRing_shows(t *testing.T) {
	f := ready(t, "")
	path := f.worker.life.Run.RingPath
	at := time.Now().Add(-life.ForgottenAfter - time.Hour)
	must(os.Chtimes(path, at, at))
	time.Sleep(time.Second) // it is looked at once a second
	f.worker.life.KeepRing()
	info, err := os.Lstat(path)
	must(err)
	if age := time.Since(info.ModTime()); age > time.Minute {
		t.Errorf("the file of a living run is %v old", age)
	}
}

// TestInit_switchedOff: an administrator can keep the component from working, and it
// keeps itself from ending process after process.
func TestInit_switchedOff(t *testing.T) {
	f := newFixture(t)
	f.worker.getenv = func(name string) (string, bool) { return "1", name == "SENTRY1C_DISABLE" }
	if f.bool(1, "Init", testDSN, "") || !strings.Contains(f.lastError(1), "SENTRY1C_DISABLE") {
		t.Error("SENTRY1C_DISABLE did not switch it off")
	}
	f = newFixture(t)
	marker := filepath.Join(f.worker.root(), "disabled")
	if err := os.WriteFile(marker, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if f.bool(1, "Init", testDSN, `{"memoryOnly": true}`) || !strings.Contains(f.lastError(1), marker) {
		t.Error("the file did not switch it off")
	}

	f = newFixture(t)
	for range 3 {
		dead := f.heir()
		if bad, ok := dead.worker.life.Begin(dead.worker.root(), false); !ok {
			t.Fatal(bad)
		}
		dead.die()
	}
	f.worker.life.StartsTogether = time.Nanosecond
	if f.bool(1, "Init", testDSN, "") || !strings.Contains(f.lastError(1), "ended while the component started") {
		t.Error("it starts although three processes ended over that")
	}
	elsewhere := t.TempDir()
	f.worker.root = func() string { return elsewhere }
	if !f.bool(1, "Init", testDSN, "") {
		t.Errorf("what ended over another spool keeps it from starting: %s", f.lastError(1))
	}
}

// TestInit_degraded: without a place on disk or in memory it works on and says so.
func TestInit_degraded(t *testing.T) {
	f := newFixture(t)
	f.worker.life.RingFolders = func() []string { return nil }
	if !f.bool(1, "Init", testDSN, "") || !strings.Contains(f.lastError(1), "when the process ends") {
		t.Error("no word of the missing ring")
	}
	f.call(1, "CaptureMessage", "x")
	f.event()

	f = newFixture(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f.worker.root = func() string { return filepath.Join(file, "below") }
	if !f.bool(1, "Init", testDSN, "") || !strings.Contains(f.lastError(1), "nothing is kept on disk") {
		t.Error("no word of the missing spool")
	}
	f.call(1, "CaptureMessage", "x")
	f.event()
	if s := f.statistics(1); len(s.Degraded) == 0 {
		t.Error("the statistics do not tell")
	}
}
