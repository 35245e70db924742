package container

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestBytes_layout(t *testing.T) {
	f := File{Entries: []Entry{{Name: "a", Created: 1, Modified: 2, Data: []byte("hi")}}}
	got, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	want := "\xff\xff\xff\x7f\x00\x02\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00" +
		"\r\n0000000c 00000200 7fffffff \r\n" + "\x2f\x02\x00\x00\x68\x02\x00\x00\xff\xff\xff\x7f" + strings.Repeat("\x00", 500) +
		"\r\n0000001a 0000001a 7fffffff \r\n" + "\x01\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00a\x00\x00\x00\x00\x00" +
		"\r\n00000002 00000200 7fffffff \r\n" + "hi" + strings.Repeat("\x00", 510)
	if string(got) != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func numbered(n int) []Entry {
	var entries []Entry
	for i := range n {
		name := fmt.Sprintf("%04d", n-i)
		entries = append(entries, Entry{Name: name, Created: Time(i), Modified: Time(i + 1), Data: bytes.Repeat([]byte(name), i+1)})
	}
	return entries
}

func TestBytes_roundTrip(t *testing.T) {
	for _, n := range []int{1, 2, 42, 43, 44, 85, 86, 129, 200} {
		f := File{Entries: numbered(n)}
		b, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(b)
		if err != nil {
			t.Fatalf("%d entries: %v", n, err)
		}
		for i, e := range back.Entries {
			if want := f.Entries[i]; e.Name != want.Name || !bytes.Equal(e.Data, want.Data) || e.Created != want.Created || e.Modified != want.Modified {
				t.Fatalf("%d entries: entry %d is %+v, want %+v", n, i, e, want)
			}
		}
		again, err := back.Bytes()
		if err != nil || !bytes.Equal(again, b) {
			t.Errorf("%d entries: written again they differ, %v", n, err)
		}
	}
}

// The pages of the table of contents stand where the platform puts them:
// between name and data of the entries 43, 86, 129.
func TestBytes_tablePages(t *testing.T) {
	f := File{Entries: numbered(130)}
	b, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	page := []byte(fmt.Sprintf("\r\n%08x %08x ", 0, pageSize))
	var before []int
	for i := range b {
		if !bytes.HasPrefix(b[i:], page) {
			continue
		}
		names := bytes.Count(b[:i], []byte("\r\n00000020 00000020 ")) // blocks of names of four letters
		before = append(before, names)
	}
	if want := []int{43, 86, 129}; !slices.Equal(before, want) {
		t.Errorf("pages stand behind the names of the entries %v, want %v", before, want)
	}
}

func TestBytes_tableSorted(t *testing.T) {
	f := File{Entries: []Entry{{Name: "b", Data: []byte("2")}, {Name: "B", Data: []byte("1")}, {Name: "ж", Data: []byte("3")}}}
	b, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r := reader{layout: narrow, data: b}
	toc, err := r.chain(uint64(narrow.header))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := 0; i < len(toc); i += narrow.record() {
		e, err := r.entry(narrow.offset(toc[i:]), narrow.offset(toc[i+4:]))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, e.Name)
	}
	if want := []string{"B", "b", "ж"}; !reflect.DeepEqual(names, want) {
		t.Errorf("the table lists %q, want %q", names, want)
	}
}

func TestBytes_refused(t *testing.T) {
	for want, entries := range map[string][]Entry{
		"no entries":                nil,
		"two entries":               {{Name: "a"}, {Name: "a"}},
		"empty or has a zero":       {{Name: ""}},
		"is empty or has a zero in": {{Name: "a\x00b"}},
	} {
		if _, err := (&File{Entries: entries}).Bytes(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want an error with %q", entries, err, want)
		}
	}
}
