// Package settings keeps what an accepted Init was told under a key of the caller's, so
// that the next one needs the key only: code of 1C in a transaction that has failed must
// not read the database, and its settings lie there.
//
// Files are private to the user, and hold no header and no password of a proxy. Package
// addin keeps and takes; nobody else looks into them.
package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/root"
)

// Kept is what Init was told.
type Kept struct {
	DSN string
	// Options is its JSON, without what may not lie on a disk.
	Options string
}

// version is that of the file; one of another version is not read.
const version = 1

// maxFile is how long a file may be.
const maxFile = 1 << 20

// file is how it is written.
type file struct {
	Version int             `json:"version"`
	Key     string          `json:"key"`
	DSN     string          `json:"dsn"`
	Options json.RawMessage `json:"options"`
}

// ErrNone says that nothing is kept under a key.
var ErrNone = errors.New("settings: nothing is kept under this key")

// Keep keeps what Init was told in a root; options is canonical JSON, or empty. What was
// kept before is replaced.
func Keep(dir, key string, kept Kept) error {
	path := root.Settings(dir, key)
	content, err := encode(key, kept)
	if err != nil {
		return fmt.Errorf("settings: keep: %w", err)
	}
	if have, err := private.ReadFile(path, maxFile); err == nil && string(have) == string(content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(filepath.Dir(path)), 0o700); err != nil {
		return fmt.Errorf("settings: keep: %w", err)
	}
	if err := private.MkdirAll(filepath.Dir(path)); err != nil {
		return fmt.Errorf("settings: keep: %w", err)
	}
	if err := private.WriteFile(path, content); err != nil {
		return fmt.Errorf("settings: keep: %w", err)
	}
	return nil
}

func encode(key string, kept Kept) ([]byte, error) {
	public, err := publicOptions(kept.Options)
	if err != nil {
		return nil, err
	}
	return json.Marshal(file{version, key, kept.DSN, public})
}

// publicOptions leaves out of options what may not lie on a disk.
func publicOptions(text string) ([]byte, error) {
	raw, err := rawjson.Canonical(text)
	if text == "" {
		raw, err = []byte("{}"), nil
	}
	if err != nil {
		return nil, err
	}
	return withoutKey(options.Public(raw)), nil
}

// withoutKey leaves out the key that the options are kept under.
func withoutKey(given []byte) []byte {
	var left rawjson.Object
	for name, value := range rawjson.Fields(given) {
		if name != "settingsKey" {
			left.Set(name, value)
		}
	}
	return rawjson.AppendObject(nil, left)
}

// Take returns what is kept under a key; the error is ErrNone if that is nothing.
func Take(dir, key string) (Kept, error) {
	content, err := private.ReadFile(root.Settings(dir, key), maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Kept{}, ErrNone
	}
	if err != nil {
		return Kept{}, fmt.Errorf("settings: take: %w", err)
	}
	return decode(key, content)
}

func decode(key string, content []byte) (Kept, error) {
	var f file
	if err := json.Unmarshal(content, &f); err != nil {
		return Kept{}, fmt.Errorf("settings: take: %w", err)
	}
	if f.Version != version || f.Key != key {
		return Kept{}, fmt.Errorf("settings: take: the file is of version %d or of another key", f.Version)
	}
	given, err := rawjson.Canonical(string(f.Options))
	if err != nil {
		return Kept{}, fmt.Errorf("settings: take: options: %w", err)
	}
	return Kept{f.DSN, string(given)}, nil
}

// Forget removes what is kept under a key.
func Forget(dir, key string) error {
	if err := os.Remove(root.Settings(dir, key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("settings: forget: %w", err)
	}
	return nil
}
