package spool

import (
	"fmt"
	"os"
	"path/filepath"

	"sentry1c/addin/internal/private"
)

const (
	limitsFile = "limits"
	maxLimits  = 64 << 10
)

// PutLimits keeps the pauses that the server asked for, for the runs to come. All
// runs share the file: each writes its own and moves it there.
func (s *Spool) PutLimits(content []byte) error {
	made := filepath.Join(s.own, limitsFile)
	err := private.WriteFile(made, content)
	if err == nil {
		err = os.Rename(made, filepath.Join(s.project, limitsFile))
	}
	if err != nil {
		return fmt.Errorf("spool: keep limits: %w", err)
	}
	return nil
}

// Limits returns what PutLimits of this or another run kept last; nil if there is
// nothing.
func (s *Spool) Limits() []byte {
	content, err := private.ReadFile(filepath.Join(s.project, limitsFile), maxLimits)
	if err != nil {
		return nil
	}
	return content
}
