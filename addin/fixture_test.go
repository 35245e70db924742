package addin

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/machine"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/build/kit/receiver"
	"sentry1c/build/kit/scratch"
)

const testDSN = "https://0123456789abcdef0123456789abcdef@sentry.example.com/42"

// fixture is a worker with a host and a server that are lists.
type fixture struct {
	t      *testing.T
	worker *Worker
	server *server
	host   *host
	now    time.Time
	count  uint64
	dead   bool // nothing of it is open any more
}

// host keeps answers and lends side blocks.
type host struct {
	limit   int64
	drops   []Drop
	figures map[uint32]string
	keeps   bool
	// ending is at which question the process ends; 0 is none.
	ending    int32
	asked     atomic.Int32
	forgotten int
	mu        sync.Mutex
	answers   map[uint32]chan Answer
	sides     map[uint32][]byte
	dropped   []uint32
	// What the worker asked for.
	ring, sideFolder string
	mapError         error
	exit             []ExitPath
	// woken is told of Wake, if it is there.
	woken chan struct{}
	// late says that nobody takes an answer any more.
	late bool
}

func (h *host) Answer(reply uint32, answer Answer) (taken bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answers[reply] <- answer
	return !h.late
}

func (h *host) Side(number uint32) ([]byte, bool) {
	content, ok := h.sides[number]
	return content, ok
}

func (h *host) DropSide(number uint32) { h.dropped = append(h.dropped, number) }

func (h *host) Journal() JournalStatistics { return JournalStatistics{Capacity: 1 << 20} }

func (h *host) RingSize() int { return 64 << 10 }

func (h *host) MapRing(path string) error {
	h.ring = path
	return h.mapError
}

func (h *host) SetSideFolder(path string) error {
	h.sideFolder = path
	return nil
}

func (h *host) RemoveAtExit(paths []ExitPath) { h.exit = append(h.exit, paths...) }

func (h *host) Wake() {
	select {
	case h.woken <- struct{}{}:
	default:
	}
}

func (h *host) LimitJournal(bytes int64) { h.limit = bytes }

func (h *host) KeepAtExit(keep bool) { h.keeps = keep }

func (h *host) Ending() bool { return h.ending > 0 && h.asked.Add(1) >= h.ending }

func (h *host) Drops() []Drop {
	drops := h.drops
	h.drops = nil
	return drops
}

func (h *host) Publish(property int, client uint32, text string) {
	if h.figures == nil {
		h.figures = map[uint32]string{}
	}
	h.figures[client] = text
}

func (h *host) ForgetAccepted() { h.forgotten++ }

// server is an http.RoundTripper that keeps what came.
type server struct {
	mu        sync.Mutex
	status    int
	failing   error         // instead of an answer
	hang      chan struct{} // until it is closed, no request is answered; nil: all are
	let       sync.Once     // go of what hangs
	hanging   atomic.Int32
	refuses   string // type of items that are answered with 400
	says      string // with each answer
	envelopes []receiver.Envelope
	bodies    [][]byte // of the envelopes
	projects  []string // that they were sent to
	requests  []*http.Request
}

func (s *server) RoundTrip(request *http.Request) (*http.Response, error) {
	if s.hang != nil {
		s.hanging.Add(1)
		<-s.hang
		return nil, errors.New("the server is gone")
	}
	unzipped, err := gzip.NewReader(request.Body)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(unzipped)
	if err != nil {
		return nil, err
	}
	envelope, err := receiver.Parse(body)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, request)
	if s.failing != nil {
		return nil, s.failing
	}
	status := s.status
	if len(envelope.Items) > 0 && envelope.Items[0].Type() == s.refuses {
		status = http.StatusBadRequest
	}
	if status < 300 {
		s.envelopes = append(s.envelopes, *envelope)
		s.bodies = append(s.bodies, body)
		s.projects = append(s.projects, strings.Split(request.URL.Path, "/")[2])
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(cmp.Or(s.says, `{"detail":"."}`)))}, nil
}

