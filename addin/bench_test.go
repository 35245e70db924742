package addin

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

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
func BenchmarkWorker(b *testing.B) {
	for _, test := range []struct {
		name, options string
		breadcrumbs   int
	}{
		{"100 breadcrumbs", `{"release":"1"}`, 100},
		{"none", `{"release":"1"}`, 0},
		{"memory only", `{"release":"1","memoryOnly":true}`, 100},
	} {
		b.Run(test.name, func(b *testing.B) {
			w := New(&host{answers: map[uint32]chan Answer{1: make(chan Answer, 1)}})
			w.roundTripper = &server{failing: errors.New("down")}
			folders(b, w)
			method := func(name string) uint16 {
				for i, m := range Methods {
					if m.Name.En == name {
						return uint16(i)
					}
				}
				panic(name)
			}
			apply := func(c recordtest.Call) {
				if err := w.Apply(c.Encode()); err != nil {
					b.Fatal(err)
				}
			}
			apply(recordtest.Call{Object: 1, Reply: 1, Method: method("Init"), Args: []any{testDSN, test.options}})
			for range test.breadcrumbs {
				apply(recordtest.Call{Object: 1, Method: method("AddBreadcrumb"), Args: []any{
					"Нажата кнопка «Провести и закрыть»", "ui.click", "info", `{"form":"Документ.ЗаказПокупателя","row":5}`,
				}})
			}
			text := strings.Repeat("{ОбщийМодуль.ПродажиСервер.Модуль(412)}:\tДокументОбъект.Записать(Проведение);\n", 25)
			sequence := uint64(0)
			b.ReportAllocs()
			for b.Loop() {
				sequence++
				apply(recordtest.Call{Object: 1, Method: method("CaptureException"), Sequence: sequence, Args: []any{text}})
				w.Keep()
				w.Deliver()
			}
		})
	}
}

// BenchmarkFile is what the system alone takes for one more file like those of the spool:
// made, written and renamed.
func BenchmarkFile(b *testing.B) {
	dir, content := b.TempDir(), make([]byte, 24<<10)
	for i := 0; b.Loop(); i++ {
		path := filepath.Join(dir, strconv.Itoa(i))
		if err := os.WriteFile(path+".tmp", content, 0o600); err != nil {
			b.Fatal(err)
		}
		if err := os.Rename(path+".tmp", path); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRecover takes over 10,000 envelopes of a dead process and sends them to a
// server that answers at once.
func BenchmarkRecover(b *testing.B) {
	const events = 10_000
	for range b.N {
		b.StopTimer()
		root, rings := folder(b), folder(b)
		start := func(via http.RoundTripper) *Worker {
			w := New(&host{answers: map[uint32]chan Answer{1: make(chan Answer, 1)}})
			w.roundTripper = via
			w.root, w.life.RingFolders = func() string { return root }, func() []string { return []string{rings} }
			if err := w.Apply(recordtest.Call{Object: 1, Reply: 1, Args: []any{testDSN, ""}}.Encode()); err != nil {
				b.Fatal(err)
			}
			return w
		}
		dead := start(&server{failing: errors.New("down")})
		for i := range events {
			const captureMessage = 4
			call := recordtest.Call{Object: 1, Method: captureMessage, Sequence: uint64(i + 2), At: time.Now(), Args: []any{"событие"}}
			if err := dead.Apply(call.Encode()); err != nil {
				b.Fatal(err)
			}
		}
		dead.Keep()
		dead.life.Run.Lock.Release()
		b.StartTimer()
		next := start(silence{})
		for next.Recover() {
		}
		sent := uint64(0)
		for sent < events {
			time.Sleep(time.Millisecond)
			for _, cl := range next.clients {
				sent = cl.Delivery.Statistics().Sent
			}
		}
	}
	b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "events/s")
}
