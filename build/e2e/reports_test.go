//go:build e2e

package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/admin/reports"
)

// TestBugsink_reports goes the road of a base without the extension: the receiver is
// started as a person would, real reports of the platform are posted to it, and a real
// server stores what came. An error that came by a capture as well is the same issue.
func TestBugsink_reports(t *testing.T) {
	server := startBugsink(t)
	ctx, cancel := context.WithCancel(t.Context())
	printed, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := reports.Main(ctx, "reports", []string{"-listen", "127.0.0.1:0", "-dsn", server.DSN, "-spool", t.TempDir()}, out)
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
	address := lines.Text()
	go func() { _, _ = io.Copy(io.Discard, printed) }() // until it ends

	ids := map[string]string{}
	for _, name := range []string{"compile-8.3.18.zip", "runtime-8.3.17.json", "crash.json"} {
		content, err := os.ReadFile(filepath.Join("..", "..", "addin", "internal", "report", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.Post(address+"/pushReport", "application/octet-stream", bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		var answer struct{ ID, Error string }
		err = json.NewDecoder(response.Body).Decode(&answer)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %v %s", name, response.Status, err, answer.Error)
		}
		ids[name] = answer.ID
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
