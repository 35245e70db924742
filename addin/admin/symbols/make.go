package symbols

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"sentry1c/addin/internal/bslsource"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/symbols"
)

// Options are how a file is made.
type Options struct {
	// Source puts the text of the modules into the file.
	Source bool
	// Date is the date of the sources, if it is known.
	Date time.Time
	// Progress is called now and then, if it is not nil.
	Progress func(done, total int)
}

// Made is what was made, and what was noticed on the way.
type Made struct {
	Info  Info
	Notes []Text
}

// Info is what a file says about itself.
type Info = symbols.Info

// ahead is how many modules are read before the first of them is written.
const ahead = 32

// Make writes the file of the trees.
func Make(ctx context.Context, out io.Writer, trees []Tree, o Options) (Made, error) {
	plan, err := planned(trees)
	if err != nil {
		return Made{}, err
	}
	m := maker{plan: plan, options: o, seen: map[string]seen{}}
	m.writer = symbols.NewWriter(out, Info{Date: o.Date.UTC(), Source: o.Source, Configurations: plan.configurations})
	if err := m.run(ctx); err != nil {
		return Made{}, err
	}
	if err := m.writer.Close(); err != nil {
		return Made{}, err
	}
	return Made{m.writer.Info(), m.notes()}, nil
}

// maker makes one file.
type maker struct {
	plan
	options Options
	writer  *symbols.Writer
	seen    map[string]seen
	queue   []*job
	done    int
	// more are what modules gave to notice.
	more []Text
}

// seen is where a module was found and what it was.
type seen struct {
	file file
	sum  [sha256.Size]byte
}

// job is a module on its way.
type job struct {
	file   file
	result chan result
}

type result struct {
	encoded  *symbols.Encoded
	encoding bslsource.Encoding
	err      error
}

func (m *maker) run(ctx context.Context) error {
	for _, f := range m.files {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("symbols: make: %w", err)
		}
		data, err := f.tree.Read(f.File)
		if errors.Is(err, ErrLarge) {
			m.more = append(m.more, note("%s: больше %d МБ; модуль пропущен.", "%s: larger than %d MB; the module is left out.", f.name(), MaxFile>>20))
			m.step()
			continue
		}
		if err != nil {
			return fmt.Errorf("symbols: read a module: %w", err)
		}
		known, err := m.known(f, data)
		if err != nil {
			return err
		}
		if known {
			m.step()
			continue
		}
		j := &job{f, make(chan result, 1)}
		guard.Go("symbols", func() { j.result <- m.encode(f, data) }, func(p *guard.Panic) {
			if p != nil {
				j.result <- result{err: errors.New(p.Value)}
			}
		})
		m.queue = append(m.queue, j)
		if len(m.queue) == ahead {
			if err := m.write(); err != nil {
				return err
			}
		}
	}
	for len(m.queue) > 0 {
		if err := m.write(); err != nil {
			return err
		}
	}
	return nil
}

// known reports whether the same module was read from another file; another one in
// its place is an error.
func (m *maker) known(f file, data []byte) (bool, error) {
	key := fmt.Sprint(f.configuration, strings.ToLower(f.Path))
	sum := sha256.Sum256(data)
	was, ok := m.seen[key]
	if !ok {
		m.seen[key] = seen{f, sum}
		return false, nil
	}
	if was.sum == sum {
		return true, nil
	}
	return false, Problem(
		fmt.Sprintf("Модуль %s есть в двух разных файлах одной конфигурации: %s и %s.", f.Path, was.file.name(), f.name()),
		fmt.Sprintf("The module %s is in two different files of one configuration: %s and %s.", f.Path, was.file.name(), f.name()),
	)
}

func (m *maker) encode(f file, data []byte) (r result) {
	text, encoding, err := bslsource.Decode(data)
	if err != nil {
		return result{err: err}
	}
	r.encoding = encoding
	r.encoded, r.err = symbols.Encode(f.Path, bslsource.Read(text), m.options.Source)
	return r
}

// write waits for the oldest module and writes it.
func (m *maker) write() error {
	j := m.queue[0]
	m.queue = m.queue[1:]
	r := <-j.result
	m.step()
	name := j.file.name()
	switch {
	case errors.Is(r.err, bslsource.ErrBinary):
		m.more = append(m.more, note("%s: это не текст; модуль пропущен.", "%s: this is no text; the module is left out.", name))
		return nil
	case errors.Is(r.err, symbols.ErrTooLarge):
		m.more = append(m.more, note("%s: больше %d строк или слишком много процедур; модуль пропущен.",
			"%s: more than %d lines or too many procedures; the module is left out.", name, symbols.MaxLines))
		return nil
	case r.err != nil:
		return fmt.Errorf("symbols: make %s: %w", name, r.err)
	}
	switch r.encoding {
	case bslsource.DamagedUTF8:
		m.more = append(m.more, note("%s: в UTF-8 есть повреждённые места; строки с ними не найдутся.",
			"%s: its UTF-8 is damaged in places; lines with them will not be found.", name))
	case bslsource.Windows1251:
		m.more = append(m.more, note("%s: это не UTF-8; прочитан как Windows-1251.", "%s: it is no UTF-8; read as Windows-1251.", name))
	}
	return m.writer.Add(j.file.configuration, r.encoded)
}

func (m *maker) step() {
	if m.done++; m.options.Progress != nil {
		m.options.Progress(m.done, len(m.files))
	}
}

// maxNotes is how many notes about modules are said one by one.
const maxNotes = 10

func (m *maker) notes() []Text {
	all := append([]Text(nil), m.plan.notes...)
	if n := len(m.more); n > maxNotes {
		return append(append(all, m.more[:maxNotes]...), note("…и ещё замечаний о модулях: %d.", "…and further notes about modules: %d.", n-maxNotes))
	}
	return append(all, m.more...)
}
