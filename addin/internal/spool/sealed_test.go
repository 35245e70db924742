package spool

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

func golden(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestGolden: what this version writes is what it has always written, and what the one
// before wrote is read.
func TestGolden(t *testing.T) {
	envelope, limits := golden(t, "envelope.0"), golden(t, "limits.0")
	owner, err := decodeNote(golden(t, "owner.0"))
	if err != nil || owner.lock != "/home/Иван/sentry1c/v1/locks/0123456789abcdef.lock" ||
		string(owner.target) != `{"dsn":"https://key@host/1","options":{"environment":"test"}}` {
		t.Errorf("owner.0 = %+v, %v", owner, err)
	}
	sealed, err := sealEnvelope(nil, envelope)
	if err != nil {
		t.Fatal(err)
	}
	for name, written := range map[string][]byte{
		"envelope.1": sealed, "owner.1": owner.encode(), "limits.1": seal(limitsFile, limits),
	} {
		if want := golden(t, name); !bytes.Equal(written, want) {
			t.Errorf("%s: written is\n%s\nwant\n%s", name, written, want)
		}
	}
	for _, name := range []string{"envelope.0", "envelope.1"} {
		if got, err := openEnvelope(golden(t, name)); !bytes.Equal(got, envelope) || err != nil {
			t.Errorf("%s is read as %q, %v", name, got, err)
		}
	}
	for _, name := range []string{"limits.0", "limits.1"} {
		if got, _, err := unseal(limitsFile, golden(t, name)); !bytes.Equal(got, limits) || err != nil {
			t.Errorf("%s is read as %q, %v", name, got, err)
		}
	}
	if got, err := decodeNote(golden(t, "owner.1")); err != nil || got.lock != owner.lock || !bytes.Equal(got.target, owner.target) {
		t.Errorf("owner.1 = %+v, %v", got, err)
	}
}

// TestNewer: what a newer version wrote is not taken for damage.
func TestNewer(t *testing.T) {
	for _, name := range []string{"envelope.1", "owner.1", "limits.1"} {
		newer := bytes.Replace(golden(t, name), []byte(" 1 "), []byte(" 2 "), 1)
		newer = bytes.Replace(newer, []byte(`"1 `), []byte(`"12 `), 1)
		var err error
		switch name {
		case "envelope.1":
			_, err = openEnvelope(newer)
		case "owner.1":
			_, err = decodeNote(newer)
		default:
			_, _, err = unseal(limitsFile, newer)
		}
		if !errors.Is(err, ErrNewer) || errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// mutate changes a file as disks and people do.
func mutate(random *rand.Rand, file []byte) []byte {
	changed := bytes.Clone(file)
	switch random.IntN(5) {
	case 0:
		for range 1 + random.IntN(3) {
			changed[random.IntN(len(changed))] ^= 1 << random.IntN(8)
		}
	case 1:
		changed = changed[:random.IntN(len(changed))]
	case 2:
		from := random.IntN(len(changed))
		clear(changed[from:min(len(changed), from+1+random.IntN(64))])
	case 3:
		from := random.IntN(len(changed))
		changed = append(changed[:from], changed[min(len(changed), from+1+random.IntN(16)):]...)
	case 4:
		from := random.IntN(len(changed))
		changed = append(changed[:from:from], append(changed[from/2:from/2+1], changed[from:]...)...)
	}
	return changed
}

// TestMutations: of a damaged file nothing is made that was not written.
func TestMutations(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	envelope, limits := golden(t, "envelope.0"), golden(t, "limits.0")
	owner, _ := decodeNote(golden(t, "owner.1"))
	for range 20000 {
		file := mutate(random, golden(t, "envelope.1"))
		shown := bytes.Clone(file)
		if got, err := openEnvelope(file); err == nil && !bytes.Equal(got, envelope) || err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
			t.Fatalf("%q is read as %q, %v", shown, got, err)
		}
		file = mutate(random, golden(t, "owner.1"))
		if got, err := decodeNote(file); err == nil && (got.lock != owner.lock || !bytes.Equal(got.target, owner.target)) {
			t.Fatalf("%q is read as %+v", file, got)
		}
		file = mutate(random, golden(t, "limits.1"))
		if got, sealed, err := unseal(limitsFile, file); sealed && err == nil && !bytes.Equal(got, limits) {
			t.Fatalf("%q is read as %q", file, got)
		}
	}
}

// TestUnsealed: an envelope of an earlier version is taken as far as it can be one.
func TestUnsealed(t *testing.T) {
	whole := golden(t, "envelope.0")
	for cut := range whole {
		if err := checkUnsealed(whole[:cut]); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut after %d of %d bytes: %v", cut, len(whole), err)
		}
	}
	for name, file := range map[string]string{
		"without a length":  "{\"sdk\":{}}\n{\"type\":\"event\"}\n{}\n",
		"two items":         "{\"sdk\":{}}\n{\"type\":\"event\",\"length\":2}\n{}\n{\"type\":\"attachment\",\"length\":3}\n\n\n\n\n",
		"end without break": "{\"sdk\":{}}\n{\"type\":\"event\"}\n{}",
	} {
		if err := checkUnsealed([]byte(file)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOpenEnvelope(f *testing.F) {
	for _, name := range []string{"envelope.0", "envelope.1"} {
		f.Add(golden(f, name))
	}
	f.Add([]byte(`{"sentry1c":"1 00000000"}`))
	f.Add([]byte(`{"sentry1c":"9 `))
	f.Fuzz(func(t *testing.T, file []byte) {
		envelope, err := openEnvelope(bytes.Clone(file))
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
				t.Fatal(err)
			}
			return
		}
		again, err := sealEnvelope(nil, bytes.Clone(envelope))
		if err != nil {
			t.Fatal(err)
		}
		if back, err := openEnvelope(again); err != nil || !bytes.Equal(back, envelope) {
			t.Fatalf("%q comes back as %q, %v", envelope, back, err)
		}
	})
}

func FuzzDecodeNote(f *testing.F) {
	for _, name := range []string{"owner.0", "owner.1"} {
		f.Add(golden(f, name))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		n, err := decodeNote(file)
		if err != nil {
			return
		}
		if back, err := decodeNote(n.encode()); err != nil || back.lock != n.lock || !bytes.Equal(back.target, n.target) {
			t.Fatalf("%+v comes back as %+v, %v", n, back, err)
		}
	})
}

func FuzzUnseal(f *testing.F) {
	for _, name := range []string{"limits.0", "limits.1"} {
		f.Add(golden(f, name))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		content, sealed, err := unseal(limitsFile, file)
		if sealed && err == nil && !bytes.Equal(seal(limitsFile, content), file) {
			t.Fatalf("%q is read as %q", file, content)
		}
	})
}
