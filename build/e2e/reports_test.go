//go:build e2e

package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/admin/reports"
	"sentry1c/build/kit/browser"
)

// startReports starts the receiver of reports as a person would, and gives its address.
func startReports(t *testing.T, dsn string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	spool := t.TempDir()
	printed, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := reports.Main(ctx, "reports", []string{"-listen", "127.0.0.1:0", "-dsn", dsn, "-spool", spool}, out)
		out.Close()
		done <- err
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	lines := bufio.NewScanner(printed)
	if !lines.Scan() {
		t.Fatal("the receiver did not start")
	}
	go func() { _, _ = io.Copy(io.Discard, printed) }() // until it ends
	return lines.Text()
}

// postReport posts a report of the platform, and gives the id of its event.
func postReport(t *testing.T, address, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "addin", "internal", "report", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(address+"/pushReport", "application/octet-stream", bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ ID, Error string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v %s", name, response.Status, err, answer.Error)
	}
	return answer.ID
}

// TestBugsink_reports goes the road of a base without the extension: the receiver is
// started as a person would, real reports of the platform are posted to it, and a real
// server stores what came. An error that came by a capture as well is the same issue.
func TestBugsink_reports(t *testing.T) {
	server := startBugsink(t)
	address := startReports(t, server.DSN)
	ids := map[string]string{}
	for _, name := range []string{"compile-8.3.18.zip", "runtime-8.3.17.json", "crash.json"} {
		ids[name] = postReport(t, address, name)
	}

	// The runtime error of the second report, as the event log of the same base has it.
	const text = "Метод объекта не обнаружен (ВыполнитьРегистрациюИнформационнойБазы)\n" +
		"{ВнешняяОбработка.Ошибка.Форма.Форма.Форма(4)}:СистемаВзаимодействия.ВыполнитьРегистрациюИнформационнойБазы(Неопределено);\n" +
		"[ОшибкаВоВремяВыполненияВстроенногоЯзыка, ОшибкаИспользованияВстроенногоЯзыка]"
	feed := addin.StartFeed()
	t.Cleanup(feed.Stop)
	options, _ := json.Marshal(map[string]string{"spoolPath": t.TempDir()})
	for _, call := range []addin.FeedCall{{Object: 1, Method: "Init", Args: []any{server.DSN, string(options)}}, {Object: 1, Method: "CaptureException", Args: []any{text}}} {
		if answer, err := feed.Do(t.Context(), call); err != nil || !answer.Truth {
			t.Fatalf("%s: %+v, %v", call.Method, answer, err)
		}
	}

	want := map[string]int{
		"VariableNotDefined":   1, // compile
		"ObjectMethodNotFound": 2, // runtime, by both roads
		"PlatformCrash":        1,
	}
	var issues []issue
	for range 300 {
		issues = server.issues()
		total := 0
		for _, i := range issues {
			total += i.Count
		}
		if total == 4 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if len(issues) != len(want) {
		t.Errorf("%d issues, want %d", len(issues), len(want))
	}
	for _, i := range issues {
		if i.Count != want[i.Type] {
			t.Errorf("issue %s (%s) has %d events, want %d", i.Type, i.Value, i.Count, want[i.Type])
		}
		for _, e := range server.events(i.ID) {
			if e.Data["event_id"] == ids["runtime-8.3.17.json"] && e.Data["release"] != "УправлениеПредприятием@1.0.1.529" {
				t.Errorf("the release is %v", e.Data["release"])
			}
		}
	}
}

// TestPages_report: what a reader sees in Spotlight of a report: the error, what the
// platform said of the client, and the screenshot, which Bugsink does not keep.
func TestPages_report(t *testing.T) {
	b, s := startBrowser(t), startSpotlight(t)
	id := postReport(t, startReports(t, s.DSN()), "compile-8.3.18.zip")
	base := strings.Replace(s.base, "127.0.0.1", "localhost", 1)
	open(t, b, base+"/telemetry/errors", "body")
	waitFor(t, b, "VariableNotDefined")
	// An attachment is an envelope of its own; they come in any order.
	open(t, b, base+"/telemetry/insights/envelopes", "body")
	waitUntil(t, b, `[...document.querySelectorAll("a")].filter(a => a.innerText.includes("attachment")).length === 2`)
	for i := range 2 {
		if _, err := b.Run(fmt.Sprintf(`[...document.querySelectorAll("a")].filter(a => a.innerText.includes("attachment"))[%d].click()`, i)); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(waitFor(t, b, "Envelope Details"), "screenshot.png") {
			break
		}
	}
	inOrder(t, "the envelope", waitFor(t, b, "screenshot.png"), `event_id:"`+id+`"`, "attachment", "screenshot.png", "image/png")
	if _, err := b.Run(`[...document.querySelectorAll("*")].find(e => !e.children.length && e.innerText === "+").click()`); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, b, `[...document.images].some(i => i.complete && i.naturalWidth === 596 && i.naturalHeight === 347)`)
	picture(t, b, "report", 1250)
}

// waitUntil waits until a condition of the page holds.
func waitUntil(t *testing.T, b *browser.Browser, condition string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if holds, err := b.Run(condition); err == nil && holds == "true" {
			return
		}
	}
	t.Fatalf("the page never has %s:\n%s", condition, words(t, b, "body"))
}
