//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/build/demo"
	"sentry1c/build/kit/browser"
	"sentry1c/build/kit/built"
	"sentry1c/native/standin"
)

// picturesVariable names a folder for the pictures that the tests take; without it they
// go nowhere.
const picturesVariable = "SENTRY1C_PICTURES"

// maxPicture is how large a picture in a document may be.
const maxPicture = 150 << 10

// startBrowser starts a browser that ends with the test.
func startBrowser(t *testing.T) *browser.Browser {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	t.Cleanup(cancel)
	program, err := browser.Install(ctx, built.Root(t))
	if err != nil {
		t.Fatal(err)
	}
	b, err := browser.Start(ctx, program)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// open opens a page and gives the words in a part of it.
func open(t *testing.T, b *browser.Browser, address, part string) string {
	t.Helper()
	if err := b.Open(address); err != nil {
		t.Fatal(err)
	}
	return words(t, b, part)
}

// words are those that are visible in a part of the page, with single blanks.
func words(t *testing.T, b *browser.Browser, part string) string {
	t.Helper()
	text, err := b.Text(part)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(text), " ")
}

// picture takes a picture as high as asked for, and keeps it if that was asked for.
func picture(t *testing.T, b *browser.Browser, name string, height int) {
	t.Helper()
	if err := b.Resize(height); err != nil {
		t.Fatal(err)
	}
	taken, err := b.Picture()
	if err != nil {
		t.Fatal(err)
	}
	content := packed(t, taken)
	if len(content) > maxPicture {
		t.Errorf("the picture %s has %d bytes, want at most %d", name, len(content), maxPicture)
	}
	dir := os.Getenv(picturesVariable)
	if dir == "" || t.Failed() {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// inOrder requires that a text says these words one after the other.
func inOrder(t *testing.T, page, text string, wanted ...string) {
	t.Helper()
	rest := text
	for _, w := range wanted {
		_, after, found := strings.Cut(rest, w)
		if !found {
			t.Errorf("%s does not say «%s» where it should:\n%s", page, w, text)
			return
		}
		rest = after
	}
}

// playStory plays the story of the demonstration to a server.
func playStory(t *testing.T, lib *standin.Library, dsn string, more map[string]any) {
	t.Helper()
	o := newObject(t, lib, dsn, demo.Options(more))
	if err := demo.Play(o, time.Now(), 10*time.Second); err != nil {
		t.Fatal(err)
	}
	// A server may take no transactions, which then wait.
	call(t, o, "ДождатьсяОтправки", 30000)
}

func shopSymbols(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "УправлениеТорговлей.symbols")
	if err := demo.WriteSymbols(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	return path
}

// issueSaying is the issue of the story whose title says a text.
func (b *bugsink) issueSaying(text string) issue {
	b.t.Helper()
	issues := b.issues()
	i := slices.IndexFunc(issues, func(i issue) bool { return strings.Contains(i.Value, text) })
	if i < 0 {
		b.t.Fatalf("no issue says «%s»: %+v", text, issues)
	}
	return issues[i]
}

// The frames of the story's first error as a reader sees them.
var storyFrames = []struct{ module, function, code, around string }{
	{"ДоработкиРомашка ОбщийМодуль.РомКонтрольОстатков.Модуль", "СообщитьОНехватке", "ВызватьИсключение ТекстОшибки;", "РазрешитьПродажуВМинус.Получить()"},
	{"<платформа>", "Записать", "", ""},
	{"Документ.ЗаказКлиента.МодульОбъекта", "ОбработкаПроведения", "Движения.ТоварыНаСкладах.Записать();", "ПродажиСервер.ОтразитьРасчеты(ЭтотОбъект);"},
	{"ОбщийМодуль.ПродажиСервер.Модуль", "ПровестиЗаказ", "Заказ.Записать(РежимЗаписиДокумента.Проведение);", "ЗафиксироватьТранзакцию();"},
	{"Документ.ЗаказКлиента.Форма.ФормаДокумента.Форма", "ПровестиНаСервере", "ПродажиСервер.ПровестиЗаказ(Заказ);", "РеквизитФормыВЗначение"},
}

const shortageTitle = "Не хватает"

// TestPages_issue: what a reader sees of an error in Bugsink, without symbols and with.
func TestPages_issue(t *testing.T) {
	lib, b := buildLibrary(t), startBrowser(t)
	for name, more := range map[string]map[string]any{"without symbols": {}, "with symbols": {"symbolsFile": shopSymbols(t)}} {
		t.Run(name, func(t *testing.T) {
			server := startBugsink(t)
			playStory(t, lib, server.DSN, more)
			found := server.issueSaying(shortageTitle)
			if found.Count != demo.Shortages {
				t.Errorf("the issue has %d events, want %d", found.Count, demo.Shortages)
			}
			page := server.base + "/issues/issue/" + found.ID + "/event/last/"
			text := open(t, b, page, "body")
			symbols := len(more) > 0
			wanted := []string{"ExceptionRaisedFromScript", "Не хватает 59 шт. товара «Болт М25×40» на складе «Основной»", "ОбщийМодуль.РомКонтрольОстатков.Модуль", "Stacktrace"}
			for _, f := range storyFrames {
				wanted = append(wanted, f.module)
				if symbols || f.code == "" {
					wanted = append(wanted, "in "+f.function)
				}
			}
			inOrder(t, "the page", text, wanted...)
			for what, count := range map[string]int{"raise ExceptionRaisedFromScript": 1, "→ begin": 1, "The above exception": 0, "Ошибка при вызове метода контекста": 0, "undefined": 0, "None": 0} {
				if got := strings.Count(text, what); got != count {
					t.Errorf("the page says «%s» %d times, want %d:\n%s", what, got, count, text)
				}
			}
			inOrder(t, "the page", text, "Issue Tags", "application:", "Тонкий клиент", "configuration:", "УправлениеТорговлей", "environment:", "demo", "infobase:", "trade")
			eachTagOnce(t, text)
			inOrder(t, "the page", text, codeOfFrames(symbols)...)
			if symbols {
				picture(t, b, "issue", 1080)
			}
			details := open(t, b, page+"details/", "body")
			inOrder(t, "the details", details, "УправлениеТорговлей@11.5.12.34", "Иванова Мария", "INFOBASE", "SESSION")
			if symbols {
				inOrder(t, "the details", details, "SYMBOLS", "УправлениеТорговлей.symbols", "exact 4")
				// Where there are no frames, there is nothing to say of the file.
				bare := server.base + "/issues/issue/" + server.issueSaying("Соединение с сервером баз данных").ID + "/event/last/details/"
				if said := open(t, b, bare, "body"); strings.Contains(said, "SYMBOLS") {
					t.Errorf("the page of an error without frames speaks of symbols:\n%s", said)
				}
			}
			crumbs := open(t, b, page+"breadcrumbs/", "body")
			inOrder(t, "the breadcrumbs", crumbs, "session", "Начало сеанса", "ui.open", "Открыт список «Заказы клиентов»", "query", "840 мс", "ui.click", "Нажата кнопка «Провести и закрыть»")
			if symbols {
				picture(t, b, "breadcrumbs", 720)
			}
			list := open(t, b, server.base+fmt.Sprintf("/issues/%d/?sort=last_seen", server.project), "body")
			for _, e := range demo.Errors {
				inOrder(t, "the list", list, e.Title, fmt.Sprintf("with %d events", e.Count))
			}
			if symbols {
				picture(t, b, "list", 900)
			}
		})
	}
}

// eachTagOnce: no tag is shown twice or empty.
func eachTagOnce(t *testing.T, text string) {
	t.Helper()
	_, tags, _ := strings.Cut(text, "Issue Tags")
	seen := map[string]bool{}
	words := strings.Fields(tags)
	for i, word := range words {
		if !strings.HasSuffix(word, ":") {
			continue
		}
		if seen[word] || i+1 == len(words) || strings.HasSuffix(words[i+1], ":") || strings.HasPrefix(words[i+1], "(") {
			t.Errorf("the tag %s stands twice or is empty:\n%s", word, tags)
		}
		seen[word] = true
	}
	if len(seen) < 6 {
		t.Errorf("only %d tags were found: %s", len(seen), tags)
	}
}

// codeOfFrames are the words of all frames with their code.
func codeOfFrames(symbols bool) (wanted []string) {
	for _, f := range storyFrames {
		wanted = append(wanted, f.module)
		if f.code != "" {
			wanted = append(wanted, f.code)
		}
	}
	if symbols {
		// Lines before and after, too.
		wanted = append(wanted[:1], append([]string{storyFrames[0].around}, wanted[1:]...)...)
	}
	return wanted
}
