package addin

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

const planted = "S3cr3t-Тайна"

// plantings are calls that bring a secret into a scope or an event.
var plantings = [][]any{
	{"SetTag", "Пароль", planted},
	{"SetTag", "connection", "Usr=a;Pwd=" + planted + ";"},
	{"SetTags", `{"api_key":"` + planted + `","b":"Pwd=` + planted + `;"}`},
	{"SetUser", "1", "", "", "", `{"token":"` + planted + `"}`},
	{"SetContext", "c", `{"a":[{"password":"` + planted + `"}]}`},
	{"SetExtra", "Токен", planted},
	{"SetExtra", "e", `{"cookie":["` + planted + `"]}`},
	{"SetExtra", "text", "http://u:" + planted + "@host/"},
	{"SetTransactionName", "GET /?token=" + planted},
	{"AddBreadcrumb", `{"password":"` + planted + `"}`, "", "info", `{"Пароль":"` + planted + `"}`},
	{"CaptureMessage", "Pwd=" + planted + ";", "error", `{"params":["Pwd=` + planted + `;"],"tags":{"token":"` + planted + `"}}`},
	{"CaptureException", "{ОбщийМодуль.А.Модуль(7)}: Pwd=" + planted + ";", `{"extra":{"secret":"` + planted + `"},"sourceLine":"Pwd=` + planted + `;"}`},
	{"CaptureEvent", `{"message":"token=` + planted + `","tags":[["token","` + planted + `"]],"request":{"headers":{"Cookie":"` + planted + `"}},
		"exception":{"values":[{"value":"x","stacktrace":{"frames":[{"vars":{"Пароль":"` + planted + `"}}]}}]}}`},
	{"CaptureFeedback", "мой Пароль=" + planted},
}

// TestMask_everywhere: no secret that a name gives away leaves the process, lies in its
// spool or in its log of states.
func TestMask_everywhere(t *testing.T) {
	for _, planting := range plantings {
		f := ready(t, `{"sendDefaultPii":true}`)
		f.server.status = 503 // so that the spool keeps it
		f.call(1, planting[0].(string), planting[1:]...)
		f.call(1, "CaptureMessage", "m")
		for _, dir := range append(f.worker.life.RingFolders(), f.worker.root()) {
			wantNoSecret(t, planting, dir)
		}
		f.call(1, "Flush", 0)
		if kept := len(f.spooled()); kept == 0 {
			t.Errorf("%v: nothing lies in the spool", planting[0])
		}
	}
}

func wantNoSecret(t *testing.T, planting []any, dir string) {
	t.Helper()
	units := utf16.Encode([]rune(planted))
	wide := make([]byte, 0, 2*len(units))
	for _, unit := range units {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content), planted) || strings.Contains(string(content), string(wide)) {
			t.Errorf("%.100v: the secret lies in %s", planting, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMask_seen: that something was hidden can be seen, and what is no secret stays.
func TestMask_seen(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "Пароль", planted)
	f.call(1, "SetExtra", "connection", `Srvr="s";Ref="r";Pwd="`+planted+`";`)
	f.call(1, "SetContext", "c", `{"Номер":"ЗП-1","token":true}`)
	f.call(1, "CaptureMessage", "Неверный пароль: введите снова")
	event := f.event()
	want(t, event, "[Filtered]", "tags", "Parol")
	want(t, event, `Srvr="s";Ref="r";Pwd="[Filtered]";`, "extra", "connection")
	want(t, event, "ЗП-1", "contexts", "c", "Номер")
	want(t, event, true, "contexts", "c", "token")
	want(t, event, "Неверный пароль: введите снова", "logentry", "formatted")
}

// TestPersonalData: without sendDefaultPii the id of a user is all that is told of
// anybody, wherever the rest comes from; with it everything is told.
func TestPersonalData(t *testing.T) {
	for _, allowed := range []bool{false, true} {
		options := `{"sendDefaultPii":false,"release":"1"}`
		if allowed {
			options = strings.Replace(options, "false", "true", 1)
		}
		f := ready(t, options)
		f.call(1, "SetUser", "5f1c", "Иванова", "m@example.com", "10.0.0.1", `{"department":"Продажи"}`)
		f.call(1, "StartSession")
		f.call(1, "CaptureMessage", "scope")
		f.call(1, "CaptureMessage", "params", "error", `{"user":{"id":"5f1c","username":"Иванова","email":"m@example.com","ip_address":"10.0.0.1","name":"Иванова"}}`)
		f.call(1, "CaptureEvent", `{"message":"event","user":{"id":"5f1c","username":"Иванова","email":"m@example.com","ip_address":"10.0.0.1"}}`)
		f.call(1, "CaptureFeedback", "feedback")
		f.items("")
		for _, envelope := range f.server.envelopes {
			content, _ := json.Marshal(string(envelope.Items[0].Payload))
			text := string(content)
			for _, private := range []string{"Иванова", "m@example.com", "10.0.0.1", "srv-1c"} {
				if strings.Contains(text, private) && !allowed {
					t.Errorf("%s is told in %s", private, text)
				}
			}
			if envelope.Items[0].Type() != "session" && !strings.Contains(text, "5f1c") {
				t.Errorf("the id is missing in %s", text)
			}
			if envelope.Items[0].Type() == "event" && allowed && !strings.Contains(text, "m@example.com") {
				t.Errorf("the address is missing in %s", text)
			}
		}
		if n := len(f.server.envelopes); n != 5 {
			t.Errorf("%d envelopes, want 5", n)
		}
	}
	f := ready(t, "")
	f.call(1, "SetUser", "", "Иванова")
	f.call(1, "CaptureMessage", "m")
	want(t, f.event(), nil, "user")
}
