package grouping

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"
)

// groupPair is a record of groups.jsonl.
type groupPair struct {
	ID, Kind, A, B, Why string
	Same                bool
	Ambiguous           any // set where both answers are fair
}

func groupPairs(t testing.TB) []groupPair {
	t.Helper()
	f, err := os.Open("../../../../shared/errors/groups.jsonl")
	if os.IsNotExist(err) {
		t.Skip("the pairs of groups.jsonl are not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pairs []groupPair
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var p groupPair
		if err := json.Unmarshal(s.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, p)
	}
	return pairs
}

// waitsForReading are pairs that the reading of texts decides, not the grouping:
// journals of a server, reports of the error window, envelopes, broken lines.
var waitsForReading = set()

// TestFingerprint_groups: pairs of texts from public places are one issue or
// two as a reader of both would say.
func TestFingerprint_groups(t *testing.T) {
	right, fair := 0, 0
	for _, p := range groupPairs(t) {
		a, b := fingerprint(p.A), fingerprint(p.B)
		switch {
		case slices.Equal(a, b) == p.Same:
			right++
		case p.Ambiguous != nil && p.Ambiguous != false:
			fair++
		case waitsForReading[p.ID]:
		default:
			t.Errorf("%s: same shall be %v: %s\n%s\n%s\n%q\n%q", p.ID, p.Same, p.Why, p.A, p.B, a, b)
		}
	}
	t.Logf("%d pairs as expected, %d fair otherwise", right, fair)
}
