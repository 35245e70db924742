package addin

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/statelog"
)

// snapshotFile is a snapshot of a version as it was written.
func snapshotFile(version string) string {
	return filepath.Join("testdata", "snapshots", "snapshot."+version+".json")
}

// everything is an object that knows all that a snapshot keeps.
func everything(t *testing.T) (f *fixture, o *object) {
	t.Helper()
	f = newFixture(t)
	f.now = goldenTime
	if !f.call(1, "Init", testDSN, `{"release":"1.2.3"}`, "сеанс 7").Truth {
		t.Fatal(f.lastError(1))
	}
	o = f.worker.objects[1]
	o.trace = event.TraceIDs{Trace: [16]byte{0xA1, 15: 1}, Span: [8]byte{0xB1, 7: 1}}
	for i, call := range [][]any{
		{"SetTag", "Склад", "Основной"}, {"SetContext", "Документ", `{"Номер":"Т-1"}`}, {"SetExtra", "строк", "5"},
		{"SetUser", "7", "Иванова"}, {"SetLevel", "warning"}, {"SetFingerprint", `["a","b"]`}, {"SetTransactionName", "Проведение"},
		{"AddBreadcrumb", "Нажата кнопка", "ui.click"}, {"AddAttachment", "a.txt", "содержимое"}, {"AddAttachmentFile", "/tmp/b.log"},
		{"StartSession"}, {"StartTransaction", "Проведение", "document.post", incoming}, {"StartSpan", "", "db.query", "Выбрать"},
		{"PushScope"}, {"SetTag", "Касса", "2"},
	} {
		c := recordtest.Call{Object: 1, Args: call[1:]}
		if strings.HasPrefix(call[0].(string), "Start") {
			c.ID = [16]byte{0: 0xA0, 7: byte(i + 1)}
		}
		f.apply(c, call[0].(string))
	}
	o.session.SID = [16]byte{0xC1, 15: 1} // made of when the process began
	return f, o
}

// incoming is a trace that somebody else began, so that nothing of it is by chance.
const incoming = `{"sentry-trace":"d1000000000000000000000000000001-d200000000000001-1","baggage":"sentry-trace_id=d1000000000000000000000000000001,sentry-sample_rand=0.25"}`

// snapshotOf is what a snapshot keeps, without the record round it.
func snapshotOf(t *testing.T, o *object) []byte {
	t.Helper()
	entry, _, ok, err := record.Next(takeSnapshot(o))
	if err != nil || !ok || entry.Method != record.MethodSnapshot || entry.Object != o.number {
		t.Fatalf("%+v %v %v", entry, ok, err)
	}
	return entry.Arguments(nil)[0].Raw
}

// restored makes an object of a new worker what a snapshot says.
func restored(t *testing.T, f *fixture, content []byte) (*object, error) {
	t.Helper()
	entry, _, ok, err := record.Next(record.Append(nil, record.MethodSnapshot, 1, 5, content))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	f.worker.contents.Dir = t.TempDir()
	o := newObject(1)
	err = f.worker.restore(o, entry)
	if err == nil {
		f.worker.objects[1] = o
	}
	return o, err
}

