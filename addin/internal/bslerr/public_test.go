package bslerr

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const publicFile = "testdata/public.jsonl" // texts of public places, by kind of difficulty

// publicExpect is what a public text is expected to say beside its exceptions.
type publicExpect struct {
	Fault  string `json:"fault"`
	Expect struct {
		// Type is the type of some exception.
		Type          string `json:"type"`
		TitleMatches  string `json:"title_matches"`
		TitleNotEmpty bool   `json:"title_not_empty"`
	} `json:"expect"`
}

// TestPublic reads what people posted in public places: each text as expected,
// or in another fair way where it is ambiguous.
func TestPublic(t *testing.T) {
	var extras []publicExpect
	decodeLines(t, publicFile, func(line []byte) error {
		var x publicExpect
		err := json.Unmarshal(line, &x)
		extras = append(extras, x)
		return err
	})
	all := samples(t, publicFile)
	if len(all) < 71 {
		t.Fatalf("%d samples, want at least 71", len(all))
	}
	type tally struct{ read, fair, wrong int }
	kinds := map[string]*tally{}
	for i, s := range all {
		x := extras[i]
		kind := kinds[x.Fault]
		if kind == nil {
			kind = &tally{}
			kinds[x.Fault] = kind
		}
		switch d := publicDiff(s, x); {
		case d == "":
			kind.read++
		case s.Ambiguous != "":
			kind.fair++
			t.Logf("%s (%s, ambiguous: %s): %s", s.ID, x.Fault, s.Ambiguous, d)
		default:
			kind.wrong++
			t.Errorf("%s (%s): %s\ntext:\n%s\nread: %+v", s.ID, x.Fault, d, s.Text, Parse(s.Text))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("%-20s %2d as expected, %d in another fair way, %d wrong", name, kinds[name].read, kinds[name].fair, kinds[name].wrong)
	}
}

// publicDiff returns how the reading differs from the one expected.
func publicDiff(s sample, x publicExpect) string {
	r := Parse(s.Text)
	want := s.expected()
	for i := range want {
		if want[i].Categories == nil && i < len(r.Exceptions) {
			want[i].Categories = r.Exceptions[i].Categories // not said
		}
		if want[i].Relation == "cause" {
			want[i].Relation = Cause
		}
	}
	if d := diff(r.Exceptions, want); d != "" {
		return d
	}
	if x.Expect.Type != "" && !slices.ContainsFunc(r.Exceptions, func(e Exception) bool { return e.Type() == x.Expect.Type }) {
		return "no exception of the type " + x.Expect.Type
	}
	title := Title(Fold(r.Exceptions))
	if title == "" {
		return "no title"
	}
	if x.Expect.TitleMatches != "" && !regexp.MustCompile(x.Expect.TitleMatches).MatchString(title) {
		return "the title is " + title
	}
	if strings.HasSuffix(title, ": ") {
		return "an empty title"
	}
	return ""
}
