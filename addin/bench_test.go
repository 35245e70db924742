package addin

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/memory"
	"sentry1c/addin/internal/record/recordtest"
)

// silence is a server that keeps nothing.
type silence struct{}

// RoundTrip implements http.RoundTripper.
func (silence) RoundTrip(r *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, r.Body)
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}"))}, nil
}

// BenchmarkWorker is the worker's part of an event: from the record to the file in the
// spool, or to the queue in memory. The server is down: sending has cores of its own.
//
// All of it is told in the time of processors, which other programs on the machine change
// less than that of the clock: the median of rounds, and what of it was the worker's own
// and not the system's. Beside it, in turns, the system alone makes, writes and renames a
// file of that size.
func BenchmarkWorker(b *testing.B) {
	const durable, memory = `{"release":"1"}`, `{"release":"1","memoryOnly":true}`
	for _, test := range []struct {
		name, options string
		breadcrumbs   int
		text          func(i int) string
	}{
		{"100 breadcrumbs", durable, 100, sameText},
		{"none", durable, 0, sameText},
		{"other texts", durable, 100, otherText},
		{"memory only", memory, 100, sameText},
		{"other texts in memory", memory, 100, otherText},
	} {
		b.Run(test.name, func(b *testing.B) {
			f := newWorkerBench(b, test.options, test.breadcrumbs)
			const together = 64
			var work, file rounds
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				f.record(together, test.text)
				b.StartTimer()
				work.time(together, func(i int) { f.work(b, i) })
				b.StopTimer()
				if test.options == durable {
					f.plain(b) // that of the first file is dearer
					file.time(together, func(int) { f.plain(b) })
				}
				b.StartTimer()
			}
			b.ReportMetric(work.median(), "cpu-ns/event")
			b.ReportMetric(float64(work.own)/float64(together*len(work.all)), "own-ns/event")
			if test.options == durable {
				b.ReportMetric(file.median(), "file-ns/event")
			}
		})
	}
}

// workerBench is a worker, and what it is given next.
type workerBench struct {
	worker   *Worker
	capture  uint16
	sequence uint64
	run      [][]byte // records
	// dir is where files of the system go, content what is in them.
	dir     string
	content []byte
	files   int
}

func newWorkerBench(b *testing.B, options string, breadcrumbs int) *workerBench {
	memory.Bound() // as the library does
	f := &workerBench{worker: benchWorker(b, &server{failing: errors.New("down")}), dir: folder(b)}
	f.capture, _ = positionOf(b, "CaptureException")
	initialise, _ := positionOf(b, "Init")
	add, _ := positionOf(b, "AddBreadcrumb")
	calls := []recordtest.Call{{Object: 1, Reply: 1, Method: initialise, Args: []any{testDSN, options}}}
	for range breadcrumbs {
		calls = append(calls, recordtest.Call{Object: 1, Method: add, Args: []any{
			"Нажата кнопка «Провести и закрыть»", "ui.click", "info", `{"form":"Документ.ЗаказПокупателя","row":5}`,
		}})
	}
	for _, c := range calls {
		if err := f.worker.Apply(c.Encode()); err != nil {
			b.Fatal(err)
		}
	}
	f.content = make([]byte, 5<<10+160*breadcrumbs)
	return f
}

// record makes the records of the next captures.
func (f *workerBench) record(count int, text func(i int) string) {
	f.run = f.run[:0]
	for range count {
		f.sequence++
		f.run = append(f.run, recordtest.Call{
			Object: 1, Method: f.capture, Sequence: f.sequence, At: time.Now(), Args: []any{text(int(f.sequence))},
		}.Encode())
	}
}

func (f *workerBench) work(b *testing.B, i int) {
	if err := f.worker.Apply(f.run[i]); err != nil {
		b.Fatal(err)
	}
	f.worker.Keep()
	f.worker.Deliver()
}

// plain makes a file as the system does.
func (f *workerBench) plain(b *testing.B) {
	f.files++
	path := filepath.Join(f.dir, strconv.Itoa(f.files))
	if err := os.WriteFile(path+".tmp", f.content, 0o600); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		b.Fatal(err)
	}
}

// rounds are the times of processors that rounds of something took, for one of it, and what
// of all of them the system did not use.
type rounds struct {
	all []float64
	own time.Duration
}

