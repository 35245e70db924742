package addin

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"sentry1c/addin/internal/record/recordtest"
)

// TestReadme_maskPatterns: what README tells an administrator to set hides whom 1C's own texts about locks name, in a
// text and in a record of the log.
func TestReadme_maskPatterns(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("```json\n(\\{\"maskPatterns\": .*\\})\n```").FindAllSubmatch(page, -1)
	if len(shown) != 2 || string(shown[0][1]) != string(shown[1][1]) {
		t.Fatalf("README shows %q", shown)
	}
	for _, text := range []string{
		"Ошибка блокировки объекта. Объект уже заблокирован\nКомпьютер: SRV-TERM-01, пользователь: Иванова (бухгалтер), сеанс: 1204, начат: 03.04.2024 в 09:15:21",
		"Object lock error. The object is already locked:\ncomputer: SRV-TERM-01, user: Иванова, session: 1204",
		"Объект уже заблокирован\nпользователь: Иванова\nкомпьютер: SRV-TERM-01",
	} {
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range [][]any{
			{"CaptureException", text},
			{"ExportLog", goldenLog(`{"date":"2026-11-23T10:10:00","level":"Ошибка","event":"_$PerformError$_","session":7,"comment":` + string(quoted) + `}`), goldenCursor},
		} {
			f := readyAt(t, string(shown[0][1]), goldenTime)
			f.apply(recordtest.Call{Object: 1, Args: call[1:]}, call[0].(string))
			sent, err := json.Marshal(f.event())
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(sent), "Иванова") || strings.Contains(string(sent), "SRV-TERM") || !strings.Contains(string(sent), "1204") && strings.Contains(text, "1204") {
				t.Errorf("%s sends %s", call[0], sent)
			}
		}
	}
}
