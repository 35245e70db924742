package addin

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/addin/internal/scope"
)

// attachments are the names and contents that came, sorted.
func (f *fixture) attachments() (came []string) {
	f.t.Helper()
	for _, item := range f.items("attachment") {
		came = append(came, item.Header["filename"].(string)+"="+string(item.Payload))
	}
	slices.Sort(came)
	return came
}

func (f *fixture) wantAttachments(wanted ...string) {
	f.t.Helper()
	if got := f.attachments(); !slices.Equal(got, wanted) {
		f.t.Errorf("attachments are %.60q, want %.60q", got, wanted)
	}
}

// TestAttachment_scope: attachments belong to the scope and come in envelopes of their
// own that name the event.
func TestAttachment_scope(t *testing.T) {
	for _, options := range []string{"", `{"memoryOnly":true}`} {
		f := ready(t, options)
		f.call(1, "AddAttachment", "a.txt", "outer")
		f.call(1, "PushScope")
		f.call(1, "AddAttachment", "b.bin", []byte("inner"))
		f.call(1, "CaptureMessage", "first")
		f.wantAttachments("a.txt=outer", "b.bin=inner")
		for _, envelope := range f.server.envelopes {
			if len(envelope.Items) != 1 || envelope.Header["event_id"] != f.only("event").Text("event_id") {
				t.Errorf("envelope %v has %d items", envelope.Header, len(envelope.Items))
			}
		}
		f.call(1, "PopScope")
		f.call(1, "CaptureMessage", "second")
		f.wantAttachments("a.txt=outer", "a.txt=outer", "b.bin=inner")
		f.call(1, "ClearAttachments")
		f.call(1, "CaptureMessage", "third")
		if got := len(f.attachments()); got != 3 {
			t.Errorf("%s: %d attachments after ClearAttachments", options, got)
		}
		balance(t, f.statistics(1))
	}
}