// TestSnapshot_golden: what is kept of an object is what stands in the file, and is read
// from that of every version so that nothing is missing.
func TestSnapshot_golden(t *testing.T) {
	_, o := everything(t)
	got := snapshotOf(t, o)
	if *update {
		if err := os.WriteFile(snapshotFile("1"), got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(snapshotFile("1"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, golden) {
		t.Errorf("the snapshot is\n%s\nwant\n%s", got, golden)
	}
	for _, version := range []string{"0", "1"} {
		content, err := os.ReadFile(snapshotFile(version))
		if err != nil {
			t.Fatal(err)
		}
		next, err := restored(t, newFixture(t), content)
		if err != nil {
			t.Fatal(err)
		}
		if again := snapshotOf(t, next); !bytes.Equal(again, golden) {
			t.Errorf("version %s: after it was read it is\n%s\nwant\n%s", version, again, golden)
		}
	}
}

// TestSnapshot_newer: what a newer version of the component wrote is not guessed at; its
// run is left to who can read it, and its envelopes are sent.
func TestSnapshot_newer(t *testing.T) {
	_, o := everything(t)
	newer := bytes.Replace(snapshotOf(t, o), []byte(`"v":1`), []byte(`"v":2`), 1)
	if _, err := restored(t, newFixture(t), newer); !errors.Is(err, statelog.ErrNewer) {
		t.Errorf("a newer snapshot: %v", err)
	}
	f := backlog(t, "")
	log := f.worker.life.Run.Log
	path := log.Path()
	records, err := statelog.Read(filepath.Dir(path), f.worker.id)
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Replace(bytes.ReplaceAll(records, []byte(`{"v":1`), []byte(`{"v":2`))); err != nil {
		t.Fatal(err)
	}
	f.die()
	next := f.heir()
	s := next.recovers()
	if stored, left := arrivals(t, next); stored != inSpool || left != 0 {
		t.Errorf("%d of %d envelopes and %d records arrived", stored, inSpool, left)
	}
	if !strings.Contains(s.Recovered.Failed, "newer version") || s.Recovered.Stateless != 1 {
		t.Errorf("%+v", s.Recovered)
	}
	for _, kept := range []string{path, f.host.ring} {
		if _, err := os.Lstat(kept); err != nil {
			t.Errorf("nothing is left to a newer version: %v", err)
		}
	}
	// It is still as it was for who can read it.
	if after, err := os.ReadFile(path); err != nil || !bytes.Contains(after, []byte(`{"v":2`)) {
		t.Errorf("the log was changed: %v", err)
	}
}

// oddSnapshots are seeds: what nobody has written, but may be read.
var oddSnapshots = []string{
	`{}`, `{"v":2}`, `{"v":1,"dsn":"` + testDSN + `"}`, `null`, ``,
	`{"dsn":"` + testDSN + `","scopes":[{"breadcrumbs":[null,1,"x"],"tags":[["","",""]],"user":5,"attachments":[{"file":"../x","size":-1},{}]},{}]}`,
	`{"dsn":"` + testDSN + `","scopes":[{"attachments":[{"name":"a","file":"attachment-9223372036854775807","size":-7}]}]}`,
	`{"dsn":"` + testDSN + `","transactions":[null,{"spans":[]},{"spans":[null]},{"spans":[{},null]},{"spans":[{}]}],"session":{}}`,
}

// TestSnapshot_odd: whatever is read, the object works.
func TestSnapshot_odd(t *testing.T) {
	golden, err := os.ReadFile(snapshotFile("1"))
	if err != nil {
		t.Fatal(err)
	}
	texts := slices.Clone(oddSnapshots)
	random := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		odd := bytes.Clone(golden)
		from := len(testDSN) + random.IntN(len(odd)-len(testDSN))
		copy(odd[from:], odd[random.IntN(len(odd)):][:random.IntN(20)])
		texts = append(texts, string(odd))
	}
	works := 0
	before, _ := guard.Caught()
	for _, text := range texts {
		f := newFixture(t)
		if _, err := restored(t, f, []byte(text)); err != nil {
			continue
		}
		works++
		for _, call := range [][]any{
			{"AddBreadcrumb", "дальше"}, {"CaptureMessage", "дальше"}, {"StartSpan", "", "op", ""}, {"FinishSpan", "", "ok"},
			{"EndSession", "exited"}, {"PopScope"}, {"Flush", 0}, {"Close", 0},
		} {
			f.call(1, call[0].(string), call[1:]...)
		}
		if after, last := guard.Caught(); after != before {
			t.Errorf("an object of %s panics: %s\n%s", text, last.Value, last.Stack)
			before = after
		}
	}
	if works < 5 {
		t.Errorf("only %d of %d snapshots could be read", works, len(texts))
	}
}

// FuzzSnapshot: what is kept of an object that was read is read as the same.
func FuzzSnapshot(f *testing.F) {
	for _, version := range []string{"0", "1"} {
		content, err := os.ReadFile(snapshotFile(version))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	for _, text := range oddSnapshots {
		f.Add([]byte(text))
	}
	kept := func(t *testing.T, s snapshot) []byte {
		s.Scopes = scope.Restore(s.Scopes, 100, &scope.Contents{}).Snapshot()
		s.Session = s.Session.Restore().Snapshot()
		s.Version = snapshotVersion
		content, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := readSnapshot(content)
		if err != nil {
			return
		}
		once := kept(t, s)
		again, err := readSnapshot(once)
		if err != nil {
			t.Fatalf("its own snapshot %s: %v", once, err)
		}
		if twice := kept(t, again); !bytes.Equal(twice, once) {
			t.Fatalf("it is\n%s, and then\n%s", once, twice)
		}
	})
}
