package spool

import (
	"fmt"
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
	err := s.write(made, seal(limitsFile, content))
	if err == nil {
		if err = private.Rename(made, filepath.Join(s.project, limitsFile)); err != nil {
			_ = private.Remove(made) // the folder must become empty
		}
	}
	if err != nil {
		return fmt.Errorf("spool: keep limits: %w", err)
	}
	return nil
}

// Limits returns what PutLimits of this or another run kept last; nil if there is
// nothing that can be read.
func (s *Spool) Limits() []byte {
	content, err := readLimits(s.project)
	if err != nil {
		return nil
	}
	return content
}

func readLimits(project string) ([]byte, error) {
	file, err := private.ReadFile(filepath.Join(project, limitsFile), maxLimits)
	if err != nil {
		return nil, err
	}
	content, _, err := unseal(limitsFile, file)
	return content, err
}