// TestAttachment_file: the worker reads a file when an event is captured, and one that
// cannot be read costs only itself.
func TestAttachment_file(t *testing.T) {
	f := ready(t, "")
	dir := t.TempDir()
	path := filepath.Join(dir, "Журнал.log")
	f.call(1, "AddAttachmentFile", path)
	if err := os.WriteFile(path, []byte("written later"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.call(1, "AddAttachmentFile", path, "other.name", "text/x-log")
	f.call(1, "AddAttachmentFile", filepath.Join(dir, "missing"))
	f.call(1, "AddAttachmentFile", dir)
	long := filepath.Join(dir, "long")
	if err := os.WriteFile(long, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(long, scope.MaxAttachment+1); err != nil {
		t.Fatal(err)
	}
	f.call(1, "AddAttachmentFile", long)
	f.call(1, "CaptureMessage", "m")
	f.wantAttachments("other.name=written later", "Журнал.log=written later")
	problems := f.event().Text("contexts", "sdk_problems", "AddAttachmentFile")
	for _, wanted := range []string{"no such file", "no plain file", "longer than 20971520 bytes"} {
		if !strings.Contains(problems, wanted) {
			t.Errorf("problems are %q, want %q", problems, wanted)
		}
	}
	if strings.Contains(problems, dir) {
		t.Errorf("%q names a path", problems)
	}
	s := f.statistics(1)
	if balance(t, s); s.Dropped["invalid"] != 3 {
		t.Errorf("dropped %v, want 3 attachments", s.Dropped)
	}
}

// TestAttachment_badInput: what cannot be attached is told and counted, and the event
// arrives.
func TestAttachment_badInput(t *testing.T) {
	for _, test := range []struct {
		method string
		args   []any
		told   string
	}{
		{"AddAttachment", []any{"a"}, "missing"},
		{"AddAttachment", []any{"a", nil}, "missing"},
		{"AddAttachment", []any{"a", recordtest.Bad(record.BadLength, 21<<20)}, "22020096 bytes are more"},
		{"AddAttachment", []any{"a", strings.Repeat("y", scope.MaxAttachment+1)}, "longer than 20971520 bytes"},
		{"AddAttachmentFile", []any{" "}, "the path is empty"},
		{"AddAttachmentFile", []any{[]byte("a")}, "binary data"},
	} {
		f := ready(t, "")
		f.call(1, test.method, test.args...)
		if got := f.lastError(1); !strings.Contains(got, test.told) {
			t.Errorf("%s %.60v: %q, want %q", test.method, test.args, got, test.told)
		}
		f.call(1, "CaptureMessage", "m")
		f.event()
		if s := f.statistics(1); s.Dropped["invalid"] != 1 {
			t.Errorf("%s %.60v: dropped %v", test.method, test.args, s.Dropped)
		}
		f.wantAttachments()
	}
	f := ready(t, "")
	f.call(1, "AddAttachment", "", 42, "not a type")
	if got := f.lastError(1); !strings.Contains(got, "no content type") {
		t.Errorf("told %q", got)
	}
	f.call(1, "CaptureMessage", "m")
	f.wantAttachments("attachment=42")
	for i := range 100 {
		f.call(1, "AddAttachment", "a", i)
	}
	if got := f.lastError(1); !strings.Contains(got, "more than 100") {
		t.Errorf("told %q", got)
	}
	g := ready(t, "")
	for range (100<<20)/scope.MaxAttachment + 1 {
		g.call(1, "AddAttachment", "a", make([]byte, scope.MaxAttachment))
	}
	if got := g.lastError(1); !strings.Contains(got, "longer than 104857600") {
		t.Errorf("told %q", got)
	}
}

// TestAttachment_refused: a server that refuses attachments has the event.
func TestAttachment_refused(t *testing.T) {
	f := ready(t, "")
	f.server.refuses = "attachment"
	f.call(1, "AddAttachment", "a", "b")
	f.call(1, "CaptureMessage", "m")
	f.call(1, "Flush", 5000)
	f.server.mu.Lock() // a report of it may still come
	came := map[string]int{}
	for _, envelope := range f.server.envelopes {
		came[envelope.Items[0].Type()]++
	}
	f.server.mu.Unlock()
	if came["event"] != 1 || came["attachment"] != 0 {
		t.Fatalf("came %v", came)
	}
	if s := f.statistics(1); s.Sent != 1 || s.Dropped["send_error"] != 1 {
		t.Errorf("sent %d, dropped %v", s.Sent, s.Dropped)
	}
}

// contentFilesOf lists the files of attachments that a fixture's process has.
func (f *fixture) contentFilesOf() []string {
	f.t.Helper()
	found, err := filepath.Glob(filepath.Join(f.worker.sides, "attachment-"+"*"))
	if err != nil {
		f.t.Fatal(err)
	}
	return found
}

// TestAttachment_contentFiles: contents lie in private files as long as a scope has
// them, and the names are told to who removes them at the end of the process.
func TestAttachment_contentFiles(t *testing.T) {
	f := ready(t, "")
	count := func(wanted int) {
		t.Helper()
		if got := f.contentFilesOf(); len(got) != wanted {
			t.Errorf("files are %q, want %d", got, wanted)
		}
	}
	f.call(1, "AddAttachment", "a", "1")
	f.call(1, "PushScope")
	f.call(1, "AddAttachment", "b", "2")
	count(2)
	if content, err := private.ReadFile(f.contentFilesOf()[0], 10); err != nil || string(content) != "1" {
		t.Errorf("%q, %v", content, err)
	}
	f.call(1, "ClearAttachments") // the outer scope still has the first
	count(1)
	f.call(1, "PopScope")
	count(1)
	f.call(1, "ClearScope")
	count(0)
	for range 400 {
		f.call(1, "AddAttachment", "a", "1")
		f.call(1, "ClearAttachments")
	}
	told := 0
	for _, path := range f.host.exit {
		if strings.Contains(path.Path, "attachment-") {
			told++
		}
	}
	if told > 3 {
		t.Errorf("%d names were told", told)
	}
	f.call(1, "AddAttachment", "a", "1")
	f.applyNotice(record.MethodDestroyed)
	count(0)
}

// applyNotice applies the record of what happened to object 1.
func (f *fixture) applyNotice(method uint16) {
	f.t.Helper()
	f.count++
	if err := f.worker.Apply(recordtest.Call{Object: 1, Method: method, Sequence: f.count, At: f.now}.Encode()); err != nil {
		f.t.Fatal(err)
	}
	f.worker.Keep()
	f.worker.Deliver()
}

// TestAttachment_recover: the attachments of a dead process's scope, short ones and
// those that lay beside its ring, go with what it recorded last.
func TestAttachment_recover(t *testing.T) {
	f := ready(t, "")
	long := bytes.Repeat([]byte("x"), 300<<10)
	f.host.sides[7] = long
	f.call(1, "AddAttachment", "long.bin", recordtest.Side(7, record.Bytes, len(long)))
	f.call(1, "PushScope")
	f.call(1, "AddAttachment", "short.txt", "short")
	f.call(1, "AddAttachment", "gone.txt", "gone")
	f.worker.compactState()
	f.call(1, "AddAttachment", "last.txt", "last")
	f.leave("CaptureMessage", "both")
	f.leave("PopScope")
	f.leave("CaptureMessage", "outer")
	if err := os.Remove(filepath.Join(f.worker.sides, "attachment-"+"2")); err != nil {
		t.Fatal(err)
	}
	f.die()

	next := f.heir()
	s := next.recovers()
	balance(t, s)
	if s.Dropped["invalid"] != 1 {
		t.Errorf("dropped %v, want the attachment whose file is gone", s.Dropped)
	}
	if n := len(next.events()); n != 2 {
		t.Fatalf("%d events", n)
	}
	next.wantAttachments("last.txt=last", "long.bin="+string(long), "long.bin="+string(long), "short.txt=short")
	if _, err := os.Stat(f.worker.sides); err == nil {
		t.Errorf("%s is left", f.worker.sides)
	}
}

// TestAttachment_recoverFromMemory: of the attachments that a process could keep in its memory only,
// its heir has the short ones, and counts the others with each event that lacks them.
func TestAttachment_recoverFromMemory(t *testing.T) {
	f := ready(t, "")
	must(os.RemoveAll(f.worker.contents.Dir)) // or it takes nothing, or too many lie there
	must(os.WriteFile(f.worker.contents.Dir, nil, 0o600))
	for i, attachment := range []struct {
		name   string
		length int
	}{{"long.bin", 65 << 10}, {"short.bin", 63 << 10}} {
		f.host.sides[uint32(i)] = make([]byte, attachment.length)
		f.call(1, "AddAttachment", attachment.name, recordtest.Side(uint32(i), record.Bytes, attachment.length))
	}
	f.leave("CaptureMessage", "left 1")
	f.leave("CaptureMessage", "left 2")
	f.die()
	must(os.Remove(f.worker.contents.Dir))
	next := f.heir()
	s := next.recovers()
	balance(t, s)
	if s.Dropped["invalid"] != 2 {
		t.Errorf("dropped %v, want the attachment of two events", s.Dropped)
	}
	short := "short.bin=" + strings.Repeat("\x00", 63<<10)
	next.wantAttachments(short, short)
}

// TestAttachment_recoverHalf: a process that ended between an event and its attachments
// leaves them to the next, and what it has made is not made again.
func TestAttachment_recoverHalf(t *testing.T) {
	f := ready(t, "")
	f.server.status = 503
	f.call(1, "AddAttachment", "a.txt", "a")
	f.call(1, "AddAttachment", "b.txt", "b")
	id := f.leave("CaptureMessage", "m")
	// As far as the first attachment, and no further.
	f.worker.outlet = &stopAfter{Outlet: f.worker.outlet, left: 2}
	entry := recordtest.Call{Object: 1, Sequence: f.count, At: f.now, Args: []any{"m"}, ID: id}
	entry.Method, _ = positionOf(t, "CaptureMessage")
	_ = f.worker.Apply(entry.Encode())
	f.die()

	next := f.heir()
	if s := next.recovers(); s.Sent != 3 {
		t.Errorf("sent %d of 3", s.Sent)
	}
	next.wantAttachments("a.txt=a", "b.txt=b")
	want(t, next.event(), hexOf(id), "event_id")
}

// stopAfter is an outlet that panics after so many envelopes, as a process ends.
type stopAfter struct {
	client.Outlet
	left int
}

func (o *stopAfter) Take(cl *client.Client, item delivery.Item) string {
	if o.left--; o.left < 0 {
		panic("killed")
	}
	return o.Outlet.Take(cl, item)
}
