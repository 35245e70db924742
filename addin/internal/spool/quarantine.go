package spool

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"sentry1c/addin/internal/private"
)

const (
	// maxQuarantineFiles and maxQuarantineBytes bound what is kept for a person to
	// look at.
	maxQuarantineFiles = 20
	maxQuarantineBytes = 20 << 20
)

// Quarantine moves an envelope that no server takes to where a person can look at it;
// the reason becomes part of its name. The oldest ones give way.
func (s *Spool) Quarantine(e Entry, reason string) error {
	dir := filepath.Join(s.project, quarantineDir)
	if err := private.MkdirAll(dir); err != nil {
		return fmt.Errorf("spool: quarantine: %w", err)
	}
	name := strings.TrimSuffix(e.name(), suffix) + "." + plain(reason) + suffix
	if err := private.Rename(e.path(), filepath.Join(dir, name)); err != nil {
		return fmt.Errorf("spool: quarantine: %w", err)
	}
	s.leave(e.dir)
	return boundQuarantine(dir)
}

// plain is a word for the name of a file.
func plain(reason string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, strings.ToLower(reason))
}

// boundQuarantine removes the oldest files beyond the limits.
func boundQuarantine(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("spool: bound quarantine: %w", err)
	}
	// Names begin with the class; the time is what decides here.
	sort.Slice(entries, func(i, j int) bool { return age(entries[i].Name()) > age(entries[j].Name()) })
	bytes := int64(0)
	for i, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			continue
		}
		bytes += info.Size()
		if i >= maxQuarantineFiles || bytes > maxQuarantineBytes {
			_ = os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
	return nil
}

// age is the part of a name that tells when it was recorded.
func age(name string) string {
	_, rest, _ := strings.Cut(name, "-")
	return rest
}
