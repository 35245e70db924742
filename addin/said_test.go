package addin

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/addin/internal/bslsource"
	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/addin/internal/symbols"
	"sentry1c/build/kit/race"
)

// collector is an outlet that keeps the last envelope.
type collector struct {
	client.Living
	last []byte
}

// Take implements client.Outlet.
func (c *collector) Take(_ *client.Client, item delivery.Item) string {
	c.last = item.Envelope
	return ""
}

// sameCall is a capture that an object makes again and again: the same record, so that its
// envelopes are the same.
type sameCall struct {
	object       uint32
	method       string
	text, params string
}

func (f *fixture) envelopeOf(out *collector, s sameCall) []byte {
	f.t.Helper()
	method, _ := positionOf(f.t, s.method)
	args := []any{s.text, s.params}
	if s.method == "CaptureMessage" {
		args = []any{s.text, "warning", s.params}
	}
	out.last = nil
	entry := recordtest.Call{Object: s.object, Method: method, Sequence: 7, ID: [16]byte{7}, At: goldenTime, Args: args}
	if err := f.worker.Apply(entry.Encode()); err != nil {
		f.t.Fatal(err)
	}
	if out.last == nil {
		f.t.Fatalf("%s %q was not sent", s.method, s.text)
	}
	return out.last
}

// manyTexts are those of errors that others met, every step'th, and some with secrets.
func manyTexts(t *testing.T, step int) (texts []string) {
	t.Helper()
	file, err := os.Open(filepath.Join("internal", "bslerr", "testdata", "corpus.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for i := 0; lines.Scan(); i++ {
		var entry struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &entry); err != nil {
			t.Fatal(err)
		}
		if i%step == 0 {
			texts = append(texts, entry.Text)
		}
	}
	if lines.Err() != nil || len(texts) < 20 {
		t.Fatalf("%d texts, %v", len(texts), lines.Err())
	}
	return append(texts, chainText, strings.Replace(chainText, "412", "413", 1), "", " \n",
		"{ОбщийМодуль.А.Модуль(3)}: Деление на 0\n{ОбщийМодуль.А.Модуль(3)}:Б();",
		"Ошибка подключения: Srvr=\"s\";Usr=\"u\";Pwd=\""+planted+"\";\n{ОбщийМодуль.А.Модуль(3)}:Б();",
		"Нет заказа 77001\n{ОбщийМодуль.А.Модуль(4)}:\tВызватьИсключение Текст;", strings.Repeat("длинный текст ", 5000))
}

// TestSaid: an error or message that came before gives the same envelope to the byte as one
// that comes for the first time, whatever came between, with whatever options, facts and
// ways of being caught.
func TestSaid(t *testing.T) {
	symbolsFile := writeSymbols(t, filepath.Join(folder(t), "symbols"), "Старая")
	f := newFixture(t)
	out := &collector{}
	f.worker.outlet = out
	for i, options := range []string{
		``, `,"grouping":"server"`, `,"sourceLayout":"edt","sourceRoot":"/src"`, `,"inAppExclude":["ОбщийМодуль"],"sourceContext":"server"`,
		`,"maskPatterns":["77\\d+","(?i)цен"]`, fmt.Sprintf(`,"symbolsFile":%q`, symbolsFile), `,"ignoreErrors":["никогда такого нет"]`,
	} {
		if !f.bool(uint32(i+1), "Init", testDSN, `{"memoryOnly":true`+options+`}`) {
			t.Fatal(f.lastError(uint32(i + 1)))
		}
	}
	var all []sameCall
	step := 2
	if race.Detected {
		step = 4 // what is the same is seen without it
	}
	for _, text := range manyTexts(t, step) {
		for object := range uint32(7) {
			for _, params := range []string{"", `{"handled":false,"mechanism":"job","fingerprint":["своё"]}`,
				`{"module":"ОбщийМодуль.А.Модуль","line":3,"sourceLine":"Б();","description":"Деление на 0"}`} {
				all = append(all, sameCall{object + 1, "CaptureException", text, params})
			}
			all = append(all, sameCall{object + 1, "CaptureMessage", text, `{"params":["а"]}`})
		}
	}
	fresh := make([][]byte, len(all))
	for i, s := range all {
		f.worker.texts = event.NewTexts()
		fresh[i] = f.envelopeOf(out, s)
	}
	f.worker.texts = event.NewTexts()
	random := rand.New(rand.NewPCG(14, 15))
	failed := 0
	for at := 0; at < 4*len(all) && failed < 5; at++ {
		// Near each other, so that most are kept when they come again.
		i := (at/4 + random.IntN(24)) % len(all)
		if again := f.envelopeOf(out, all[i]); !bytes.Equal(again, fresh[i]) {
			failed++
			t.Errorf("%+v\n%s\nbecame\n%s", all[i], fresh[i], again)
		}
	}
}

