package scenarios

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

var update = flag.Bool("update", false, "write the golden file")

// changing is what no two events have in common, and the machine of the test, with what stands for it.
var changing = []struct {
	found *regexp.Regexp
	with  string
}{
	{regexp.MustCompile(`"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"`), `"5f2d1c9e-0f3a-41ee-be56-0242ac120002"`},
	{regexp.MustCompile(`"[0-9a-f]{32}"`), `"6b1f0c2e9d5e42868e1af3b1c07a9d5e"`},
	{regexp.MustCompile(`"[0-9a-f]{16}"`), `"b7ad6b7169203331"`},
	{regexp.MustCompile(`"\d{4}-\d\d-\d\dT[0-9:.]+Z?"`), `"2026-11-23T10:20:30Z"`},
	{regexp.MustCompile(`"arch": "[^"]+"`), `"arch": "amd64"`},
	{regexp.MustCompile(`"timezone": "[^"]+"`), `"timezone": "Europe/Moscow"`},
}

// TestGolden_event: the whole event of an error that a user was shown, with the settings as they are at first: README
// shows it as what leaves a company.
func TestGolden_event(t *testing.T) {
	s := newStage(t, newest)
	s.base.Connection = `Srvr="srv1c";Ref="trade";`
	s.configure()
	client := s.openFor(platform.ThinClient, &platform.User{Name: "Иванова Мария", ID: value.NewUUID()})
	s.call(client, "СентриКлиент", "ДобавитьСобытиеИстории", text("Открыта форма заказа"), text("форма"))
	info := failure("ОшибкаВоВремяВыполненияВстроенногоЯзыка", "Деление на 0", 57)
	info.Frames = append(info.Frames, eval.Place{Module: "Документ.ЗаказПокупателя.Форма.ФормаДокумента.Форма", Line: 12, SourceLine: "Продажи.Пересчитать(Объект);"})
	s.shown(client, info, false, russianHandler)

	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s.one(client)); err != nil {
		t.Fatal(err)
	}
	got := b.Bytes()
	for _, c := range changing {
		got = c.found.ReplaceAll(got, []byte(c.with))
	}
	path := filepath.Join("testdata", "event.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s.want(path, string(got), string(want))
}