func (r *rounds) time(count int, once func(i int)) {
	all, own := processTime()
	for i := range count {
		once(i)
	}
	allAfter, ownAfter := processTime()
	r.all = append(r.all, float64(allAfter-all)/float64(count))
	r.own += ownAfter - own
}

func (r *rounds) median() float64 {
	if len(r.all) == 0 {
		return 0
	}
	slices.Sort(r.all)
	return r.all[len(r.all)/2]
}

// sameText is an error that comes again and again, and otherText one whose message and
// lines are never the same.
func sameText(int) string { return benchText(412) }

func otherText(i int) string { return benchText(i) }

// benchText is an error of 25 places, about 2,000 characters.
func benchText(number int) string {
	var text strings.Builder
	for i := range 25 {
		fmt.Fprintf(&text, "{ОбщийМодуль.ПродажиСервер.Модуль(%d)}:\tДокументОбъект.Записать(Проведение, %d);\n", number+i, number)
	}
	return text.String()
}

func benchWorker(b *testing.B, via http.RoundTripper) *Worker {
	w := New(&host{answers: map[uint32]chan Answer{1: make(chan Answer, 1)}})
	w.roundTripper = via
	root, rings := folder(b), folder(b)
	w.root, w.life.RingFolders = func() string { return root }, func() []string { return []string{rings} }
	return w
}

// BenchmarkRecover takes over 10,000 envelopes of a dead process and sends them to a
// server that answers at once.
func BenchmarkRecover(b *testing.B) {
	const events = 10_000
	initialise, _ := positionOf(b, "Init")
	capture, _ := positionOf(b, "CaptureMessage")
	for range b.N {
		b.StopTimer()
		root, rings := folder(b), folder(b)
		start := func(via http.RoundTripper) *Worker {
			w := New(&host{answers: map[uint32]chan Answer{1: make(chan Answer, 1)}})
			w.roundTripper = via
			w.root, w.life.RingFolders = func() string { return root }, func() []string { return []string{rings} }
			if err := w.Apply(recordtest.Call{Object: 1, Reply: 1, Method: initialise, Args: []any{testDSN, ""}}.Encode()); err != nil {
				b.Fatal(err)
			}
			return w
		}
		dead := start(&server{failing: errors.New("down")})
		for i := range events {
			call := recordtest.Call{Object: 1, Method: capture, Sequence: uint64(i + 2), At: time.Now(), Args: []any{"событие"}}
			if err := dead.Apply(call.Encode()); err != nil {
				b.Fatal(err)
			}
		}
		dead.Keep()
		dead.life.Run.LetGo()
		b.StartTimer()
		next := start(silence{})
		for next.Recover() {
		}
		for sent := uint64(0); sent < events; time.Sleep(time.Millisecond) {
			sent = 0
			for _, cl := range next.clients {
				sent += cl.Delivery.Statistics().Sent
			}
			if b.Elapsed() > 2*time.Minute {
				b.Fatalf("%d of %d events were sent: %s", sent, events, next.figures(next.objects[1].client, nil, 0))
			}
		}
	}
	b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkDrain sends 2,000 messages that were recorded while a server takes 50 ms for each
// answer.
func BenchmarkDrain(b *testing.B) {
	const messages, answer = 2000, 50 * time.Millisecond
	for range b.N {
		b.StopTimer()
		came := make(chan struct{}, messages)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			time.Sleep(answer)
			_, _ = w.Write([]byte("{}"))
			came <- struct{}{}
		}))
		w := benchWorker(b, nil)
		dsn := strings.Replace(server.URL, "://", "://0123456789abcdef0123456789abcdef@", 1) + "/42"
		initialise, _ := positionOf(b, "Init")
		capture, _ := positionOf(b, "CaptureMessage")
		run := recordtest.Call{Object: 1, Reply: 1, Method: initialise, Args: []any{dsn, ""}}.Encode()
		for i := range messages {
			call := recordtest.Call{Object: 1, Method: capture, Sequence: uint64(i + 2), At: time.Now(), Args: []any{fmt.Sprint("событие ", i)}}
			run = append(run, call.Encode()...)
		}
		b.StartTimer()
		if err := w.Apply(run); err != nil {
			b.Fatal(err)
		}
		w.Keep()
		w.Deliver()
		for range messages {
			<-came
		}
		b.StopTimer()
		server.Close()
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/backlog")
}
