package reports

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sentry1c/build/kit/receiver"
)

// benchmarked is a server, and a client that posts reports with a screenshot to it, so
// many at once.
func benchmarked(b *testing.B) (post func(n, atOnce int, screenshot []byte)) {
	sentry, err := receiver.NewWith(func(w http.ResponseWriter, _ *receiver.Envelope) bool { return false })
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(sentry.Close)
	base := NewBase()
	base.DSN = sentry.DSN()
	if err := base.check(); err != nil {
		b.Fatal(err)
	}
	s, err := New([]Base{base}, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.Close)
	web := httptest.NewServer(s)
	b.Cleanup(web.Close)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100, DialContext: (&net.Dialer{}).DialContext}}
	var number atomic.Int64
	return func(n, atOnce int, screenshot []byte) {
		var all sync.WaitGroup
		left := atomic.Int64{}
		left.Store(int64(n))
		for range atOnce {
			all.Go(func() {
				for left.Add(-1) >= 0 {
					body := pack(b, "report.json", numbered(int(number.Add(1))), "screenshot.png", string(screenshot))
					response, err := client.Post(web.URL+"/pushReport", "application/zip", bytes.NewReader(body))
					if err != nil {
						b.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, response.Body)
					response.Body.Close()
					if response.StatusCode != http.StatusOK {
						b.Error(response.Status)
					}
				}
			})
		}
		all.Wait()
	}
}

// BenchmarkPush: reports of 50 KB a second from eight clients, each synced to the disk.
func BenchmarkPush(b *testing.B) {
	post := benchmarked(b)
	screenshot := bytes.Repeat([]byte("screenshot"), 5<<10)
	b.ResetTimer()
	post(b.N, 8, screenshot)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

// BenchmarkPush_memory: what a hundred reports of 2 MB at once take, those who send them
// included.
func BenchmarkPush_memory(b *testing.B) {
	post := benchmarked(b)
	screenshot := []byte(strings.Repeat(fmt.Sprint(12345), 400<<10))
	post(4, 1, screenshot)
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	var most atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		var m runtime.MemStats
		for {
			select {
			case <-stop:
				return
			default:
				runtime.ReadMemStats(&m)
				if m.HeapInuse > most.Load() {
					most.Store(m.HeapInuse)
				}
				runtime.Gosched()
			}
		}
	}()
	b.ResetTimer()
	for range b.N {
		post(100, 100, screenshot)
	}
	b.StopTimer()
	close(stop)
	<-done
	b.ReportMetric(float64(most.Load())/(1<<20), "MB-heap")
}