// writeSymbols writes a file of symbols of the common module А, whose procedure has this
// name.
func writeSymbols(t *testing.T, path, procedure string) string {
	t.Helper()
	var file bytes.Buffer
	w := symbols.NewWriter(&file, symbols.Info{Source: true, Configurations: []symbols.Configuration{{Name: "Торговля", Version: "1"}}})
	encoded, err := symbols.Encode("CommonModule.А.Module", bslsource.Read("\nПроцедура "+procedure+"()\n\tБ();\nКонецПроцедуры\n"), true)
	if err == nil {
		err = w.Add(0, encoded)
	}
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		err = os.WriteFile(path+".new", file.Bytes(), 0o600)
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSaid_symbols: an error that came before is looked up again when the file of symbols
// is another, and its frames count each time.
func TestSaid_symbols(t *testing.T) {
	path := filepath.Join(folder(t), "symbols")
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		out := &collector{}
		f.worker.outlet = out
		if !f.bool(1, "Init", testDSN, fmt.Sprintf(`{"memoryOnly":true,"symbolsFile":%q}`, path)) {
			t.Fatal(f.lastError(1))
		}
		s := sameCall{1, "CaptureException", "{ОбщийМодуль.А.Модуль(3)}: Деление на 0\n{ОбщийМодуль.А.Модуль(3)}:Б();", ""}
		for i, step := range []struct {
			function string // of the file from now on; "" leaves it
			want     string
			after    time.Duration // the file is not looked at all the time
		}{
			{"", "Missing", 0}, {"Старая", "Старая", 11 * time.Second}, {"", "Старая", time.Hour}, {"Новая", "Новая", 2 * time.Second},
			{"", "Новая", 11 * time.Second}, {"Третья", "Третья", 11 * time.Second},
		} {
			if step.function != "" {
				writeSymbols(t, path, step.function)
			}
			time.Sleep(step.after)
			for range 3 {
				got := string(f.envelopeOf(out, s))
				if has := strings.Contains(got, `"function":"`+step.want+`"`); has != (step.want != "Missing") {
					t.Errorf("step %d: %s is a function: %v\n%s", i, step.want, has, got)
				}
			}
		}
		if counts := f.statistics(1).Symbols; counts == nil || counts.Exact != 15 {
			t.Errorf("frames that were looked up: %+v", counts)
		}
	})
}

// TestSaid_allocations: what comes again is not read again, and actions take no memory of
// their own in an event.
func TestSaid_allocations(t *testing.T) {
	count := func(breadcrumbs int) float64 {
		f := newFixture(t)
		out := &collector{}
		f.worker.outlet = out
		f.bool(1, "Init", testDSN, `{"memoryOnly":true}`)
		for range breadcrumbs {
			f.call(1, "AddBreadcrumb", "Нажата кнопка", "ui", "info", `{"row":5}`)
		}
		s := sameCall{1, "CaptureException", sameText(0), ""}
		f.envelopeOf(out, s)
		least := math.Inf(1) // deliveries of other tests go on meanwhile
		for range 5 {
			least = min(least, testing.AllocsPerRun(20, func() { f.envelopeOf(out, s) }))
		}
		return least
	}
	none, many := count(0), count(100)
	t.Logf("%.0f allocations without actions, %.0f with 100", none, many)
	if many > none+3 {
		t.Errorf("%.0f allocations without actions, %.0f with 100", none, many)
	}
	if none > 90 {
		t.Errorf("%.0f allocations for an error that came before", none)
	}
}
