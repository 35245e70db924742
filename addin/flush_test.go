package addin

import (
	"errors"
	"strconv"
	"testing"
	"time"
)

// TestFlush_shared: what an object recorded is waited for wherever it lies: in a batch that another one's log began, in an
// event that stands for repeats.
func TestFlush_shared(t *testing.T) {
	for name, record := range map[string]func(f *fixture, object uint32){
		"log":    func(f *fixture, object uint32) { f.call(object, "Log", "info", "строка") },
		"metric": func(f *fixture, object uint32) { f.call(object, "Metric", "counter", "rows", 1.0) },
		"repeat": func(f *fixture, object uint32) {
			f.call(object, "CaptureMessage", "одно и то же")
			f.call(object, "CaptureMessage", "одно и то же")
		},
	} {
		for way, failing := range map[string]error{"well": nil, "down": errors.New("down")} {
			t.Run(name+"/"+way, func(t *testing.T) {
				const options = `{"maxEventsPerMinute":1}`
				f := ready(t, options)
				if !f.bool(2, "Init", testDSN, options) {
					t.Fatal(f.lastError(2))
				}
				f.server.failing = failing
				record(f, 1)
				record(f, 2)
				timeout := 5000
				if failing != nil {
					timeout = 50
				}
				if all := f.bool(2, "Flush", timeout); all != (failing == nil) {
					t.Errorf("Flush = %v", all)
				}
			})
		}
	}
}

// TestFlush_initializedAgain: what an object recorded is waited for, also if it was closed and initialised
// again since: with the same options, or for another project.
func TestFlush_initializedAgain(t *testing.T) {
	for name, dsns := range map[string][]string{"the same": {testDSN}, "another project": {otherProject}, "and back": {otherProject, testDSN}} {
		for _, closed := range []bool{false, true} {
			t.Run(name+"/"+strconv.FormatBool(closed), func(t *testing.T) {
				t.Parallel()
				f := ready(t, "")
				f.server.failing = errors.New("down")
				f.call(1, "CaptureMessage", "m")
				if closed {
					f.bool(1, "Close", 1)
				}
				for _, dsn := range dsns {
					f.bool(1, "Init", dsn, "")
				}
				if f.bool(1, "Flush", 50) {
					t.Error("the server is away, and Flush says that all was sent")
				}
				f.server.mu.Lock()
				f.server.failing = nil
				f.server.mu.Unlock()
				if !f.bool(1, "Flush", 20000) || len(f.projects("event", `"m"`)) != 1 {
					t.Error("the server is there again, and Flush says that not all was sent")
				}
			})
		}
	}
}

// TestFlush_earlierHeld: what lay in a batch or stood for repeats is waited for after another Init, too.
func TestFlush_earlierHeld(t *testing.T) {
	for _, between := range []bool{false, true} {
		for name, rec := range map[string]func(f *fixture) [][]byte{
			"log":    func(f *fixture) [][]byte { return [][]byte{of(f, 1, "Log", "info", "строка")} },
			"metric": func(f *fixture) [][]byte { return [][]byte{of(f, 1, "Metric", "counter", "rows", 1.0)} },
			"repeat": func(f *fixture) [][]byte {
				return [][]byte{of(f, 1, "CaptureMessage", "одно"), of(f, 1, "CaptureMessage", "одно")}
			},
		} {
			f := ready(t, `{"maxEventsPerMinute":1}`)
			var run []byte
			for _, e := range rec(f) {
				run = append(run, e...)
			}
			if between {
				must(f.worker.Apply(run))
				f.worker.Keep()
				f.worker.Deliver()
				time.Sleep(300 * time.Millisecond)
				run = nil
			}
			run = append(run, of(f, 1, "Init", otherProject, "")...)
			must(f.worker.Apply(run))
			f.worker.Keep()
			f.worker.Deliver()
			all := f.bool(1, "Flush", 5000)
			kind := map[string]string{"log": "log", "metric": "trace_metric", "repeat": "event"}[name]
			wanted := 1
			if name == "repeat" {
				wanted = 2
			}
			if n := len(f.projects(kind, "")); all && n != wanted {
				t.Errorf("%s, kept between %v: Flush is true, and %d of %d came", name, between, n, wanted)
			}
		}
	}
}

// TestClose_sessionProject: Close waits for the end of a session, wherever it began.
func TestClose_sessionProject(t *testing.T) {
	for _, dsn := range []string{testDSN, otherProject} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withRelease, "k")
		f.bool(2, "Init", dsn, withRelease, "k")
		f.call(1, "StartSession")
		f.bool(1, "Close", 1000)
		f.settle()
		f.server.mu.Lock()
		f.server.failing = errors.New("down")
		f.server.mu.Unlock()
		if f.bool(2, "Close", 100) {
			t.Errorf("%s: the server is away, and Close says that all was sent", dsn)
		}
	}
}
