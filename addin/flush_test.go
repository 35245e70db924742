package addin

import (
	"errors"
	"testing"
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
