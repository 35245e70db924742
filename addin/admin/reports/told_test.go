package reports

import (
	"io"
	"net"
	"os"
	"strings"
	"testing"
)

// TestTell: the first line is the address; then each base is named with what to enter in it, in the reader's language,
// and who can reach it.
func TestTell(t *testing.T) {
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	file := t.TempDir() + "/reports.json"
	config := `{"bases":[{"prefix":"/erp","name":"ERP","dsn":"http://key@127.0.0.1:1/1"},{"prefix":"/zup","secret":"0123456789abcdef","dsn":"http://key@127.0.0.1:1/2"}]}`
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	loopback, everywhere := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8171}, &net.TCPAddr{IP: net.IPv6unspecified, Port: 8171}
	one := []string{"-dsn", "http://key@127.0.0.1:1/1"}
	for _, c := range []struct {
		args []string
		at   net.Addr
		want string
	}{
		{append([]string{"-lang", "ru"}, one...), loopback, "http://127.0.0.1:8171\nАдрес сервиса регистрации ошибок, который указать в базе: http://127.0.0.1:8171\n" +
			"Он доступен только программам этого компьютера: для других компьютеров укажите -listen :8171.\n"},
		{append([]string{"-lang", "en"}, one...), loopback, "http://127.0.0.1:8171\nAddress of the error reporting service to enter in the infobase: http://127.0.0.1:8171\n" +
			"Only programs of this machine reach it: for other machines give -listen :8171.\n"},
		{append([]string{"-lang", "ru", "-cert", "c", "-key", "k"}, one...), everywhere, "http://[::]:8171\nАдрес сервиса регистрации ошибок, который указать в базе: http://" + name + ":8171\n"},
		{[]string{"-lang", "en", "-config", file}, everywhere, "http://[::]:8171\nAddress of the error reporting service to enter in the infobase ERP: http://" + name + ":8171/erp\n" +
			"Address of the error reporting service to enter in the infobase zup: http://" + name + ":8171/zup/…\n" +
			"Other machines reach it, and nothing is encrypted: give -cert and -key, or put a proxy with TLS before it.\n"},
	} {
		a, err := readArguments(t.Context(), "reports", c.args, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		a.tell(&out, "http", c.at)
		if out.String() != c.want {
			t.Errorf("%q says\n%s, want\n%s", c.args, out.String(), c.want)
		}
	}
}