// TestMain removes at the end what deliveries have made again of folders that tests
// removed: they go on as they do in 1C.
func TestMain(m *testing.M) {
	client.BatchPause = time.Second
	os.Exit(scratch.Run(m.Run))
}

// folder is a temporary folder for what outlives a test: its deliveries go on as they do
// in 1C, and may still write while it is removed.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "addin-test-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := os.RemoveAll(dir)
		for range 100 {
			if err == nil {
				return
			}
			time.Sleep(20 * time.Millisecond)
			err = os.RemoveAll(dir)
		}
		t.Error(err)
	})
	return dir
}

// folders gives a worker a root and a folder of rings. At the end its spools are made safe
// at once: else they are a second later, in folders that were removed.
func folders(t testing.TB, w *Worker) {
	t.Helper()
	root, rings := folder(t), folder(t)
	w.root = func() string { return root }
	w.life.RingFolders = func() []string { return []string{rings} }
	t.Cleanup(func() {
		for _, cl := range w.clients {
			cl.Delivery.End()
			if s := cl.Spool(); s != nil {
				s.Sync()
			}
		}
	})
}

// letGo answers what hangs.
func (s *server) letGo() { s.let.Do(func() { close(s.hang) }) }

func newFixture(t *testing.T) *fixture {
	f := &fixture{
		t:      t,
		server: &server{status: 200},
		host:   &host{answers: map[uint32]chan Answer{}, sides: map[uint32][]byte{}},
		now:    time.Now().UTC().Truncate(time.Millisecond),
	}
	f.worker = New(f.host)
	f.worker.roundTripper = f.server
	f.worker.getenv = func(string) (string, bool) { return "", false }
	folders(t, f.worker)
	t.Cleanup(func() {
		if f.worker.life.Run.ID() != "" && !f.dead {
			f.die()
		}
	})
	f.worker.system = func() machine.System {
		return machine.System{Hostname: "srv-1c", Contexts: rawjson.Object{{Name: "os", Raw: []byte(`{"name":"Linux"}`)}}}
	}
	return f
}

// goldenTime is the moment of the first call of what is compared with a file.
var goldenTime = time.Date(2026, 11, 23, 10, 20, 30, 456e6, time.UTC)

// ready is a fixture whose object 1 is initialised.
func ready(t *testing.T, options string) *fixture {
	return readyAt(t, options, time.Time{})
}

// readyAt is ready at a moment that is not now.
func readyAt(t *testing.T, options string, moment time.Time) *fixture {
	f := newFixture(t)
	if !moment.IsZero() {
		f.now = moment
	}
	if !f.bool(1, "Init", testDSN, options) {
		t.Fatalf("Init said no: %s", f.lastError(1))
	}
	return f
}

func positionOf(t testing.TB, name string) (number uint16, result Result) {
	t.Helper()
	for i, m := range Methods {
		if m.Name.En == name {
			return uint16(i), m.Result
		}
	}
	for i, p := range Properties {
		if p.Name.En == name {
			return uint16(record.MethodProperty + i), AnswerText
		}
	}
	t.Fatalf("no method %s", name)
	return 0, 0
}

// call applies the record of one call and returns its answer, or a zero one.
func (f *fixture) call(object uint32, name string, args ...any) Answer {
	f.t.Helper()
	return f.apply(recordtest.Call{Object: object, Args: args}, name)
}

func (f *fixture) apply(c recordtest.Call, name string) Answer {
	f.t.Helper()
	method, result := positionOf(f.t, name)
	f.count++
	f.now = f.now.Add(time.Millisecond)
	c.Method, c.Sequence, c.At = method, f.count, f.now
	if c.ID == ([16]byte{}) {
		binary.BigEndian.PutUint64(c.ID[8:], f.count)
	}
	if result == AnswerBool || result == AnswerText {
		c.Reply = uint32(f.count)
		f.host.mu.Lock()
		f.host.answers[c.Reply] = make(chan Answer, 1)
		f.host.mu.Unlock()
	}
	if err := f.worker.Apply(c.Encode()); err != nil {
		f.t.Fatalf("%s: %v", name, err)
	}
	f.worker.Keep()
	f.worker.Deliver()
	if c.Reply == 0 {
		return Answer{}
	}
	select {
	case answer := <-f.host.answers[c.Reply]:
		return answer
	case <-time.After(10 * time.Second):
		f.t.Fatalf("%s was not answered", name)
		return Answer{}
	}
}

