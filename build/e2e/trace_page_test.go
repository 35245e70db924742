//go:build e2e

package e2e

import (
	"strings"
	"testing"
	"time"

	"sentry1c/build/demo"
	"sentry1c/build/kit/browser"
)

// TestPages_trace: what a reader sees in Spotlight of the errors, and of an operation,
// which Bugsink does not keep.
func TestPages_trace(t *testing.T) {
	b, s := startBrowser(t), startSpotlight(t)
	playStory(t, buildLibrary(t), s.DSN(), nil)
	// Its page talks to localhost only.
	base := strings.Replace(s.base, "127.0.0.1", "localhost", 1)
	open(t, b, base+"/telemetry/errors", "body")
	// It shows types and values apart, and a message, the last of the story, among no errors.
	for _, e := range demo.Errors[:len(demo.Errors)-1] {
		waitFor(t, b, strings.TrimPrefix(e.Title, "ExceptionRaisedFromScript: "))
	}
	if text := words(t, b, "body"); strings.Contains(text, "[Ошибка") || strings.Contains(text, "Ошибка при вызове метода контекста") {
		t.Errorf("a value has the platform's wrapping in it:\n%s", text)
	}
	open(t, b, base+"/telemetry/traces", "body")
	const operation = "Обмен с сайтом"
	waitFor(t, b, operation)
	if _, err := b.Run(`[...document.querySelectorAll("a")].find(a => a.innerText.includes("` + operation + `")).click()`); err != nil {
		t.Fatal(err)
	}
	text := waitFor(t, b, "POST https://shop.example.com/stock")
	inOrder(t, "the trace", text, operation, "db.query", "Изменённые товары", "serialize", "Выгрузка 240 товаров", "http.client")
	picture(t, b, "trace", 620)
}

// waitFor waits until a page that fills itself says a text.
func waitFor(t *testing.T, b *browser.Browser, text string) string {
	t.Helper()
	var said string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if said = words(t, b, "body"); strings.Contains(said, text) {
			return said
		}
	}
	t.Fatalf("the page does not say «%s»:\n%s", text, said)
	return ""
}
