package scenarios

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/build/kit/built"
)

// TestAddIn_ofReadme: the code that README shows for the add-in alone, in either language, sends the error of the
// exchange and raises it; where the library does not load, the exchange runs all the same.
func TestAddIn_ofReadme(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(built.Root(t), "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	snippets := regexp.MustCompile("(?s)```bsl\n([^`]*SentryAddIn[^`]*)```").FindAllStringSubmatch(string(content), -1)
	if len(snippets) != 2 {
		t.Fatalf("README has %d texts that attach the add-in, want one a language", len(snippets))
	}
	for _, snippet := range snippets {
		sentry := newSentry(t)
		source := regexp.MustCompile(`"https://[^"]+"`).ReplaceAllString(snippet[1], `"`+sentry.DSN()+`"`)
		source = strings.ReplaceAll(source, "RunExchange()", "ВыполнитьОбмен()")
		if strings.Count(source, sentry.DSN()) != 1 || strings.Count(source, "ВыполнитьОбмен()") != 1 {
			t.Fatalf("no place for the DSN, or no exchange, in\n%s", snippet[1])
		}
		s := newBareStage(t, newest, sentry, &eval.Module{Name: "Обмены", Path: "ОбщийМодуль.Обмены.Модуль", Sides: eval.Servers, Source: `
Процедура ВыполнитьОбмен() Экспорт
	ВызватьИсключение "Обмен не удался";
КонецПроцедуры
Процедура Обменяться() Экспорт
` + source + `
КонецПроцедуры`})
		session := s.open(platform.BackgroundJob)
		exchange := func() {
			t.Helper()
			if _, err := session.Call("Обмены", "Обменяться"); err == nil || !strings.Contains(err.Error(), "Обмен не удался") {
				t.Errorf("the exchange ends with %v", err)
			}
		}
		exchange()
		s.waitFor("the event", func() bool { return len(s.sentry.Events()) == 1 })
		s.want("error", s.sentry.Events()[0].Text("exception", "values", 0, "value"), "Обмен не удался")
		s.addIns.Refused = true
		exchange()
		if events := s.sentry.Events(); len(events) != 1 {
			t.Errorf("%d events came, want the one", len(events))
		}
	}
}
