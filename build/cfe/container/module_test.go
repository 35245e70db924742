package container

import (
	"strings"
	"testing"
	"time"
)

func TestModule(t *testing.T) {
	now := TimeOf(time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC))
	for _, text := range []string{"", "\uFEFFПроцедура А()\r\nКонецПроцедуры\r\n", strings.Repeat("x", 513), strings.Repeat("y", 5000)} {
		b := Module([]byte(text), now)
		if want := 771 + max(pageSize, len(text)); len(b) != want {
			t.Errorf("a text of %d bytes makes %d, want %d", len(text), len(b), want)
		}
		if !Is(b) || b[8] != 1 {
			t.Errorf("the header is % x", b[:16])
		}
		got, err := ReadModule(b)
		if err != nil || string(got) != text {
			t.Errorf("read back %d bytes, %v; want %d", len(got), err, len(text))
		}
		f, err := Read(b)
		if err != nil || len(f.Entries) != 2 || string(f.Entries[0].Data) != "\uFEFF{3,1,0,\"\",0}" || f.Entries[0].Created != now {
			t.Errorf("%+v, %v", f, err)
		}
	}
}

func TestReadModule_broken(t *testing.T) {
	other, err := (&File{Entries: []Entry{{Name: "form"}, {Name: "module"}}}).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for want, b := range map[string][]byte{"it has no text": other, "header is missing": []byte("text")} {
		if _, err := ReadModule(b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
	if Is([]byte("\uFEFF{1}")) || Is(nil) {
		t.Error("a text is taken for a store")
	}
}
