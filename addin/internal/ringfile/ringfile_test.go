package ringfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
)

const (
	run      = "0123456789abcdef"
	lockPath = "/каталог с пробелом/" + run + ".lock"
	size     = 4096
)

func newRing(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "кольца")
	if err := private.MkdirAll(dir); err != nil {
		t.Fatal(err)
	}
	path, err := Create(dir, run, lockPath, size)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func write(t *testing.T, path string, at int64, content []byte) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(content, at); err != nil {
		t.Fatal(err)
	}
}

func word(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }

// fill writes records into the ring as a process would, from position start on, and
// returns how many bytes they have.
func fill(t *testing.T, path string, start uint32, bodies ...string) int {
	t.Helper()
	var content []byte
	for i, body := range bodies {
		content = record.Append(content, uint16(i), 7, 0, []byte(body))
	}
	at := int64(start%(size/unit)) * unit
	write(t, path, record.RingFileRecordsAt+at, content)
	write(t, path, ringTailAt, word(start))
	write(t, path, ringHeadAt, word(start+uint32(len(content)/unit)))
	return len(content)
}

func TestCreateAndOpen(t *testing.T) {
	path := newRing(t)
	before := time.Now()
	dead, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer dead.Close()
	if dead.Run != run || dead.LockPath != lockPath || !dead.Empty() || dead.Running {
		t.Errorf("dead = %+v", dead)
	}
	if age := before.Sub(dead.Started); age < -time.Second || age > time.Minute {
		t.Errorf("started %v ago", age)
	}
	if got, err := dead.Next(100); len(got) != 0 || err != nil {
		t.Errorf("Next of an empty ring = %d bytes, %v", len(got), err)
	}
	if err := MarkRunning(path, false); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path)
	if err != nil || !again.Running || again.SeveralRoots {
		t.Fatalf("after MarkRunning: %+v, %v", again, err)
	}
	again.Close()
	if paths, err := List(filepath.Dir(path)); err != nil || len(paths) != 1 || paths[0] != path {
		t.Errorf("List = %q, %v", paths, err)
	}
	if _, err := Create(filepath.Dir(path), run, lockPath, 100); err == nil {
		t.Error("a ring of 100 bytes was made")
	}
	if _, err := Create(filepath.Dir(path), "../x", lockPath, size); err == nil {
		t.Error("a run with a path for a name was taken")
	}
}

func TestHold(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file that is open keeps its name there")
	}
	path := newRing(t)
	if Held(path) || Held(path+"x") {
		t.Error("a ring of nobody is held")
	}
	hold, err := Hold(path)
	if err != nil || !Held(path) {
		t.Fatalf("Hold = %v, held %v", err, Held(path))
	}
	if err := hold.Close(); err != nil || Held(path) {
		t.Errorf("it is held after its end: %v", err)
	}
}

