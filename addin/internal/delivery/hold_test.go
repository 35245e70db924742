package delivery

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
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

// TestHeld_share: whoever shares an envelope waits for it as for his own, from the moment when he does.
func TestHeld_share(t *testing.T) {
	for name, status := range map[string]int{"sent": 200, "refused": 400} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newSpooled(t, t.TempDir(), &server{answer: func(int, string) (*http.Response, error) {
					return reply(status, nil, `{"detail":"invalid event envelope"}`), nil
				}}, nil)
				var first, second, third Owner
				wait := func(o *Owner) <-chan bool { return d.Wait(o, time.Time{}) }
				held, _ := d.Hold(Item{Category: Log, Envelope: envelopeNamed("one line"), Owner: &first, Run: d.lock.ID, Record: 1})
				before := wait(&second)
				held.Share(&second)
				held.Share(&third)
				held.Share(&second)
				held.Share(&first)
				held.Share(nil)
				waits := map[string]<-chan bool{"first": wait(&first), "second": wait(&second), "third": wait(&third)}
				if !<-before {
					t.Error("who waited before he shared it did not have an answer at once")
				}
				time.Sleep(time.Second)
				for who, done := range waits {
					select {
					case sent := <-done:
						t.Errorf("the %s was told %v before it left", who, sent)
					default:
					}
				}
				held.Release()
				d.Admit()
				synctest.Wait()
				for who, done := range waits {
					if sent := <-done; sent != (status == 200) {
						t.Errorf("the %s was told %v", who, sent)
					}
				}
				for _, o := range []*Owner{&first, &second, &third} {
					if o.outstanding != 0 || o.sending != 0 || len(o.byCategory) != 0 {
						t.Errorf("left over: %+v", o)
					}
				}
			})
		})
	}
}
