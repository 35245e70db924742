package reports

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sentry1c/build/kit/receiver"
)

// post is a receiver with a server behind it.
type post struct {
	t      *testing.T
	server *Server
	sentry *receiver.Server
	url    string
	spool  string
}

// start starts a receiver of bases whose events go to a server of the test.
func start(t *testing.T, bases ...Base) *post {
	t.Helper()
	sentry, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sentry.Close)
	if len(bases) == 0 {
		bases = []Base{NewBase()}
	}
	for i := range bases {
		bases[i].DSN = sentry.DSN()
		if err := bases[i].check(); err != nil {
			t.Fatal(err)
		}
	}
	p := &post{t: t, sentry: sentry, spool: t.TempDir()}
	if p.server, err = New(bases, p.spool); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.server.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.url = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.server.Serve(ctx, listener, "", "") }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return p
}

// ask makes a request and returns its answer.
func (p *post) ask(method, path, contentType string, body io.Reader) (status int, answer map[string]any) {
	p.t.Helper()
	request, err := http.NewRequest(method, p.url+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := json.Unmarshal(content, &answer); err != nil && method != http.MethodHead {
		p.t.Fatalf("%s %s: %s: %s", method, path, response.Status, content)
	}
	return response.StatusCode, answer
}

// push posts a body that must be taken, and returns the id of its event.
func (p *post) push(path string, body []byte) string {
	p.t.Helper()
	status, answer := p.ask(http.MethodPost, path+"/pushReport", "application/octet-stream", bytes.NewReader(body))
	id, _ := answer["id"].(string)
	if status != http.StatusOK || len(id) != 32 {
		p.t.Fatalf("%d: %v", status, answer)
	}
	return id
}

// event waits for the event of an id.
func (p *post) event(id string) receiver.Event {
	p.t.Helper()
	for range 1000 {
		for _, e := range p.sentry.Events() {
			if e.Text("event_id") == id {
				return e
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.t.Fatalf("event %s did not come", id)
	return nil
}

// items waits for items of a type.
func (p *post) items(kind string, count int) (items []receiver.Item) {
	p.t.Helper()
	for range 1000 {
		items = items[:0]
		for _, e := range p.sentry.Envelopes() {
			for _, item := range e.Items {
				if item.Type() == kind {
					items = append(items, item)
				}
			}
		}
		if len(items) >= count {
			return items
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.t.Fatalf("%d items of type %s came, want %d", len(items), kind, count)
	return nil
}

// real is a report that the platform made.
func real(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "internal", "report", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// pack is an archive of names and contents.
func pack(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, err := w.Create(pairs[i])
		if err == nil {
			_, err = f.Write([]byte(pairs[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// numbered is a report of its own.
func numbered(n int) string {
	return fmt.Sprintf(`{"id":"%032x","clientInfo":{"appName":"1CV8C"},"errorInfo":{"applicationErrorInfo":{"errors":[["{ОбщийМодуль.А.Модуль(%d)}: Ошибка",[]]]}}}`, n+1, n+1)
}

func want(t *testing.T, e receiver.Event, value any, path ...any) {
	t.Helper()
	got, _ := json.Marshal(e.At(path...))
	wanted, _ := json.Marshal(value)
	if !bytes.Equal(got, wanted) {
		t.Errorf("%v = %s, want %s", path, got, wanted)
	}
}

// TestPush: a report of the platform becomes the event of the error, with its files.
func TestPush(t *testing.T) {
	p := start(t)
	id := p.push("", real(t, "compile-8.3.18.zip"))
	e := p.event(id)
	want(t, e, "VariableNotDefined", "exception", "values", -1, "type")
	want(t, e, "report", "exception", "values", -1, "mechanism", "type")
	want(t, e, false, "exception", "values", -1, "mechanism", "handled")
	want(t, e, "2020-11-22T21:38:06.000Z", "timestamp")
	want(t, e, map[string]any{"id": "00000000-2fc2-4090-85a0-d07c8164be1a"}, "user")
	want(t, e, "1CV8C", "tags", "application")
	want(t, e, "8.3.18.1128", "tags", "platform")
	want(t, e, "default", "tags", "infobase")
	want(t, e, id, "contexts", "trace", "trace_id")
	for _, name := range []string{"app", "os", "device", "runtime", "culture", "infobase", "configuration", "server"} {
		if e.At("contexts", name) == nil {
			t.Errorf("no context %s", name)
		}
	}
	names := map[any]bool{}
	for _, item := range p.items("attachment", 2) {
		names[item.Header["filename"]] = true
	}
	if !names["screenshot.png"] || !names["samplefile.txt"] {
		t.Errorf("attached: %v", names)
	}
	if again := p.push("", real(t, "compile-8.3.18.zip")); again != id {
		t.Errorf("the same report is %s and then %s", id, again)
	}
	second := p.push("", real(t, "runtime-8.3.17.json"))
	e = p.event(second)
	want(t, e, "УправлениеПредприятием@1.0.1.529", "release")
	want(t, e, map[string]any{"0001 common methods": "0.1.4.41", "0002 logger": "0.1.4.15", "0003 hs by openapi": "0.2.4.17"}, "modules")
	time.Sleep(50 * time.Millisecond)
	if n := len(p.items("attachment", 2)); n != 2 {
		t.Errorf("%d attachments, want 2: the second report has none", n)
	}
	if n := len(p.sentry.Events()); n != 2 {
		t.Errorf("%d events for two reports, one of which came twice", n)
	}
}

// TestPush_crash: native frames, the words of the user, and the dump beside the event.
func TestPush_crash(t *testing.T) {
	b := NewBase()
	b.Options = `{"sendDefaultPii":true}`
	p := start(t, b)
	id := p.push("", pack(t, "report.json", string(real(t, "crash.json")), "dump.mdmp", "MDMP and more"))
	if id != "0f9b1f6025c44c0f9a6b5f2a0f4f7c11" {
		t.Errorf("the id of the report is not that of the event: %s", id)
	}
	e := p.event(id)
	want(t, e, "fatal", "level")
	want(t, e, "PlatformCrash", "exception", "values", 0, "type")
	want(t, e, "0xcf6b6", "exception", "values", 0, "stacktrace", "frames", -1, "instruction_addr")
	want(t, e, []string{"1c", "platform crash", "84A1E9821497E377D0E1FB27C47CA522"}, "fingerprint")
	want(t, e, "ИвановИ", "user", "username")
	want(t, e, "Роль: менеджер", "contexts", "report", "additional_info")
	dump := p.items("attachment", 1)[0]
	if dump.Header["attachment_type"] != "event.minidump" {
		t.Errorf("the dump is %v", dump.Header)
	}
	var feedback receiver.Event
	if err := json.Unmarshal(p.items("feedback", 1)[0].Payload, &feedback); err != nil {
		t.Fatal(err)
	}
	want(t, feedback, id, "contexts", "feedback", "associated_event_id")
	want(t, feedback, "Открывал заказ покупателя", "contexts", "feedback", "message")
	want(t, feedback, "ИвановИ", "contexts", "feedback", "name")
}

// TestPush_settings: what the owner of a base says.
func TestPush_settings(t *testing.T) {
	quiet, other := NewBase(), NewBase()
	quiet.Prefix, quiet.NoScreenshots, quiet.Environment, quiet.Release = "/quiet", true, "test", "erp@7"
	other.Prefix, other.Secret = "/other", "0123456789abcdef"
	p := start(t, quiet, other)
	e := p.event(p.push("/quiet", real(t, "compile-8.3.18.zip")))
	want(t, e, "test", "environment")
	want(t, e, "erp@7", "release")
	want(t, e, "quiet", "tags", "infobase")
	if items := p.items("attachment", 1); len(items) != 1 || items[0].Header["filename"] != "samplefile.txt" {
		t.Errorf("attached: %v", items)
	}
	want(t, p.event(p.push("/other/0123456789abcdef", []byte(numbered(1)))), "other", "tags", "infobase")
	if status, _ := p.ask(http.MethodPost, "/other/pushReport", "", strings.NewReader(numbered(1))); status != http.StatusNotFound {
		t.Errorf("without the secret: %d", status)
	}
}

// TestGetInfo: what a client is told before it sends.
func TestGetInfo(t *testing.T) {
	b := NewBase()
	b.PerMinute, b.Dumps = 2, 3
	crashes := NewBase()
	crashes.Prefix, crashes.CrashesOnly = "/crashes", true
	p := start(t, b, crashes)
	question := func(path, json string) map[string]any {
		t.Helper()
		status, answer := p.ask(http.MethodPost, path+"/getInfo", "application/json", strings.NewReader(json))
		if status != http.StatusOK {
			t.Fatalf("%d: %v", status, answer)
		}
		return answer
	}
	check := func(answer map[string]any, need bool, message string, dump int) {
		t.Helper()
		if answer["needSendReport"] != need || answer["userMessage"] != message || answer["dumpType"] != float64(dump) {
			t.Errorf("told %v, want %v %q %d", answer, need, message, dump)
		}
	}
	const ru, en = `{"appStackHash":"A","platformInterfaceLanguageCode":"ru"}`, `{"appStackHash":"A","platformInterfaceLanguageCode":"en"}`
	check(question("", ru), true, "Ошибка будет зарегистрирована.", 3)
	p.push("", []byte(`{"id":"0f9b1f60-25c4-4c0f-9a6b-5f2a0f4f7c11","errorInfo":{"applicationErrorInfo":{"errors":[["x",[]]],"stackHash":"A"}}}`))
	check(question("", "\ufeff"+en), true, "The error is registered as 0F9B1F60.", 3)
	check(question("", ru), false, "Ошибка зарегистрирована под номером 0F9B1F60.", 0)
	check(question("", ru), false, "Ошибка зарегистрирована под номером 0F9B1F60.", 0)
	id := p.push("", []byte(`{"errorInfo":{"applicationErrorInfo":{"errors":[["x",[]]],"stackHash":"A"}}}`))
	want(t, p.event(id), "2", "tags", "repeats")
	check(question("/crashes", ru), false, "", 0)
	check(question("/crashes", `{"systemcrash":true,"clientStackHash":"B"}`), true, "Ошибка будет зарегистрирована.", 0)
	status, answer := p.ask(http.MethodGet, "/", "", nil)
	if status != http.StatusOK {
		t.Errorf("a look: %d", status)
	}
	check(answer, true, "Ошибка будет зарегистрирована.", 3)
	if status, answer := p.ask(http.MethodPost, "/getInfo", "application/json", bytes.NewReader(real(t, "getInfo.json"))); status != http.StatusOK || answer["needSendReport"] != true {
		t.Errorf("a question that the platform has asked: %d %v", status, answer)
	}
}

// TestHostile: what is no report is told so, and counted.
func TestHostile(t *testing.T) {
	p := start(t)
	bomb := pack(t, "report.json", strings.Repeat(" ", 5<<20))
	for name, c := range map[string]struct {
		method, path, contentType, body string
		status                          int
	}{
		"no base":            {"POST", "/nobody/pushReport", "", numbered(1), 404},
		"no path":            {"GET", "/nobody", "", "", 404},
		"out of the root":    {"GET", "/../../etc/passwd", "", "", 404},
		"wrong method":       {"GET", "/pushReport", "", "", 405},
		"wrong method too":   {"DELETE", "/", "", "", 405},
		"put":                {"PUT", "/pushReport", "", numbered(1), 405},
		"empty":              {"POST", "/pushReport", "", "", 400},
		"text":               {"POST", "/pushReport", "text/plain", "hello", 400},
		"another form":       {"POST", "/pushReport", "application/x-www-form-urlencoded", "a=b", 400},
		"a form that is cut": {"POST", "/pushReport", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\nabc", 400},
		"no report":          {"POST", "/pushReport", "", `{"a":1}`, 400},
		"bomb":               {"POST", "/pushReport", "", string(bomb), 413},
		"too long":           {"POST", "/pushReport", "", strings.Repeat(" ", 33<<20), 413},
		"long question":      {"POST", "/getInfo", "", strings.Repeat(" ", 1<<20), 413},
		"no question":        {"POST", "/getInfo", "", "[", 400},
		"not UTF-8":          {"POST", "/getInfo", "", "{\"appStackHash\":\"\xff\"}", 200},
	} {
		status, answer := p.ask(c.method, c.path, c.contentType, strings.NewReader(c.body))
		if status != c.status {
			t.Errorf("%s: %d %v, want %d", name, status, answer, c.status)
		}
		if text, _ := answer["error"].(string); status != 200 && len(text) < 10 {
			t.Errorf("%s: it is not said why: %v", name, answer)
		}
	}
	metrics := p.metrics()
	for _, line := range []string{`refused_total{reason="path"} 3`, `refused_total{reason="method"} 3`, `refused_total{reason="too_large"} 3`, `refused_total{reason="not_a_report"} 6`} {
		if !strings.Contains(metrics, "sentry1c_reports_"+line+"\n") {
			t.Errorf("no %s in\n%s", line, metrics)
		}
	}
	if entries, err := os.ReadDir(filepath.Join(p.spool, "incoming")); err != nil || len(entries) != 0 {
		t.Errorf("bodies are left: %v, %v", entries, err)
	}
	p.event(p.push("", []byte(numbered(7)))) // it goes on
}

func (p *post) metrics() string {
	p.t.Helper()
	response, err := http.Get(p.url + "/metrics")
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		p.t.Fatalf("%v %s", err, response.Status)
	}
	return string(content)
}

// TestSlow: a body that does not come is given up, and holds nobody up meanwhile.
func TestSlow(t *testing.T) {
	p := start(t)
	p.server.bodies.patience = 300 * time.Millisecond
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /pushReport HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
	p.event(p.push("", []byte(numbered(1))))
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	answer, _ := io.ReadAll(conn)
	if !strings.HasPrefix(string(answer), "HTTP/1.1 408 ") {
		t.Errorf("told %q", answer)
	}
}

// TestMany: a thousand connections, most of which say nothing, and a hundred reports at
// once.
func TestMany(t *testing.T) {
	p := start(t)
	for range 900 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		if err != nil {
			t.Skipf("this machine allows no more connections: %v", err)
		}
		defer conn.Close()
	}
	var all sync.WaitGroup
	ids := make([]string, 100)
	for i := range ids {
		all.Go(func() {
			body := pack(t, "report.json", numbered(i), "screenshot.png", strings.Repeat(fmt.Sprint(i), 200<<10))
			response, err := http.Post(p.url+"/pushReport", "application/zip", bytes.NewReader(body))
			if err != nil {
				t.Error(err)
				return
			}
			defer response.Body.Close()
			var answer pushed
			if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != http.StatusOK {
				t.Errorf("%s: %v", response.Status, err)
			}
			ids[i] = answer.ID
		})
	}
	all.Wait()
	for _, id := range ids {
		if !t.Failed() {
			p.event(id)
		}
	}
}

// TestHealth: it says when reports cannot be kept, and so does the answer to one.
func TestHealth(t *testing.T) {
	p := start(t)
	if status, answer := p.ask(http.MethodGet, "/health", "", nil); status != http.StatusOK || answer["status"] != "ok" {
		t.Errorf("%d %v", status, answer)
	}
	p.push("", []byte(numbered(1)))
	if metrics := p.metrics(); !strings.Contains(metrics, "sentry1c_reports_received_total{base=\"default\"} 1\n") {
		t.Error(metrics)
	}
	// A file stands where the folder of the project was.
	folders, _ := filepath.Glob(filepath.Join(p.spool, "v1", "????????????????"))
	for _, folder := range folders {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(folder, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	status, answer := p.ask(http.MethodPost, "/pushReport", "", strings.NewReader(numbered(2)))
	if len(folders) == 0 || status != http.StatusServiceUnavailable {
		t.Errorf("a report that cannot be kept: %d %v", status, answer)
	}
	if status, _ := p.ask(http.MethodGet, "/health", "", nil); status != http.StatusServiceUnavailable {
		t.Errorf("health then: %d", status)
	}
}
