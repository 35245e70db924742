package bslerr

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
)

const (
	kindsFile = "testdata/kinds.txt"
	textsFile = "testdata/texts.txt"
)

// kindSample is a text of one kind of difficulty with the reading in words.
type kindSample struct{ name, text, want string }

// kindSamples reads texts between lines «== name», «--» and the next «==».
func kindSamples(t testing.TB) []kindSample {
	t.Helper()
	return append(samplesOf(t, kindsFile), samplesOf(t, textsFile)...)
}

func samplesOf(t testing.TB, name string) []kindSample {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []kindSample
	want := false
	for s := bufio.NewScanner(f); s.Scan(); {
		line := s.Text()
		if name, ok := strings.CutPrefix(line, "== "); ok {
			all, want = append(all, kindSample{name: name}), false
			continue
		}
		if len(all) == 0 {
			continue // the head of the file
		}
		switch one := &all[len(all)-1]; {
		case line == "--":
			want = true
		case want:
			one.want += line + "\n"
		default:
			one.text += line + "\n"
		}
	}
	for i := range all {
		all[i].text = strings.TrimSuffix(all[i].text, "\n")
		all[i].want = strings.TrimSpace(all[i].want)
	}
	return all
}

// inWords writes a chain a line for each exception («-», or «=» for a sibling) and
// each frame («@»), and the title.
func inWords(r Report) string {
	var b strings.Builder
	for _, e := range r.Exceptions {
		mark := "-"
		if e.Relation == Sibling {
			mark = "="
		}
		fmt.Fprintf(&b, "%s %s", mark, strings.ReplaceAll(e.Value, "\n", "⏎"))
		for _, c := range e.Categories {
			fmt.Fprintf(&b, " [%s]", c)
		}
		b.WriteByte('\n')
		for _, f := range e.Frames {
			place := fmt.Sprintf("%s(%d)", strings.TrimSpace(f.Extension+" "+f.Module), f.Line)
			if f.Column > 0 {
				place = fmt.Sprintf("%s(%d,%d)", strings.TrimSpace(f.Extension+" "+f.Module), f.Line, f.Column)
			}
			b.WriteString(strings.TrimRight("  @ "+place+" "+f.Source, " ") + "\n")
		}
	}
	return b.String() + "title " + Title(Fold(r.Exceptions))
}

// TestKinds: texts of every kind, and their neighbours, which look alike and are
// not of the kind.
func TestKinds(t *testing.T) {
	all := kindSamples(t)
	if len(all) < 200 {
		t.Fatalf("%d texts, want at least 200", len(all))
	}
	for _, s := range all {
		if got := inWords(Parse(s.text)); got != s.want {
			t.Errorf("%s:\n%s\ngot:\n%s\nwant:\n%s", s.name, s.text, got, s.want)
		}
	}
}
