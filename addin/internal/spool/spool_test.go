package spool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/runlock"
)

const dsn = "https://key@host/1"

// run is a living run with one client.
type run struct {
	root  string
	lock  *runlock.Lock
	spool *Spool
}

func start(t *testing.T, root string) *run {
	t.Helper()
	locks, err := LocksDir(root)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := runlock.New(locks)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lock.Release)
	s, err := Open(root, dsn, lock, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &run{root, lock, s}
}

// die ends the run as a kill does: nothing is cleaned up.
func (r *run) die() { r.lock.Release() }

// envelopeOf is an envelope with a payload.
func envelopeOf(payload string) []byte {
	return fmt.Appendf(nil, "{\"sdk\":{}}\n{\"type\":\"event\",\"length\":%d}\n%s\n", len(payload), payload)
}

func (r *run) put(t *testing.T, record uint64, payload string) Entry {
	t.Helper()
	e, err := r.spool.Put(Key{Class: 0, Created: time.UnixMilli(1795000000000 + int64(record)), Run: r.lock.ID, Record: record}, envelopeOf(payload))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func root(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "Каталог пользователя", "spool")
}

// files lists what lies below a root, but for folders.
func files(t *testing.T, root string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestSpool_putLoadRemove(t *testing.T) {
	r := start(t, root(t))
	e := r.put(t, 7, "содержимое")
	if got, err := r.spool.Load(e); string(got) != string(envelopeOf("содержимое")) || err != nil {
		t.Errorf("Load = %q, %v", got, err)
	}
	if e.Size != int64(markLen+len(envelopeOf("содержимое"))) {
		t.Errorf("Size = %d", e.Size)
	}
	if info, err := os.Stat(e.path()); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if !r.spool.Unsynced() {
		t.Error("nothing to sync after Put")
	}
	r.spool.Sync()
	if r.spool.Unsynced() {
		t.Error("something to sync after Sync")
	}
	for range 2 { // removing what is gone is no error
		if err := r.spool.Remove(e); err != nil {
			t.Error(err)
		}
	}
	if _, err := r.spool.Load(e); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Load after Remove = %v", err)
	}
	r.spool.Leave()
	if err := r.lock.End(); err != nil {
		t.Error(err)
	}
	if left := slices.DeleteFunc(files(t, r.root), func(name string) bool { return name == "spare" }); len(left) != 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestSpool_adopt(t *testing.T) {
	base := root(t)
	dead := start(t, base)
	for record := uint64(1); record <= 3; record++ {
		dead.put(t, record, strings.Repeat("x", int(record)))
	}
	if err := os.WriteFile(filepath.Join(dead.spool.Dir(), "half.envelope.tmp"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dead.spool.Dir(), "foreign.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	own := start(t, base)
	if got := own.spool.Orphans(); !slices.Equal(got, []string{dead.lock.Path()}) {
		t.Fatalf("Orphans = %q, want %q", got, dead.lock.Path())
	}
	if claim, err := runlock.Claim(dead.lock.Path()); claim != nil || err != nil {
		t.Fatalf("a living run was claimed: %v, %v", claim, err)
	}
	dead.die()
	claim, err := runlock.Claim(dead.lock.Path())
	if claim == nil || err != nil {
		t.Fatalf("Claim = %v, %v", claim, err)
	}
	adopted, err := own.spool.Find(claim)
	if err != nil || len(adopted.Entries) != 3 {
		t.Fatalf("Find = %d entries, %v", len(adopted.Entries), err)
	}
	for i, e := range adopted.Entries {
		if e.Record != uint64(i+1) || e.Size != int64(markLen+len(envelopeOf("x"))+i) || e.Run != dead.lock.ID {
			t.Errorf("entry %d = %+v", i, e)
		}
		if got, err := own.spool.Load(e); string(got) != string(envelopeOf(strings.Repeat("x", i+1))) || err != nil {
			t.Errorf("Load = %q, %v", got, err)
		}
	}
	if !adopted.Has(dead.lock.ID, 2, 0) || adopted.Has(dead.lock.ID, 2, 1) || adopted.Has(own.lock.ID, 2, 0) {
		t.Error("Has does not tell what there is")
	}
	// A record that the dead run had no time for belongs to it as well, until it is
	// all taken over.
	four := Key{Created: time.Now(), Run: dead.lock.ID, Record: 4}
	if err := adopted.Put(four, envelopeOf("four")); err != nil {
		t.Fatal(err)
	}
	if err := adopted.Put(four, envelopeOf("in its place")); err != nil || len(adopted.Entries) != 4 {
		t.Errorf("put again: %d entries, %v", len(adopted.Entries), err)
	} else if got, err := own.spool.Load(adopted.Entries[3]); string(got) != string(envelopeOf("in its place")) || adopted.Entries[3].Size != int64(markLen+len(got)) {
		t.Errorf("Load = %q of %d bytes, %v", got, adopted.Entries[3].Size, err)
	}
	if again, err := own.spool.Find(claim); err != nil || len(again.Entries) != 4 || !again.Has(dead.lock.ID, 4, 0) {
		t.Errorf("Find again = %+v, %v", again, err)
	}
	if owned, err := adopted.Take(); err != nil || len(owned) != 4 {
		t.Fatalf("Take = %d entries, %v", len(owned), err)
	}
	if again, err := own.spool.Find(claim); err != nil || len(again.Entries) != 0 {
		t.Errorf("Find after Take = %+v, %v", again, err)
	}
	if err := claim.End(); err != nil {
		t.Error(err)
	}
	// Now this run owns them, and a third one sees it so.
	third := start(t, base)
	if got := third.spool.Orphans(); !slices.Equal(got, []string{own.lock.Path()}) {
		t.Errorf("Orphans of a third run = %q, want %q", got, own.lock.Path())
	}
	if err := os.Remove(filepath.Join(dead.spool.Dir(), "foreign.txt")); err != nil {
		t.Fatal(err)
	}
	for _, e := range adopted.Entries {
		if err := own.spool.Remove(e); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(dead.spool.Dir()); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder of the dead run is still there")
	}
}

// TestSpool_putTwice: what is put for a dead run goes to nobody else's folder, though the run was put something before: by
// one who then took its files, and could not read its ring yet.
func TestSpool_putTwice(t *testing.T) {
	base := root(t)
	dead, second, third, fourth := start(t, base), start(t, base), start(t, base), start(t, base)
	dead.die()
	if err := os.RemoveAll(dead.spool.Dir()); err != nil {
		t.Fatal(err)
	}
	for record, r := range map[uint64]*run{1: second, 2: third} {
		claim, err := runlock.Claim(dead.lock.Path())
		if claim == nil || err != nil {
			t.Fatalf("Claim = %v, %v", claim, err)
		}
		left, err := r.spool.Find(claim)
		if err != nil || len(left.Entries) != 0 {
			t.Fatalf("Find = %+v, %v", left, err)
		}
		if err := left.Put(Key{Created: time.Now(), Run: dead.lock.ID, Record: record}, envelopeOf("x")); err != nil {
			t.Fatal(err)
		}
		if _, err := left.Take(); err != nil {
			t.Fatal(err)
		}
		claim.Release()
	}
	for record, r := range map[uint64]*run{1: second, 2: third} {
		r.die()
		claim, err := runlock.Claim(r.lock.Path())
		if claim == nil || err != nil {
			t.Fatalf("Claim = %v, %v", claim, err)
		}
		left, err := fourth.spool.Find(claim)
		if err != nil || len(left.Entries) != 1 || left.Entries[0].Record != record {
			t.Errorf("of the run that took record %d is found %+v, %v", record, left.Entries, err)
		}
		claim.Release()
	}
}

// TestSpool_adoptTwice: a run that dies after it adopted passes on what it adopted.
func TestSpool_adoptTwice(t *testing.T) {
	base := root(t)
	first := start(t, base)
	first.put(t, 1, "from the first")
	first.die()
	second := start(t, base)
	second.put(t, 1, "from the second")
	adoptAll(t, second)
	second.die()
	third := start(t, base)
	var got []string
	for _, e := range adoptAll(t, third) {
		content, err := third.spool.Load(e)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(content))
	}
	slices.Sort(got)
	if !slices.Equal(got, []string{string(envelopeOf("from the first")), string(envelopeOf("from the second"))}) {
		t.Errorf("adopted %q", got)
	}
}

// TestTake_half: a run left two folders to one project, and the second cannot be owned for a
// moment: each file is handed over once, by the try that owned it.
func TestTake_half(t *testing.T) {
	base := root(t)
	dead := start(t, base)
	dead.put(t, 1, "one")
	second, err := Open(base, dsn, dead.lock, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	(&run{base, dead.lock, second}).put(t, 2, "two")
	dead.die()
	heir := start(t, base)
	free := occupyNew(t, filepath.Join(second.Dir(), OwnerFile))
	try := func() (owned []Entry, err error) {
		claim, err := runlock.Claim(dead.lock.Path())
		if claim == nil || err != nil {
			t.Fatal(claim, err)
		}
		defer claim.Release()
		left, err := heir.spool.Find(claim)
		if err != nil {
			t.Fatal(err)
		}
		return left.Take()
	}
	if owned, err := try(); err == nil || len(owned) != 1 || owned[0].Record != 1 {
		t.Errorf("while the second cannot be owned: %+v, %v", owned, err)
	}
	free()
	if owned, err := try(); err != nil || len(owned) != 1 || owned[0].Record != 2 {
		t.Errorf("after the way is free: %+v, %v", owned, err)
	}
}

func adoptAll(t *testing.T, r *run) (entries []Entry) {
	t.Helper()
	for _, lock := range r.spool.Orphans() {
		claim, err := runlock.Claim(lock)
		if err != nil {
			t.Fatal(err)
		}
		if claim == nil {
			continue
		}
		a, err := r.spool.Find(claim)
		if err != nil {
			t.Fatal(err)
		}
		owned, err := a.Take()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, owned...)
		if err := claim.End(); err != nil {
			t.Fatal(err)
		}
	}
	return entries
}

// TestSpool_killedBeforeItOwned: a folder without an owner goes by its name.
func TestSpool_killedBeforeItOwned(t *testing.T) {
	base := root(t)
	dead := start(t, base)
	dead.put(t, 1, "x")
	if err := os.Remove(filepath.Join(dead.spool.Dir(), OwnerFile)); err != nil {
		t.Fatal(err)
	}
	own := start(t, base)
	if entries := adoptAll(t, own); len(entries) != 0 {
		t.Fatalf("adopted %d files of a living run", len(entries))
	}
	dead.die()
	if entries := adoptAll(t, own); len(entries) != 1 {
		t.Errorf("adopted %d files, want 1", len(entries))
	}
}

// TestSpool_adoptLong: a file that damage made longer than any envelope takes the room of no
// other.
func TestSpool_adoptLong(t *testing.T) {
	base := root(t)
	dead := start(t, base)
	dead.put(t, 1, "x")
	dead.put(t, 2, "y")
	files, err := filepath.Glob(filepath.Join(dead.spool.Dir(), "*"+suffix))
	if err != nil || len(files) != 2 {
		t.Fatalf("%q, %v", files, err)
	}
	if err := os.Truncate(files[0], 64<<30); err != nil {
		t.Skip(err)
	}
	dead.die()
	own := start(t, base)
	entries, size := adoptAll(t, own), int64(0)
	for _, e := range entries {
		size += e.Size
	}
	if len(entries) != 2 || size > 1<<10 {
		t.Errorf("adopted %d files of %d bytes", len(entries), size)
	}
	damaged := 0
	for _, e := range entries {
		if _, err := own.spool.Load(e); errors.Is(err, ErrDamaged) {
			damaged++
		}
	}
	if damaged != 1 {
		t.Errorf("%d are damaged", damaged)
	}
}

func TestSpool_quarantine(t *testing.T) {
	r := start(t, root(t))
	for record := range uint64(maxQuarantineFiles + 5) {
		if err := r.spool.Quarantine(r.put(t, record, "x"), "Send Error/1"); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadDir(filepath.Join(r.spool.project, quarantineDir))
	if err != nil || len(kept) != maxQuarantineFiles {
		t.Fatalf("%d files in quarantine, %v, want %d", len(kept), err, maxQuarantineFiles)
	}
	oldest, _, _ := strings.Cut(kept[0].Name(), ".")
	if key, ok := parseName(oldest + suffix); !ok || key.Record != 5 {
		t.Errorf("the oldest is %s, want record 5", kept[0].Name())
	}
	if !strings.Contains(kept[0].Name(), ".send_error_1.") {
		t.Errorf("%s does not tell the reason", kept[0].Name())
	}
	if own := r.spool.Orphans(); len(own) != 0 {
		t.Errorf("the quarantine is an orphan: %q", own)
	}
}

func TestParseName(t *testing.T) {
	k := Key{Class: 3, Created: time.UnixMilli(1795000000123), Run: "0123456789abcdef", Record: 1<<64 - 1, Part: 2}
	if got, ok := parseName(k.name()); !ok || got != k {
		t.Errorf("parseName(%s) = %+v, %v", k.name(), got, ok)
	}
	for _, name := range []string{
		"", ".envelope", "x.envelope", "0-1-0123456789abcdef-1-0.envelope", "0-1795000000123-0123456789abcdeX-0000000000000001-0.envelope",
		"../0-1795000000123-0123456789abcdef-0000000000000001-0.envelope", "0-1795000000123-0123456789abcdef-0000000000000001-0.envelope.tmp",
		"+-1795000000123-0123456789abcdef-0000000000000001-0.envelope",
	} {
		if got, ok := parseName(name); ok {
			t.Errorf("parseName(%q) = %+v", name, got)
		}
	}
}

// TestParseName_golden: what an earlier process called a file is what it is called now.
func TestParseName_golden(t *testing.T) {
	keys := []Key{
		{Created: time.UnixMilli(1795000000123), Run: "0123456789abcdef", Record: 1},
		{Class: 3, Created: time.UnixMilli(1795000000123), Run: "0123456789abcdef", Record: 1<<64 - 1, Part: 2},
		{Class: 10, Created: time.UnixMilli(5), Run: "fedcba9876543210", Record: 0xAA, Part: 65535},
		{Created: time.UnixMilli(1795000000123), Run: "0123456789abcdef", Record: 2, Part: 1 << 20},
	}
	names := strings.Fields(string(golden(t, "names.1")))
	if len(names) != len(keys) {
		t.Fatalf("%d names, want %d", len(names), len(keys))
	}
	for i, k := range keys {
		if got, ok := parseName(names[i]); !ok || got != k || k.name() != names[i] {
			t.Errorf("%s is %+v, %v; %+v is %s", names[i], got, ok, k, k.name())
		}
	}
}

// TestName_wrongClock: what a clock says that is wrong is a name all the same.
func TestName_wrongClock(t *testing.T) {
	for _, created := range []time.Time{{}, time.Unix(-1, 0), time.Unix(1<<40, 0), time.Unix(1<<62, 0)} {
		k := Key{Created: created, Run: "0123456789abcdef", Record: 1}
		if got, ok := parseName(k.name()); !ok || got.source() != k.source() {
			t.Errorf("%v: %s is no name", created, k.name())
		}
	}
}

func FuzzParseName(f *testing.F) {
	f.Add(Key{Run: "0123456789abcdef", Created: time.UnixMilli(5)}.name())
	for _, name := range strings.Fields(string(golden(f, "names.1"))) {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if k, ok := parseName(name); ok && (k.name() != name || strings.ContainsAny(name, `/\`)) {
			t.Fatalf("parseName(%q) = %+v", name, k)
		}
	})
}

func TestOpen_foreign(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs to play another user")
	}
	base := root(t)
	r := start(t, base)
	planted := filepath.Join(base, formatDir, Project("other"))
	if err := os.Mkdir(planted, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(planted, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(base, "other", r.lock, 1, nil); err == nil {
		t.Error("a folder of another user was taken")
	}
	if err := os.Symlink("/tmp", filepath.Join(base, formatDir, Project("link"))); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(base, "link", r.lock, 1, nil); err == nil {
		t.Error("a link was followed")
	}
}
