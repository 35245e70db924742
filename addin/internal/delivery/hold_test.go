package delivery

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
)

// TestHeld_unwritable: what an envelope was to tell since its file could be written last is
// sent all the same, once, and that it is in memory only is told.
func TestHeld_unwritable(t *testing.T) {
	first, last := envelopeNamed("one line"), envelopeNamed("all lines")
	same := []byte(strings.Replace(string(last), "all", "ALL", 1))
	for name, change := range map[string]func(h *Held){
		"replaced": func(h *Held) { h.Replace(last, 7) },
		"updated":  func(h *Held) { h.Replace(same, 7); h.Update(last) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var bodies []string
				s := &server{answer: func(_ int, body string) (*http.Response, error) {
					bodies = append(bodies, body)
					return reply(200, nil, "{}"), nil
				}}
				d := newSpooled(t, t.TempDir(), s, nil)
				held, failing := d.Hold(Item{Category: Log, Envelope: first, Quantity: 1, Run: d.lock.ID, Record: 1})
				if failing != "" {
					t.Fatal(failing)
				}
				unwritable(t, d.spool.Dir(), func() { change(held) })
				if got := d.Statistics().SpoolError; got == "" {
					t.Error("nothing is told of a spool that cannot be written")
				}
				held.Release()
				d.Admit()
				synctest.Wait()
				if len(bodies) != 1 || !strings.Contains(bodies[0], "all lines") {
					t.Errorf("sent %q", bodies)
				}
				if n := envelopes(t, d.root); n != 0 {
					t.Errorf("%d files are left", n)
				}
			})
		})
	}
}

// unwritable does something while no file can be made in a folder, whoever asks.
func unwritable(t *testing.T, dir string, do func()) {
	t.Helper()
	aside := dir + ".aside"
	if err := os.Rename(dir, aside); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	do()
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(aside, dir); err != nil {
		t.Fatal(err)
	}
}
