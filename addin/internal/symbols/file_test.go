package symbols

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin/internal/bslsource"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// answers are what a file says of a few frames.
func answers(f *File) ([]Result, error) {
	var all []Result
	for _, c := range []struct {
		path, extension string
		number          int
		source          string
	}{
		{"CommonModule.Цены.Module", "", 8, "Возврат Найти(Товар).Цена; // «цена»"},
		{"CommonModule.Цены.Module", "", 1, "Набор.Записать();"},
		{"CommonModule.Цены.Module", "Доработки", 3, "Возврат ПродолжитьВызов(Товар);"},
		{"SessionModule", "", 1, "УстановитьПараметры();"},
		{"Catalog.Товары.Form.Форма.Form", "", 3, "Отказ = Истина;"},
		{"CommonModule.Общий.Module", "", 2, "Б();"},
		{"CommonModule.Нет.Module", "", 2, "Б();"},
	} {
		r, err := f.frame(c.path, c.extension, c.number, c.source)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// TestGolden: a file that this version wrote is read by every later one.
func TestGolden(t *testing.T) {
	const name = "testdata/golden.1csymbols"
	data := written(t, withSource(), modules)
	if *update {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f := opened(t, golden)
	want := withSource()
	want.Configurations = slices.Clone(want.Configurations)
	for i, counts := range [][3]int{{3, 3, 22}, {1, 1, 4}, {1, 1, 3}} {
		c := &want.Configurations[i]
		c.Modules, c.Procedures, c.Lines = counts[0], counts[1], counts[2]
	}
	if !reflect.DeepEqual(f.Info(), want) {
		t.Errorf("info %+v\nwant %+v", f.Info(), want)
	}
	got, err := answers(f)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		state    State
		function string
		post     int
	}{{Exact, "ЦенаЗаЕдиницу", 5}, {Drifted, "Записать", 0}, {Exact, "Расш_Цена", 1}, {Exact, "", 0}, {Exact, "ПриОткрытии", 1}, {Exact, "А", 1}, {Missing, "", 0}} {
		if got[i].State != want.state || got[i].Function != want.function || len(got[i].Post) != want.post {
			t.Errorf("frame %d: %+v, want %+v", i, got[i], want)
		}
	}
	if !bytes.Equal(data, written(t, withSource(), modules)) {
		t.Error("the same modules give other bytes")
	}
}

// TestOpen_damage: whatever byte is changed, the file is refused, or what it says is
// refused or unchanged.
func TestOpen_damage(t *testing.T) {
	data := written(t, withSource(), modules)
	want, err := answers(opened(t, data))
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for i := range data {
		damaged := bytes.Clone(data)
		damaged[i] ^= 0x41
		f, err := Open(bytes.NewReader(damaged), int64(len(damaged)))
		if err == nil {
			var got []Result
			if got, err = answers(f); err == nil && !reflect.DeepEqual(got, want) {
				t.Fatalf("byte %d of %d: another answer", i, len(data))
			}
		}
		if err != nil {
			refused++
		}
	}
	// Nothing but the padding of the page is nobody's, and that is under its checksum.
	if refused < len(data)*99/100 {
		t.Errorf("%d of %d damages are found", refused, len(data))
	}
	for n := range data {
		if _, err := Open(bytes.NewReader(data[:n]), int64(n)); err == nil {
			t.Fatalf("cut to %d of %d bytes it opens", n, len(data))
		}
	}
}

func TestOpen_kind(t *testing.T) {
	data := written(t, library, modules)
	newer := bytes.Clone(data)
	binary.LittleEndian.PutUint32(newer[8:], version+1)
	binary.LittleEndian.PutUint32(newer[12:], checksum(newer[:12]))
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty":       {nil, ErrForeign},
		"a zip":       {[]byte("PK\x03\x04" + strings.Repeat(" ", 100)), ErrForeign},
		"newer":       {newer, ErrNewer},
		"header only": {data[:headerSize], ErrDamaged},
		"cut":         {data[:len(data)-1], ErrDamaged},
		"longer":      {append(bytes.Clone(data), 0), ErrDamaged},
	} {
		if _, err := Open(bytes.NewReader(c.data), int64(len(c.data))); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if f := opened(t, written(t, Info{}, nil)); len(f.Info().Configurations) != 0 {
		t.Error("an empty file has configurations")
	} else if r, err := f.frame("SessionModule", "", 1, "А();"); err != nil || r.State != Missing {
		t.Errorf("an empty file: %+v, %v", r, err)
	}
}

// TestIndex_pages: every one of many modules is found, also those of one name that
// lie on two pages.
func TestIndex_pages(t *testing.T) {
	info := Info{}
	var all []moduleText
	for i := range 8 {
		info.Configurations = append(info.Configurations, Configuration{Name: fmt.Sprintf("К%d", i)})
	}
	for i := range 3 * pageEntries {
		for c := range 1 + i%8 {
			all = append(all, moduleText{c, fmt.Sprintf("CommonModule.М%d.Module", i), "А();"})
		}
	}
	f := opened(t, written(t, info, all))
	if f.foot.pages < 12 || int(f.foot.entries) != len(all) {
		t.Fatalf("%d pages, %d entries", f.foot.pages, f.foot.entries)
	}
	for i := range 3 * pageEntries {
		found, err := f.find("", fmt.Sprintf("CommonModule.М%d.Module", i))
		if err != nil || len(found) != 1+i%8 {
			t.Errorf("module %d: %d found, %v", i, len(found), err)
		}
	}
	if n := f.cache.Size(); n > cacheSize {
		t.Errorf("the cache holds %d bytes", n)
	}
}

func TestPack(t *testing.T) {
	for _, s := range []string{"", "Процедура Ёлка(\"ё\") // №1 «да» — нет…\u00a0\n\t", "Straße 日本 🙂 \ufffd \x00\x7f", string(packed)} {
		p := appendPacked(nil, s)
		if got, ok := unpack(p); !ok || got != s {
			t.Errorf("%q becomes %q, %v", s, got, ok)
		}
	}
	if n := len(appendPacked(nil, "ПроцедураЁё№")); n != 12 {
		t.Errorf("%d bytes", n)
	}
	if got, ok := unpack(appendPacked(nil, "а\xffб")); !ok || got != "а\ufffdб" {
		t.Errorf("bytes that are no text: %q, %v", got, ok)
	}
	for _, bad := range []string{"\xff", "\xffa", "\xff\xd0", "\xfe"} {
		if got, ok := unpack([]byte(bad)); ok {
			t.Errorf("%x becomes %q", bad, got)
		}
	}
	if byte(len(packed))+0x80 >= escape {
		t.Error("the table reaches the escape")
	}
}

func TestEncode_limits(t *testing.T) {
	m := bslsource.Read(strings.Repeat("\n", MaxLines+1))
	if _, err := Encode("SessionModule", m, true); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too many lines: %v", err)
	}
	m = bslsource.Module{Lines: []string{"А"}, Code: []bool{true}, Procedures: []bslsource.Procedure{{Name: strings.Repeat("А", maxHead), First: 1, Last: 1}}}
	if _, err := Encode("SessionModule", m, true); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too long names: %v", err)
	}
}

