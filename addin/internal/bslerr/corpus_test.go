package bslerr

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
)

// sample is a text with the reading expected of it.
type sample struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Ambiguous string `json:"ambiguous"`
	Truncated any    `json:"truncated"`
	// Note argues for the reading (invented texts).
	Note   string `json:"note"`
	Expect struct {
		Exceptions []sampleException `json:"exceptions"`
	} `json:"expect"`
	// Type is the type of the outermost exception (invented and found texts).
	Type string `json:"type"`
}

type sampleException struct {
	Value       string        `json:"value"`
	Frames      []sampleFrame `json:"frames"`
	FramesOrder string        `json:"frames_order"`
	Categories  []string      `json:"categories"`
	Relation    string        `json:"relation"`
}

type sampleFrame struct {
	Module    string  `json:"module"`
	Extension *string `json:"extension"`
	Line      int     `json:"line"`
	Column    *int    `json:"column"`
	Source    *string `json:"context_line"`
	Kind      string  `json:"kind"`
	CheckMode string  `json:"check_mode"`
}

// samples reads a file of samples, one JSON object a line.
func samples(t testing.TB, name string) []sample {
	t.Helper()
	var all []sample
	decodeLines(t, name, func(line []byte) error {
		var one sample
		err := json.Unmarshal(line, &one)
		all = append(all, one)
		return err
	})
	return all
}

// decodeLines calls decode with every line of a file.
func decodeLines(t testing.TB, name string, decode func([]byte) error) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		if err := decode(s.Bytes()); err != nil {
			t.Fatalf("%s, line %d: %v", name, n, err)
		}
	}
}

const (
	corpusFile   = "testdata/corpus.jsonl"
	inventedFile = "testdata/invented.jsonl"
	foundFile    = "testdata/found.jsonl" // real texts that the parser was not written for
)

// expected turns the reading of a sample into exceptions.
func (s sample) expected() []Exception {
	var want []Exception
	for _, e := range s.Expect.Exceptions {
		x := Exception{Value: e.Value, Order: Order(e.FramesOrder), Categories: e.Categories, Relation: Relation(e.Relation)}
		for _, f := range e.Frames {
			x.Frames = append(x.Frames, Frame{
				Extension: deref(f.Extension), Module: f.Module, Line: f.Line, Column: deref(f.Column),
				Source: deref(f.Source), CheckMode: f.CheckMode, Kind: Kind(f.Kind),
			})
		}
		want = append(want, x)
	}
	return want
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// diff compares exceptions as read with those expected. Separators, codes and
// the kind Script are not in the samples.
func diff(got, want []Exception) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d exceptions, want %d", len(got), len(want))
	}
	for i := range got {
		g, w := got[i], want[i]
		if g.Value != w.Value {
			return fmt.Sprintf("exception %d: value %q, want %q", i, g.Value, w.Value)
		}
		if g.Order != w.Order || g.Relation != w.Relation || !slices.Equal(g.Categories, w.Categories) {
			return fmt.Sprintf("exception %d: order %q relation %q categories %q, want %q %q %q",
				i, g.Order, g.Relation, g.Categories, w.Order, w.Relation, w.Categories)
		}
		if len(g.Frames) != len(w.Frames) {
			return fmt.Sprintf("exception %d: %d frames, want %d", i, len(g.Frames), len(w.Frames))
		}
		for j := range g.Frames {
			if gf, wf := unscript(g.Frames[j]), unscript(w.Frames[j]); gf != wf {
				return fmt.Sprintf("exception %d, frame %d:\n got %+v\nwant %+v", i, j, gf, wf)
			}
		}
	}
	return ""
}

func unscript(f Frame) Frame {
	if f.Kind == Script {
		f.Kind = Code
	}
	return f
}

// otherReadings are the only places where the reading is not the one of the
// corpus. Both texts are marked ambiguous there, and the note allows this.
var otherReadings = map[string]func([]Exception) []Exception{
	// A letter was typed behind the category line: the strict reading keeps
	// the line in the value.
	"opi-75": func(want []Exception) []Exception {
		want[1].Value += "\n[ОшибкаКомпиляцииВстроенногоЯзыка]м"
		want[1].Categories = nil
		return want
	},
	// All line breaks are lost: «the two outer errors cannot be separated
	// reliably», so they are one exception here and none in the corpus.
	"v8ls-user": func(want []Exception) []Exception {
		return append([]Exception{{
			Value: "Non-specified resource errorError executing the query POST to resource /e1cib/logForm:",
		}}, want...)
	},
}

func TestCorpus(t *testing.T) {
	all := samples(t, corpusFile)
	if len(all) < 91 {
		t.Fatalf("%d samples, want at least 91", len(all))
	}
	for _, s := range all {
		want := s.expected()
		if other, ok := otherReadings[s.ID]; ok {
			if s.Ambiguous == "" {
				t.Errorf("%s: another reading of a text that is not ambiguous", s.ID)
			}
			want = other(want)
		}
		checkSample(t, s, want)
	}
}

func TestInvented(t *testing.T) {
	all := samples(t, inventedFile)
	if len(all) < 100 {
		t.Fatalf("%d samples, want at least 100", len(all))
	}
	for _, s := range all {
		checkTyped(t, s)
	}
}

func TestFound(t *testing.T) {
	for _, s := range samples(t, foundFile) {
		checkTyped(t, s)
	}
}

func checkTyped(t *testing.T, s sample) {
	t.Helper()
	checkSample(t, s, s.expected())
	if r := Parse(s.Text); s.Type != "" && (len(r.Exceptions) == 0 || r.Exceptions[0].Type() != s.Type) {
		t.Errorf("%s: type %q, want %q", s.ID, r.Exceptions[0].Type(), s.Type)
	}
}

func checkSample(t *testing.T, s sample, want []Exception) {
	t.Helper()
	r := Parse(s.Text)
	d := diff(r.Exceptions, want)
	if d == "" {
		return
	}
	t.Errorf("%s: %s\nambiguous: %s\ntext:\n%s", s.ID, d, s.Ambiguous, s.Text)
	for i, e := range r.Exceptions {
		t.Logf("%d %s %q %v", i, e.Relation, e.Value, e.Categories)
		for _, f := range e.Frames {
			t.Logf("    %+v", f)
		}
	}
}
