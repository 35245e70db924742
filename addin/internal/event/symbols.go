package event

import (
	"strconv"
	"time"

	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/symbols"
)

// Symbols is a file of symbols as events use it; nil is none.
type Symbols struct {
	// Name is how the file is named to a reader.
	Name string
	// Resolver reads it.
	Resolver *symbols.Resolver
	// Count counts the frames of the last day by what the file knew of them.
	Count symbols.Daily
}

// place is what a frame is looked up by.
type place struct {
	module, extension, source string
	line                      int
}

// symbolized is what a file of symbols knows of the frames of an error; nil is nothing.
type symbolized struct {
	file   *Symbols
	known  map[place]symbols.Result
	counts symbols.Tally
}

// symbolize looks up every frame of a chain once; what it knows is masked.
func symbolize(file *Symbols, chain []bslerr.Exception, hide *mask.Masker) *symbolized {
	if file == nil {
		return nil
	}
	now := time.Now()
	s := &symbolized{file: file, known: make(map[place]symbols.Result)}
	for i := range chain {
		for _, f := range chain[i].Frames {
			if f.Kind == bslerr.Platform || f.Kind == bslerr.Eval || f.Kind == bslerr.Query || f.Kind == bslerr.Script {
				continue
			}
			at := place{f.Module, f.Extension, f.Source, f.Line}
			if _, have := s.known[at]; have {
				continue
			}
			result := file.Resolver.Frame(f.Module, f.Extension, f.Line, f.Source)
			result.Text = hide.Text(result.Text)
			for _, lines := range [][]string{result.Pre, result.Post} {
				for j := range lines {
					lines[j] = hide.Text(lines[j])
				}
			}
			s.known[at] = result
			s.counts.Add(result.State)
			file.Count.Add(result.State, now)
		}
	}
	return s
}

// version tells the content of a file from earlier ones; ok is false if it cannot be read
// now, so that what is known of frames will not stay.
func (file *Symbols) version() (n uint64, ok bool) {
	if file == nil {
		return 0, true
	}
	return file.Resolver.Version()
}

// from reports whether what is known comes from a file.
func (s *symbolized) from(file *Symbols) bool {
	if s == nil {
		return file == nil
	}
	return s.file == file
}

func (s *symbolized) frame(f bslerr.Frame) symbols.Result {
	if s == nil {
		return symbols.Result{}
	}
	return s.known[place{f.Module, f.Extension, f.Source, f.Line}]
}

// says reports whether there is anything to say of the file: an error without frames that
// are its business says nothing of it, unless it cannot be read.
func (s *symbolized) says() bool {
	return s != nil && (s.counts != (symbols.Tally{}) || s.file.Resolver.Problem() != nil)
}

// context tells a reader how well the file and the error agree: which release stands in
// it, and how many frames it knew.
func (s *symbolized) context() []byte {
	b := rawjson.AppendText([]byte{'{'}, "file", s.file.Name)
	if info, ok := s.file.Resolver.Info(); ok {
		var releases []string
		for _, c := range info.Configurations {
			release := c.Name
			if c.Version != "" {
				release += "@" + c.Version
			}
			releases = append(releases, release)
		}
		b = rawjson.AppendTexts(b, "releases", releases)
	} else if err := s.file.Resolver.Problem(); err != nil {
		b = rawjson.AppendText(b, "problem", err.Error())
	}
	for _, count := range [...]struct {
		key    string
		number int
	}{{"exact", s.counts.Exact}, {"drifted", s.counts.Drifted}, {"stale", s.counts.Stale}, {"missing", s.counts.Missing}, {"unchecked", s.counts.Unchecked}} {
		b = strconv.AppendInt(rawjson.AppendKey(b, count.key), int64(count.number), 10)
	}
	return append(b, '}')
}
