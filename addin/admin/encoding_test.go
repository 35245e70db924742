package admin

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"sentry1c/addin/admin/cli"
)

const sampleText = "{ОбщийМодуль.Обмен.Модуль(12)}: Поле объекта не обнаружено (Сумма)\r\n\tСтрока = \"№ 5\" + Ёлка;\r\n"

// encodings are those in which Windows keeps a text.
func encodings(t testing.TB, text string) map[string]string {
	t.Helper()
	units := func(order binary.AppendByteOrder) string {
		var b []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			b = order.AppendUint16(b, unit)
		}
		return string(b)
	}
	all := map[string]string{
		"UTF-8": text, "UTF-8 with a mark": "\xef\xbb\xbf" + text,
		"UTF-16 LE": "\xff\xfe" + units(binary.LittleEndian), "UTF-16 BE": "\xfe\xff" + units(binary.BigEndian),
		"UTF-16 LE without a mark": units(binary.LittleEndian), "UTF-16 BE without a mark": units(binary.BigEndian),
	}
	for name, page := range map[string]*charmap.Charmap{"1251": charmap.Windows1251, "866": charmap.CodePage866} {
		encoded, err := page.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = encoded
	}
	return all
}

func TestDecode(t *testing.T) {
	for _, want := range []string{sampleText, "Ошибка\n", "ДЕЛЕНИЕ НА 0\n", "Field not found (Сумма) in a long text of another language", "plain text 1"} {
		for name, content := range encodings(t, want) {
			if got, ok := decode([]byte(content)); got != want || !ok {
				t.Errorf("%s: %q, %v, want %q", name, got, ok, want)
			}
		}
	}
	for name, content := range map[string]string{"a program": "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00>\x00", "no letter of 1251": "\xcf\xf0\xe8\x98", "a control character": "a\x01"} {
		if got, ok := decode([]byte(content)); ok {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got, ok := decode([]byte(sampleText[:len(sampleText)-20] + "\xd0")); !ok || !strings.HasPrefix(got, sampleText[:40]) {
		t.Errorf("UTF-8 that is cut: %q, %v", got, ok)
	}
}

// TestParse_encodings: a text is read whatever a user of Windows saved it in, or refused in
// one sentence.
func TestParse_encodings(t *testing.T) {
	user(t)
	for name, content := range encodings(t, sampleText) {
		says(t, "parse "+file(t, content), cli.ExitGood, "issue        ObjectFieldNotFound: Поле объекта не обнаружено (Сумма)", "at ОбщийМодуль.Обмен.Модуль(12)")
		if t.Failed() {
			t.Fatal(name)
		}
	}
	says(t, "parse -lang ru "+file(t, "PK\x03\x04\x00\x00\x00\x00"), cli.ExitBad, "это не текст в UTF-8, UTF-16, Windows-1251 или 866")
}

func FuzzDecode(f *testing.F) {
	for _, content := range encodings(f, sampleText) {
		f.Add([]byte(content))
	}
	f.Add([]byte("\xff\xfe\x00"))
	f.Add([]byte("\xd0\x98"))
	f.Fuzz(func(t *testing.T, content []byte) {
		text, ok := decode(content)
		if !utf8.ValidString(text) || strings.Contains(text, "\x00") || !ok && text != "" || len(text) > 3*len(content) {
			t.Errorf("%q, %v", text, ok)
		}
	})
}
