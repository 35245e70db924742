//go:build e2e

package browser_test

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sentry1c/build/kit/browser"
	"sentry1c/build/kit/built"
)

func TestBrowser(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, `<!doctype html><meta charset="utf-8"><main><p>Ошибка</p><p hidden>тайна</p></main><p>мимо</p><script>
document.querySelector("p").innerText += " 1С"; nothing.at.all();</script>`)
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	program, err := browser.Install(ctx, built.Root(t))
	if err != nil {
		t.Fatal(err)
	}
	b, err := browser.Start(ctx, program)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.Open(server.URL); err != nil {
		t.Fatal(err)
	}
	if text, err := b.Text("main"); err != nil || strings.TrimSpace(text) != "Ошибка 1С" {
		t.Errorf("the page says %q, %v", text, err)
	}
	if complaints := strings.Join(b.Complaints, " "); !strings.Contains(complaints, "nothing is not defined") {
		t.Errorf("complaints: %q", complaints)
	}
	if _, err := b.Run("nothing.at.all()"); err == nil || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("a script that fails: %v", err)
	}
	picture, err := b.Picture()
	if err != nil {
		t.Fatal(err)
	}
	if size, err := png.DecodeConfig(bytes.NewReader(picture)); err != nil || size.Width != browser.Width || size.Height != browser.Height {
		t.Errorf("the picture is %v, %v", size, err)
	}
	if err := b.Open("http://127.0.0.1:1/"); err == nil {
		t.Error("a page that is not there opens")
	}
}
