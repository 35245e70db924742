package client

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/options"
)

// notes are files of package spool, whose last line is the note.
var notes = []string{"owner.0", "owner.1"}

func note(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "spool", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(content), "\n")
	return []byte(lines[len(lines)-1])
}

// TestTarget_golden: what is noted beside envelopes is read, and written the same.
func TestTarget_golden(t *testing.T) {
	for _, name := range notes {
		dsn, given, err := ReadTarget(note(t, name))
		if dsn != "https://key@host/1" || given != `{"environment":"test"}` || err != nil {
			t.Errorf("%s: %q %q %v", name, dsn, given, err)
		}
		cl := &Client{DSN: dsn}
		cl.Given = []byte(given)
		if got := cl.Target(); string(got) != string(note(t, name)) {
			t.Errorf("%s: it is written as %s", name, got)
		}
	}
}

// FuzzReadTarget: what is read is written and read as the same, and holds no secret.
func FuzzReadTarget(f *testing.F) {
	for _, name := range notes {
		f.Add(note(f, name))
	}
	for _, text := range []string{
		``, `null`, `{}`, `[]`, `{"dsn":5}`, `{"options":"x"}`, `{"dsn":"a","options":{"headers":{"a":"b"},"httpProxy":"http://u:p@h:1"}}`,
		`{"options":{"httpProxy":":"}}`, `{"options":{"httpProxy":{}}}`, `{"options":null}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		dsn, given, err := ReadTarget(content)
		if err != nil {
			return
		}
		options.Parse(given, func(string) (string, bool) { return "", false })
		cl := &Client{DSN: dsn}
		cl.Given = []byte(given)
		written := cl.Target()
		dsn2, given2, err := ReadTarget(written)
		if err != nil || dsn2 != dsn {
			t.Fatalf("%s is written as %s: %v", content, written, err)
		}
		cl.Given = []byte(given2)
		if again := cl.Target(); string(again) != string(written) {
			t.Fatalf("%s is written as %s, then as %s", content, written, again)
		}
	})
}
