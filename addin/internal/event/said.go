package event

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"time"

	"sentry1c/addin/internal/engine"
	"sentry1c/addin/internal/grouping"
	"sentry1c/addin/internal/lru"
	"sentry1c/addin/internal/rawjson"
)

const (
	// saidSize is how much is kept of texts, in bytes.
	saidSize = 1 << 20
	// maxSaid is how long a text is, as it came, that may be kept.
	maxSaid = 64 << 10
)

// Texts keeps what was made of the last texts of errors and messages: one that comes again
// and again is masked, read, looked up, grouped and encoded once. Texts are known by their
// digests, so that no secret of one is kept.
//
// # Threads
//
// The worker only.
type Texts struct {
	kept *lru.Cache[saidKey]
}

// saidKey is what decides about a text: its digest, and the number of the options.
type saidKey struct {
	options uint32
	sum     [sha256.Size]byte
}

// NewTexts returns a Texts that has seen none.
func NewTexts() *Texts { return &Texts{lru.New[saidKey](saidSize)} }

// Of returns what is kept of a text, or begins it. Raw is the text as it came; options are
// the number of those that clean, which returns it without secrets and whether it had any,
// and all that is read later follow. They must not change.
func (t *Texts) Of(options uint32, raw []byte, clean func() (text string, hidden bool)) *Said {
	if len(raw) > maxSaid {
		return begun(clean)
	}
	key := saidKey{options, sha256.Sum256(raw)}
	if s, ok := lru.Get[*Said](t.kept, key); ok {
		return s
	}
	s := begun(clean)
	s.in, s.key = t, key
	return s
}

func begun(clean func() (string, bool)) *Said {
	s := &Said{}
	s.Text, s.Hidden = clean()
	return s
}

// Said is a text that was captured.
type Said struct {
	// Text is without secrets, and Hidden reports whether it had any.
	Text   string
	Hidden bool

	in  *Texts // nil keeps nothing of it
	key saidKey
	// reading is of an error: with the facts given beside it, by the version of the file
	// of symbols.
	reading *reading
	given   []byte
	version uint64
	// fingerprint is of a message.
	fingerprint []string
}

// As returns s, or another text in its place.
func (s *Said) As(text string) *Said {
	if text == s.Text {
		return s
	}
	return &Said{Text: text}
}

// worked is what a reading says of every event that is made of it.
type worked struct {
	judged      []engine.Exception
	transaction string
	fingerprint []string
	exceptions  []byte // the value of exception, caught as how says
	how         mechanism
}

// ReadSaid is Read for a text that may come again; given are the facts beside it.
func (e *Event) ReadSaid(s *Said, given rawjson.Object) {
	var facts []byte
	if len(given) > 0 {
		facts = rawjson.AppendObject(nil, given)
	}
	version, good := e.Symbols.version()
	if s.in == nil || !good {
		e.Read(s.Text, FactsOf(given))
		return
	}
	if r := s.reading; r != nil && s.version == version && bytes.Equal(s.given, facts) && r.symbols.from(e.Symbols) {
		if e.Symbols != nil {
			e.Symbols.Count.Join(r.symbols.counts, time.Now())
		}
		e.say(r)
		return
	}
	r := e.read(s.Text, FactsOf(given))
	r.keep(e.mechanism())
	e.say(r)
	if after, good := e.Symbols.version(); good && after == version { // else the file changed meanwhile
		s.reading, s.given, s.version = r, facts, version
		s.in.kept.Put(s.key, s.size(), s)
	}
}

// keep works out what the reading says of every event; how is how they are likely caught.
func (r *reading) keep(how mechanism) {
	scratch := borrow()
	defer scratch.giveBack()
	scratch.bytes = r.encodeExceptions(scratch.bytes, how)
	r.kept = &worked{
		judged:      slices.Clip(r.judged()),
		transaction: r.transaction(),
		fingerprint: slices.Clip(r.fingerprint()),
		exceptions:  bytes.Clone(scratch.bytes),
		how:         how,
	}
}

// size is about how much memory s takes.
func (s *Said) size() int {
	const each, eachFrame = 1 << 10, 200
	n := each + len(s.Text) + len(s.given)
	if r := s.reading; r != nil {
		n += 2 * len(r.kept.exceptions) // and what is in it, as texts
		for i := range r.chain {
			n += each/2 + 2*eachFrame*len(r.chain[i].Frames)
		}
	}
	return n
}

// SaySaid is Say for a text that may come again.
func (e *Event) SaySaid(s *Said) {
	if s.in != nil && e.Fingerprint == nil && e.Options.Grouping == "client" {
		if s.fingerprint == nil {
			s.fingerprint = slices.Clip(grouping.ForMessage("", s.Text))
			s.in.kept.Put(s.key, s.size(), s)
		}
		e.Fingerprint = s.fingerprint
	}
	e.Say(s.Text)
}
