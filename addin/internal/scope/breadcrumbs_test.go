package scope

import (
	"strings"
	"testing"
)

func TestBreadcrumbs_ring(t *testing.T) {
	var b Breadcrumbs
	check := func(limit int, wanted string) {
		t.Helper()
		var got []string
		for _, item := range b.Last(limit) {
			got = append(got, string(item))
		}
		if strings.Join(got, "") != wanted {
			t.Errorf("last(%d) = %v, want %s", limit, got, wanted)
		}
	}
	add := func(limit int, items string) {
		for _, item := range items {
			b.Add([]byte(string(item)), limit)
		}
	}
	add(3, "abcde")
	check(100, "cde")
	check(4, "de")
	check(1, "")
	add(5, "fghi") // a larger limit
	check(100, "efghi")
	copied := b.clone()
	add(2, "j") // a smaller one
	check(100, "ij")
	add(0, "k")
	check(100, "ij")
	b = copied
	check(100, "efghi")
}
