package addin

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/spool"
	"sentry1c/build/kit/receiver"
)

// TestDrainSpool_ring: a run that was killed before it had a folder in the spool has its
// calls in its ring, and where they go in the log beside it.
func TestDrainSpool_ring(t *testing.T) {
	server, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	f := newFixture(t)
	f.worker.life.RingFolders = func() []string { return root.RingFolders(os.LookupEnv) }
	if !f.bool(1, "Init", server.DSN(), "") {
		t.Fatal(f.lastError(1))
	}
	f.leave("CaptureMessage", "последнее")
	if err := os.RemoveAll(filepath.Join(spool.Base(f.worker.root()), spool.Project(server.DSN()))); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	drain := func() Drained {
		have, err := DrainSpool(ctx, Drain{Root: f.worker.root(), Told: func(Drained) {}})
		if err != nil {
			t.Fatal(err)
		}
		return have
	}
	if have := drain(); have.Sent != 0 || len(have.Left.Runs) != 1 || !have.Left.Runs[0].Alive {
		t.Errorf("of a run that lives: %+v", have)
	}
	// One that was just killed is seen to live until the system has taken its memory back.
	time.AfterFunc(drainSettles/6, f.die)
	if have := drain(); have.Sent != 1 || len(have.Left.Runs) != 0 || have.Left.Waits().Total() != 0 {
		t.Errorf("of one that has ended: %+v", have)
	}
	if events := server.Events(); len(events) != 1 || events[0].Text("logentry", "formatted") != "последнее" {
		t.Errorf("%d events: %v, refused %q", len(events), events, server.Refused())
	}
}

// TestDrainSpool_logs: lines that a run had no time to send go at once: no other will come that
// they could travel with.
func TestDrainSpool_logs(t *testing.T) {
	server, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	f := newFixture(t)
	f.worker.life.RingFolders = func() []string { return root.RingFolders(os.LookupEnv) }
	if !f.bool(1, "Init", server.DSN(), "") {
		t.Fatal(f.lastError(1))
	}
	f.leave("Log", "info", "last words")
	f.die()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	have, err := DrainSpool(ctx, Drain{Root: f.worker.root(), Told: func(Drained) {}})
	if err != nil || ctx.Err() != nil || have.Sent != 1 || have.Left.Waits().Total() != 0 {
		t.Errorf("sent %d, waiting %d, %v, %v", have.Sent, have.Waiting, err, ctx.Err())
	}
}
