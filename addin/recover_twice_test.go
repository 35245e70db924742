package addin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestRecover_takeHalf: of two folders of a dead run one cannot be owned for a moment: the files of
// the other are sent all the same, by who owns them now, and the rest by who can have it.
func TestRecover_takeHalf(t *testing.T) {
	f := newFixture(t)
	f.server.hang = make(chan struct{})
	t.Cleanup(func() { close(f.server.hang) })
	f.bool(1, "Init", testDSN, `{"release":"1"}`)
	f.bool(2, "Init", testDSN, `{"release":"2"}`)
	f.call(1, "CaptureMessage", "stored 1")
	f.call(2, "CaptureMessage", "stored 2")
	next, claim := f.claimed()
	var blocked string
	for _, s := range f.worker.spools() {
		if strings.HasSuffix(s.Dir(), ".2") {
			blocked = filepath.Join(s.Dir(), "owner.tmp")
		}
	}
	for _, path := range []string{blocked, blocked + ".damaged"} {
		must(os.MkdirAll(filepath.Join(path, "x"), 0o700))
	}
	if err := next.takes(claim); err == nil || err == errStays {
		t.Fatalf("taken over: %v", err)
	}
	next.settle()
	if stored, _ := arrivals(t, next); stored != 1 {
		t.Errorf("%d of 1 arrived", stored)
	}
	must(os.RemoveAll(blocked))
	if err := next.takes(f.claimAgain()); err != nil {
		t.Fatal(err)
	}
	next.settle()
	if stored, _ := arrivals(t, next); stored != 2 {
		t.Errorf("%d of 2 arrived", stored)
	}
}

// awayFor waits until it is known that the server takes nothing.
func (f *fixture) awayFor() {
	f.t.Helper()
	f.server.status = 503
	f.call(1, "CaptureMessage", "own")
	for deadline := time.Now().Add(10 * time.Second); f.statistics(1).Retry.Failures == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			f.t.Fatal("the server refuses nothing")
		}
	}
}

// back lets the server take what comes, and waits until it has all.
func (f *fixture) back() {
	f.t.Helper()
	f.server.mu.Lock()
	f.server.status = 200
	f.server.mu.Unlock()
	f.settle()
}

// arrived counts what came of a type of items that holds a text.
func (f *fixture) arrived(kind, text string) (count int) {
	for _, payload := range f.payloads(kind) {
		if strings.Contains(payload, text) {
			count++
		}
	}
	return count
}

// TestRecover_metricPutOff: the ring stays since the disk and the server take nothing: a number that lies in
// a file already does not come once more of its record.
func TestRecover_metricPutOff(t *testing.T) {
	f := newFixture(t)
	f.server.status = 503
	f.bool(1, "Init", testDSN, "")
	f.leave("CaptureMessage", "left 1") // there was no room for its envelope
	f.both("Metric", "counter", "a", 1) // and there was for this
	next, claim := f.claimed()
	next.awayFor()
	r := next.recovery(claim)
	free := inTheWay(f.worker.spools()[0].Dir()) // no room
	steps(r)
	free()
	if err := r.end(); err != errStays {
		t.Fatal(err)
	}
	next.back()
	if err := next.takes(f.claimAgain()); err != nil {
		t.Fatal(err)
	}
	next.settle()
	if events, metrics := next.arrived("event", "left 1"), next.arrived("trace_metric", ""); events != 1 || metrics != 1 {
		t.Errorf("the event came %d times, the metric %d times", events, metrics)
	}
}
