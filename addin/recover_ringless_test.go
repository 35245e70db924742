package addin

import (
	"errors"
	"testing"
)

// TestRecover_ringlessHeir: an heir that has no ring of its own, and dies too, leaves what it has not read
// to the next one with its scope and project.
func TestRecover_ringlessHeir(t *testing.T) {
	for _, ringless := range []bool{false, true} {
		for _, two := range []bool{false, true} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, "")
			if two {
				f.bool(2, "Init", otherProject, "")
				f.call(2, "CaptureMessage", "of the other")
			}
			f.settle()
			f.leave("Init", testDSN, `{"release":"2"}`)
			f.leave("SetTag", "a", "1")
			f.leave("CaptureMessage", "first")
			f.leave("CaptureMessage", "second")
			f.die()
			next := f.heir()
			if ringless {
				next.host.mapError = errors.New("no room")
			}
			if !next.bool(1, "Init", testDSN, "") {
				t.Fatal(next.lastError(1))
			}
			next.takesSome(f, 3)
			next.die()
			last := next.heir()
			last.bool(1, "Init", testDSN, "")
			claim := f.claimAgain()
			must(last.takes(claim))
			last.settle()
			if got := last.projects("event", `"second"`); len(got) != 1 || got[0] != "42" {
				t.Errorf("ringless %v, two projects %v: sent to %q, %+v", ringless, two, got, last.worker.recovered)
			}
			for _, e := range last.events() {
				if e.Text("logentry", "formatted") == "second" && (e.Text("tags", "a") != "1" || e.Text("release") != "2") {
					t.Errorf("ringless %v, two projects %v: tag %q, release %q", ringless, two, e.Text("tags", "a"), e.Text("release"))
				}
			}
		}
	}
}