func TestModules(t *testing.T) {
	f := opened(t, written(t, withSource(), modules))
	all, err := f.Modules("CommonModule.Цены.Module")
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	m := all[0]
	lines, err := m.Text(16, 99)
	if m.Configuration.Name != "Торговля" || m.Lines != 17 || m.Procedure(13) != "Записать" || m.Procedure(16) != "" || err != nil || strings.Join(lines, "|") != "|мКэш = Новый Соответствие;" {
		t.Errorf("%+v %q %q, %v", m, m.Procedure(13), lines, err)
	}
	if all[1].Configuration.Name != "Доработки" {
		t.Errorf("%+v", all[1])
	}
}

// FuzzOpen: a file of any bytes is read without harm.
func FuzzOpen(f *testing.F) {
	f.Add(written(f, withSource(), modules), 0, "41")
	f.Add(written(f, library, modules[:1]), 20, "ffffffff")
	f.Add(written(f, Info{}, nil), -60, "00")
	f.Fuzz(func(t *testing.T, data []byte, at int, patch string) {
		b, _ := hex.DecodeString(patch)
		if at < 0 {
			at += len(data)
		}
		if at >= 0 && at < len(data) {
			copy(data[at:], b)
		}
		file, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		answers(file)
		file.Modules("SessionModule")
		if file.cache.Size() > cacheSize {
			t.Errorf("the cache holds %d bytes", file.cache.Size())
		}
	})
}

// FuzzDecodeModule: a block whose checksum is right may hold anything all the same.
func FuzzDecodeModule(f *testing.F) {
	for _, m := range modules {
		e, err := Encode(m.path, bslsource.Read(m.text), true)
		if err != nil {
			f.Fatal(err)
		}
		n := binary.LittleEndian.Uint32(e.block[8:])
		head, err := inflate(e.block[blockHeader:blockHeader+n], int(binary.LittleEndian.Uint32(e.block[4:])))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(head, e.block[blockHeader+n:], 3)
	}
	f.Fuzz(func(t *testing.T, head, hashes []byte, number int) {
		deflated := deflate(head)
		b := make([]byte, blockHeader, blockHeader+len(deflated)+len(hashes))
		binary.LittleEndian.PutUint32(b[4:], uint32(len(head)))
		binary.LittleEndian.PutUint32(b[8:], uint32(len(deflated)))
		b = append(append(b, deflated...), hashes...)
		binary.LittleEndian.PutUint32(b, checksum(b[4:]))
		m, err := decodeModule(b)
		if err != nil {
			return
		}
		m.function(number)
		if line, state := m.match(number, 7); state == Drifted && (line < 1 || line > m.lines) {
			t.Errorf("line %d of %d", line, m.lines)
		}
	})
}
