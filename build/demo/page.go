package demo

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"time"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// Page is the page that shows issues: one file that needs no network and no script.
func Page(issues []Issue, words Words, language string) ([]byte, error) {
	var page bytes.Buffer
	err := pageTemplate.Execute(&page, map[string]any{"Issues": issues, "Words": words, "Language": language})
	if err != nil {
		return nil, fmt.Errorf("demo: write the page: %w", err)
	}
	return page.Bytes(), nil
}

// serve serves a page on a port of this computer until it is closed.
func serve(page []byte) (address string, closed func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("demo: serve the page: %w", err)
	}
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	})}
	go func() {
		// Ends when the server is closed.
		_ = server.Serve(listener)
	}()
	return "http://" + listener.Addr().String() + "/", func() { _ = server.Close() }, nil
}
