package reports

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/report"
)

// reading is what makes an issue.
type reading struct {
	Title       string   `json:"title"`
	Transaction string   `json:"transaction"`
	Fingerprint []string `json:"fingerprint"`
	Exception   struct {
		Values []struct {
			Type       string `json:"type"`
			Value      string `json:"value"`
			Stacktrace any    `json:"stacktrace"`
		} `json:"values"`
	} `json:"exception"`
}

func readText(t *testing.T, text string) (r reading) {
	t.Helper()
	if err := json.Unmarshal(addin.ReadError(text, ""), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// reported is the report that a client would send of an error with this chain: each text
// with its place before it, and one stack.
func reported(t *testing.T, chain []bslerr.Exception) *report.Report {
	t.Helper()
	var errs, stack []any
	for i := range chain {
		e := &chain[i]
		text := e.Value
		var categories []string
		for _, name := range e.Categories {
			if english, ok := bslerr.Category(name); ok {
				name = english
			}
			categories = append(categories, name)
		}
		if len(e.Frames) > 0 && e.Frames[0].Kind == bslerr.Code {
			text = fmt.Sprintf("{%s(%d)}: %s", module(e.Frames[0]), e.Frames[0].Line, text)
		}
		errs = append(errs, []any{text, categories})
		for _, f := range e.Frames {
			stack = append(stack, []any{module(f), f.Line, f.Source})
		}
	}
	content, err := json.Marshal(map[string]any{"errorInfo": map[string]any{"applicationErrorInfo": map[string]any{"errors": errs, "stack": stack}}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func module(f bslerr.Frame) string { return strings.TrimSpace(f.Extension + " " + f.Module) }

// TestRoads: real errors as their text says them and as a report would are the same issue:
// title, stack and fingerprint. Texts that a report cannot hold are not compared: places
// in several errors of a chain (it has one stack), in queries, or in an order of their own.
func TestRoads(t *testing.T) {
	compared := 0
	for _, name := range []string{"corpus.jsonl", "public.jsonl"} {
		file, err := os.Open(filepath.Join("..", "..", "..", "..", "shared", "errors", name))
		if err != nil {
			t.Skipf("the real texts are not here: %v", err)
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			var entry struct{ ID, Layout, Text string }
			if err := json.Unmarshal(lines.Bytes(), &entry); err != nil {
				t.Fatal(err)
			}
			parsed := bslerr.Parse(entry.Text)
			if entry.Layout != "stack" || !holds(parsed) {
				continue
			}
			compared++
			r := reported(t, parsed.Exceptions)
			if got, want := readText(t, r.Text()), readText(t, entry.Text); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: the report is\n%s\nread as %+v\nwant %+v", entry.ID, r.Text(), got, want)
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	if compared < 40 {
		t.Errorf("only %d texts were compared", compared)
	}
}

// holds reports whether a report can say all of an error.
func holds(parsed bslerr.Report) bool {
	for i := range parsed.Exceptions {
		e := &parsed.Exceptions[i]
		if e.Order != bslerr.InnermostFirst || e.Relation != bslerr.Cause || i > 0 && len(e.Frames) > 0 {
			return false
		}
		for _, f := range e.Frames {
			if f.Kind != bslerr.Code || f.Column != 0 {
				return false
			}
		}
	}
	return len(parsed.Exceptions) > 0 && len(parsed.Dropped) == 0
}

// TestRoads_wire: one error by the report and by CaptureException of the same worker are
// the same event where it matters.
func TestRoads_wire(t *testing.T) {
	p := start(t)
	const text = "Ошибка при вызове метода контекста (Записать)\n{Доработки ОбщийМодуль.Обмен.Модуль(12)}:Объект.Записать();\n{Документ.Заказ.Форма.Форма.Форма(3)}:Обмен.Выгрузить();\n[ОшибкаВоВремяВыполненияВстроенногоЯзыка]\nпо причине:\nЗначение поля \"Номер\" не уникально"
	const asReport = `{"errorInfo":{"applicationErrorInfo":{"errors":[["{Доработки ОбщийМодуль.Обмен.Модуль(12)}: Ошибка при вызове метода контекста (Записать)",["ScriptRuntimeError"]],["Значение поля \"Номер\" не уникально",[]]],
		"stack":[["Доработки ОбщийМодуль.Обмен.Модуль",12,"\tОбъект.Записать();"],["Документ.Заказ.Форма.Форма.Форма",3,"\t\tОбмен.Выгрузить();"]]}}}`
	own := [16]byte{15: 1}
	if _, err := p.server.feed.Do(t.Context(), addin.FeedCall{Object: 1, Method: "CaptureException", ID: own, Args: []any{text}}); err != nil {
		t.Fatal(err)
	}
	byText, byReport := p.event(fmt.Sprintf("%032x", 1)), p.event(p.push("", []byte(asReport)))
	for _, path := range [][]any{{"fingerprint"}, {"transaction"}, {"exception", "values", -1, "type"}, {"exception", "values", -1, "value"}, {"exception", "values", -1, "stacktrace"}} {
		if byText.At(path...) == nil {
			t.Errorf("there is no %v", path)
		}
		want(t, byReport, byText.At(path...), path...)
	}
}
