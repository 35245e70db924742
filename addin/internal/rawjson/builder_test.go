package rawjson

import (
	"fmt"
	"slices"
	"testing"
)

func TestBuilder(t *testing.T) {
	for _, n := range []int{0, 1, fewMembers, fewMembers + 1, 100} {
		var b Builder
		var want Object
		for i := range 3 * n { // each name three times: the last value in the first place
			name, raw := fmt.Sprint("k", i%n), []byte(fmt.Sprint(i))
			b.Set(name, raw)
			want.Set(name, raw)
		}
		if got := string(AppendObject(nil, b.Object())); got != string(AppendObject(nil, want)) {
			t.Errorf("%d members: %s, want %s", n, got, AppendObject(nil, want))
		}
	}
}

func TestBuilder_most(t *testing.T) {
	b := Builder{Most: 30}
	for i := range 100 {
		if room := b.Set(fmt.Sprint("k", i), []byte("1")); room != (i < 30) {
			t.Errorf("member %d: room %v", i, room)
		}
	}
	if !b.Set("k0", []byte("2")) || string(b.Object().Get("k0")) != "2" {
		t.Error("a member that is there was not replaced")
	}
	left := b.Left()
	if len(b.Object()) != 30 || left.Count != 70 || !slices.Equal(left.Names, []string{"k30", "k31", "k32", "k33", "k34"}) {
		t.Errorf("%d members, left %+v", len(b.Object()), left)
	}
}

func TestWith_leavesItsParts(t *testing.T) {
	below := Object{{Name: "a", Raw: []byte("1")}, {Name: "b", Raw: []byte("2")}}
	got := below.With(Object{{Name: "b", Raw: []byte("3")}, {Name: "c", Raw: []byte("4")}})
	if string(AppendObject(nil, got)) != `{"a":1,"b":3,"c":4}` || string(below[1].Raw) != "2" {
		t.Errorf("%s over %s", AppendObject(nil, got), AppendObject(nil, below))
	}
}