func (f *fixture) bool(object uint32, name string, args ...any) bool {
	f.t.Helper()
	return f.call(object, name, args...).Truth
}

func (f *fixture) lastError(object uint32) string {
	f.t.Helper()
	return f.call(object, "LastError", 0).Text
}

func (f *fixture) statistics(object uint32) (s statisticsJSON) {
	f.t.Helper()
	if err := json.Unmarshal([]byte(f.call(object, "Statistics", 0).Text), &s); err != nil {
		f.t.Fatal(err)
	}
	return s
}

// items waits until object 1 has nothing on its way and returns the items of a type
// that came.
func (f *fixture) items(kind string) (items []receiver.Item) {
	f.t.Helper()
	if f.worker.objects[1] == nil {
		f.settle()
	} else if !f.bool(1, "Flush", 10000) {
		f.t.Fatal("not all was sent")
	}
	f.server.mu.Lock()
	defer f.server.mu.Unlock()
	for _, envelope := range f.server.envelopes {
		for _, item := range envelope.Items {
			if item.Type() == kind {
				items = append(items, item)
			}
		}
	}
	return items
}

// settle waits until no client has anything on its way: object 1 has nobody to wait for.
func (f *fixture) settle() {
	f.t.Helper()
	f.worker.Keep()
	f.worker.Deliver()
	for range 10_000 {
		waiting := 0
		for _, cl := range f.worker.clients {
			s := cl.Delivery.Statistics()
			waiting += s.Queued + s.InFlight
		}
		if waiting == 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	f.t.Fatal("not all was sent")
}

// events are the items that are events.
func (f *fixture) events() []receiver.Event {
	f.t.Helper()
	return f.decoded("event")
}

// decoded are the items of a type, whose payloads are objects.
func (f *fixture) decoded(kind string) (objects []receiver.Event) {
	f.t.Helper()
	for _, item := range f.items(kind) {
		var object receiver.Event
		if err := json.Unmarshal(item.Payload, &object); err != nil {
			f.t.Fatal(err)
		}
		objects = append(objects, object)
	}
	return objects
}

// only is decoded when there must be one.
func (f *fixture) only(kind string) receiver.Event {
	f.t.Helper()
	objects := f.decoded(kind)
	if len(objects) != 1 {
		f.t.Fatalf("%d items of type %s, want 1", len(objects), kind)
	}
	return objects[0]
}

// event is events when there must be one.
func (f *fixture) event() receiver.Event {
	f.t.Helper()
	events := f.events()
	if len(events) != 1 {
		f.t.Fatalf("%d events, want 1", len(events))
	}
	return events[0]
}

// want fails unless the value at path is the one given.
func want(t *testing.T, event receiver.Event, value any, path ...any) {
	t.Helper()
	got, _ := json.Marshal(event.At(path...))
	wanted, _ := json.Marshal(value)
	if !bytes.Equal(got, wanted) {
		t.Errorf("%v = %s, want %s", path, got, wanted)
	}
}

// spooled returns the events that lie in the spool.
func (f *fixture) spooled() (events []receiver.Event) {
	f.t.Helper()
	err := filepath.WalkDir(f.worker.root(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".envelope") || strings.Contains(path, "quarantine") {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		envelope, err := receiver.Parse(content)
		if err != nil {
			return err
		}
		var event receiver.Event
		err = json.Unmarshal(envelope.Items[0].Payload, &event)
		events = append(events, event)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return events
}

func listEnvelopes(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".envelope") {
			names = append(names, entry.Name())
		}
	}
	return names
}