// all reads everything and returns the bodies of the records.
func all(t *testing.T, dead *Dead, limit int) (bodies []string) {
	t.Helper()
	for {
		content, err := dead.Next(limit)
		if err != nil {
			t.Fatal(err)
		}
		if len(content) == 0 {
			return bodies
		}
		for rest := content; ; {
			entry, after, ok, err := record.Next(rest)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			bodies = append(bodies, string(entry.Arguments(nil)[0].Raw))
			rest = after
		}
		if err := dead.Advance(len(content)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDead_readsWhatIsLeft(t *testing.T) {
	for _, start := range []uint32{0, 100, 1<<32 - 512} {
		path := newRing(t)
		fill(t, path, start, "first", "второй", "third")
		dead, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		first, err := dead.Next(1)
		if err != nil {
			t.Fatal(err)
		}
		if err := dead.Advance(len(first)); err != nil {
			t.Fatal(err)
		}
		dead.Close()
		// The next process goes on behind what is safe.
		if dead, err = Open(path); err != nil {
			t.Fatal(err)
		}
		if got := all(t, dead, 1<<20); len(got) != 2 || got[0] != "второй" || got[1] != "third" {
			t.Errorf("from %d: %q", start, got)
		}
		dead.Close()
	}
}

func TestDead_overTheEnd(t *testing.T) {
	path := newRing(t)
	const units = size / unit
	entry := record.Append(nil, 1, 1, 0, []byte("at the end"))
	start := uint32(3*units - len(entry)/unit)
	write(t, path, record.RingFileRecordsAt+int64(start%units)*unit, entry)
	write(t, path, record.RingFileRecordsAt, record.Append(nil, 1, 1, 0, []byte("at the start")))
	write(t, path, ringTailAt, word(start))
	write(t, path, ringHeadAt, word(3*units+uint32(len(record.Append(nil, 1, 1, 0, []byte("at the start")))/unit)))
	dead, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer dead.Close()
	if got := all(t, dead, 1<<20); len(got) != 2 || got[0] != "at the end" || got[1] != "at the start" {
		t.Errorf("got %q", got)
	}
}

// clock lets a test say how time passes.
func clock(t *testing.T) (pass func(time.Duration)) {
	moment := time.Now()
	now = func() time.Time { return moment }
	t.Cleanup(func() { now = time.Now })
	return func(d time.Duration) { moment = moment.Add(d) }
}

// TestDead_attemptsAtOnce: processes that end over a record one soon after the other, as short ones do
// that somebody ends, say nothing of it.
func TestDead_attemptsAtOnce(t *testing.T) {
	path := newRing(t)
	fill(t, path, 0, "good")
	pass := clock(t)
	for i := range 20 {
		dead := open(t, path)
		if try, err := dead.Attempt(); !try || err != nil {
			t.Fatalf("attempt %d: %v, %v", i+1, try, err)
		}
		if i%2 == 1 {
			if err := dead.Withdraw(); err != nil { // of one that did not count
				t.Fatal(err)
			}
		}
		pass(attemptsApart * time.Second / 10)
	}
	for range maxAttempts { // whatever was counted until then
		pass(attemptsApart * time.Second)
		if _, err := open(t, path).Attempt(); err != nil {
			t.Fatal(err)
		}
	}
	if try, err := open(t, path).Attempt(); try || err != nil {
		t.Errorf("after %d that were apart: %v, %v", maxAttempts, try, err)
	}
}

func TestDead_attempts(t *testing.T) {
	path := newRing(t)
	fill(t, path, 0, "poison", "good")
	pass := clock(t)
	for i := range maxAttempts + 1 {
		pass(attemptsApart * time.Second)
		dead, err := Open(path) // a process that ends in the record
		if err != nil {
			t.Fatal(err)
		}
		try, err := dead.Attempt()
		if err != nil || try != (i < maxAttempts) {
			t.Errorf("attempt %d: %v, %v", i+1, try, err)
		}
		dead.Close()
	}
	dead, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer dead.Close()
	content, err := dead.Next(1)
	if err != nil {
		t.Fatal(err)
	}
	if err := dead.Advance(len(content)); err != nil {
		t.Fatal(err)
	}
	if try, err := dead.Attempt(); !try || err != nil {
		t.Errorf("the next record is not tried: %v, %v", try, err)
	}
}

// addRing makes a further ring of the run, as native/growth.c does, with a record of each
// sequence.
func addRing(t *testing.T, base string, number string, sequences ...uint64) string {
	t.Helper()
	content, err := os.ReadFile(base)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(filepath.Dir(base), run+"."+number+".ring")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	put(t, path, sequences...)
	return path
}

// put writes records of the sequences into a ring from its start.
func put(t *testing.T, path string, sequences ...uint64) {
	t.Helper()
	var content []byte
	for _, n := range sequences {
		content = record.Append(content, 1, 7, n, []byte(fmt.Sprint(n)))
	}
	write(t, path, record.RingFileRecordsAt, content)
	write(t, path, ringTailAt, word(0))
	write(t, path, ringHeadAt, word(uint32(len(content)/unit)))
}

func open(t *testing.T, path string) *Dead {
	t.Helper()
	dead, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(dead.Close)
	return dead
}

// TestFind_unknown: a folder that cannot be listed is not one without rings.
func TestFind_unknown(t *testing.T) {
	path := newRing(t)
	held := unlistable(t)
	run, _, _ := Of(filepath.Base(path))
	if _, err := Find(held, run); err == nil {
		t.Error("Find says that there is none")
	}
	if _, err := Look(held, run); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Look: %v", err)
	}
	if _, err := Open(filepath.Join(held, Name(run))); err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrDamaged) {
		t.Errorf("Open: %v", err)
	}
	if found, err := Find(filepath.Join(filepath.Dir(path), "none"), run); found != "" || err != nil {
		t.Errorf("Find in a folder that is not there: %q, %v", found, err)
	}
}

// TestDead_chain reads the rings of a run in the order of the calls, also when another
// process has read a part of them, and when the first is gone.
func TestDead_chain(t *testing.T) {
	for _, limit := range []int{1, 200, 1 << 20} {
		path := newRing(t)
		dir := filepath.Dir(path)
		put(t, path, 1, 2, 8, 12)
		addRing(t, path, "2", 6, 7, 11)
		addRing(t, path, "11", 3, 4, 5, 9, 10)
		paths, err := List(dir)
		found, notFound := Find(dir, run)
		if err != nil || notFound != nil || len(paths) != 1 || paths[0] != path || found != path {
			t.Errorf("List = %q, %v; Find = %q, %v", paths, err, found, notFound)
		}
		dead := open(t, path)
		for range 3 {
			content, err := dead.Next(1)
			if err != nil {
				t.Fatal(err)
			}
			if err := dead.Advance(len(content)); err != nil {
				t.Fatal(err)
			}
		}
		dead.Close()
		again := open(t, path)
		got := strings.Join(all(t, again, limit), " ")
		again.Close()
		if got != "4 5 6 7 8 9 10 11 12" {
			t.Errorf("with %d bytes at a time: %s", limit, got)
		}
		put(t, filepath.Join(dir, run+".2.ring"), 6, 7)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		first := filepath.Join(dir, run+".2.ring")
		paths, _ = List(dir)
		if found, _ = Find(dir, run); len(paths) != 1 || paths[0] != first || found != first {
			t.Errorf("without the first ring: List = %q, Find = %q", paths, found)
		}
		last := open(t, first)
		if got := strings.Join(all(t, last, limit), " "); got != "6 7" {
			t.Errorf("without the first ring: %s", got)
		}
		last.Close()
		if err := os.WriteFile(filepath.Join(dir, run+".12.ring.new"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		Remove(dir, run)
		if entries, _ := os.ReadDir(dir); len(entries) != 0 {
			t.Errorf("left behind: %v", entries)
		}
	}
}

// TestDead_chainAttempts: the count belongs to the record, whichever ring it is in.
func TestDead_chainAttempts(t *testing.T) {
	path := newRing(t)
	put(t, path, 1, 3)
	addRing(t, path, "1", 2)
	pass := clock(t)
	for want := range 3 {
		for range maxAttempts {
			pass(attemptsApart * time.Second)
			if try, err := open(t, path).Attempt(); !try || err != nil {
				t.Fatalf("record %d: %v, %v", want+1, try, err)
			}
		}
		dead := open(t, path)
		if try, _ := dead.Attempt(); try {
			t.Errorf("record %d was tried once more", want+1)
		}
		content, err := dead.Next(1)
		if err != nil || dead.Advance(len(content)) != nil {
			t.Fatal(err)
		}
	}
	if !open(t, path).Empty() {
		t.Error("something is left")
	}
}

// TestDead_chainDamage: what is lost is what cannot be read, in one ring.
func TestDead_chainDamage(t *testing.T) {
	recordSize := int64(len(record.Append(nil, 1, 7, 1, []byte("1"))))
	second := record.RingFileRecordsAt + recordSize
	tests := map[string]struct {
		damage func(base, further string) error
		want   string
		gone   int
	}{
		"state":          {func(b, f string) error { return writeAt(f, second, word(7)) }, "1 2 4 5 6", 0},
		"size 0":         {func(b, f string) error { return writeAt(f, second+4, word(0)) }, "1 2 4 5 6", 0},
		"size":           {func(b, f string) error { return writeAt(f, second+4, word(80)) }, "1 2 4 5 6", 0},
		"size far":       {func(b, f string) error { return writeAt(f, second+4, word(1<<31)) }, "1 2 4 5 6", 0},
		"argument":       {func(b, f string) error { return writeAt(f, second+72, word(99)) }, "1 2 4 5 6", 0},
		"sequence":       {func(b, f string) error { return writeAt(f, second+8, word(1<<30)) }, "1 2 4 5 3 6", 0},
		"first ring":     {func(b, f string) error { return writeAt(b, 0, []byte("X")) }, "2 3 6", 1},
		"first ring cut": {func(b, f string) error { return os.Truncate(b, 10) }, "2 3 6", 1},
		"further ring":   {func(b, f string) error { return writeAt(f, ringCapacityAt, word(3)) }, "1 4 5", 1},
		"other run's":    {func(b, f string) error { return writeAt(f, runAt, []byte("f")) }, "1 4 5", 1},
		"other lock's":   {func(b, f string) error { return writeAt(f, lockAt, []byte("/")) }, "1 2 3 4 5 6", 0},
		"another lock":   {func(b, f string) error { return writeAt(f, lockAt+1, []byte("x")) }, "1 4 5", 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := newRing(t)
			put(t, path, 1, 4, 5)
			if err := test.damage(path, addRing(t, path, "1", 2, 3, 6)); err != nil {
				t.Fatal(err)
			}
			dead := open(t, path)
			var got []string
			for range 100 {
				content, err := dead.Next(1)
				if err != nil {
					t.Fatal(err)
				}
				if len(content) == 0 {
					break
				}
				record, rest, ok, err := record.Next(content)
				if err != nil {
					err = dead.Skip()
				} else {
					err = dead.Advance(len(content) - len(rest))
				}
				if err != nil {
					t.Fatal(err)
				}
				if ok {
					got = append(got, string(record.Arguments(nil)[0].Raw))
				}
			}
			if text := strings.Join(got, " "); text != test.want || len(dead.Damaged) != test.gone {
				t.Errorf("read %q with %d damaged rings, want %q with %d", text, len(dead.Damaged), test.want, test.gone)
			}
		})
	}
	path := newRing(t)
	further := addRing(t, path, "1", 2)
	write(t, further, versionAt, word(version+1))
	if _, err := Open(path); !errors.Is(err, ErrNewer) {
		t.Errorf("a run with a newer ring: %v", err)
	}
}

func TestOf(t *testing.T) {
	for name, want := range map[string]string{
		run + ".ring": "0 true", run + ".1.ring": "1 true", run + ".4294967295.ring": "4294967295 true",
		run + ".0.ring": "0 false", run + ".01.ring": "0 false", run + ".1.2.ring": "0 false", run + ".4294967296.ring": "0 false",
		run + ".ring.new": "0 false", run + ".1.ring.new": "0 false", "x.ring": "0 false", "x.1.ring": "1 false", run + ".-1.ring": "0 false",
	} {
		if _, number, ok := Of(name); fmt.Sprint(number, ok) != want {
			t.Errorf("Of(%s) = %d, %v, want %s", name, number, ok, want)
		}
	}
}

// TestGolden reads rings of earlier versions: version 1 is that of a run with one ring.
func TestGolden(t *testing.T) {
	for name, want := range map[string]string{"v1": "1 2 3", "v2": "1 2 3 4 5"} {
		dir := filepath.Join(t.TempDir(), "rings")
		if err := private.MkdirAll(dir); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join("testdata", name, "*.ring"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files: %v", err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		path, err := Find(dir, run)
		if err != nil {
			t.Fatal(err)
		}
		dead := open(t, path)
		if dead.LockPath != lockPath || !dead.Running || dead.Started.Unix() != 1_700_000_000 {
			t.Errorf("%s: %+v", name, dead)
		}
		if got := strings.Join(all(t, dead, 100), " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestOpen_damage(t *testing.T) {
	tests := map[string]struct {
		damage func(path string) error
		want   error
	}{
		"empty":            {func(p string) error { return os.Truncate(p, 0) }, ErrDamaged},
		"cut header":       {func(p string) error { return os.Truncate(p, 100) }, ErrDamaged},
		"cut records":      {func(p string) error { return os.Truncate(p, record.RingFileRecordsAt+size-8) }, ErrDamaged},
		"longer":           {func(p string) error { return os.Truncate(p, record.RingFileRecordsAt+2*size) }, ErrDamaged},
		"foreign":          {func(p string) error { return writeAt(p, 0, []byte("SOMETHING")) }, ErrDamaged},
		"newer file":       {func(p string) error { return writeAt(p, versionAt, word(version+1)) }, ErrNewer},
		"newer records":    {func(p string) error { return writeAt(p, ringVersionAt, word(record.FormatVersion+1)) }, ErrNewer},
		"version 0":        {func(p string) error { return writeAt(p, versionAt, word(0)) }, ErrDamaged},
		"run":              {func(p string) error { return writeAt(p, runAt, []byte("../")) }, ErrDamaged},
		"capacity":         {func(p string) error { return writeAt(p, ringCapacityAt, word(511)) }, ErrDamaged},
		"capacity 0":       {func(p string) error { return writeAt(p, ringCapacityAt, word(0)) }, ErrDamaged},
		"capacity huge":    {func(p string) error { return writeAt(p, ringCapacityAt, word(1<<31)) }, ErrDamaged},
		"head before tail": {func(p string) error { return writeAt(p, ringTailAt, word(5)) }, ErrDamaged},
		"head far":         {func(p string) error { return writeAt(p, ringHeadAt, word(513)) }, ErrDamaged},
		"lock path long":   {func(p string) error { return writeAt(p, lockLengthAt, word(maxLock+1)) }, ErrDamaged},
		"no lock path":     {func(p string) error { return writeAt(p, lockLengthAt, word(0)) }, ErrDamaged},
		"open to others":   {func(p string) error { return os.Chmod(p, 0o644) }, private.ErrForeign},
		"two names":        {func(p string) error { return os.Link(p, p+"2") }, private.ErrForeign},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := newRing(t)
			if err := test.damage(path); err != nil {
				t.Skip(err)
			}
			dead, err := Open(path)
			if dead != nil {
				dead.Close()
			}
			if runtime.GOOS == "windows" && test.want == private.ErrForeign {
				return // the rights of the folder keep others out
			}
			if !errors.Is(err, test.want) {
				t.Errorf("Open = %v, want %v", err, test.want)
			}
		})
	}
}

func writeAt(path string, at int64, content []byte) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteAt(content, at)
	return err
}

// FuzzOpen: whatever lies in the files of a run, reading ends, within them.
func FuzzOpen(f *testing.F) {
	content := newContent(run, lockPath, size)
	f.Add(content[:200], []byte{}, uint32(0), uint32(10), false)
	f.Add(content[:64], content[:64], uint32(1<<32-1), uint32(5), true)
	records := record.Append(record.Append(nil, 1, 1, 5, []byte("a")), 1, 1, 7, []byte("b"))
	f.Add(content[:20], records, uint32(0), uint32(len(records)/unit), false)
	f.Fuzz(func(t *testing.T, header, further []byte, tail, head uint32, skip bool) {
		dir := t.TempDir()
		path := filepath.Join(dir, Name(run))
		other := newContent(run, lockPath, size)
		copy(other[record.RingFileRecordsAt:], further)
		copy(other[ringHeadAt:], word(uint32(min(len(further), size)/unit)))
		if err := os.WriteFile(filepath.Join(dir, run+".1.ring"), other, 0o600); err != nil {
			t.Fatal(err)
		}
		content := newContent(run, lockPath, size)
		copy(content, header)
		copy(content[ringTailAt:], word(tail))
		copy(content[ringHeadAt:], word(head))
		copy(content[record.RingFileRecordsAt:], header)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if g, err := Look(dir, run); err == nil && (g.Used > g.Capacity || g.Rings+g.Damaged != 2) {
			t.Fatalf("Look = %+v", g)
		}
		dead, err := Open(path)
		if err != nil {
			return
		}
		defer dead.Close()
		for range 2 * size {
			got, err := dead.Next(100)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) == 0 {
				return
			}
			if skip {
				err = dead.Skip()
			} else {
				err = dead.Advance(len(got))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		t.Fatal("reading does not end")
	})
}
