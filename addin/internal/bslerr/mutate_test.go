package bslerr

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// mutate changes lines of a text as tools, mailers and hands do: they vanish,
// come twice, change places, lose their break, get words of another text.
func mutate(r *rand.Rand, text, other string) string {
	lines, others := strings.Split(text, "\n"), strings.Split(other, "\n")
	for range 1 + r.IntN(3) {
		i := r.IntN(len(lines))
		switch r.IntN(6) {
		case 0:
			if len(lines) > 1 {
				lines = slices.Delete(lines, i, i+1)
			}
		case 1:
			lines = slices.Insert(lines, i, lines[i])
		case 2:
			j := r.IntN(len(lines))
			lines[i], lines[j] = lines[j], lines[i]
		case 3:
			lines = slices.Insert(lines, i, pick(r, others))
		case 4:
			lines[i] += pick(r, []string{"", " "}) + pick(r, others)
		case 5:
			lines[i] = lines[i][:r.IntN(len(lines[i])+1)]
		}
	}
	return strings.Join(lines, "\n")
}

// TestRender_mutated: mutilated texts are read to chains that a text can hold,
// but for few. What the parser takes for a message in one place and for grammar
// in another shows here.
func TestRender_mutated(t *testing.T) {
	all := allSamples(t)
	const rounds = 40
	var refused []string
	for i, s := range all {
		for n := range uint64(rounds) {
			r := rand.New(rand.NewPCG(uint64(i), n))
			text := mutate(r, s.Text, pick(r, all).Text)
			if l := lost(text); l != "" {
				t.Fatalf("%s: %s\ntext:\n%s", s.ID, l, text)
			}
			if d := roundTrip(text); d != "" {
				refused = append(refused, s.ID+": "+d)
			}
		}
	}
	t.Logf("%d of %d texts are refused", len(refused), rounds*len(all))
	if limit := rounds * len(all) / 500; len(refused) > limit {
		t.Errorf("more than %d:\n%s", limit, strings.Join(refused, "\n"))
	}
}
