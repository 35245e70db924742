package spool

import (
	"bytes"
	"errors"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/runlock"
)

// TestMade_golden: what the version before wrote is read, and written as it was.
func TestMade_golden(t *testing.T) {
	for name, want := range map[string]map[string]*madeIn{
		"made.1": {"/home/Пользователь/v1/0123456789abcdef": {[]byte(`{"dsn":"https://key@host/1"}`), bySource(
			Key{0, time.UnixMilli(1795000000123), "0123456789abcdef", 42, 0}, Key{10, time.UnixMilli(5), "0123456789abcdef", 0xffffffffffffffff, 1048576})}},
		"made.1.untold": {`C:\spool\v1\fedcba9876543210`: {nil, bySource()}},
	} {
		in, err := decodeMade(golden(t, name))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(in, want) {
			t.Errorf("%s: read %+v", name, in)
		}
		if got := encodeMade(want); !bytes.Equal(got, golden(t, name)) {
			t.Errorf("%s: written\n%s", name, got)
		}
	}
}

func bySource(keys ...Key) map[string]Key {
	of := make(map[string]Key)
	for _, key := range keys {
		of[key.source()] = key
	}
	return of
}

// TestMade: what was made of a dead run's records is known to who comes after its files were taken
// and sent, with the place where they went, and is added to each time.
func TestMade(t *testing.T) {
	base := root(t)
	dead, heir := start(t, base), start(t, base)
	target := []byte(`{"dsn":"https://key@host/1"}`)
	must(t, own(dead.spool.Dir(), note{dead.lock.Path(), target}))
	dead.put(t, 1, "one")
	dir := filepath.Join(base, "v1", "side", dead.lock.ID)
	dead.die()
	for record := range uint64(3) {
		claim, err := runlock.Claim(dead.lock.Path())
		if claim == nil || err != nil {
			t.Fatal(claim, err)
		}
		made, err := ReadMade(dir, dead.lock.ID)
		must(t, err)
		left, err := heir.spool.Find(claim)
		must(t, err)
		left.Know(made)
		for of := range record + 3 {
			if has := left.Has(dead.lock.ID, of, 0); has != (of > 0 && of < record+2) {
				t.Errorf("go %d: made of record %d: %v", record, of, has)
			}
		}
		if !left.Any() {
			t.Errorf("go %d: the run had no folder", record)
		}
		must(t, left.Put(Key{Created: time.Now(), Run: dead.lock.ID, Record: record + 2}, envelopeOf("x")))
		if !made.Add(left, left.Noted()) || made.Add(left, left.Noted()) {
			t.Errorf("go %d: it is not told whether there is anything new", record)
		}
		must(t, made.Write(dir))
		owned, err := left.Take()
		must(t, err)
		for _, e := range owned {
			must(t, heir.spool.Remove(e))
		}
		if b := made.Belongings(); len(b) != 1 || b[0].Project != heir.spool.Project() || b[0].Root() != base || !bytes.Equal(b[0].Target, target) {
			t.Errorf("go %d: %v", record, b)
		}
		claim.Release()
	}
}

// TestReadMade_damaged: what is not as it was written says nothing, and that it does.
func TestReadMade_damaged(t *testing.T) {
	whole := golden(t, "made.1")
	for name, file := range map[string][]byte{
		"cut": whole[:len(whole)-5], "empty": nil, "no seal": []byte("0-1795000000123-0123456789abcdef-000000000000002a-0.envelope\n"),
		"no project": seal(MadeFile, []byte("0-1795000000123-0123456789abcdef-000000000000002a-0.envelope\n")), "no key": seal(MadeFile, []byte("\"/a\" \nx\n")),
		"of another kind": seal(limitsFile, nil),
	} {
		dir := t.TempDir()
		must(t, private.WriteFile(filepath.Join(dir, MadeFile), file))
		if m, err := ReadMade(dir, "0123456789abcdef"); !errors.Is(err, ErrDamaged) || len(m.in) != 0 {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	dir := t.TempDir()
	must(t, private.WriteFile(filepath.Join(dir, MadeFile), bytes.Replace(whole, []byte(" 1 "), []byte(" 2 "), 1)))
	if _, err := ReadMade(dir, "0123456789abcdef"); !errors.Is(err, ErrNewer) {
		t.Errorf("of a newer version: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func FuzzDecodeMade(f *testing.F) {
	f.Add(golden(f, "made.1"))
	f.Add(golden(f, "made.1.untold"))
	f.Fuzz(func(t *testing.T, file []byte) {
		in, err := decodeMade(file)
		if err != nil {
			return
		}
		if back, err := decodeMade(encodeMade(in)); err != nil || !reflect.DeepEqual(back, in) {
			t.Fatalf("%+v comes back as %+v, %v", in, back, err)
		}
	})
}
