package admin

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/addin/admin/cli"
)

// file is a new file.
func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "error.txt")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const chain = `{Обработка.Загрузка.МодульОбъекта(7)}: Ошибка при вызове метода контекста (Записать)
	Объект.Записать();
по причине:
Нарушение прав доступа!
	at System.Foreign.Stack()
`

// TestParse_words: what the program says itself is in the language that is asked for.
func TestParse_words(t *testing.T) {
	user(t)
	path := file(t, chain)
	says(t, "parse "+path, cli.ExitGood, "issue        ", "transaction  ", "exception ", "within: ", "   at ", "fingerprint  ", "[not in app]")
	says(t, "parse -lang ru "+path, cli.ExitGood, "проблема     ", "операция     ", "исключение ", "внутри: ", "   в ", "отпечаток    ", "[не из приложения]")
	out, _ := ask(t, "parse", "-lang", "ru", path)
	if english := regexp.MustCompile(`(?m)^ *(issue|transaction|exception|within|at|fingerprint|dropped|caused by|beside it)\b.*|not in app`).FindAllString(out, -1); english != nil {
		t.Errorf("%q in\n%s", english, out)
	}
}

// TestWords_drops: every kind of what is dropped has a Russian name.
func TestWords_drops(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("..", "internal", "bslerr", "report.go"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`\tDropped\w+ += "(.+?)"`).FindAllStringSubmatch(string(source), -1)
	russian := wordsIn("ru").drops
	for _, kind := range kinds {
		if russian[kind[1]] == "" {
			t.Errorf("%s has none", kind[1])
		}
	}
	if len(kinds) != len(russian) {
		t.Errorf("%d names of %d kinds", len(russian), len(kinds))
	}
}

// TestParse_unread: what cannot be read is told in one language, by its name.
func TestParse_unread(t *testing.T) {
	user(t)
	path, none := file(t, chain), filepath.Join(t.TempDir(), "none")
	says(t, "parse -lang ru "+none, cli.ExitBad, "файл "+none+" не читается: его нет")
	says(t, "parse -lang ru "+filepath.Dir(path), cli.ExitBad, "не читается: это каталог")
	says(t, "parse -lang ru -symbols "+none+" "+path, cli.ExitBad, "Файла "+none+" нет.")
	_, err := ask(t, "parse", "-lang", "ru", none)
	if err == nil || strings.Contains(err.Error(), "no such file") {
		t.Error(err)
	}
}
