package addin

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// optionsNumber is a set of options that no other number has.
func optionsNumber(i int) string { return fmt.Sprintf(`{"release":"r%d"}`, i) }

// heap is how much memory is used.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestClients_manyOptions: a process that uses one set of options after the other keeps no
// more of them than those in use, and none holds up the end of another.
func TestClients_manyOptions(t *testing.T) {
	const sets = 300
	f := ready(t, optionsNumber(0))
	f.server.status = 200
	begin := heap()
	for i := 1; i <= sets; i++ {
		object := uint32(i + 1)
		if !f.bool(object, "Init", testDSN, optionsNumber(i)) {
			t.Fatalf("Init %d: %s", i, f.lastError(object))
		}
		f.call(object, "CaptureMessage", fmt.Sprint("Сообщение ", i))
		if i%2 == 0 {
			f.call(object, "CaptureMessage", "ещё одно")
		}
	}
	slowest := time.Duration(0)
	for i := 1; i <= sets; i++ {
		before := time.Now()
		if !f.bool(uint32(i+1), "Close", 2000) {
			t.Fatalf("Close %d: not all was sent", i)
		}
		slowest = max(slowest, time.Since(before))
		f.call(uint32(i+1), "ClearScope") // an object that goes on without a client
	}
	if slowest > 2050*time.Millisecond {
		t.Errorf("Close took %v", slowest)
	}
	f.server.mu.Lock()
	f.server.envelopes, f.server.bodies, f.server.requests = nil, nil, nil
	f.server.mu.Unlock()
	grown := heap() - begin
	now := time.Now()
	giveUpClients(f.worker, now)
	giveUpClients(f.worker, now.Add(clientKept-time.Second))
	if n := len(f.worker.clients); n != sets+1 || f.host.forgotten != 0 {
		t.Errorf("%d clients before their time is over, forgotten %d times", n, f.host.forgotten)
	}
	if f.worker.RestFor() != parkedLook {
		t.Error("nobody looks at clients that are not used")
	}
	for range 500 { // files are synced a second after they were written
		giveUpClients(f.worker, now.Add(clientKept+time.Second))
		if len(f.worker.clients) == 1 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if n := len(f.worker.clients); n != 1 || f.host.forgotten == 0 {
		t.Errorf("%d clients are left, forgotten %d times", n, f.host.forgotten)
	}
	if f.worker.RestFor() != 0 {
		t.Error("the worker does not rest")
	}
	if left := heap() - begin; grown < 1<<20 || left > grown/4 {
		t.Errorf("%d KB more with %d clients, %d KB when they are given up", grown>>10, sets, left>>10)
	}
	folders, err := filepath.Glob(filepath.Join(f.worker.root(), "v1", "*", "*.*", "owner"))
	if err != nil || len(folders) != 1 {
		t.Errorf("%d folders with owners, %v", len(folders), err)
	}
	// What was given up is made again, and its number told.
	if answer := f.call(7, "Init", testDSN, optionsNumber(6)); !answer.Truth || answer.Client != sets+2 {
		t.Errorf("Init with options that were given up: %+v", answer)
	}
	f.call(7, "CaptureMessage", "снова")
	if !f.bool(7, "Flush", 5000) {
		t.Error("not all was sent")
	}
}

// TestClients_stay: who still has something to send, or will be asked for, is not given up.
func TestClients_stay(t *testing.T) {
	long := func(f *fixture) {
		now := time.Now()
		giveUpClients(f.worker, now)
		giveUpClients(f.worker, now.Add(clientKept+time.Second))
	}
	for name, use := range map[string]func(f *fixture){
		"an object": func(f *fixture) {},
		"an event that waits": func(f *fixture) {
			f.server.mu.Lock()
			f.server.failing = os.ErrDeadlineExceeded
			f.server.mu.Unlock()
			f.call(2, "CaptureMessage", "Сообщение")
			f.call(2, "Close", 0)
		},
		"a job that goes on": func(f *fixture) {
			f.call(2, "CaptureCheckIn", "Обмен", "in_progress")
			f.bool(2, "Close", 5000)
		},
		"what was gathered": func(f *fixture) {
			f.call(2, "Init", testDSN, optionsNumber(2), "key")
			f.worker.destroy(&call{worker: f.worker, object: f.worker.objects[2]})
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := ready(t, optionsNumber(1))
			if !f.bool(2, "Init", testDSN, optionsNumber(2)) {
				t.Fatal(f.lastError(2))
			}
			use(f)
			long(f)
			if n := len(f.worker.clients); n != 2 {
				t.Errorf("%d clients", n)
			}
		})
	}
}
