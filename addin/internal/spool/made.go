package spool

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sentry1c/addin/internal/private"
)

// MadeFile is where Made lies, in a folder of the dead run that goes with it.
const MadeFile = "made"

const maxMade = 64 << 20

// Made is what was made of the records of a dead run that stays for another process, in
// part: its files have another owner from then on, and go as they are sent, but who comes
// next must not make them again.
//
// It lies in a file, a line for each project and behind it the names that the files of its
// envelopes had:
//
//	"/home/usr1cv8/.local/state/sentry1c/v1/0123456789abcdef" {"dsn":…
//	0-1795000000123-0123456789abcdef-000000000000002a-0.envelope
//
// # Threads
//
// One goroutine.
type Made struct {
	run string
	in  map[string]*madeIn // by the folder of the project
}

// madeIn is what was made for one project.
type madeIn struct {
	target []byte         // where it goes; nil if nobody has said so
	of     map[string]Key // by their sources
}

// ReadMade reads what Write has kept in a folder of a dead run; without a file, or with an
// error, it is nothing.
func ReadMade(dir, run string) (*Made, error) {
	m := &Made{run: run, in: make(map[string]*madeIn)}
	file, err := private.ReadFile(filepath.Join(dir, MadeFile), maxMade)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err == nil {
		var in map[string]*madeIn
		if in, err = decodeMade(file); err == nil {
			m.in = in
			return m, nil
		}
	}
	return m, fmt.Errorf("spool: read what was made: %w", err)
}

// Add adds what is known of the files of a project, which go to target, and reports whether any of it is new.
func (m *Made) Add(l *Left, target []byte) (more bool) {
	if !l.Any() {
		return false
	}
	in := m.in[l.spool.project]
	if in == nil {
		in = &madeIn{of: make(map[string]Key)}
		if !bytes.Contains(target, []byte("\n")) {
			in.target = target
		}
		m.in[l.spool.project], more = in, true
	}
	l.EachKey(func(key Key) {
		source := key.source()
		if _, known := in.of[source]; key.Run == m.run && !known {
			in.of[source], more = key, true
		}
	})
	return more
}

// Write keeps it in a folder, which it makes.
func (m *Made) Write(dir string) error {
	err := private.MkdirAll(filepath.Dir(dir))
	if err == nil {
		err = private.MkdirAll(dir)
	}
	if err == nil {
		err = private.WriteFile(filepath.Join(dir, MadeFile), encodeMade(m.in))
	}
	if err != nil {
		return fmt.Errorf("spool: note what was made: %w", err)
	}
	return nil
}

// Belongings are the projects for which anything was made.
func (m *Made) Belongings() (all []Belonging) {
	for project, in := range m.in {
		all = append(all, Belonging{project, in.target, true})
	}
	return all
}

// Know adds what was made for the project before, by who has taken its files.
func (l *Left) Know(m *Made) {
	in := m.in[l.spool.project]
	if in == nil {
		return
	}
	l.known = true
	if l.target == nil {
		l.target = in.target
	}
	for source, key := range in.of {
		l.made = append(l.made, key)
		l.sources[source] = true
	}
}

func encodeMade(projects map[string]*madeIn) []byte {
	var lines []string
	for project, in := range projects {
		start := len(lines)
		for _, key := range in.of {
			lines = append(lines, key.name())
		}
		slices.Sort(lines[start:])
		lines = slices.Insert(lines, start, strconv.Quote(project)+" "+string(in.target))
	}
	return seal(MadeFile, []byte(strings.Join(append(lines, ""), "\n")))
}

func decodeMade(file []byte) (map[string]*madeIn, error) {
	content, sealed, err := unseal(MadeFile, file)
	if err == nil && !sealed {
		err = fmt.Errorf("%w: no seal", ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	projects := make(map[string]*madeIn)
	var in *madeIn
	for rest := string(content); rest != ""; {
		line, after, _ := strings.Cut(rest, "\n")
		rest = after
		if quoted, err := strconv.QuotedPrefix(line); err == nil {
			project, _ := strconv.Unquote(quoted)
			in = &madeIn{of: make(map[string]Key)}
			if target := strings.TrimPrefix(line[len(quoted):], " "); target != "" {
				in.target = []byte(target)
			}
			projects[project] = in
			continue
		}
		key, ok := parseName(line)
		if !ok || in == nil {
			return nil, fmt.Errorf("%w: %.100q", ErrDamaged, line)
		}
		in.of[key.source()] = key
	}
	return projects, nil
}
