package addin

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/bslsource"
	"sentry1c/addin/internal/symbols"
)

// TestMask_symbols: lines of code that come out of a file of symbols have no secrets, nor
// what the user's expressions match.
func TestMask_symbols(t *testing.T) {
	const module = "Процедура А()\n\tПароль = \"" + planted + "\";\n\tБ();\n\tГ(77001);\n\tВ(\"Pwd=" + planted + ";\");\nКонецПроцедуры\n"
	var file bytes.Buffer
	w := symbols.NewWriter(&file, symbols.Info{Source: true, Configurations: []symbols.Configuration{{Name: "Торговля", Version: "1"}}})
	encoded, err := symbols.Encode("CommonModule.А.Module", bslsource.Read(module), true)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add(0, encoded); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder(t), "symbols")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f := ready(t, fmt.Sprintf(`{"symbolsFile":%q,"maskPatterns":["77\\d+"]}`, path))
	f.call(1, "CaptureException", "{ОбщийМодуль.А.Модуль(3)}: Деление на 0\n{ОбщийМодуль.А.Модуль(3)}:Б();")
	frame := f.event().At("exception", "values", 0, "stacktrace", "frames", 0)
	text := fmt.Sprint(frame)
	if strings.Contains(text, planted) || strings.Contains(text, "77001") || strings.Count(text, "[Filtered]") < 3 || !strings.Contains(text, "pre_context") {
		t.Errorf("%s", text)
	}
}
