package spool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Folder is what lies in the folder of one client of one run.
type Folder struct {
	Name string
	// Owner is the path of the lock of the run that owns it.
	Owner   string
	Entries []Entry
}

// Quarantined is an envelope that no server takes.
type Quarantined struct {
	Name, Reason string
	Created      time.Time
	Size         int64
}

// ProjectSurvey is what lies in the folder of a project.
type ProjectSurvey struct {
	Name string
	// Target is where the envelopes go, and Limits what PutLimits has kept.
	Target, Limits []byte
	Folders        []Folder
	Quarantine     []Quarantined
	// Odd are files that the component has not made.
	Odd []string
}

// Survey reads what lies in a root, and changes nothing.
func Survey(root string) (projects []ProjectSurvey, err error) {
	base := filepath.Join(root, formatDir)
	entries, err := os.ReadDir(base)
	if err != nil {
		return nil, fmt.Errorf("spool: survey: %w", err)
	}
	for _, entry := range entries {
		if entry.IsDir() && len(entry.Name()) == projectLength {
			project, err := surveyProject(filepath.Join(base, entry.Name()))
			if err != nil {
				return projects, err
			}
			projects = append(projects, project)
		}
	}
	return projects, nil
}

func surveyProject(dir string) (p ProjectSurvey, err error) {
	p.Name = filepath.Base(dir)
	p.Limits, err = readLimits(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.Odd = append(p.Odd, limitsFile+": "+err.Error())
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return p, fmt.Errorf("spool: survey: %w", err)
	}
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		switch {
		case entry.Name() == quarantineDir:
			p.Quarantine = surveyQuarantine(path)
		case entry.IsDir():
			n, _ := readNote(path)
			p.Folders = append(p.Folders, surveyFolder(path, n.lock, &p.Odd))
			if n.target != nil {
				p.Target = n.target
			}
		}
	}
	return p, nil
}

func surveyFolder(dir, owner string, odd *[]string) Folder {
	f := Folder{Name: filepath.Base(dir), Owner: owner}
	files, _ := os.ReadDir(dir)
	for _, file := range files {
		key, ok := parseName(file.Name())
		info, err := file.Info()
		switch {
		case ok && err == nil && info.Mode().IsRegular():
			f.Entries = append(f.Entries, Entry{Key: key, Size: info.Size(), dir: dir})
		case file.Name() != OwnerFile && err == nil:
			*odd = append(*odd, filepath.Join(f.Name, file.Name()))
		}
	}
	return f
}

func surveyQuarantine(dir string) (all []Quarantined) {
	files, _ := os.ReadDir(dir)
	for _, file := range files {
		name, reason, _ := strings.Cut(strings.TrimSuffix(file.Name(), suffix), ".")
		info, err := file.Info()
		if key, ok := parseName(name + suffix); ok && err == nil {
			all = append(all, Quarantined{file.Name(), reason, key.Created, info.Size()})
		}
	}
	return all
}
